// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Puts cells into rows and rows into batches; every format ends here. Text goes straight into the batch's buffer.
struct RowAssembler {
  static let rowsPerBatch = 256
  /// A batch is handed over early rather than holding more formulas without a result.
  private static let formulasPerBatch = 4096

  var queue = BatchQueue()
  /// The batch being filled; formats append the text of a cell to its bytes before they add the cell.
  var batch = RowBatch()
  /// Set when the file must not be read on.
  private(set) var failure: WorkbookError?
  private(set) var hasFailed = false
  private(set) var row = 0
  private(set) var sheetCount = 0
  /// Rows of the sheet, empty ones too.
  private var rowCount = 0
  private var rowStart = 0
  private var isInOrder = true
  private var flags: RowFlags = []
  private var struckCells = 0
  private var merges = MergeList()
  /// Texts longer than a cell of Excel holds, and where the first stands.
  private var longCells = 0
  private var firstLong = CellPlace(row: 0, column: 0)
  /// Formulas without a result, and where the first stands.
  private var formulas = 0
  private var firstFormula = CellPlace(row: 0, column: 0)
  private var formulaSheet = ""

  /// - Parameter visibility: nil where it is told behind the rows.
  mutating func beginSheet(_ index: Int, _ name: String, visibility: SheetVisibility? = .visible) {
    (batch.sheetIndex, batch.sheetName, batch.visibility) = (index, name, visibility)
    (row, rowCount) = (0, 0)
    merges = MergeList()
    sheetCount += 1
    if sheetCount > ReadingLimits.sheets { refuse(.tooMany("sheets", ReadingLimits.sheets)) }
  }

  /// - Parameter visibility: what was told behind the rows.
  mutating func endSheet(visibility: SheetVisibility? = nil) {
    batch.endsSheet = true
    if let visibility { batch.visibility = visibility }
    batch.verticalMerges = merges.reaching(into: batch.rows)
    batch.merges = merges.all
    queue.flush(&batch)
  }

  /// - Parameter number: counted from 1.
  mutating func beginRow(_ number: Int) {
    rowCount += 1
    if rowCount > SheetLimits.rows { refuse(.tooMany("rows", SheetLimits.rows)) }
    row = number
    rowStart = batch.cells.count
    isInOrder = true
    // An empty literal would go through a generic initialiser, once a row.
    (flags, struckCells) = (RowFlags(rawValue: 0), 0)
  }

  /// Says of the row that was begun what is not in its cells.
  mutating func mark(_ flag: RowFlags) { flags.insert(flag) }

  /// Notes a cell of the row whose formula has no result.
  mutating func noteFormulaWithoutValue(column: Int) {
    flags.insert(.hasFormulaWithoutValue)
    formulas += 1
    if formulas == 1 { (firstFormula, formulaSheet) = (CellPlace(row: row, column: column), batch.sheetName) }
    batch.formulasWithoutValue.append(CellPlace(row: row, column: column))
  }

  mutating func endRow() {
    let isLong = batch.formulasWithoutValue.count >= RowAssembler.formulasPerBatch
    if batch.cells.count > rowStart { closeRow() } else if !isLong { return }
    guard batch.rows.count >= RowAssembler.rowsPerBatch || isLong else { return }
    let (index, name, visibility) = (batch.sheetIndex, batch.sheetName, batch.visibility)
    batch.verticalMerges = merges.reaching(into: batch.rows)
    queue.flush(&batch)
    (batch.sheetIndex, batch.sheetName, batch.visibility) = (index, name, visibility)
  }

  private mutating func closeRow() {
    if !isInOrder { sortCells() }
    let count = batch.cells.count - rowStart
    if struckCells >= count { flags.insert(.struck) }
    batch.rows.append(
      Row(number: Int32(row), firstCell: Int32(rowStart), cellCount: Int32(count), flags: flags))
  }

  // MARK: Merges

  /// Notes a merge where it is met.
  mutating func merge(_ range: MergedRange) {
    merges.append(range)
    if merges.all.count > ReadingLimits.merges { refuse(.tooMany("merges", ReadingLimits.merges)) }
  }

  /// Merges found before the rows are read; they are met again behind them, as `merge` is told.
  mutating func expect(_ ranges: [MergedRange]) { merges.expect(ranges) }

  // MARK: Cells

