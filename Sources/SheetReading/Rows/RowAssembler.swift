// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Puts cells into rows and rows into batches; every format ends here. Text goes straight into the batch's buffer.
struct RowAssembler {
  static let rowsPerBatch = 256

  var queue = BatchQueue()
  /// The batch being filled; formats append the text of a cell to its bytes before they add the cell.
  var batch = RowBatch()
  /// Set when the file must not be read on.
  private(set) var failure: WorkbookError?
  private(set) var hasFailed = false
  private(set) var row = 0
  private var rowStart = 0
  private var isInOrder = true

  mutating func beginSheet(_ index: Int, _ name: String) {
    (batch.sheetIndex, batch.sheetName) = (index, name)
    row = 0
  }

  mutating func endSheet(_ merges: [MergedRange] = []) {
    batch.endsSheet = true
    batch.merges = merges
    queue.hand(over: &batch)
  }

  /// - Parameter number: counted from 1.
  mutating func beginRow(_ number: Int) {
    row = number
    rowStart = batch.cells.count
    isInOrder = true
  }

  mutating func endRow() {
    guard batch.cells.count > rowStart else { return }
    if !isInOrder { sortCells() }
    batch.rows.append(
      Row(number: Int32(row), firstCell: Int32(rowStart), cellCount: Int32(batch.cells.count - rowStart)))
    guard batch.rows.count >= RowAssembler.rowsPerBatch else { return }
    let (index, name) = (batch.sheetIndex, batch.sheetName)
    queue.hand(over: &batch)
    (batch.sheetIndex, batch.sheetName) = (index, name)
  }

  /// Adds a cell whose text stands in the batch's bytes from `start` on; a cell without text is none.
  mutating func add(column: Int, _ kind: CellKind, from start: Int) {
    guard batch.bytes.count > start else { return }
    guard (1...SheetLimits.rows).contains(row), (1...SheetLimits.columns).contains(column) else {
      failure = WorkbookError("workbook-index", facts: ["value": String(max(row, column))])
      hasFailed = true
      return
    }
    if batch.cells.count > rowStart, Int(batch.cells[batch.cells.count - 1].column) >= column { isInOrder = false }
    batch.cells.append(
      Cell(column: Int32(column), kind: kind, start: UInt32(start), length: UInt32(batch.bytes.count - start)))
  }

  /// Adds a cell with a text of its own.
  mutating func add(column: Int, _ kind: CellKind, _ text: some Sequence<UInt8>) {
    let start = batch.bytes.count
    batch.bytes.append(contentsOf: text)
    add(column: column, kind, from: start)
  }

  /// Cells whose indexes run backwards: in column order, the later of two in one place.
  private mutating func sortCells() {
    var byColumn: [Int32: Cell] = [:]
    for cell in batch.cells[rowStart...] { byColumn[cell.column] = cell }
    batch.cells.removeSubrange(rowStart...)
    batch.cells.append(contentsOf: byColumn.values.sorted { $0.column < $1.column })
  }

  /// Turns the number that stands in the batch's bytes from `start` on into a date; false when it is no day.
  mutating func respellAsDate(from start: Int, is1904: Bool) -> Bool {
    let serial = SerialDate.serial(batch.bytes[start...])
    guard let spelled = serial.flatMap({ SerialDate.text($0, is1904: is1904) }) else { return false }
    batch.bytes.replaceSubrange(start..., with: spelled)
    return true
  }
}
