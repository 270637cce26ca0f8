// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
package import Findings
import Pipeline
import Policy
package import Results
import Roster
import SheetReading
package import Tabular

/// `import`: checks and stores the workbooks of one submission, all or none of what can be read.
package struct ImportRun: Sendable {
  /// Where the workspace is (made with defaults where none is) and the pack to check by.
  package var context: CommandContext
  /// The period that is handed in for.
  package var period: Period
  /// The unit that hands in (organisation ID or full name); nil is the root of the tree.
  package var unit: String?
  /// Who hands in, for the audit trail.
  package var by: String?
  /// What becomes of lists that the unit handed in before.
  package var intent: SubmissionDraft.Intent
  /// What becomes of hidden sheets and rows and of rows struck out.
  package var choices = RosterChoices()
  /// Whether the bytes that come in are kept, encrypted, beside what is read from them.
  package var keepsOriginals: Bool
  /// Where marked copies of the workbooks go, a folder for each unit; nil writes none.
  package var annotate: String?
  /// Whether findings that were there before are only counted.
  package var onlyNew = false
  /// Told which file is read and how far.
  package var progress: Progress
  /// How many threads read files ahead of the one that stores them; 1 reads and stores in turn. The same is stored.
  package var jobs = 1
  /// Name of the folder that is all the unit hands in; nil outside a batch.
  package var folder: String?

  package init(
    context: CommandContext, period: Period, unit: String? = nil, by: String? = nil,
    intent: SubmissionDraft.Intent = .told, keepsOriginals: Bool = false, progress: Progress = .silent
  ) {
    self.context = context
    self.period = period
    self.unit = unit
    self.by = by
    self.intent = intent
    self.keepsOriginals = keepsOriginals
    self.progress = progress
  }

  /// Reads the files in order of name; a file that cannot be read is a finding and the others go on.
  ///
  /// - Throws: `PipelineError`, `WorkspaceError`; the workspace is then as it was.
  package func run(_ paths: [String]) throws -> IntakeResult {
    let walk = try WorkbookFiles.collect(paths).withoutOwnFiles(of: context)
    let workspace = try context.workspaceOrNew()
    var result = try run(walk, in: workspace)
    if let annotate {
      let isThere = try workspace.periods.contains(period)
      let units = isThere ? try result.units(in: workspace, of: period) : [:]
      let copies = MarkedFiles(context: context, directory: annotate, units: units)
      (result.marked, result.rewritten) = try copies.write(walk.files, result)
      result.overview = try copies.writeOverview(walk.files, result)
    }
    return result
  }

  /// Imports what a walk found and says what became of each file and what is wrong in the period now.
  ///
  /// - Throws: `WorkspaceError`: busy, full, sealed …; `PipelineError` where the sender must be asked back.
  package func run(_ walk: FileWalk, in workspace: Workspace) throws -> IntakeResult {
    let before = try onlyNew ? knownFindings(in: workspace) : nil
    let (reports, number) = try submitted(walk.files, in: workspace)
    let isThere = try workspace.periods.contains(period)
    var result = try IntakeResult(
      context: context, database: isThere ? workspace.period(period) : nil, files: reports, walk: walk, before: before)
    if let number { result.submissions = try receipts(from: number, in: workspace) }
    return result
  }

  /// What was found before this import.
  private func knownFindings(in workspace: Workspace) throws -> KnownFindings {
    let isThere = try workspace.periods.contains(period)
    let before = try isThere ? PeriodCensus(context: context, database: workspace.period(period)) : nil
    return try KnownFindings(context: context, period: period, before: before)
  }

  /// Those of one import follow one another.
  private func receipts(from first: Int, in workspace: Workspace) throws -> [SubmissionReceipt] {
    let later = try workspace.submissions(of: period).filter { $0.number >= first }
    return try later.filter { $0.receivedAt == later[0].receivedAt && $0.by == by }.map { submission in
      SubmissionReceipt(
        number: submission.number, unit: submission.unit ?? submission.about,
        replaced: try workspace.submissions(replacedBy: submission.number),
        changes: try workspace.changes(of: submission.number))
    }
  }

  /// Stores the files and says what became of each, without working out what is to be found in them.
  ///
  /// - Throws: `WorkspaceError`: busy, full, sealed …; `PipelineError` where the sender must be asked back.
  package func store(_ files: [WorkbookFile], in workspace: Workspace) throws -> [FileReport] {
    try submitted(files, in: workspace).reports
  }

  /// Submits the files; those that were refused leave a trace.
  private func submitted(
    _ files: [WorkbookFile], in workspace: Workspace
  ) throws -> (reports: [FileReport], number: Int?) {
    let result = try submit(files, in: workspace)
    let refused = result.reports.compactMap(\.refusal)
    let read = result.reports.filter { $0.refusal == nil }.map(\.file)
    try workspace.note(refused: refused, read: Set(read), for: period, unit: unit, by: by)
    return result
  }

  /// - Returns: also the number of the submission, nil when nothing was stored.
  private func submit(
    _ files: [WorkbookFile], in workspace: Workspace
  ) throws -> (reports: [FileReport], number: Int?) {
    let intake = FileIntake(
      vocabulary: PreparedVocabulary(context.pack.vocabulary(for: unit)), pseudonymiser: try workspace.pseudonymiser,
      names: workspace.names, censusDay: period.censusDay, choices: choices)
    let draft = SubmissionDraft(unit: unit, by: by, intent: intent, folder: folder)
    do {
      return try workspace.importing(into: period, submission: draft, rules: context.pack.settlement) { session in
        let ahead = try readAhead(files, with: intake, in: session)
        defer { ahead?.finish() }
        let reports = try files.enumerated().map { index, file in
          let report = try store(file, position: (index, files.count), with: intake, ahead, in: session)
          if keepsOriginals, report.outcome == .stored, let sha256 = report.sha256 {
            let original = try file.open()
            try session.keepOriginal(original.path, sha256: sha256, of: workspace)
          }
          return report
        }
        progress(.settling)
        return (reports, session.storedFiles > 0 ? session.submission : nil)
      }
    } catch let error as WorkspaceError where error.code == "period-sealed" {
      // The same bytes once more change nothing, in a sealed period either.
      guard let known = try unchanged(files, in: workspace.period(period)) else { throw error }
      return (known, nil)
    }
  }

  private func unchanged(_ files: [WorkbookFile], in database: PeriodDatabase) throws -> [FileReport]? {
    let reports = try files.map { file -> FileReport? in
      let digest = try FileDigest.sha256(file.open())
      return try database.holds(digest) ? FileReport(file: file.name, sha256: digest, outcome: .unchanged) : nil
    }
    let known = reports.compactMap(\.self)
    return known.count == files.count ? known : nil
  }

  private func readAhead(
    _ files: [WorkbookFile], with intake: FileIntake, in session: ImportSession
  ) throws -> ReadAhead? {
    guard jobs > 1 else { return nil }
    return ReadAhead(files, with: intake, branch: try unit.flatMap { try session.branch(named: $0) }, jobs: jobs)
  }

  /// - Parameter position: which of how many files this is, from 0.
  private func store(
    _ file: WorkbookFile, position: (index: Int, count: Int), with intake: FileIntake, _ ahead: ReadAhead?,
    in session: ImportSession
  ) throws -> FileReport {
    let heard = HeardFindings()
    defer { ahead?.leave(position.index) }
    func told(_ rows: Int) {
      progress(.reading(file: file.name, number: position.index + 1, of: position.count, rows: rows))
    }
    do {
      let ready = try ahead?.draft(of: position.index)
      let opened = try ready == nil ? OpenedFile(file) : nil
      guard let draft = ready ?? opened?.draft else { throw WorkbookError("workbook-unreadable") }
      let outcome = try session.file(draft) { sink in
        let branch = try unit.flatMap { try session.branch(named: $0) }
        let sink = ListeningSink(sink, heard)
        let isGiven = try opened == nil && ahead?.give(position.index, branch: branch, to: sink, told: told) == true
        if !isGiven { try (opened ?? OpenedFile(file)).read(with: intake, branch: branch, into: sink, told: told) }
        if heard.holdsNothing { throw WorkbookError("file-without-records") }
      }
      return FileReport(file: file.name, sha256: draft.sha256, outcome: outcome == .stored ? .stored : .unchanged)
    } catch let error as WorkbookError {
      var report = FileReport(file: file.name, sha256: nil, outcome: .refused(Finding(error, of: file)))
      if error.code == "file-without-records" {
        guard heard.looksLikeList || file.isExpected else {
          report.outcome = .refused(Finding("file-skipped", at: Place(file: file.name)))
          return report
        }
        report.findings = heard.findings
      }
      return report
    }
  }
}

