// SPDX-License-Identifier: Apache-2.0

import Comparison

/// One table of a comparison: what text, CSV, JSON and the page are spelled from.
package struct ComparisonTable {
  enum Cell {
    case text(String)
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
      case .text, .texts, .flag, .nothing: false
      }
    }
  }

  /// Stable name: `structure`, `units`, `bridges` …
  package let id: String
  /// Stable names of the columns, the keys of JSON.
  let columns: [String]
  var rows: [[Cell]]

  init(_ id: String, _ columns: [String], rows: [[Cell]] = []) {
    self.id = id
    self.columns = columns
    self.rows = rows
  }

  /// One object per row.
  package func json() -> String {
    JSONWriter.array(
      rows.map { row in JSONWriter.object(zip(columns, row).map { ($0, ComparisonTable.json($1)) }) })
  }

  package func csv() -> String {
    CSVWriter.byteOrderMark + CSVWriter.line(columns)
      + rows.map { CSVWriter.line($0.map(ComparisonTable.plain)) }.joined()
  }

  package func text(_ desk: Desk) -> String {
    let numbers = columns.indices.map { column in rows.contains { $0[column].isNumber } }
    var table = TextTable(numbers.map { $0 ? .right : .left })
    table.add(columns.map { desk.text("compare.column.\($0)") })
    for row in rows { table.add(row.map { ComparisonTable.shown($0, desk) }) }
    return table.text
  }

  private static func json(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): JSONWriter.quoted(text)
    case .number(let number): String(number)
    case .hundredths(let value): SignedPercent.json(value)
    case .fraction(let fraction): JSONWriter.quoted(fraction.description)
    case .texts(let texts): "[" + texts.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"
    case .flag(let flag): flag ? "true" : "false"
    case .nothing: "null"
    }
  }

  static func plain(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
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

/// Hundredths of a percentage point with their sign: −125 is "-1.25".
enum SignedPercent {
  static func spelled(_ hundredths: Int) -> String {
    (hundredths < 0 ? "-" : "") + PercentText.spelled(abs(hundredths))
  }

  static func json(_ hundredths: Int) -> String {
    (hundredths < 0 ? "-" : "") + PercentText.json(abs(hundredths))
  }
}
