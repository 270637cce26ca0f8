// SPDX-License-Identifier: Apache-2.0

/// How a result is spelled: every command that prints data knows every one of them.
package enum ResultFormat: String, Sendable, CaseIterable {
  case text, json
  /// JSON Lines: one object on each line, for programs that read row by row.
  case jsonl
  case csv, xlsx
}

/// Who reads a column.
package struct ResultReaders: OptionSet, Sendable {
  package let rawValue: Int

  /// JSON and JSON Lines.
  package static let programs = ResultReaders(rawValue: 1)
  /// Those who open it in a spreadsheet.
  package static let csv = ResultReaders(rawValue: 2)
  /// Text on a terminal.
  package static let text = ResultReaders(rawValue: 4)
  /// A sheet of a workbook.
  package static let workbook = ResultReaders(rawValue: 8)

  /// Formats that people read.
  package static let people: ResultReaders = [.text, .workbook]
  /// Formats whose columns have keys.
  package static let data: ResultReaders = [.programs, .csv, .workbook]
  static let everyone: ResultReaders = [.programs, .csv, .text, .workbook]

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Those who read a format.
  package init(_ format: ResultFormat) {
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
package struct ResultColumn<Row> {
  /// Stable name, the key of JSON.
  let key: String
  /// What people read above it; nil where its key stands for it.
  let title: String?
  /// Who sees the column.
  package let readers: ResultReaders
  /// What a row holds in the column.
  package let cell: (Row) -> ResultCell

  /// A column of rows of a type.
  package init(
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
  /// Takes the cells of the next row.
  package typealias Add = ([ResultCell]) throws -> Void

  /// A column without its cells.
  package struct Heading {
    /// Of programs: the member of an object.
    package let key: String
    /// Of people, in the language of the context.
    package let title: String?
    /// Who sees the column.
    package let readers: ResultReaders
  }

  /// Stable name: `structure`, `units`, `bridges` …
  package let id: String
  /// Of all columns, in order.
  package let headings: [Heading]
  /// Whether CSV has the titles above its columns, for people, and not their keys.
  package var titlesInCSV = false
  /// What text says in the place of a table without rows; nothing when nil.
  package var emptyText: String?
  private var hand: (_ format: ResultFormat, _ add: Add) throws -> Void

  /// - Parameter forEach: hands out the rows, worked out anew each time.
  package init<Row>(
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

  /// A table of rows of a type, spelled column by column.
  package init<Row>(
    _ id: String, columns: [ResultColumn<Row>], titlesInCSV: Bool = false, emptyText: String? = nil,
    rows: some Sequence<Row>
  ) {
    self.init(id, columns: columns, titlesInCSV: titlesInCSV, emptyText: emptyText) { body in
      for row in rows { try body(row) }
    }
  }

  /// A table whose cells are the same for everyone.
  package init(_ id: String, _ columns: [String], forEachRow: @escaping (_ add: Add) throws -> Void) {
    self.id = id
    headings = columns.map { Heading(key: $0, title: nil, readers: .everyone) }
    hand = { _, add in try forEachRow(add) }
  }

  /// A table whose rows are there already.
  package init(_ id: String, _ columns: [String], rows: [[ResultCell]]) {
    self.init(id, columns) { add in for row in rows { try add(row) } }
  }

  /// The same table; `body` is told after each row how many were handed out since its beginning.
  package func counting(_ body: @escaping (_ rows: Int) throws -> Void) -> ResultTable {
    var table = self
    table.hand = { [hand] format, add in
      var count = 0
      try hand(format) { cells in
        try add(cells)
        count += 1
        try body(count)
      }
    }
    return table
  }

  /// The keys of all columns.
  package var columns: [String] { headings.map(\.key) }

  /// The columns that a format shows.
  package func headings(for format: ResultFormat) -> [Heading] {
    headings.filter { $0.readers.contains(ResultReaders(format)) }
  }

  /// Hands out the rows with the cells that a format has.
  ///
  /// - Throws: What working the rows out, or taking them, throws.
  package func forEachRow(as format: ResultFormat = .json, _ add: Add) throws { try hand(format, add) }

  /// All rows at once: for tables of one unit.
  ///
  /// - Throws: What working the rows out throws.
  package func rows() throws -> [[ResultCell]] {
    var rows: [[ResultCell]] = []
    try forEachRow { rows.append($0) }
    return rows
  }

  /// The same table with its rows in memory, for those who read it more than once; its cells must be the same for everyone.
  ///
  /// - Throws: What working the rows out throws.
  package func kept() throws -> ResultTable { ResultTable(id, columns, rows: try rows()) }

  /// One object per row.
  ///
  /// - Throws: what working the rows out throws.
  package func json() throws -> String { try ByteSink.text { try ResultWriter(self).writeJSON(to: &$0) } }

  /// The rows as CSV in one text, with keys or titles above.
  ///
  /// - Throws: what working the rows out throws.
  package func csv() throws -> String { try ByteSink.text { try ResultWriter(self).writeCSV(to: &$0) } }
}
