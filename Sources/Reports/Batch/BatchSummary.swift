// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
package import Intake
import Pipeline
import Policy
package import Results

/// What a batch did, period by period; the same for every number of workers.
package struct BatchSummary: Sendable, Hashable {
  /// What became of one unit's files.
  package struct Intake: Sendable, Hashable {
    /// Incomplete: a file of the unit could not be read.
    package enum State: String, Sendable { case imported, unchanged, incomplete, failed }

    /// A file that could not be read, and why.
    package struct Refusal: Sendable, Hashable {
      /// The file as it is shown to people.
      package var file: String
      /// Why, in the language of the context.
      package var message: String
    }

    /// Name of the unit's folder; empty for files that lie beside the unit folders.
    package var unit: String
    /// How it went.
    package var state: State
    /// Files that were to be read.
    package var files = 0
    /// Everything that lay in the unit's folder, archives and what is in them.
    package var seen = 0
    /// What of it was no file to read: papers, hidden files, links that lead nowhere, opened archives.
    package var passedOver = 0
    /// Files that could not be read.
    package var refused = 0
    /// In the order of the findings.
    package var refusals: [Refusal] = []
    /// What is said of files that this program wrote itself and that were not read.
    package var notes: [String] = []
    /// Open findings of severity `error`.
    package var errors = 0
    /// Open findings of severity `warning`.
    package var warnings = 0
    /// Findings that somebody looked into, in none of the other counts.
    package var accepted = 0
    /// Errors and warnings of the last quarter, where only new ones are counted.
    package var known = 0
    /// Why it failed.
    package var failure: RenderedFinding?

    /// Whether the unit's submission is all there.
    package var isFinished: Bool { state != .failed && refused == 0 }

    /// Notes what became of the files.
    ///
    /// - Parameter findings: of files that were refused, and of what was not read.
    package mutating func add(_ reports: [FileReport], _ findings: [RenderedFinding], _ tally: FileTally) {
      files = reports.count
      refused = reports.count(where: \.isRefused)
      let names = Set(reports.filter(\.isRefused).map(\.file))
      refusals = findings.filter { names.contains($0.finding.place?.file ?? "") }.map {
        Refusal(file: $0.finding.place?.file ?? "", message: $0.message)
      }
      errors = findings.count { $0.severity == .error }
      seen = tally.seen
      passedOver = tally.seen - tally.toRead
      if reports.contains(where: { $0.outcome == .stored }) { state = .imported }
      if refused > 0 { state = .incomplete }
    }
  }

  /// What became of one report.
  package struct Report: Sendable, Hashable {
    /// Whether the report had to be made; `unchanged` is one whose input is what it was.
    package enum State: String, Sendable { case written, unchanged, failed }

    /// Organisation ID.
    package var unit: String
    /// Full name of the unit.
    package var name: String
    /// Folder below the batch's output.
    package var path: String
    /// How it went.
    package var state: State
    /// Page of the comparison with the former period, below the batch's output; nil where there is none.
    package var comparison: String?
    /// Tasks by verdict of the contract.
    package var verdicts: [String: Int] = [:]
    /// Those of them under a waiver in force.
    package var waived: [String: Int] = [:]
    /// Which sheets the unit owes came in, each as JSON.
    package var reporting: [String] = []
    /// Why it failed; nil where it did not.
    package var failure: RenderedFinding?
  }

  /// What a batch did for one period.
  package struct PeriodPart: Sendable, Hashable {
    /// The quarter.
    package var period: Period
    /// The period it is compared with; nil for the first of the workspace.
    package var baseline: Period?
    /// The units whose folders were read, in order of their names.
    package var intakes: [Intake] = []
    /// The root first, then the units in tree order.
    package var reports: [Report] = []
    /// Rows of its sheets, read or set aside.
    package var records = 0
    /// Files that were read before and that their folders do not hold any more.
    package var withdrawn: [String] = []
    /// Why nothing of the period could be computed, or not all of it.
    package var failure: RenderedFinding?
  }

  /// In the order of the plan.
  package var periods: [PeriodPart] = []

  /// What lies in the incoming folder, holds workbooks and belongs to no period.
  package var strays: [RenderedFinding] = []

  /// Whether something could not be finished; the rest was.
  package var hasFailed: Bool {
    !strays.isEmpty
      || periods.contains { part in
        part.failure != nil || part.intakes.contains { !$0.isFinished }
          || part.reports.contains { $0.state == .failed }
      }
  }

  /// Errors and warnings of all units.
  package var findings: [Severity: Int] {
    let intakes = periods.flatMap(\.intakes)
    return [
      .error: intakes.reduce(0) { $0 + $1.errors }, .warning: intakes.reduce(0) { $0 + $1.warnings },
    ]
  }

  /// Tasks that are not met, and those that are in part, by how much that weighs.
  package var unmet: [Severity: Int] {
    [.error: count(of: "not-met") + count(of: "error"), .warning: count(of: "partly-met")]
  }

  /// Verdicts on all tasks of all units.
  package var verdicts: Int { periods.flatMap(\.reports).reduce(0) { $0 + $1.verdicts.values.reduce(0, +) } }

  /// Rows of all sheets of the periods.
  package var records: Int { periods.reduce(0) { $0 + $1.records } }

  /// How many tasks of any unit came to a verdict of the contract and are not waived.
  package func count(of verdict: String) -> Int {
    periods.flatMap(\.reports).reduce(0) {
      $0 + $1.verdicts[verdict, default: 0] - $1.waived[verdict, default: 0]
    }
  }
}

