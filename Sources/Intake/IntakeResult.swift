// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
package import Findings
package import Pipeline
import Policy
package import Results

/// What `check` and `import` tell: what became of each file, what was recognised, and every finding.
package struct IntakeResult: Sendable {
  /// Every file that was to be read, in order of name.
  package var files: [FileReport]
  /// Everything that was seen below the paths, by what became of it.
  package var account: FileAccount
  /// Sheets of the files of this run, in file order.
  package var sheets: [SheetReport]
  /// In order of file, sheet, row, column, code.
  package var findings: [RenderedFinding]
  /// Findings that somebody looked into: told apart, in no count and no exit code.
  package var accepted: [RenderedAcceptance] = []
  /// How many findings were there before, where only new ones are asked for; nil where all are.
  package var knownBefore: Int?
  /// The last quarter that new findings are held against.
  package var formerPeriod: Period?
  /// What checks on trial see: told apart, in no count and no exit code.
  package var trialFindings: [RenderedFinding]
  /// True when no organisation sheet is at hand, so that references to organisations cannot be judged.
  package var lacksOrganisations: Bool
  /// How many checks were left out because no period is known, and because no organisation is.
  package var leftOut = (undated: 0, unplaced: 0)
  /// What a `check` held the files against; nil of an import, which knows the period.
  package var known: CheckedAgainst?
  /// Where an import would ask first what a list is.
  package var unclear: Unclear?
  /// Paths of the marked copies that were written.
  package var marked: [String] = []
  /// Names of files whose marked copies were written anew, without their fonts, fills, widths and formulas.
  package var rewritten: [String] = []
  /// Path of the list of all findings beside the marked copies; nil where none was written.
  package var overview: String?
  /// One for each unit the files are about; none when nothing was stored.
  package var submissions: [SubmissionReceipt] = []
  /// What an import of the same files would become, of a `check`; the numbers are none that anybody knows.
  package var wouldBe: [SubmissionReceipt] = []
  /// The first of them.
  package var submission: SubmissionReceipt? { submissions.first }

  private let dated: Set<String>
  private let recordChecks: Set<String>

  /// - Parameters:
  ///   - database: nil when nothing was stored and the period does not exist.
  ///   - before: what was found before; nil asks for all findings.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(
    context: CommandContext, database: PeriodDatabase?, files: [FileReport], walk: FileWalk,
    before: KnownFindings? = nil
  ) throws {
    self.files = files
    account = FileAccount(walk.tally, files)
    // The same bytes may be stored under another name.
    let known = try database?.namesOfFiles() ?? [:]
    let names = Dictionary(
      files.map { file in
        (file.outcome == .unchanged ? file.sha256.flatMap { known[$0] } ?? file.file : file.file, file.file)
      }
    ) { first, _ in first }
    let census = database.map { PeriodCensus(context: context, database: $0) }
    sheets =
      try database?.sheets().compactMap { sheet in
        guard let name = names[sheet.file] else { return nil }
        var sheet = sheet
        sheet.file = name
        return sheet
      } ?? []
    lacksOrganisations = try database?.hasOrganisations() != true
    let refused = files.flatMap { file in
      if case .refused(let finding) = file.outcome { [finding] + file.findings } else { file.findings }
    }
    let all = try census?.findingsAndTrials() ?? (findings: [], trials: [])
    func ours(_ finding: Finding) -> Finding? {
      guard let file = finding.place?.file else { return finding }
      guard let name = names[file] else {
        // Of two lists the earlier one is named, also where only the later one came now.
        let isCausedNow = finding.related.contains { names[$0.file] != nil }
        return isCausedNow && IntakeResult.ofTwoLists.contains(finding.code) ? finding : nil
      }
      var finding = finding
      finding.place?.file = name
      return finding
    }
    // Which of equal ones was accepted is told among all of the period.
    let sorted = try census?.sorted(all.findings, known: before) ?? SortedFindings()
    findings = context.render((refused + walk.notes + sorted.open.compactMap(ours)).sorted(by: Finding.precedes))
    accepted = context.render(
      sorted.accepted.compactMap { accepted in
        ours(accepted.finding).map { AcceptedFinding(finding: $0, acceptance: accepted.acceptance) }
      })
    if let before { (knownBefore, formerPeriod) = (sorted.known.compactMap(ours).count, before.former) }
    trialFindings = context.render(all.trials.compactMap(ours))
    dated = try census?.datedCheckIDs() ?? []
    recordChecks = Set(context.pack.checks.map(\.id))
  }

  /// Codes of what is told of two lists that both count.
  private static let ofTwoLists: Set<String> = ["pages-overlap", "list-two-versions"]

  /// Drops what a `check` without period or without organisations cannot know, and says which rules that were.
  mutating func leaveOutWhatNeedsMore(hasPeriod: Bool) {
    var codes: Set<String> = []
    if !hasPeriod {
      codes.formUnion(dated.union(["title-of-another-period"]))
      leftOut.undated = codes.count
    }
    if lacksOrganisations {
      // Without an organisation sheet nobody is in the wrong place, and the rules on records in place cannot run.
      let placed = recordChecks.union(["organisation-unknown", "reference-unknown"])
      leftOut.unplaced = placed.count
      codes.formUnion(placed)
      for index in sheets.indices {
        sheets[index].records += sheets[index].unplaced
        sheets[index].setAside -= sheets[index].unplaced
      }
    }
    findings.removeAll { codes.contains($0.finding.code) }
    trialFindings.removeAll { codes.contains($0.finding.code) }
    accepted.removeAll { codes.contains($0.finding.finding.code) }
  }
}

