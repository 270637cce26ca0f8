// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
import GRDB
import GRDBSQLite

extension PeriodDatabase {
  /// The records of a kind in order of identity, each with the queries that count it.
  ///
  /// Read and sorted part by part, in bounded memory: see `PartedIdentities`. Records that a later one replaces are left
  /// out. Kinds that name no person are told apart by what they are about
  /// (organisation, sector, unit, task) and sorted in memory: there are at most some for each organisation.
  ///
  /// - Parameters:
  ///   - queries: those of the kind; up to `MeasureBitset.capacity` counts of rows, any number of sums.
  ///   - compared: columns that go into the fingerprint.
  /// - Throws: `WorkspaceError("comparison-too-wide")` for more counts of rows than marks have room for;
  ///   `workspace-busy`, `workspace-damaged` …
  package func identities(
    of kind: RecordKind, _ queries: [MeasureQuery], compared: Set<String>
  ) throws -> any IdentityCursor {
    let schema = schemas.holds(kind) ? schemas[kind] : expected[kind]
    let statement = IdentityStatement(
      schema, subjects: (expected.holds(kind) ? expected[kind] : schema).subjects, queries: queries,
      source: source(of: kind), columns: columns(of: kind).map(\.name).filter(compared.contains))
    guard statement.rowQueries.count <= MeasureBitset.capacity else {
      throw WorkspaceError("comparison-too-wide", facts: ["value": String(statement.rowQueries.count)])
    }
    return try read { db in
      let cursor = try StoredIdentityCursor(statement, of: self, in: db)
      guard !schema.namesPersons else {
        return PartedIdentities(cursor, count: try schemas.holds(kind) ? PeriodDatabase.count(kind, db) : 0)
      }
      return IdentityRows(try cursor.rest())
    }
  }

  /// The columns of single records of a kind; those that are not compared stand as 0.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func columns(of kind: RecordKind, compared: Set<String>) throws -> any RecordColumns {
    try read { db in try StoredColumns(kind, compared: compared, of: self, in: db) }
  }

  private static func count(_ kind: RecordKind, _ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(kind)") ?? 0
  }
}

extension RosterSchema {
  /// What tells records apart that name no person: for each column of the identity the first of its columns that is filled,
  /// an organisation by its text, because its number is one of the period's own.
  fileprivate var subjects: [String] {
    identity.map { alternatives in
      let terms = alternatives.map { name in
        column(name)?.type == .organisation
          ? "(SELECT r.text FROM organisation_ref AS r WHERE r.id = s.\(name))" : "s.\(name)"
      }
      return RosterSchema.first(of: terms)
    }
  }

  /// SQL for the first of some terms that is filled.
  static func first(of terms: [String]) -> String {
    terms.count == 1 ? terms[0] : "COALESCE(\(terms.map { "NULLIF(\($0), '')" }.joined(separator: ", ")))"
  }
}

/// The text of an identity query, and which of its columns is what.
struct IdentityStatement {
  let kind: RecordKind
  let namesPersons: Bool
  let rowQueries: [MeasureQuery]
  let sums: [String]
  let columns: [String]
  let subjects: [String]
  private let organisationColumn: String
  private let source: String

  /// - Parameters:
  ///   - subjects: what tells records apart that name no person.
  ///   - source: the rows as conditions see them.
  ///   - columns: those that go into the fingerprint.
  init(
    _ schema: RosterSchema, subjects: [String], queries: [MeasureQuery], source: String, columns: [String]
  ) {
    kind = schema.kind
    namesPersons = schema.namesPersons
    organisationColumn = schema.organisationColumn
    rowQueries = queries.filter { $0.amount == .rows }
    sums = queries.compactMap { query in
      guard case .sum(let amount) = query.amount else { return nil }
      return "CASE WHEN \(query.condition.sql) THEN \(amount.sql) END"
    }
    (self.source, self.columns) = (source, columns)
    self.subjects = schema.namesPersons ? ["person_high", "person_low"] : subjects
  }

  /// Subject, number, reference to the organisation, marks, sums, columns.
  var sql: String {
    let parts = subjects + ["id", organisationColumn] + words + sums + columns
    let part = namesPersons ? " AND (person_high BETWEEN ?1 AND ?2 OR ?3 AND person_high IS NULL)" : ""
    return "SELECT \(parts.joined(separator: ", ")) FROM \(source) AS s WHERE superseded = 0\(part)"
  }