extension BatchSummary {
  /// "5 个文件，拒收 0，错误 2，警告 1；另有 3 项已核实"
  package static func words(of intake: Intake, in context: CommandContext) -> String {
    let counts = [
      "files": intake.files, "refused": intake.refused, "errors": intake.errors, "warnings": intake.warnings,
    ]
    let apart = [("accepted", intake.accepted), ("known", intake.known)].filter { $0.1 > 0 }.map {
      context.text("batch.intake-\($0.0)", ["count": String($0.1)])
    }
    return context.text("batch.intake", counts.mapValues(String.init)) + apart.joined()
  }

  static let schemaVersion = 1

  /// `{"schema": 1, "periods": [{"period", "baseline", "units": […], "reports": […], "failure"}], "strays": [], "failed": false}`
  package func json() -> String {
    JSONWriter.object([
      ("schema", String(BatchSummary.schemaVersion)),
      ("periods", "[" + periods.map(json).joined(separator: ", ") + "]"),
      ("strays", "[" + strays.map { JSONWriter.quoted($0.message) }.joined(separator: ", ") + "]"),
      ("failed", String(hasFailed)),
    ]) + "\n"
  }

  private func json(_ part: PeriodPart) -> String {
    JSONWriter.object([
      ("period", JSONWriter.quoted(part.period.description)),
      ("baseline", JSONWriter.quoted(part.baseline?.description)),
      ("units", "[" + part.intakes.map(json).joined(separator: ", ") + "]"),
      ("reports", "[" + part.reports.map(json).joined(separator: ", ") + "]"),
      ("withdrawn", "[" + part.withdrawn.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"),
      ("failure", JSONWriter.quoted(part.failure?.message)),
    ])
  }

  private func json(_ refusal: Intake.Refusal) -> String {
    JSONWriter.object([
      ("file", JSONWriter.quoted(refusal.file)), ("message", JSONWriter.quoted(refusal.message)),
    ])
  }

  private func json(_ intake: Intake) -> String {
    JSONWriter.object([
      ("unit", JSONWriter.quoted(intake.unit)), ("state", JSONWriter.quoted(intake.state.rawValue)),
      ("files", String(intake.files)), ("refused", String(intake.refused)),
      ("refusals", "[" + intake.refusals.map(json).joined(separator: ", ") + "]"), ("errors", String(intake.errors)),
      ("warnings", String(intake.warnings)), ("failure", JSONWriter.quoted(intake.failure?.message)),
      ("seen", String(intake.seen)), ("passedOver", String(intake.passedOver)),
      ("accepted", String(intake.accepted)), ("known", String(intake.known)),
      ("notes", "[" + intake.notes.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"),
    ])
  }

  private func json(_ report: Report) -> String {
    let verdicts = report.verdicts.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
    return JSONWriter.object([
      ("unit", JSONWriter.quoted(report.unit)), ("name", JSONWriter.quoted(report.name)),
      ("path", JSONWriter.quoted(report.path)), ("state", JSONWriter.quoted(report.state.rawValue)),
      ("comparison", JSONWriter.quoted(report.comparison)), ("verdicts", JSONWriter.object(verdicts)),
      ("reporting", "[" + report.reporting.joined(separator: ", ") + "]"),
      ("failure", JSONWriter.quoted(report.failure?.message)),
    ])
  }
}

extension BatchSummary {
  /// One row for each report: CSV, JSON Lines and a sheet of a workbook.
  package func table(_ context: CommandContext) -> ResultTable {
    typealias Line = (period: Period, report: Report)
    func title(_ key: String) -> String { context.text("batch.column.\(key)") }
    let lines = periods.flatMap { part in part.reports.map { (part.period, $0) } }
    let counts = ["met", "partly-met", "not-met", "not-evaluable", "not-applicable"].map { verdict in
      ResultColumn<Line>(verdict, context.text("verdict.\(verdict)")) { .number($0.report.verdicts[verdict] ?? 0) }
    }
    return ResultTable(
      "batch",
      columns: [
        ResultColumn<Line>("period", title("period")) { .text($0.period.description) },
        ResultColumn("unit", title("unit")) { .text($0.report.unit) },
        ResultColumn("unitName", title("unit-name")) { .text($0.report.name) },
        ResultColumn("state", title("state")) {
          .term($0.report.state.rawValue, word: context.text("batch.report.\($0.report.state.rawValue)"))
        },
        ResultColumn("path", title("path")) { .text($0.report.path) },
      ] + counts + [ResultColumn("failure", title("failure")) { .text($0.report.failure?.message) }], rows: lines)
  }
}
