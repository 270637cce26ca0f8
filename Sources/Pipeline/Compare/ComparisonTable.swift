// SPDX-License-Identifier: Apache-2.0

import Comparison

/// One table of a comparison: what text, CSV, JSON and the page are spelled from.
///
/// Its rows are worked out while they are handed out: a table of every unit is never in memory as a whole.
package struct ComparisonTable {
  enum Cell {
    case text(String)
    /// A code: JSON has it as it is, people read its word.
    case code(String, word: String)
    case number(Int64)
    /// Percent or percentage points, in hundredths.
    case hundredths(Int)
    case fraction(Fraction)
    case texts([String])
    case flag(Bool)
    case nothing

    static func number(_ value: Int64?) -> Cell { value.map { .number($0) } ?? .nothing }
    static func hundredths(_ value: Int?) -> Cell { value.map { .hundredths($0) } ?? .nothing }
    static func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .nothing }

    var isNumber: Bool {
      switch self {
      case .number, .hundredths, .fraction: true
      case .text, .code, .texts, .flag, .nothing: false
      }
    }
  }

  typealias Add = ([Cell]) throws -> Void

  /// Stable name: `structure`, `units`, `bridges` …
  package let id: String
  /// Stable names of the columns, the keys of JSON.
  let columns: [String]
  /// Hands out the rows, worked out anew each time.
  let forEachRow: (_ add: Add) throws -> Void

  init(_ id: String, _ columns: [String], forEachRow: @escaping (_ add: Add) throws -> Void) {
    self.id = id
    self.columns = columns
    self.forEachRow = forEachRow
  }

  init(_ id: String, _ columns: [String], rows: [[Cell]]) {
    self.init(id, columns) { add in for row in rows { try add(row) } }
  }

  /// All rows at once: for tables of one unit.
  func rows() throws -> [[Cell]] {
    var rows: [[Cell]] = []
    try forEachRow { rows.append($0) }
    return rows
  }

  /// The same table with its rows in memory, for those who read it more than once.
  func kept() throws -> ComparisonTable { ComparisonTable(id, columns, rows: try rows()) }

  /// One object per row.
  package func json() throws -> String {
    try ByteSink.text { sink in
      try writeJSON(to: &sink)
      sink.append("\n")
    }
  }

  package func csv() throws -> String { try ByteSink.text { try writeCSV(to: &$0) } }

  /// An array of one object per row, without a line break after it.
  func writeJSON(to sink: inout ByteSink) throws {
    let keys = columns.map { Array((JSONWriter.quoted($0) + ": ").utf8) }
    var isFirst = true
    try forEachRow { row in
      sink.append(isFirst ? "[\n{" : ",\n{")
      isFirst = false
      for (column, cell) in row.enumerated() {
        if column > 0 { sink.append(", ") }
        sink.append(keys[column])
        sink.append(json: cell)
      }
      sink.append("}")
      try sink.flushIfFull()
    }
    sink.append(isFirst ? "[]" : "\n]")
  }

  func writeCSV(to sink: inout ByteSink) throws {
    sink.append(CSVWriter.byteOrderMark + CSVWriter.line(columns))
    try forEachRow { row in
      for (column, cell) in row.enumerated() {
        if column > 0 { sink.append(",") }
        sink.append(csv: cell)
      }
      sink.append("\r\n")
      try sink.flushIfFull()
    }
  }

  /// Columns set in line; the rows are worked out twice, first for the widths.
  func writeText(_ desk: Desk, to sink: inout ByteSink) throws {
    var layout = TextLayout(columns: columns.count)
    let headings = columns.map { desk.text("compare.column.\($0)") }
    layout.fit(headings)
    try forEachRow { row in
      layout.fit(row.map { ComparisonTable.shown($0, desk) })
      for column in row.indices where row[column].isNumber { layout.alignments[column] = .right }
    }
    sink.append(layout.line(headings) + "\n")
    try forEachRow { row in
      sink.append(layout.line(row.map { ComparisonTable.shown($0, desk) }) + "\n")
      try sink.flushIfFull()
    }
  }

  static func plain(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .code(_, let word): word
    case .number(let number): String(number)
    case .hundredths(let value): SignedPercent.spelled(value)
    case .fraction(let fraction): fraction.description
    case .texts(let texts): texts.joined(separator: "; ")
    case .flag(let flag): flag ? "1" : "0"
    case .nothing: ""
    }
  }

  /// As a person reads it.
  static func shown(_ cell: Cell, _ desk: Desk) -> String {
    switch cell {
    case .flag(let flag): desk.text(flag ? "compare.yes" : "compare.no")
    case .nothing: "–"
    case .texts(let texts) where texts.isEmpty: "–"
    default: plain(cell)
    }
  }
}

/// How a table is spelled.
package enum ResultFormat: Sendable { case text, json, csv }

extension ComparisonTable {
  /// Writes the whole table in pieces of some thousand bytes; memory holds one row.
  package func write(as spelling: ResultFormat, _ desk: Desk, to body: @escaping ([UInt8]) throws -> Void) throws {
    try ByteSink.write(to: body) { sink in
      switch spelling {
      case .text: try writeText(desk, to: &sink)
      case .csv: try writeCSV(to: &sink)
      case .json:
        try writeJSON(to: &sink)
        sink.append("\n")
      }
    }
  }
}

/// Hundredths of a percentage point with their sign: −125 is "-1.25".
enum SignedPercent {
  static func spelled(_ hundredths: Int) -> String {
    (hundredths < 0 ? "-" : "") + PercentText.spelled(abs(hundredths))
  }
}