  /// Adds a cell whose text stands in the batch's bytes from `start` on; a cell without text is none.
  mutating func add(column: Int, _ kind: CellKind, from start: Int, isStruck: Bool = false) {
    let length = batch.bytes.count - start
    guard length > 0 else { return }
    guard (1...SheetLimits.rows).contains(row), (1...SheetLimits.columns).contains(column) else {
      return refuseIndex(column)
    }
    if length > ReadingLimits.cellUnits { noteLong(column, from: start) }
    if batch.cells.count > rowStart, Int(batch.cells[batch.cells.count - 1].column) >= column { isInOrder = false }
    batch.cells.append(Cell(column: Int32(column), kind: kind, start: UInt32(start), length: UInt32(length)))
    if isStruck { struckCells += 1 }
  }

  /// Adds a cell with a text of its own.
  mutating func add(column: Int, _ kind: CellKind, _ text: some Sequence<UInt8>, isStruck: Bool = false) {
    let start = batch.bytes.count
    batch.bytes.append(contentsOf: text)
    add(column: column, kind, from: start, isStruck: isStruck)
  }

  @inline(never) private mutating func refuseIndex(_ column: Int) {
    refuse(WorkbookError("workbook-index", facts: ["value": String(max(row, column))]))
  }

  @inline(never) private mutating func noteLong(_ column: Int, from start: Int) {
    let units = ReadingLimits.units(batch.bytes[start...])
    if units > ReadingLimits.refusedUnits { return refuseText(column) }
    guard units > ReadingLimits.cellUnits else { return }
    longCells += 1
    if longCells == 1 { firstLong = CellPlace(row: row, column: column) }
  }

  /// Stops the reading for a text that would fill memory; for formats that see it grow.
  mutating func refuseText(_ column: Int) {
    refuse(WorkbookError("workbook-cell-too-long", facts: facts(ofLong: CellPlace(row: row, column: column))))
  }

  /// Refuses a text that is not complete and stands in the batch's bytes from `start` on, where it is too long already.
  mutating func checkOpenText(from start: Int, _ column: Int) {
    if batch.bytes.count - start > ReadingLimits.refusedBytes { refuseText(column) }
  }

  private func facts(ofLong place: CellPlace) -> [String: String] {
    ["row": String(place.row), "column": CellName.letters(place.column), "limit": String(ReadingLimits.cellUnits)]
  }

  /// What is doubtful in the cells up to now.
  var repairs: [WorkbookRepair] {
    var repairs: [WorkbookRepair] = []
    if longCells > 0 {
      let facts = facts(ofLong: firstLong).merging(["count": String(longCells)]) { first, _ in first }
      repairs.append(WorkbookRepair(code: "workbook-cell-long", facts: facts))
    }
    if formulas > 0 {
      let cell = CellName.letters(firstFormula.column) + String(firstFormula.row)
      let facts = ["count": String(formulas), "sheet": formulaSheet, "cell": cell]
      repairs.append(WorkbookRepair(code: "workbook-formula-without-value", facts: facts))
    }
    return repairs
  }

  /// Cuts the cells of the row at a separator that was mistyped, where that gives it `width` columns exactly.
  ///
  /// - Parameter count: the columns the row has without that.
  /// - Returns: false, with nothing done, where it does not.
  mutating func splitRow(at separator: [UInt8], columns count: Int, width: Int) -> Bool {
    var pieces: [Cell] = []
    var shift: Int32 = 0
    for cell in batch.cells[rowStart...] {
      var (start, column) = (Int(cell.start), cell.column + shift)
      let end = Int(cell.start + cell.length)
      func piece(to place: Int) -> Cell {
        Cell(column: column, kind: cell.kind, start: UInt32(start), length: UInt32(place - start))
      }
      while let place = batch.bytes[start..<end].firstRange(of: separator) {
        if place.lowerBound > start { pieces.append(piece(to: place.lowerBound)) }
        (start, column, shift) = (place.upperBound, column + 1, shift + 1)
      }
      if start < end { pieces.append(piece(to: end)) }
    }
    guard shift > 0, count + Int(shift) == width else { return false }
    batch.cells.replaceSubrange(rowStart..., with: pieces)
    return true
  }

  @inline(never) mutating func refuse(_ error: WorkbookError) {
    failure = failure ?? error
    hasFailed = true
  }

  /// Cells whose indexes run backwards: in column order, the later of two in one place.
  @inline(never) private mutating func sortCells() {
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