extension IntakeResult {
  /// A list of which an import would ask whether it corrects an earlier one or adds to it.
  package struct Unclear: Sendable, Hashable {
    /// `file`, and `number` of the earlier submission.
    package var facts: [String: String]
    /// As which of the two it was checked.
    package var isCorrection: Bool
  }

  /// ID of the unit each file belongs to, by name; files about none are left out.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read.
  package func units(in workspace: Workspace, of period: Period) throws -> [String: String] {
    let submissions = try workspace.submissions(of: period)
    let units = Dictionary(uniqueKeysWithValues: submissions.map { ($0.number, $0.unit ?? $0.about) })
    let numbers = try workspace.period(period).submissionsOfFiles()
    return files.reduce(into: [:]) { result, file in
      guard let number = file.sha256.flatMap({ numbers[$0] }), let unit = units[number] else { return }
      result[file.file] = unit
    }
  }
}

/// What a walk saw = what was stored, was there before, could not be read, or was no file to read.
package struct FileAccount: Sendable, Hashable {
  /// What the walk saw, and what of it was no file to read.
  package var tally: FileTally
  /// Files whose records are stored now.
  package var stored: Int
  /// Files whose bytes the period had before.
  package var unchanged: Int
  /// Files that could not be read.
  package var refused: Int

  /// Counts of a walk and of what became of its files.
  package init(_ tally: FileTally, _ files: [FileReport]) {
    self.tally = tally
    let papers = files.count(where: \.isPaper)
    self.tally.papers += papers
    refused = files.count(where: \.isRefused)
    unchanged = files.count { $0.outcome == .unchanged }
    stored = files.count - refused - unchanged - papers
  }

  /// Whether everything that was seen is a file that was read.
  package var isAllRead: Bool { stored == tally.seen }

  /// Each number by its name, as the sentence and the JSON have it.
  package var facts: [String: String] {
    [
      "seen": tally.seen, "stored": stored, "unchanged": unchanged, "refused": refused, "opened": tally.opened,
      "papers": tally.papers, "passed-over": tally.passedOver, "unreachable": tally.unreachable,
    ].mapValues(String.init)
  }
}