  /// The marks; every row has all words of them.
  private var words: [String] {
    let used = ConditionBits.packedPredicates(of: rowQueries.map(\.condition))
    return used + repeatElement("0", count: MeasureBitset.words - used.count)
  }
}

/// Steps through an identity query.
///
/// A class because it owns the statement; used from one thread at a time, like the database it reads.
final class StoredIdentityCursor: IdentityCursor {
  /// Keeps the connection open for as long as the statement lives.
  private let owner: PeriodDatabase
  private let database: Database
  private let statement: OpaquePointer
  private let shape: IdentityStatement
  /// See `OrganisationReferences`.
  private let nodes: [Int32]

  init(_ shape: IdentityStatement, of owner: PeriodDatabase, in database: Database) throws {
    self.owner = owner
    self.shape = shape
    self.database = database
    nodes = try OrganisationReferences.nodes(in: database)
    statement = try RawStatement.prepare(shape.sql, in: database)
  }

  func next() throws -> IdentityRow? {
    let code = sqlite3_step(statement)
    if code == SQLITE_DONE { return nil }
    guard code == SQLITE_ROW else { throw RawStatement.failure(in: database) }
    var position = Int32(shape.subjects.count)
    let identity = identity
    var row = IdentityRow(
      identity: identity, id: sqlite3_column_int64(statement, position),
      node: node(ofReference: Int(sqlite3_column_int64(statement, position + 1))))
    position += 2
    for word in 0..<MeasureBitset.words {
      row.marks.set(word: word, to: UInt64(bitPattern: sqlite3_column_int64(statement, position)))
      position += 1
    }
    if !shape.sums.isEmpty {
      row.sums = shape.sums.indices.map { sqlite3_column_int64(statement, position + Int32($0)) }
    }
    position += Int32(shape.sums.count)
    for column in shape.columns.indices {
      let print = Fingerprint.ofColumn(position + Int32(column), of: statement)
      row.fingerprint = Fingerprint.mixed(row.fingerprint &* 0x9E37_79B9_7F4A_7C15 ^ print)
    }
    return row
  }

  /// -1 where nothing is named, or what no sheet holds; totals without an organisation are those of the root.
  private func node(ofReference reference: Int) -> Int {
    if reference == 0, shape.kind == .reportedTotal { return 0 }
    return reference > 0 && reference < nodes.count ? Int(nodes[reference]) : -1
  }

  /// Starts anew with the persons of one part.
  ///
  /// - Parameter withUnknown: and those of whom nothing is known.
  func begin(_ part: ClosedRange<Int64>, withUnknown: Bool) {
    sqlite3_reset(statement)
    sqlite3_bind_int64(statement, 1, part.lowerBound)
    sqlite3_bind_int64(statement, 2, part.upperBound)
    sqlite3_bind_int(statement, 3, withUnknown ? 1 : 0)
  }

  /// - Parameter expected: about how many rows there are.
  func rest(expected: Int = 0) throws -> [IdentityRow] {
    var rows: [IdentityRow] = []
    rows.reserveCapacity(expected)
    while let row = try next() { rows.append(row) }
    return rows
  }

  private var identity: Pseudonym? {
    guard !shape.namesPersons else {
      guard sqlite3_column_type(statement, 0) != SQLITE_NULL else { return nil }
      return Pseudonym(high: sqlite3_column_int64(statement, 0), low: sqlite3_column_int64(statement, 1))
    }
    var (high, low): (UInt64, UInt64) = (1, 2)
    for column in shape.subjects.indices {
      let print = Fingerprint.ofColumn(Int32(column), of: statement)
      high = Fingerprint.mixed(high ^ print)
      low = Fingerprint.mixed(low &+ print &* 0x9E37_79B9_7F4A_7C15)
    }
    return Pseudonym(high: Int64(bitPattern: high), low: Int64(bitPattern: low))
  }

  deinit { sqlite3_finalize(statement) }
}

/// Looks single records up by their number.
///
/// A class because it owns the statement; used from one thread at a time, like the database it reads.
final class StoredColumns: RecordColumns {
  /// Keeps the connection open for as long as the statement lives.
  private let owner: PeriodDatabase
  private let database: Database
  private let statement: OpaquePointer
  private let places: [Int]
  private let count: Int

