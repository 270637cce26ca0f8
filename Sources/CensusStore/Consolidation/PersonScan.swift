// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Steps through the records of one kind that count, and members who stand twice, without making a value of any class for
/// a row.
struct PersonScan {
  let database: Database
  /// Preorder number by number of the reference; -1 where it leads nowhere.
  let nodes: [Int32]
  private let valid: [UInt8]
  private let masked: [UInt8]

  init(database: Database, nodes: [Int32], roles: CodeRoles) {
    (self.database, self.nodes) = (database, nodes)
    func code(_ role: CodeRole) -> [UInt8] { Array((roles.codes(role, in: "id-form").first ?? "").utf8) }
    (valid, masked) = (code(.valid), code(.masked))
  }

  /// What is read of a record.
  fileprivate enum Part {
    case everything
    /// All but what only the score of a pair asks for: region, sex and form of the ID.
    case roster
    /// The organisation and what two records of one person agree in.
    case keys
  }

  /// Without region, sex and form of the ID.
  ///
  /// - Parameter kind: member, cadre or graduate.
  func each(_ kind: RecordKind, _ body: (PersonEntry) throws -> Void) throws {
    try RawStatement.each(PersonScan.sql(kind, .roster) + " ORDER BY id", in: database) { try body(entry(kind, $0)) }
  }

  /// Members on a roster, with nothing but their keys.
  func eachOnRoster(_ body: (PersonEntry) throws -> Void) throws {
    let sql = PersonScan.sql(.member, .keys) + " AND counted = 1 AND superseded = 0 ORDER BY id"
    try RawStatement.each(sql, in: database) { row in
      let member = entry(.member, row)
      if member.node >= 0 { try body(member) }
    }
  }

  fileprivate static func sql(_ kind: RecordKind, _ part: Part) -> String {
    let (number, counted, since, nature) =
      switch kind {
      case .member: ("number_key", "counted", "joined", "NULL")
      case .cadre: ("NULL", "1", "appointed", "nature")
      default: ("NULL", "1", "NULL", "NULL")
      }
    let shown = part == .everything ? "id_masked, sex, id_form" : "NULL, NULL, NULL"
    let person = part == .keys ? "NULL, NULL" : "person_high, person_low"
    let rest = part == .keys ? "NULL, 1, NULL, NULL, 0" : "age, \(counted), \(since), \(nature), superseded"
    return """
      SELECT id, \(person), name_key, birth, phone_key, \(number), \(shown), organisation, \(rest), shown_key
      FROM \(kind.rawValue)
      WHERE \(kind == .member ? "1" : "superseded = 0")
      """
  }

  fileprivate func entry(_ kind: RecordKind, _ statement: OpaquePointer) -> PersonEntry {
    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    func code(_ column: Int32) -> UInt64 {
      let text = RawStatement.bytes(statement, column)
      return text.isEmpty ? 0 : Fingerprint.of(text)
    }
    var entry = PersonEntry(number: PersonNumber(kind, number(0)))
    (entry.high, entry.low, entry.name) = (number(1), number(2), number(3))
    (entry.birth, entry.phone, entry.memberNumber) = (number(4), number(5), number(6))
    entry.shown = number(16)
    addID(to: &entry, statement)
    entry.sex = code(8)
    let reference = Int(number(10))
    if reference > 0, reference < nodes.count { entry.node = Int(nodes[reference]) }
    if sqlite3_column_type(statement, 11) != SQLITE_NULL { entry.age = number(11) }
    entry.isCounted = number(12) != 0
    (entry.since, entry.nature) = (number(13), code(14))
    entry.isSuperseded = number(15) != 0
    return entry
  }

  private func addID(to entry: inout PersonEntry, _ statement: OpaquePointer) {
    let (number, form) = (RawStatement.bytes(statement, 7), RawStatement.bytes(statement, 9))
    if number.count == 18, number[0] != UInt8(ascii: "*") {
      entry.region = (0..<6).reduce(0) { $0 << 8 | UInt64(number[$1]) }
    }
    guard !form.isEmpty else { return }
    entry.hasValidID = form.elementsEqual(valid)
    entry.hasMaskedID = form.elementsEqual(masked)
  }
}

/// Finds single records again that a scan went through; a class because it owns a statement for each kind.
final class PersonLookup {
  private let scan: PersonScan
  private var statements: [RecordKind: OpaquePointer] = [:]

  init(_ scan: PersonScan) { self.scan = scan }

  func entry(of person: PersonNumber) throws -> PersonEntry {
    let statement = try prepared(person.kind)
    defer { sqlite3_reset(statement) }
    sqlite3_bind_int64(statement, 1, person.id)
    guard try RawStatement.next(statement, in: scan.database) else { return PersonEntry(number: person) }
    return scan.entry(person.kind, statement)
  }

  private func prepared(_ kind: RecordKind) throws -> OpaquePointer {
    if let statement = statements[kind] { return statement }
    let made = try RawStatement.prepare(PersonScan.sql(kind, .everything) + " AND id = ?", in: scan.database)
    statements[kind] = made
    return made
  }

  deinit { for statement in statements.values { sqlite3_finalize(statement) } }
}
