// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import Findings
import Intake
import Pipeline
package import Policy
package import Results
import SheetReading

/// `batch`: imports what every unit handed in, computes, compares with the former quarter and writes a folder of reports
/// for each unit and one for the root, without a question.
///
/// One unit's failure does not stop the others. A batch that was stopped goes on where it stopped: files that are stored
/// are not read again, reports whose input has not changed are not written again.
package struct BatchRun: Sendable {
  /// Where the workspace is (made with defaults where none is), and the pack to judge by.
  package var context: CommandContext
  /// What is to be done.
  package var plan: BatchPlan
  /// How many reports are made at the same time; does not change a byte.
  package var workers: Int
  /// Version of the program, which the reports name.
  package var programVersion: String
  /// Whether findings that were there in the last quarter are only counted.
  package var onlyNew = false
  /// Told which file is read or written.
  package var progress: Progress
  /// How long it waits for another batch on the workspace, in seconds.
  package var patience = 60.0

  package init(
    context: CommandContext, plan: BatchPlan, workers: Int, programVersion: String, progress: Progress = .silent
  ) {
    self.context = context
    self.plan = plan
    self.workers = max(1, workers)
    self.programVersion = programVersion
    self.progress = progress
  }

  /// - Throws: `PipelineError("batch-empty")` when there is no period to work on, `"outputs-unknown"`,
  ///   `"out-unwritable"`; whatever concerns one unit or period stands in the summary.
  package func run() throws -> BatchSummary {
    let strays = strays()
    guard !plan.periods.isEmpty else {
      if let stray = strays.first?.finding { throw PipelineError(stray.code, facts: stray.facts) }
      throw PipelineError("batch-empty", facts: ["path": plan.incoming])
    }
    let outputs = try BatchRun.outputs(plan.outputs)
    let lock = try BatchLock(
      workspace: context.workspaceOrNew().directory, by: plan.by, patience: patience)
    defer { withExtendedLifetime(lock) {} }
    var summary = BatchSummary()
    summary.strays = strays
    for period in plan.periods {
      var part = BatchSummary.PeriodPart(period: period)
      do {
        try takeIn(&part)
        part.baseline = try context.workspace().periodsOfOwnKey.last { $0 < period }
        part.reports = try BatchReports(batch: self, period: period, baseline: part.baseline, outputs: outputs).write()
        try count(&part)
      } catch {
        part.failure = context.rendered(error)
        if part.failure == nil { throw error }
      }
      summary.periods.append(part)
    }
    try writeIndex(summary)
    return summary
  }

  private static func outputs(_ names: [String]) throws -> Set<ReportOutput> {
    guard !names.isEmpty else { return ReportOutput.usual }
    return Set(
      try names.map { name in
        guard let output = ReportOutput(rawValue: name) else {
          throw PipelineError(
            "outputs-unknown",
            facts: ["value": name, "known": ReportOutput.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        return output
      })
  }

  // MARK: What came in

  /// Imports what lies in the folders of the period, and takes back what does not lie there any more.
  private func takeIn(_ part: inout BatchSummary.PeriodPart) throws {
    let period = part.period
    let batch = try BatchFolders(period: period, in: plan.incoming)
    let workspace = try context.workspaceOrNew()
    let before = try batch.departed(of: workspace.folderFiles(of: period))
    part.intakes = batch.folders.map { intake(of: $0, into: period) }
    // A folder may come before the sheet that has its unit.
    for index in part.intakes.indices where part.intakes[index].failure?.finding.code == "unit-unknown" {
      part.intakes[index] = intake(of: batch.folders[index], into: period)
    }
    guard !before.isHalfGone else {
      let facts = ["missing": String(before.missing.count), "known": String(before.known), "path": plan.incoming]
      part.failure = context.rendered(PipelineError("batch-half-gone", facts: facts))
      return
    }
    let after = try batch.departed(of: workspace.folderFiles(of: period))
    try workspace.withdraw(after.missing + after.replaced, from: period, by: plan.by, rules: context.pack.settlement)
    part.withdrawn = after.missing.map(\.name)
    if !after.unseen.isEmpty {
      let names = after.unseen.map(\.name).joined(separator: context.text("list.separator"))
      part.failure = context.rendered(
        PipelineError("batch-unseen", facts: ["count": String(after.unseen.count), "files": names]))
    }
  }

  private func intake(of folder: BatchFolders.Folder, into period: Period) -> BatchSummary.Intake {
    var intake = BatchSummary.Intake(unit: folder.name, state: .unchanged)
    do {
      let walk = try folder.walk.get().withoutOwnFiles(of: context)
      var run = ImportRun(
        context: context, period: period, unit: folder.name.isEmpty ? nil : folder.name, by: plan.by, intent: .whole,
        progress: progress)
      run.folder = folder.name
      let reports = try run.store(walk.files, in: context.workspaceOrNew())
      intake.add(reports, context.render(reports.compactMap(\.refusal) + walk.notes), walk.tally)
      intake.notes = context.render(walk.notes.filter { OwnFile.codes.contains($0.code) }).map(\.message)
    } catch {
      intake.state = .failed
      intake.failure = context.rendered(error)
    }
    return intake
  }

  /// Adds the findings of a period to the units whose files they stand in.
  private func count(_ part: inout BatchSummary.PeriodPart) throws {
    let census = try PeriodCensus(context: context, period: part.period)
    part.records = try census.database.sheets().reduce(0) { $0 + $1.records + $1.setAside }
    let sorted = try census.sortedFindings(onlyNew: onlyNew)
    let units = Set(part.intakes.map(\.unit))
    func count(
      _ findings: [Finding], _ isCounted: (Severity) -> Bool, as count: WritableKeyPath<BatchSummary.Intake, Int>
    ) {
      var counts: [String: Int] = [:]
      for finding in findings where isCounted(context.pack.messages.severity(of: finding.code)) {
        // A file of a unit is named below the unit's folder.
        let folder = finding.place?.file.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
        counts[units.contains(folder) ? folder : "", default: 0] += 1
      }
      for index in part.intakes.indices { part.intakes[index][keyPath: count] += counts[part.intakes[index].unit] ?? 0 }
    }
    count(sorted.open, { $0 == .error }, as: \.errors)
    count(sorted.open, { $0 == .warning }, as: \.warnings)
    count(sorted.accepted.map(\.finding), { _ in true }, as: \.accepted)
    count(sorted.known, { $0 >= .warning }, as: \.known)
  }
}

extension CommandContext {
  /// A stage's error in the context's language; nil for an error of none of our stages.
  package func rendered(_ error: any Error) -> RenderedFinding? {
    CommandFailure(error).map { pack.messages.render($0.finding, in: language) }
  }
}
