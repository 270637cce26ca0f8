// SPDX-License-Identifier: Apache-2.0

package import CensusModel
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
  ///   - queries: those of the kind; up to `MeasureMarks.capacity` counts of rows, any number of sums.
  ///   - kept: columns that get a fingerprint; nil means all.
  package func identities(
    of kind: RecordKind, _ queries: [MeasureQuery], kept: Set<String>? = nil
  ) throws -> any IdentityCursor {
    let statement = IdentityStatement(kind: kind, queries: queries, censusDay: period.censusDay.rawValue, kept: kept)
    guard statement.rowQueries.count <= MeasureMarks.capacity else {
      throw WorkspaceError("comparison-too-wide", facts: ["value": String(statement.rowQueries.count)])
    }
    return try read { db in
      let cursor = try StoredIdentityCursor(statement, of: self, in: db)
      guard !kind.namesPersons else { return try PartedIdentities(cursor, of: kind, in: db) }
      return IdentityRows(try cursor.rest())
    }
  }
}

extension RecordKind {
  /// SQL for what tells records apart that name no person.
  var subject: [String] {
    switch self {
    case .workUnit: ["COALESCE(credit_code, name)"]
    case .progress: ["task", "organisation_code"]
    case .youth, .reportedTotal: ["organisation_code", "sector"]
    case .explanation: ["organisation_code", "measure"]
    case .organisation: ["code"]
    case .member, .cadre, .transfer, .graduate, .pioneerSchool, .federationMember: ["organisation_code"]
    }
  }
}

/// The text of an identity query, and which of its columns is what.
struct IdentityStatement {
  let kind: RecordKind
  let censusDay: Int
  let rowQueries: [MeasureQuery]
  let sums: [String]
  let columns: [String]
  /// For each column, its place in `RecordKind.columns`.
  let places: [Int]

  init(kind: RecordKind, queries: [MeasureQuery], censusDay: Int, kept: Set<String>?) {
    self.kind = kind
    self.censusDay = censusDay
    rowQueries = queries.filter { $0.amount == .rows }
    sums = queries.compactMap { query in
      guard case .sum(let amount) = query.amount else { return nil }
      return "CASE WHEN \(query.condition) THEN \(amount) END"
    }
    let chosen = kind.columns.enumerated().filter { kept?.contains($0.element.name) ?? true }
    columns = chosen.map(\.element.name)
    places = chosen.map(\.offset)
  }

  var subjects: [String] { kind.namesPersons ? ["person_high", "person_low"] : kind.subject }

  /// Subject, number, node, marks, sums, columns.
  var sql: String {
    let named = kind.subject.contains("organisation_code") && !kind.namesPersons
    let code = named ? ", r_organisation.text AS organisation_code" : ""
    let parts = subjects + ["id", "COALESCE(node, -1)"] + words + sums + columns
    let source = kind.source(censusDay: censusDay)
    let join = "LEFT JOIN organisation_ref AS r_organisation ON r_organisation.id = s.organisation"
    let rows = named ? "(SELECT s.*\(code) FROM \(source) AS s \(join))" : source
    let part = kind.namesPersons ? " AND (person_high BETWEEN ?1 AND ?2 OR ?3 AND person_high IS NULL)" : ""
    return "SELECT \(parts.joined(separator: ", ")) FROM \(rows) WHERE superseded = 0\(part)"
  }

  /// The marks; every row has all words of them.
  private var words: [String] {
    let used = ConditionBits.words(of: rowQueries)
    return used + repeatElement("0", count: MeasureMarks.words - used.count)
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
  private let columnCount: Int

  init(_ shape: IdentityStatement, of owner: PeriodDatabase, in database: Database) throws {
    self.owner = owner
    self.shape = shape
    self.database = database
    columnCount = shape.kind.columns.count
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
      node: Int(sqlite3_column_int64(statement, position + 1)))
    position += 2
    for word in 0..<MeasureMarks.words {
      row.marks.set(word: word, to: UInt64(bitPattern: sqlite3_column_int64(statement, position)))
      position += 1
    }
    if !shape.sums.isEmpty {
      row.sums = shape.sums.indices.map { sqlite3_column_int64(statement, position + Int32($0)) }
    }
    position += Int32(shape.sums.count)
    row.columns = fingerprints(from: position)
    return row
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

  func rest() throws -> [IdentityRow] {
    var rows: [IdentityRow] = []
    while let row = try next() { rows.append(row) }
    return rows
  }

  private var identity: Pseudonym? {
    guard !shape.kind.namesPersons else {
      guard sqlite3_column_type(statement, 0) != SQLITE_NULL else { return nil }
      return Pseudonym(high: sqlite3_column_int64(statement, 0), low: sqlite3_column_int64(statement, 1))
    }
    var (high, low): (UInt64, UInt64) = (1, 2)
    for column in shape.subjects.indices {
      let print = fingerprint(Int32(column))
      high = Fingerprint.mixed(high ^ print)
      low = Fingerprint.mixed(low &+ print &* 0x9E37_79B9_7F4A_7C15)
    }
    return Pseudonym(high: Int64(bitPattern: high), low: Int64(bitPattern: low))
  }

  private func fingerprints(from position: Int32) -> [UInt64] {
    var prints = [UInt64](repeating: 0, count: columnCount)
    for (index, place) in shape.places.enumerated() { prints[place] = fingerprint(position + Int32(index)) }
    return prints
  }

  @inline(__always) private func fingerprint(_ column: Int32) -> UInt64 {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return Fingerprint.mixed(UInt64(bitPattern: sqlite3_column_int64(statement, column))) | 1
    case SQLITE_TEXT:
      let length = Int(sqlite3_column_bytes(statement, column))
      // As bytes: to end it with a 0, as a text of C has it, SQLite would copy it first.
      guard let text = sqlite3_column_blob(statement, column) else {
        return Fingerprint.of(.init(start: nil, count: 0))
      }
      return Fingerprint.of(UnsafeRawBufferPointer(start: text, count: length))
    default: return 0
    }
  }

  deinit { sqlite3_finalize(statement) }
}

/// The records of persons in order of identity.
///
/// Pseudonyms are spread evenly, so equal ranges of them are equal parts of the people. Each part is scanned for and sorted
/// in memory; SQLite would sort all rows with all their columns through a temporary file, which takes twice as long.
struct PartedIdentities: IdentityCursor {
  /// Records in a part, about; some 50 MB of them are in memory at a time.
  private static let partSize = 100_000

  private let cursor: StoredIdentityCursor
  private let parts: [ClosedRange<Int64>]
  private var begun = 0
  private var rows = IdentityRows([])

  init(_ cursor: StoredIdentityCursor, of kind: RecordKind, in database: Database) throws {
    self.cursor = cursor
    let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM \(kind.rawValue)") ?? 0
    parts = PartedIdentities.parts(1 + count / PartedIdentities.partSize)
  }

  mutating func next() throws -> IdentityRow? {
    while true {
      if let row = rows.next() { return row }
      guard begun < parts.count else { return nil }
      // The former part is let go first.
      rows = IdentityRows([])
      cursor.begin(parts[begun], withUnknown: begun == 0)
      rows = IdentityRows(try cursor.rest())
      begun += 1
    }
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

  private static func step(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