/// The number a submission got, and what it changed in the lists it replaced.
package struct SubmissionReceipt: Sendable, Hashable {
  /// The number by which people name the submission.
  package var number: Int
  /// The unit that it is of, by ID; nil where nobody named one and nothing tells.
  package var unit: String?
  /// Numbers of the submissions of which it replaced lists.
  package var replaced: [Int]
  /// What it changed in the lists it replaced, by kind; empty where it replaced none.
  package var changes: [ListChange]
}

/// What became of one file.
package struct FileReport: Sendable, Hashable {
  /// What was done with the file.
  package enum Outcome: Sendable, Hashable {
    case stored
    /// The same bytes were in the period before.
    case unchanged
    case refused(Finding)
  }

  /// The file as it is shown to people, in an archive with the way there.
  package var file: String
  /// SHA-256 (hex) of its bytes; nil for one that could not be read.
  package var sha256: String?
  /// What was done with it.
  package var outcome: Outcome
  /// What was found in a file that was read and holds no record.
  package var findings: [Finding] = []
}

extension WorkbookFile {
  /// Whether somebody misses what is in it: it was named, or is called like a workbook.
  fileprivate var isExpected: Bool { !isFromFolder || FileKind.isNamedAsWorkbook(name) }
}

extension Finding {
  /// A file that could not be read; one that merely lay in a walked folder and is no workbook is only skipped.
  package init(_ error: WorkbookError, of file: WorkbookFile) {
    self.init(error, file: file.name)
    if !file.isExpected, error.code == "workbook-unrecognised" { code = "file-skipped" }
  }
}

extension FileReport {
  /// Why the file could not be read; nil also of a paper beside the lists, which nobody misses.
  package var refusal: Finding? {
    if case .refused(let finding) = outcome, !isPaper { finding } else { nil }
  }

  /// Whether it lay in a folder and is no table: a note, a notice.
  package var isPaper: Bool {
    if case .refused(let finding) = outcome { finding.code == "file-skipped" } else { false }
  }

  /// Whether it is missed: it could not be read and is no paper.
  package var isRefused: Bool { refusal != nil }
}
