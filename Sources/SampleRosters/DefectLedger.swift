// SPDX-License-Identifier: Apache-2.0

/// Keeps what was planted in one period, and deals out the problems of the sheets other than 团员花名册.
///
/// A class because the sheets of a period share it.
final class DefectLedger {
  private(set) var planted: [PlantedDefect] = []
  /// Problems still to be planted, by kind of sheet.
  private var waiting: [String: [SheetDefect]] = [:]
  /// Rows to go, by kind of sheet, until the next one is planted.
  private var gap: [String: Int] = [:]

  init(isPlanting: Bool) {
    if isPlanting { waiting = Dictionary(grouping: SheetDefect.all, by: \.sheet) }
  }

  func note(_ defect: PlantedDefect) { planted.append(defect) }

  /// What was never planted because no row suited it.
  var left: [String] { waiting.values.flatMap { $0 }.map(\.name) }

  /// The next problem that suits the row; at most one in three rows gets one.
  func deal(_ sheet: String, _ row: SampleRow) -> SheetDefect? {
    guard let list = waiting[sheet], !list.isEmpty else { return nil }
    // What few rows suit goes first, and does not wait.
    let isWaiting = gap[sheet, default: 0] > 0
    if isWaiting { gap[sheet]? -= 1 }
    guard let index = list.firstIndex(where: { (!isWaiting || $0.isRare) && $0.fits(row) }) else { return nil }
    gap[sheet] = 2
    return waiting[sheet]?.remove(at: index)
  }
}

/// A row by heading.
struct SampleRow {
  let headings: [String]
  var cells: [String]

  subscript(heading: String) -> String {
    get { headings.firstIndex(of: heading).flatMap { $0 < cells.count ? cells[$0] : nil } ?? "" }
    set {
      guard let index = headings.firstIndex(of: heading) else { return }
      while cells.count <= index { cells.append("") }
      cells[index] = newValue
    }
  }
}

/// A sheet being written, with the problems that are planted in its rows.
struct RosterSheet {
  private var sheet: any SampleSheet
  private let kind: String
  private let file: String
  private let headings: [String]
  private let ledger: DefectLedger

  init(_ sheet: any SampleSheet, kind: String, file: String, headings: [String], ledger: DefectLedger) {
    (self.sheet, self.kind, self.file, self.headings, self.ledger) = (sheet, kind, file, headings, ledger)
  }

  /// The row that was written last.
  var row: Int { sheet.row }

  mutating func add(_ cells: [String]) {
    var row = SampleRow(headings: headings, cells: cells)
    guard let defect = ledger.deal(kind, row) else { return sheet.add(cells) }
    let marks = defect.spoil(&row)
    for mark in marks { plant(mark.defect, heading: mark.heading, row: sheet.row + 1 + mark.offset) }
    sheet.add(row.cells)
    if let second = defect.second(row) { sheet.add(second.cells) }
  }

  /// A row that is written as it is.
  mutating func addPlain(_ cells: [String]) { sheet.add(cells) }

  func plant(_ defect: Defect, heading: String?, row: Int) {
    let column = heading.flatMap { headings.firstIndex(of: $0) }
    ledger.note(
      PlantedDefect(
        defect: defect, file: file, sheet: kind, row: row, column: column.map { $0 + 1 }, heading: heading))
  }

  mutating func write() throws { try sheet.write() }
}
