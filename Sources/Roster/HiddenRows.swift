// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// What of a sheet its sender does not see as the program does: hidden sheets and rows, rows struck out, formulas without a
/// result.
struct HiddenRows {
  private let choices: RosterChoices
  /// True of a hidden sheet that holds a table and is not read.
  private(set) var isLeftOut = false
  private var isHiddenSheet = false
  private var rows = 0
  private var hidden = 0
  private var struck = 0
  /// Whether a formula without a result stands in a column that is known and not read, such as serial numbers.
  private var hasUnreadFormulas = false
  private var formulas: [Int: (count: Int, place: CellPlace, heading: String)] = [:]

  init(_ choices: RosterChoices) { self.choices = choices }

  /// - Returns: whether the sheet is hidden and not read. One without a table, such as the values of drop-down lists, is
  ///   passed over in silence.
  mutating func begins(_ head: RowBatch, holdsTable: Bool) -> Bool {
    guard let visibility = head.visibility, visibility != .visible else { return false }
    isHiddenSheet = holdsTable
    guard !choices.readsHiddenSheets else { return false }
    isLeftOut = true
    return true
  }

  /// Counts rows of a sheet that is not read.
  mutating func count(_ batch: RowBatch, from first: Int) {
    rows += batch.rows.dropFirst(first).count { $0.cellCount > 1 }
  }

  /// A large file says only at the end that a sheet is hidden.
  mutating func ends(_ batch: RowBatch) {
    if let visibility = batch.visibility, visibility != .visible, !isLeftOut { isHiddenSheet = true }
  }

  func reasonToLeaveOut(_ row: Row) -> String? {
    if row.flags.isEmpty { return nil }
    if !choices.countsStruckRows, row.flags.contains(.struck) { return "row-struck" }
    return !choices.countsHiddenRows && row.flags.contains(.hidden) ? "row-hidden" : nil
  }

  /// Notes a row that is counted.
  mutating func note(_ row: Row) {
    if row.flags.contains(.hidden) { hidden += 1 }
    if row.flags.contains(.struck) { struck += 1 }
  }

  /// Notes formulas without a result in columns that are read.
  mutating func noteFormulas(of batch: RowBatch, from first: Int, headings blocks: [RecordBuilder]) {
    guard !batch.formulasWithoutValue.isEmpty, !blocks.isEmpty, first < batch.rows.count else { return }
    let top = first == 0 ? 0 : Int(batch.rows[first].number)
    for cell in batch.formulasWithoutValue where cell.row >= top {
      guard let heading = blocks.lazy.compactMap({ $0.heading(ofReadColumn: cell.column) }).first else {
        if blocks.contains(where: { $0.passesOver(column: cell.column) }) { hasUnreadFormulas = true }
        continue
      }
      formulas[cell.column, default: (0, cell, heading)].count += 1
    }
  }

  func findings(at place: Place, records: Int) -> [Finding] {
    var findings: [Finding] = []
    func add(_ code: String, _ count: Int) {
      guard count > 0 else { return }
      findings.append(Finding(code, at: place, facts: ["count": String(count)], count: count))
    }
    if isLeftOut, isHiddenSheet { add("sheet-hidden-left-out", rows) }
    if !isLeftOut, isHiddenSheet { add("sheet-hidden-counted", records) }
    add("rows-hidden-counted", hidden)
    add("rows-struck-counted", struck)
    for (column, formula) in formulas.sorted(by: { $0.key < $1.key }) {
      var place = place
      (place.row, place.column, place.heading) = (formula.place.row, column, formula.heading)
      let facts = ["value": formula.heading, "count": String(formula.count)]
      findings.append(Finding("formula-without-value", at: place, facts: facts, count: formula.count))
    }
    return findings
  }

  /// Whether a formula of the table has no result, and is told or stands where nobody reads.
  var hasFormulas: Bool { !formulas.isEmpty || hasUnreadFormulas }

  /// Forgets what belongs to a table that has ended.
  mutating func beginTable() { (hidden, struck, formulas, hasUnreadFormulas) = (0, 0, [:], false) }
}
