// SPDX-License-Identifier: Apache-2.0

/// How a result is spelled: every command that prints data knows every one of them.
package enum ResultFormat: String, Sendable, CaseIterable {
  case text, json
  /// JSON Lines: one object on each line, for programs that read row by row.
  case jsonl
  case csv, xlsx
}

/// Who reads a column.
struct ResultReaders: OptionSet, Sendable {
  let rawValue: Int

  /// JSON and JSON Lines.
  static let programs = ResultReaders(rawValue: 1)
  static let csv = ResultReaders(rawValue: 2)
  /// Text on a terminal.
  static let text = ResultReaders(rawValue: 4)
  /// A sheet of a workbook.
  static let workbook = ResultReaders(rawValue: 8)

  static let people: ResultReaders = [.text, .workbook]
  static let data: ResultReaders = [.programs, .csv, .workbook]
  static let everyone: ResultReaders = [.programs, .csv, .text, .workbook]

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ format: ResultFormat) {
    self =
      switch format {
      case .text: .text
      case .json, .jsonl: .programs
      case .csv: .csv
      case .xlsx: .workbook
      }
  }
}

/// One column of a `ResultTable` whose rows are made from a `Row`.
struct ResultColumn<Row> {
  /// Stable name, the key of JSON.
  let key: String
  /// What people read above it; nil where its key stands for it.
  let title: String?
  let readers: ResultReaders
  let cell: (Row) -> ResultCell

  init(
    _ key: String, _ title: String? = nil, for readers: ResultReaders = .everyone,
    cell: @escaping (Row) -> ResultCell
  ) {
    self.key = key
    self.title = title
    self.readers = readers
    self.cell = cell
  }
}

/// A result in rows and columns: text, JSON, JSON Lines, CSV, XLSX and pages are spelled from it and from nothing else.
///
/// Its rows are worked out while they are handed out, each cell only for those who read it: a table of every unit is never
/// in memory as a whole.
package struct ResultTable {
  typealias Add = ([ResultCell]) throws -> Void

  /// A column without its cells.
  struct Heading {
    let key: String
    let title: String?
    let readers: ResultReaders
  }

  /// Stable name: `structure`, `units`, `bridges` …
  package let id: String
  let headings: [Heading]
  /// Whether CSV has the titles above its columns, for people, and not their keys.
  var titlesInCSV = false
  /// What text says in the place of a table without rows; nothing when nil.
  var emptyText: String?
  private let hand: (_ format: ResultFormat, _ add: Add) throws -> Void

  /// - Parameter forEach: hands out the rows, worked out anew each time.
  init<Row>(
    _ id: String, columns: [ResultColumn<Row>], titlesInCSV: Bool = false, emptyText: String? = nil,
    forEach: @escaping (_ body: (Row) throws -> Void) throws -> Void
  ) {
    self.id = id
    self.titlesInCSV = titlesInCSV
    self.emptyText = emptyText
    headings = columns.map { Heading(key: $0.key, title: $0.title, readers: $0.readers) }
    hand = { format, add in
      let chosen = columns.filter { $0.readers.contains(ResultReaders(format)) }
      try forEach { row in try add(chosen.map { $0.cell(row) }) }
    }
  }

  init<Row>(
    _ id: String, columns: [ResultColumn<Row>], titlesInCSV: Bool = false, emptyText: String? = nil,
    rows: some Sequence<Row>
  ) {
    self.init(id, columns: columns, titlesInCSV: titlesInCSV, emptyText: emptyText) { body in
      for row in rows { try body(row) }
    }
  }

  /// A table whose cells are the same for everyone.
  init(_ id: String, _ columns: [String], forEachRow: @escaping (_ add: Add) throws -> Void) {
    self.id = id
    headings = columns.map { Heading(key: $0, title: nil, readers: .everyone) }
    hand = { _, add in try forEachRow(add) }
  }

  init(_ id: String, _ columns: [String], rows: [[ResultCell]]) {
    self.init(id, columns) { add in for row in rows { try add(row) } }
  }

  /// The keys of all columns.
  var columns: [String] { headings.map(\.key) }

  func headings(for format: ResultFormat) -> [Heading] {
    headings.filter { $0.readers.contains(ResultReaders(format)) }
  }

  /// Hands out the rows with the cells that a format has.
  func forEachRow(as format: ResultFormat = .json, _ add: Add) throws { try hand(format, add) }

  /// All rows at once: for tables of one unit.
  func rows() throws -> [[ResultCell]] {
    var rows: [[ResultCell]] = []
    try forEachRow { rows.append($0) }
    return rows
  }

  /// The same table with its rows in memory, for those who read it more than once; its cells must be the same for everyone.
  func kept() throws -> ResultTable { ResultTable(id, columns, rows: try rows()) }

  /// One object per row.
  ///
  /// - Throws: what working the rows out throws.
  package func json() throws -> String { try ByteSink.text { try ResultWriter(self).writeJSON(to: &$0) } }

  /// The rows as CSV in one text, with keys or titles above.
  ///
  /// - Throws: what working the rows out throws.
  package func csv() throws -> String { try ByteSink.text { try ResultWriter(self).writeCSV(to: &$0) } }
}
