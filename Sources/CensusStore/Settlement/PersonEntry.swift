// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// What a record says of its person, in whole numbers; 0 stands for nothing.
struct PersonEntry {
  var kind: RecordKind
  var id: Int64 = 0
  var high: Int64 = 0
  var low: Int64 = 0
  var name: Int64 = 0
  var birth: Int64 = 0
  var phone: Int64 = 0
  var number: Int64 = 0
  /// The first six and the last four characters of the ID number.
  var region: UInt64 = 0
  var lastFour: UInt64 = 0
  var sex: UInt8 = 0
  var hasValidID = false
  /// Preorder number of the organisation; -1 where it is unknown.
  var node = -1
  var age: Int64 = -1
  var isCounted = true
  /// Whether another row of the same person stands for this one.
  var isSuperseded = false
  /// When a member joined, when a cadre was appointed.
  var since: Int64 = 0
  /// Code of `cadre-nature`, first letter: f, p, s.
  var nature: UInt8 = 0

  var isKnown: Bool { high != 0 || low != 0 }

  func isSamePerson(as other: PersonEntry) -> Bool { isKnown && high == other.high && low == other.low }

  /// Two records of one person agree in at least one of these.
  var keys: [UInt64] {
    var keys: [UInt64] = []
    if name != 0, birth != 0 { keys.append(PersonEntry.mixed(1, name, birth)) }
    if name != 0, lastFour != 0 { keys.append(PersonEntry.mixed(2, name, Int64(bitPattern: lastFour))) }
    if phone != 0 { keys.append(PersonEntry.mixed(3, phone, 0)) }
    if number != 0 { keys.append(PersonEntry.mixed(4, number, 0)) }
    return keys
  }

  private static func mixed(_ kind: UInt64, _ first: Int64, _ second: Int64) -> UInt64 {
    var key = UInt64(bitPattern: first) ^ (UInt64(bitPattern: second) &* 0x9E37_79B9_7F4A_7C15)
    key = (key ^ (key >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return (key ^ (key >> 32)) & ~7 | kind
  }

  /// Which of the keys it is: 1 name and birth, 2 name and last four, 3 phone, 4 member number.
  static func subject(of key: UInt64) -> UInt64 { key & 7 }
}

/// Steps through the records of one kind that count, and members who stand twice, without making a value of any class for
/// a row.
struct PersonScan {
  let database: Database
  /// Preorder number by number of the reference; -1 where it leads nowhere.
  let nodes: [Int32]

  /// - Parameter kind: member, cadre or graduate.
  func each(_ kind: RecordKind, _ body: (PersonEntry) throws -> Void) throws {
    let statement = try RawStatement.prepare(PersonScan.sql(kind), in: database)
    defer { sqlite3_finalize(statement) }
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW {
      try body(entry(kind, statement))
      code = sqlite3_step(statement)
    }
    guard code == SQLITE_DONE else { throw RawStatement.failure(in: database) }
  }

  private static func sql(_ kind: RecordKind) -> String {
    let (number, counted, since, nature) =
      switch kind {
      case .member: ("number_key", "counted", "joined", "NULL")
      case .cadre: ("NULL", "1", "appointed", "nature")
      default: ("NULL", "1", "NULL", "NULL")
      }
    return """
      SELECT id, person_high, person_low, name_key, birth, phone_key, \(number), id_masked, sex, id_form, organisation, age,
        \(counted), \(since), \(nature), superseded FROM \(kind.rawValue)
      \(kind == .member ? "" : "WHERE superseded = 0") ORDER BY id
      """
  }

  private func entry(_ kind: RecordKind, _ statement: OpaquePointer) -> PersonEntry {
    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    func first(_ column: Int32) -> UInt8 { sqlite3_column_text(statement, column)?.pointee ?? 0 }
    var entry = PersonEntry(kind: kind)
    entry.id = number(0)
    (entry.high, entry.low, entry.name) = (number(1), number(2), number(3))
    (entry.birth, entry.phone, entry.number) = (number(4), number(5), number(6))
    if let text = sqlite3_column_text(statement, 7), sqlite3_column_bytes(statement, 7) == 18 {
      entry.region = (0..<6).reduce(0) { $0 << 8 | UInt64(text[$1]) }
      entry.lastFour = (14..<18).reduce(0) { $0 << 8 | UInt64(text[$1]) }
    }
    entry.sex = first(8)
    entry.hasValidID = first(9) == UInt8(ascii: "v")
    let reference = Int(number(10))
    if reference > 0, reference < nodes.count { entry.node = Int(nodes[reference]) }
    if sqlite3_column_type(statement, 11) != SQLITE_NULL { entry.age = number(11) }
    entry.isCounted = number(12) != 0
    (entry.since, entry.nature) = (number(13), first(14))
    entry.isSuperseded = number(15) != 0
    return entry
  }
}
