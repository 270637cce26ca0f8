// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
package import Results

/// `status`: the periods of a workspace with what came in and what was found.
package struct StatusDocument: ResultDocument {
  private struct Line {
    var period: Period
    var submissions: Int
    var files: Int
    var records: [RecordKind: Int]
    var setAside: Int
    var findings: [Severity: Int]
    /// Findings that somebody looked into, in none of the other counts.
    var accepted: Int
    var version: PeriodVersion?
    /// 应报 against 实报; empty where no list says who owes what.
    var expected: [ExpectedLine]
    /// Who stands in no unit and whose rosters did not come in.
    var notices: [String]
    /// For the root: which sheets came in, as JSON.
    var reporting: [String]
    var refused: [RefusedFile]

    func count(_ state: ExpectedLine.State) -> Int { expected.count { $0.state == state } }
  }

  private let lines: [Line]
  private let context: CommandContext
  private let kinds: [RecordKind]

  /// - Throws: `WorkspaceError` when there is no workspace or no such period.
  package init(context: CommandContext, period: Period?) throws {
    self.context = context
    let workspace = try context.workspace()
    kinds = context.pack.vocabulary.schemas.kinds
    lines = try workspace.readingOneState(of: period) {
      try (period.map { [$0] } ?? workspace.periods).map { try StatusDocument.line(of: $0, workspace, context) }
    }
  }

  private static func line(of period: Period, _ workspace: Workspace, _ context: CommandContext) throws -> Line {
    let census = PeriodCensus(context: context, database: try workspace.period(period))
    let sheets = try census.database.sheets()
    var records: [RecordKind: Int] = [:]
    for sheet in sheets { if let kind = sheet.kind { records[kind, default: 0] += sheet.records } }
    let found = try census.severityCounts()
    let told = try StatusDocument.told(census)
    return Line(
      period: period, submissions: try workspace.submissions(of: period).count,
      files: Set(sheets.map(\.sha256)).count,
      records: records, setAside: sheets.reduce(0) { $0 + $1.setAside },
      findings: found.open, accepted: found.accepted,
      version: try workspace.version(of: period), expected: try ExpectedRun(context: context, period: period).lines(),
      notices: told.notices, reporting: told.reporting, refused: try workspace.refusedFiles(of: period))
  }

  private static func told(_ census: PeriodCensus) throws -> (notices: [String], reporting: [String]) {
    guard try census.database.hasOrganisations() else { return ([], []) }
    let calculator = try census.calculator(measures: [])
    let notices = try ReportingNotices(census: census).all(unit: 0, choosesRoot: true, calculator)
    return (notices, calculator.reporting(unit: 0).map { $0.json(calculator.tree) })
  }

  /// One object for each period.
  package var ownJSON: String? {
    JSONWriter.array(
      lines.map { line in
        let records = kinds.map { ($0.rawValue, String(line.records[$0] ?? 0)) }
        let findings = Severity.allCases.map { ($0.rawValue, String(line.findings[$0] ?? 0)) }
        return JSONWriter.object([
          ("period", JSONWriter.quoted(line.period.description)), ("submissions", String(line.submissions)),
          ("files", String(line.files)), ("records", JSONWriter.object(records)), ("setAside", String(line.setAside)),
          ("findings", JSONWriter.object(findings)), ("accepted", String(line.accepted)),
          ("sealed", String(line.version?.isSealed ?? false)), ("version", String(line.version?.number ?? 1)),
          ("despite", JSONWriter.quoted(line.version?.despite)),
          ("expected", String(line.expected.count)), ("received", String(line.expected.count - line.count(.missing))),
          ("onTime", String(line.count(.onTime))), ("late", String(line.count(.late))),
          ("missing", String(line.count(.missing))),
          ("notices", "[" + line.notices.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"),
          ("reporting", "[" + line.reporting.joined(separator: ", ") + "]"),
          ("refused", "[" + line.refused.map(object).joined(separator: ", ") + "]"),
        ])
      })
  }

  private func object(_ file: RefusedFile) -> String {
    JSONWriter.object([
      ("file", JSONWriter.quoted(file.file)), ("unit", JSONWriter.quoted(file.unit)),
      ("by", JSONWriter.quoted(file.by)), ("at", JSONWriter.quoted(file.at)),
      ("code", JSONWriter.quoted(file.finding.code)),
    ])
  }

  /// One row for each period, the columns counted by kind of record and by severity.
  package var table: ResultTable {
    let keys = keys
    let columns = header(context).enumerated().map { index, title in
      ResultColumn<[ResultCell]>(keys[index], title) { $0[index] }
    }
    return ResultTable("status", columns: columns, titlesInCSV: true, rows: lines.map(cells))
  }

  private var keys: [String] {
    ["period", "submissions", "files"] + kinds.map(\.rawValue) + [
      "setAside", "errors", "warnings", "infos", "accepted",
    ]
  }

  /// Periods side by side: there are more counts than periods.
  package var ownText: String? {
    guard !lines.isEmpty else { return context.text("status.empty") }
    var table = TextTable([.left] + lines.map { _ in .right })
    let columns = lines.map { cells($0).map(\.plain) }
    for (row, name) in header(context).enumerated() {
      let numbers = columns.map { $0[row] }
      // A kind of sheet that never came is no news; the CSV has every column.
      let isOptional = kindRows.contains(row) || row == acceptedRow
      if isOptional, numbers.allSatisfy({ $0 == "0" }) { continue }
      table.add([name] + numbers)
    }
    return (lines.flatMap(notices) + [table.text] + lines.flatMap { remarks(on: $0, context) }).joined(separator: "\n")
  }

  private func notices(_ line: Line) -> [String] {
    line.notices.map { lines.count > 1 ? "\(line.period): \($0)" : $0 }
  }

  /// What the table has no room for: the seal, and who owes what.
  private func remarks(on line: Line, _ context: CommandContext) -> [String] {
    var remarks = RefusedLines(context: context).lines(line.refused)
    if let version = line.version, version.isSealed || version.number > 1 {
      let facts = [
        "period": line.period.description, "version": String(version.number), "by": version.sealedBy ?? "",
        "at": version.sealedAt ?? "",
      ]
      remarks.append(context.text(version.isSealed ? "status.sealed" : "status.reopened", facts))
    }
    if let despite = line.version?.despite {
      remarks.append(context.text("status.despite", ["period": line.period.description, "reason": despite]))
    }
    guard !line.expected.isEmpty else { return remarks }
    let counts = [
      "period": line.period.description, "expected": String(line.expected.count),
      "received": String(line.expected.count - line.count(.missing)), "onTime": String(line.count(.onTime)),
      "late": String(line.count(.late)), "missing": String(line.count(.missing)),
    ]
    return remarks + [context.text("status.expected", counts)]
  }

  /// Where the kinds of sheets stand in `header` and `cells`.
  private var kindRows: Range<Int> { 3..<(3 + kinds.count) }

  private var acceptedRow: Int { kindRows.upperBound + 4 }

  private func header(_ context: CommandContext) -> [String] {
    ["period", "submissions", "files"].map { context.text("status.\($0)") }
      + kinds.map { context.text("kind.\($0.rawValue)") }
      + ["set-aside", "errors", "warnings", "infos", "accepted"].map { context.text("status.\($0)") }
  }

  private func cells(_ line: Line) -> [ResultCell] {
    let counts =
      [line.submissions, line.files] + kinds.map { line.records[$0] ?? 0 } + [line.setAside]
      + [Severity.error, .warning, .info].map { line.findings[$0] ?? 0 } + [line.accepted]
    return [.text(line.period.description)] + counts.map { .number($0) }
  }
}
