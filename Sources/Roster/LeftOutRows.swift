// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// Counts rows of a table that are no records, such as totals and notes: one finding for all of a kind.
struct LeftOutRows {
  private static let summaries = [
    "row-totals": "rows-totals", "row-note": "rows-notes", "row-heading": "rows-heading-repeated",
    "row-example": "rows-examples", "row-form-line": "rows-form-lines", "row-not-member": "list-not-members",
    "row-maybe-member": "list-maybe-not-members",
    "row-deleted": "rows-deleted", "row-hidden": "rows-hidden-left-out", "row-struck": "rows-struck-left-out",
    "row-formula": "rows-formula-left-out",
  ]
  private var rows: [String: [Int]] = [:]

  /// - Returns: false for a row that deserves a finding of its own.
  mutating func note(_ row: SetAsideRow) -> Bool {
    guard let summary = LeftOutRows.summaries[row.reason] else { return false }
    rows[summary, default: []].append(row.row)
    return true
  }

  func findings(at place: Place) -> [Finding] {
    rows.sorted { $0.key < $1.key }.map { code, rows in
      let shown = rows.prefix(5).map(String.init).joined(separator: "、") + (rows.count > 5 ? "…" : "")
      var place = place
      place.row = rows[0]
      return Finding(code, at: place, facts: ["count": String(rows.count), "rows": shown], count: rows.count)
    }
  }
}

/// A table that holds records and cannot be read: what it lacks, and how many rows stand in it.
struct UnreadTable {
  let nearMiss: TableFinder.NearMiss?
  let announcement: Recognition
  /// Rows below its heading.
  var rows = 0

  /// Whether its heading is of one column: then rows are of one cell as well.
  var isOfOneColumn: Bool { nearMiss?.table.headings.count == 1 }

  init(_ nearMiss: TableFinder.NearMiss?, _ announcement: Recognition) {
    (self.nearMiss, self.announcement) = (nearMiss, announcement)
  }

  func findings() -> [Finding] {
    guard !announcement.isNotes else { return [] }
    if let nearMiss, nearMiss.holdsRecords, rows > 0 { return [announcement.finding(of: nearMiss, rows: rows)] }
    let place = Place(file: announcement.file, sheet: announcement.sheetName)
    return [Finding(announcement.rowNumbers.isEmpty ? "sheet-empty" : "sheet-without-table", at: place)]
  }
}

extension RowBatch {
  /// Adds the rows of a later batch of the same sheet.
  mutating func append(_ other: RowBatch) {
    (sheetIndex, sheetName, visibility) = (other.sheetIndex, other.sheetName, other.visibility)
    endsSheet = other.endsSheet
    if !other.linesAbove.isEmpty { linesAbove = other.linesAbove }
    if !other.merges.isEmpty { merges = other.merges }
    let (byteOffset, cellOffset) = (UInt32(bytes.count), Int32(cells.count))
    bytes += other.bytes
    cells += other.cells.map { Cell(column: $0.column, kind: $0.kind, start: $0.start + byteOffset, length: $0.length) }
    rows += other.rows.map {
      Row(number: $0.number, firstCell: $0.firstCell + cellOffset, cellCount: $0.cellCount, flags: $0.flags)
    }
    // A merge may reach over both.
    let known = Set(verticalMerges)
    verticalMerges += other.verticalMerges.filter { !known.contains($0) }
    formulasWithoutValue += other.formulasWithoutValue
  }

  /// The rows from an index on, as a batch of their own.
  func suffix(from index: Int) -> RowBatch {
    guard index > 0, index < rows.count else { return self }
    var rest = self
    let firstCell = rows[index].firstCell
    rest.rows = rows[index...].map {
      Row(number: $0.number, firstCell: $0.firstCell - firstCell, cellCount: $0.cellCount, flags: $0.flags)
    }
    rest.cells = Array(cells[Int(firstCell)...])
    return rest
  }
}