  init(_ kind: RecordKind, compared: Set<String>, of owner: PeriodDatabase, in database: Database) throws {
    self.owner = owner
    self.database = database
    let columns = owner.columns(of: kind)
    count = columns.count
    let chosen = columns.enumerated().filter { compared.contains($0.element.name) }
    places = chosen.map(\.offset)
    let list = (["id"] + chosen.map(\.element.name)).joined(separator: ", ")
    statement = try RawStatement.prepare("SELECT \(list) FROM \(owner.source(of: kind)) WHERE id = ?", in: database)
  }

  func fingerprints(ofRecord id: Int64) throws -> [UInt64] {
    var prints = [UInt64](repeating: 0, count: count)
    defer { sqlite3_reset(statement) }
    sqlite3_bind_int64(statement, 1, id)
    guard try RawStatement.next(statement, in: database) else { return prints }
    for (index, place) in places.enumerated() {
      prints[place] = Fingerprint.ofColumn(Int32(index) + 1, of: statement)
    }
    return prints
  }

  deinit { sqlite3_finalize(statement) }
}

/// The records of persons in order of identity.
///
/// Pseudonyms are spread evenly, so equal ranges of them are equal parts of the people. Each part is scanned for and sorted
/// in memory; SQLite would sort all rows with all their columns through a temporary file, which takes twice as long.
struct PartedIdentities: IdentityCursor {
  /// Records in a part, about; some 70 MB of them are in memory at a time.
  private static let partSize = 700_000

  private let cursor: StoredIdentityCursor
  private let parts: [ClosedRange<Int64>]
  private let expected: Int
  private var begun = 0
  private var rows = IdentityRows([])

  init(_ cursor: StoredIdentityCursor, count: Int) {
    self.cursor = cursor
    parts = PartedIdentities.parts(1 + count / PartedIdentities.partSize)
    expected = count / parts.count + count / 50
  }

  mutating func next() throws -> IdentityRow? {
    while true {
      if let row = rows.next() { return row }
      guard begun < parts.count else { return nil }
      try readPart()
    }
  }

  mutating func prepare() throws { if begun == 0 { try readPart() } }

  private mutating func readPart() throws {
    // The former part is let go first.
    rows = IdentityRows([])
    cursor.begin(parts[begun], withUnknown: begun == 0)
    rows = IdentityRows(try cursor.rest(expected: expected))
    begun += 1
  }

  /// The whole numbers of 64 bits in equal ranges.
  private static func parts(_ count: Int) -> [ClosedRange<Int64>] {
    let width = UInt64.max / UInt64(count)
    let starts = (0..<count).map { Int64.min &+ Int64(bitPattern: UInt64($0) &* width) }
    return starts.indices.map { starts[$0]...($0 + 1 < count ? starts[$0 + 1] - 1 : Int64.max) }
  }
}

/// 64 bits that stand for a text or number; never 0.
enum Fingerprint {
  /// The finaliser of MurmurHash3: every bit of the input reaches every bit of the result.
  static func mixed(_ value: UInt64) -> UInt64 {
    var hash = value
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return hash ^ (hash >> 33)
  }

  /// Eight bytes at a time, each step mixed into the whole; the length counts, so that no text is the start of another.
  static func of(_ raw: UnsafeRawBufferPointer) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(raw.count)
    var place = 0
    while place + 8 <= raw.count {
      hash = step(hash, raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      place += 8
    }
    var rest: UInt64 = 0
    while place < raw.count {
      rest = rest << 8 | UInt64(raw[place])
      place += 1
    }
    return mixed(step(hash, rest)) | 1
  }

  /// Of a value of the row a statement stands at; 0 for NULL.
  @inline(__always) static func ofColumn(_ column: Int32, of statement: OpaquePointer) -> UInt64 {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return mixed(UInt64(bitPattern: sqlite3_column_int64(statement, column))) | 1
    case SQLITE_TEXT:
      let length = Int(sqlite3_column_bytes(statement, column))
      // As bytes: to end it with a 0, as a text of C has it, SQLite would copy it first.
      return of(UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: length))
    default: return 0
    }
  }

  private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
