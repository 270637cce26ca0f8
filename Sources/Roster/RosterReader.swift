// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
package import Tabular

/// Turns the rows of one workbook into typed records: finds the table of each sheet, recognises its kind, matches the
/// headings through the vocabulary, types the fields, and reports every problem with its exact cell.
///
/// One reader per file; fed with the batches of its sheets in order. Memory does not grow with the file.
package struct RosterReader {
  struct Settings {
    var pseudonymiser: any Pseudonymiser
    var names: NameStorage
    var censusDay: CalendarDay?
    var file: String
  }

  private enum State {
    /// The first rows are collected until the table is found.
    case searching(RowBatch)
    case reading
    case skipping
  }

  private let vocabulary: PreparedVocabulary
  private let settings: Settings
  private var state = State.searching(RowBatch())
  private var sheet: RecognisedSheet?
  private var builder: RecordBuilder?
  private var leftOut = LeftOutRows()
  private var records = 0

  /// - Parameters:
  ///   - file: the file as the user named it, for places.
  ///   - censusDay: fills `age`; nil (as in `check` without a period) leaves it empty.
  package init(
    vocabulary: PreparedVocabulary, pseudonymiser: any Pseudonymiser, names: NameStorage, censusDay: CalendarDay?,
    file: String
  ) {
    self.vocabulary = vocabulary
    settings = Settings(pseudonymiser: pseudonymiser, names: names, censusDay: censusDay, file: file)
  }

  /// Reads the rows of `batch`; records, set-aside rows and findings go to `sink` at once.
  package mutating func read(_ batch: RowBatch, into sink: some RosterSink) throws {
    if case .searching(var head) = state {
      state = .skipping
      head.append(batch)
      guard head.rows.count >= TableFinder.rowLimit || batch.endsSheet else {
        state = .searching(head)
        return
      }
      try recognise(head, sink)
      if builder != nil { try readRows(of: head, after: sheet?.headerRows?.upperBound ?? 0, sink) }
    } else if builder != nil {
      try readRows(of: batch, after: 0, sink)
    }
    if batch.endsSheet { try finishSheet(sink) }
  }

  private mutating func recognise(_ head: RowBatch, _ sink: some RosterSink) throws {
    let looked = head.rows.prefix(TableFinder.rowLimit)
    let texts = looked.map { row in
      Dictionary(
        head.cells(of: row).map { (Int($0.column), head.text(of: $0)) }.filter { !$0.1.isEmpty }
      ) { first, _ in first }
    }
    let sheetName = PersonalNumbers.masked(head.sheetName, as: .naming)
    let isNotes = vocabulary.noteSheets.contains(HeadingText.normalised(head.sheetName))
    let finder = TableFinder(vocabulary: vocabulary, sheetName: head.sheetName, rows: isNotes ? [] : texts)
    let (found, nearMiss) = finder.find()
    let table = found.map { found in
      var table = found
      table.headings = found.headings.mapValues { PersonalNumbers.masked($0, as: .naming) }
      return table
    }
    let announcement = Recognition(
      file: settings.file, sheetIndex: head.sheetIndex, sheetName: sheetName,
      rowNumbers: looked.map { Int($0.number) })
    let recognised = announcement.sheet(table)
    sheet = recognised
    try sink.recognised(recognised)
    guard !isNotes else { return }
    for finding in announcement.findings(table, nearMiss, recognised) { try sink.found(finding) }
    if let table {
      builder = RecordBuilder(table: table, vocabulary: vocabulary, settings: settings, sheetName: sheetName)
      state = .reading
    }
  }

  /// Rows up to number `after` stand above the table or are its heading.
  private mutating func readRows(of rows: RowBatch, after: Int, _ sink: some RosterSink) throws {
    guard let sheet, builder != nil else { return }
    var setAside: [SetAsideRow] = []
    rows.bytes.withUnsafeBytes { bytes in
      for row in rows.rows where Int(row.number) > after {
        guard case .setAside(let reason)? = builder?.build(row, of: rows, bytes: bytes) else { continue }
        setAside.append(SetAsideRow(kind: sheet.kind, row: Int(row.number), reason: reason))
      }
    }
    try hand(over: setAside, of: sheet, to: sink)
  }

  private mutating func hand(over setAside: [SetAsideRow], of sheet: RecognisedSheet, to sink: some RosterSink) throws {
    if let batch = builder?.batch, batch.count > 0 {
      records += batch.count
      try sink.take(batch, sheet: sheet)
    }
    for finding in builder?.findings ?? [] { try sink.found(finding) }
    builder?.batch.removeAll()
    builder?.findings.removeAll(keepingCapacity: true)
    for row in setAside {
      try sink.setAside(row, sheet: sheet)
      if !leftOut.note(row) {
        try sink.found(Finding(row.reason, at: Place(file: settings.file, sheet: sheet.name, row: row.row)))
      }
    }
  }

  private mutating func finishSheet(_ sink: some RosterSink) throws {
    if let sheet {
      if vocabulary.exportLimits.contains(records) {
        let place = Place(file: settings.file, sheet: sheet.name)
        try sink.found(Finding("list-may-be-cut", at: place, facts: ["records": String(records)]))
      }
      for finding in leftOut.findings(at: Place(file: settings.file, sheet: sheet.name)) { try sink.found(finding) }
    }
    leftOut = LeftOutRows()
    records = 0
    sheet = nil
    builder = nil
    state = .searching(RowBatch())
  }
}

/// Counts totals rows, notes and repeated headings: one finding for all of a kind in a sheet.
private struct LeftOutRows {
  private static let summaries = [
    "row-totals": "rows-totals", "row-note": "rows-notes", "row-heading": "rows-heading-repeated",
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

extension RowBatch {
  /// Adds the rows of a later batch of the same sheet.
  mutating func append(_ other: RowBatch) {
    (sheetIndex, sheetName, visibility) = (other.sheetIndex, other.sheetName, other.visibility)
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
}
