// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
import GRDB
import GRDBSQLite

/// Where the rows stand that meet some queries of one kind: found in one pass, handed out as often as they are asked for.
///
/// Some sixty bytes a row are kept, so that the rows themselves can be read one by one in whatever order they are wanted:
/// SQLite would sort them with all their columns.
package struct EvidenceIndex {
  private struct Spot {
    var node: Int32
    /// Among the sheets by name of the file and position.
    var place: Int32
    var row: Int32
    /// Index in `sheets`.
    var sheet: Int32
    var id: Int64
    /// Index in `marks`.
    var marks: Int32

    static func precedes(_ left: Spot, _ right: Spot) -> Bool {
      if left.node != right.node { return left.node < right.node }
      if left.place != right.place { return left.place < right.place }
      return left.row != right.row ? left.row < right.row : left.id < right.id
    }
  }

  private let database: PeriodDatabase
  /// What the columns of a row are read from.
  private let source: String
  private let queries: [String: Int]
  private var sheets: StoredSheets
  /// By organisation, file, sheet and row.
  private var spots: [Spot] = []
  /// Which queries each row meets; of a single query nothing is kept.
  private var marks: [MeasureBitset] = []

  /// - Parameters:
  ///   - wanted: of one kind, at most `MeasureBitset.capacity`.
  ///   - source: the rows as conditions see them.
  ///   - nodes: the organisations whose rows may be asked for.
  init(
    _ wanted: [MeasureQuery], of database: PeriodDatabase, source: String, nodes: ClosedRange<Int>, in db: Database
  ) throws {
    self.database = database
    self.source = database.source(of: wanted[0].kind)
    queries = Dictionary(wanted.enumerated().map { ($1.id, $0) }) { first, _ in first }
    sheets = try StoredSheets(db)
    let among = "superseded = 0 AND node BETWEEN \(nodes.lowerBound) AND \(nodes.upperBound)"
    var sql = "SELECT id, node, sheet, row FROM \(source) WHERE \(among) AND (\(wanted[0].condition.sql))"
    if wanted.count > 1 {
      let shared = SharedCases(wanted.map(\.condition))
      let words = ConditionBits.packedPredicates(of: shared.conditions).map { ", " + $0 }.joined()
      sql = "SELECT id, node, sheet, row\(words) FROM \(shared.source(source)) WHERE \(among)"
    }
    try RawStatement.each(sql, in: db) { row in
      if wanted.count > 1 {
        let met = EvidenceIndex.marks(row)
        guard !met.isEmpty else { return }
        marks.append(met)
      }
      note(row)
    }
    spots.sort(by: Spot.precedes)
  }

  /// Of records that are known to meet queries.
  ///
  /// - Parameters:
  ///   - wanted: as above, more than one or not.
  ///   - source: what the columns of a row are read from.
  init(
    _ wanted: [MeasureQuery], of database: PeriodDatabase, source: String, records: [Int64: MeasureBitset],
    in db: Database
  ) throws {
    (self.database, self.source) = (database, source)
    queries = Dictionary(wanted.enumerated().map { ($1.id, $0) }) { first, _ in first }
    sheets = try StoredSheets(db)
    let statement = try RawStatement.prepare(
      "SELECT id, node, sheet, row FROM \(database.source(of: wanted[0].kind)) WHERE id = ?", in: db)
    defer { sqlite3_finalize(statement) }
    for (record, met) in records {
      sqlite3_bind_int64(statement, 1, record)
      if try RawStatement.next(statement, in: db) {
        marks.append(met)
        note(statement)
      }
      sqlite3_reset(statement)
    }
    spots.sort(by: Spot.precedes)
  }

  /// Notes where a row stands whose marks were the last that were noted.
  private mutating func note(_ row: OpaquePointer) {
    guard let sheet = sheets.index(of: sqlite3_column_int64(row, 2)) else { return }
    spots.append(
      Spot(
        node: sqlite3_column_int(row, 1), place: sheets[sheet].place, row: sqlite3_column_int(row, 3), sheet: sheet,
        id: sqlite3_column_int64(row, 0), marks: Int32(marks.count) - 1))
  }

  /// They stand behind the first four columns.
  private static func marks(_ row: OpaquePointer) -> MeasureBitset {
    var marks = MeasureBitset()
    for word in 4..<sqlite3_column_count(row) {
      marks.set(word: Int(word) - 4, to: UInt64(bitPattern: sqlite3_column_int64(row, word)))
    }
    return marks
  }

  /// Whether rows of a query can be asked for.
  package func holds(_ query: String) -> Bool { queries[query] != nil }

  /// Every row that meets a query in a subtree, by organisation, file, sheet and row, read as it is handed out.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read; what `body` throws ends the pass and is thrown
  ///   on.
  package func rows(
    meeting query: String, nodes: ClosedRange<Int>, columns: [String], _ body: (EvidenceRow) throws -> Void
  ) throws {
    guard let index = queries[query] else { return }
    try rows(nodes: nodes, columns: columns) { spot in
      queries.count == 1 || marks[Int(spot.marks)][index]
    } _: { row, _ in
      try body(row)
    }
  }

  /// Every row, with the queries it meets; for more than one query, or records that were known.
  func rows(columns: [String], _ body: (EvidenceRow, MeasureBitset) throws -> Void) throws {
    try rows(nodes: 0...Int(Int32.max), columns: columns) { _ in
      true
    } _: { row, spot in
      try body(row, marks[Int(spot.marks)])
    }
  }

  private func rows(
    nodes: ClosedRange<Int>, columns: [String], where isWanted: (Spot) -> Bool,
    _ body: (EvidenceRow, Spot) throws -> Void
  ) throws {
    let start = firstSpot(from: nodes.lowerBound)
    try database.readAtOnce { db in
      let list = columns.map { ", \($0)" }.joined()
      let statement = try RawStatement.prepare("SELECT id\(list) FROM \(source) WHERE id = ?", in: db)
      defer { sqlite3_finalize(statement) }
      for spot in spots[start...] {
        guard spot.node <= nodes.upperBound else { break }
        guard isWanted(spot) else { continue }
        sqlite3_bind_int64(statement, 1, spot.id)
        guard try RawStatement.next(statement, in: db) else { throw RawStatement.failure(in: db) }
        let values = columns.indices.map { EvidenceIndex.value(statement, Int32($0 + 1)) }
        sqlite3_reset(statement)
        let sheet = sheets[spot.sheet]
        let row = EvidenceRow(
          node: Int(spot.node), file: sheet.file, sheet: sheet.name, row: Int(spot.row), values: values)
        try body(row, spot)
      }
    }
  }

  private static func value(_ statement: OpaquePointer, _ column: Int32) -> RecordValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
    case SQLITE_TEXT: .text(String(decoding: RawStatement.bytes(statement, column), as: UTF8.self))
    default: .null
    }
  }

  private func firstSpot(from node: Int) -> Int {
    var (low, high) = (0, spots.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(spots[middle].node) < node { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The sheets that count, with the order in which evidence names them.
private struct StoredSheets {
  struct Sheet {
    var file: String
    var name: String
    /// The same for sheets of one position in files of one name.
    var place: Int32
  }

  private var indexes: [Int64: Int32] = [:]
  private var sheets: [Sheet] = []
  /// The sheet that is being walked through, so that not every row asks the dictionary.
  private var last: (id: Int64, index: Int32)?

  init(_ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT s.id, f.name, s.name, DENSE_RANK() OVER (ORDER BY f.name, s.position)
        FROM sheet AS s JOIN file AS f ON f.id = s.file
        """)
    for (index, row) in rows.enumerated() {
      indexes[row[0]] = Int32(index)
      sheets.append(Sheet(file: row[1], name: row[2], place: row[3]))
    }
  }

  mutating func index(of id: Int64) -> Int32? {
    if let last, last.id == id { return last.index }
    guard let index = indexes[id] else { return nil }
    last = (id, index)
    return index
  }

  subscript(index: Int32) -> Sheet { sheets[Int(index)] }
}

extension PeriodDatabase {
  /// Every row that meets the query's condition in the subtree `nodes`, by organisation, file, sheet and row; never capped.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read; what `body` throws ends the pass and is thrown
  ///   on.
  package func evidence(
    _ query: MeasureQuery, among queries: [MeasureQuery], nodes: ClosedRange<Int>, columns: [String],
    _ body: (EvidenceRow) throws -> Void
  ) throws {
    try evidence(query, among: queries, nodes: nodes, columns: columns, on: period.censusDay, body)
  }

  /// The same as if the census were taken on another day; ages that were settled stay those of the period.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read; what `body` throws ends the pass and is thrown on.
  package func evidence(
    _ query: MeasureQuery, among queries: [MeasureQuery], nodes: ClosedRange<Int>, columns: [String],
    on censusDay: CalendarDay, _ body: (EvidenceRow) throws -> Void
  ) throws {
    let index = try evidenceIndex([query], among: queries, nodes: nodes, on: censusDay)
    try index.rows(meeting: query.id, nodes: nodes, columns: columns, body)
  }

  /// Finds in one pass the rows behind several measures of one kind, to be read as often as they are asked for.
  ///
  /// - Parameters:
  ///   - wanted: at least one, at most `MeasureBitset.capacity`.
  ///   - queries: those that `wanted` use as columns, at least.
  ///   - censusDay: another day than that of the period, as if the census were taken then.
  /// - Throws: `WorkspaceError` where the period's file cannot be read.
  package func evidenceIndex(
    _ wanted: [MeasureQuery], among queries: [MeasureQuery], nodes: ClosedRange<Int>, on censusDay: CalendarDay? = nil
  ) throws -> EvidenceIndex {
    guard wanted[0].kind == .organisation else {
      let source = source(of: wanted[0].kind, on: censusDay)
      return try read { try EvidenceIndex(wanted, of: self, source: source, nodes: nodes, in: $0) }
    }
    try fillMeasured(for: wanted, among: queries)
    return try read {
      try EvidenceIndex(
        wanted, of: self, source: MeasuredOrganisations.source(of: self, on: censusDay), nodes: nodes, in: $0)
    }
  }
}
