// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Policy
package import Results
import Roster
import SheetReading
import Tabular

/// 应报与实报: what a unit owes, and whether it came in, on time or late.
package struct ExpectedLine: Sendable, Hashable {
  /// Whether it came in by its day; without a day whatever came in is on time.
  package enum State: String, Sendable, Hashable { case onTime = "on-time", late, missing }

  /// What is owed, by whom and until when.
  package var sheet: ExpectedSheet
  /// The unit's full name where the tree knows it.
  package var unitName: String
  /// How it stands.
  package var state: State
  /// The day in China on which it first came in.
  package var received: CalendarDay?
}

/// Takes the list of who owes what, and holds it against what came in.
package struct ExpectedRun {
  /// Where the workspace is, and the words of the list.
  package var context: CommandContext
  /// The period for which sheets are owed.
  package var period: Period

  package init(context: CommandContext, period: Period) {
    self.context = context
    self.period = period
  }

  // MARK: The list

  /// Reads a list with the headings of `expected-list` in `pack.yaml` and takes it in place of the one before.
  ///
  /// - Returns: how many sheets are owed.
  /// - Throws: `WorkbookError`; `PipelineError("expected-unrecognised")`, `expected-kind-unknown`, `expected-due-unknown`
  ///   with the row; `WorkspaceError`.
  package func take(_ path: String, by who: String?) throws -> Int {
    let sheets = try read(path)
    guard !sheets.isEmpty else { throw PipelineError("expected-unrecognised") }
    try context.workspaceOrNew().expect(sheets, for: period, by: who)
    return sheets.count
  }

  private func read(_ path: String) throws -> [ExpectedSheet] {
    let cursor = try WorkbookFiles.workbook(named: path).rows()
    var batch = RowBatch()
    var columns: [Int: String] = [:]
    var sheets: [ExpectedSheet] = []
    while try cursor.next(into: &batch) {
      let batch = batch.withoutBlankCells()
      for row in batch.rows {
        let cells = batch.cells(of: row).map { (Int($0.column), batch.text(of: $0)) }
        if columns.isEmpty {
          columns = self.columns(cells)
        } else {
          let fields = Dictionary(cells.compactMap { column, text in columns[column].map { ($0, text) } }) { $1 }
          sheets += try self.sheets(fields, row: Int(row.number))
        }
      }
      if batch.endsSheet, !sheets.isEmpty { break }
    }
    return sheets
  }

  private func columns(_ cells: [(Int, String)]) -> [Int: String] {
    let known = cells.compactMap { column, text -> (Int, String)? in
      let spelled = RosterHeadings.comparable(text)
      let field = context.pack.expectedList.first { $0.value.contains { RosterHeadings.comparable($0) == spelled } }?
        .key
      return field.map { (column, $0) }
    }
    return Set(known.map(\.1)).isSuperset(of: ["unit", "kinds"]) ? Dictionary(known) { first, _ in first } : [:]
  }

  private func sheets(_ fields: [String: String], row: Int) throws -> [ExpectedSheet] {
    guard let unit = fields["unit"], !unit.isEmpty, let kinds = fields["kinds"] else { return [] }
    let due = try fields["due"].flatMap { $0.isEmpty ? nil : $0 }.map { text in
      guard let day = ExpectedRun.day(text) else {
        throw PipelineError("expected-due-unknown", facts: ["value": text, "row": String(row)])
      }
      return day
    }
    return try kinds.split { "、，,；;\n ".contains($0) }.map { name in
      guard let kind = kind(String(name)) else {
        throw PipelineError("expected-kind-unknown", facts: ["value": String(name), "row": String(row)])
      }
      return ExpectedSheet(unit: unit, kind: kind, due: due)
    }
  }

  private func kind(_ name: String) -> RecordKind? {
    let spelled = RosterHeadings.comparable(name)
    return context.pack.vocabulary.schemas.kind(named: name)
      ?? context.pack.vocabulary.sheets.first { sheet in
        ([sheet.title] + sheet.titleWords).contains { RosterHeadings.comparable($0) == spelled }
      }?.kind
  }

  /// Year, month and day in any writing: 2019-07-05, 2019/7/5, 2019年7月5日, 20190705.
  private static func day(_ text: String) -> CalendarDay? {
    let parts = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
    if parts.count == 1 { return CalendarDay(rawValue: parts[0]) }
    return parts.count >= 3 ? CalendarDay(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  // MARK: Against what came in

  /// In the order of the list; empty where there is none.
  ///
  /// - Throws: `WorkspaceError` where workspace or period cannot be read.
  package func lines() throws -> [ExpectedLine] {
    let workspace = try context.workspace()
    let expected = try workspace.expectedSheets(of: period)
    guard !expected.isEmpty else { return [] }
    guard try workspace.periods.contains(period) else {
      return expected.map { ExpectedLine(sheet: $0, unitName: $0.unit, state: .missing) }
    }
    let tree = try workspace.period(period).organisationTree()
    let received = try workspace.receivedSheets(of: period, kinds: Set(expected.map(\.kind)))
    return expected.map { line($0, among: received, in: tree) }
  }

  private func line(
    _ sheet: ExpectedSheet, among received: [ReceivedSheet], in tree: OrganisationTree
  ) -> ExpectedLine {
    let node = tree.node(named: sheet.unit)
    let own = received.filter { $0.kind == sheet.kind && isOf(sheet.unit, node, $0, in: tree) }
    let first = own.map(\.firstDay).min()
    let isLate = first.map { day in sheet.due.map { day > $0.rawValue } ?? false }
    return ExpectedLine(
      sheet: sheet, unitName: node.map { tree.nodes[$0].name } ?? sheet.unit,
      state: isLate.map { $0 ? .late : .onTime } ?? .missing, received: first.flatMap { CalendarDay(rawValue: $0) })
  }

  /// Handed in by the unit itself; or, by nobody in particular or by a superior, with records of the unit.
  private func isOf(_ unit: String, _ node: Int?, _ sheet: ReceivedSheet, in tree: OrganisationTree) -> Bool {
    if sheet.unit == unit { return true }
    guard let node else { return false }
    if let sender = sheet.unit {
      guard let other = tree.node(named: sender) else { return false }
      if other == node { return true }
      guard tree.subtree(of: other).contains(node) else { return false }
    }
    let range = tree.subtree(of: node)
    return sheet.nodes.contains { range.contains($0) }
  }
}

extension ExpectedRun {
  /// One row for each unit and kind of sheet that it owes, in the order of the list.
  package func table(_ lines: [ExpectedLine]) -> ResultTable {
    func title(_ key: String) -> String { context.text("expected.\(key)") }
    return ResultTable(
      "expected",
      columns: [
        ResultColumn("unit", for: .programs) { .text($0.sheet.unit) },
        ResultColumn("unitName", title("unit")) { .text($0.unitName) },
        ResultColumn("kind", title("kind")) { [context] line in
          .code(line.sheet.kind.rawValue, word: context.text("kind.\(line.sheet.kind.rawValue)"))
        },
        ResultColumn("due", title("due")) { .text($0.sheet.due?.description) },
        ResultColumn("received", title("received")) { .text($0.received?.description) },
        ResultColumn("state", title("state")) { [context] line in
          .code(line.state.rawValue, word: context.text("expected.\(line.state.rawValue)"))
        },
      ], titlesInCSV: true, emptyText: context.text("expected.empty"), rows: lines)
  }
}
