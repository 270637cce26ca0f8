// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// What a record says of its person, in whole numbers; 0 stands for nothing.
struct PersonEntry {
  var number: PersonNumber
  var high: Int64 = 0
  var low: Int64 = 0
  var name: Int64 = 0
  var birth: Int64 = 0
  var phone: Int64 = 0
  var memberNumber: Int64 = 0
  /// The first six digits of the ID number, as far as they are stored.
  var region: UInt64 = 0
  /// Key of the name and the last four characters of the ID number.
  var shown: Int64 = 0
  /// Fingerprint of the code of the sex.
  var sex: UInt64 = 0
  var hasValidID = false
  var hasMaskedID = false
  /// Preorder number of the organisation; -1 where it is unknown.
  var node = -1
  var age: Int64 = -1
  var isCounted = true
  /// Whether another row of the same person stands for this one.
  var isSuperseded = false
  /// When a member joined, when a cadre was appointed.
  var since: Int64 = 0
  /// Fingerprint of the code of `cadre-nature`.
  var nature: UInt64 = 0

  var kind: RecordKind { number.kind }
  var id: Int64 { number.id }
  var person: Pseudonym { Pseudonym(high: high, low: low) }
  var isKnown: Bool { high != 0 || low != 0 }
  /// A member who counts, in an organisation that is known.
  var isOnRoster: Bool { isCounted && node >= 0 && !isSuperseded }

  func isSamePerson(as other: PersonEntry) -> Bool { isKnown && high == other.high && low == other.low }

  /// Two records of one person agree in at least one of these.
  @inline(__always) func eachKey(_ body: (UInt64) -> Void) {
    if name != 0, birth != 0 { body(PersonEntry.mixed(1, name, birth)) }
    if name != 0, shown != 0 { body(PersonEntry.mixed(2, name, shown)) }
    if phone != 0 { body(PersonEntry.mixed(3, phone, 0)) }
    if memberNumber != 0 { body(PersonEntry.mixed(4, memberNumber, 0)) }
  }

  private static func mixed(_ kind: UInt64, _ first: Int64, _ second: Int64) -> UInt64 {
    var key = UInt64(bitPattern: first) ^ (UInt64(bitPattern: second) &* 0x9E37_79B9_7F4A_7C15)
    key = (key ^ (key >> 29)) &* 0xBF58_476D_1CE4_E5B9
    return (key ^ (key >> 32)) & ~7 | kind
  }

  /// Which of the keys it is: 1 name and birth, 2 name and last four, 3 phone, 4 member number.
  static func subject(of key: UInt64) -> UInt64 { key & 7 }
}

/// A record of a person in eight bytes; members come before cadres, and those before graduates.
struct PersonNumber: Hashable, Comparable {
  private static let kinds: [RecordKind] = [.member, .cadre, .graduate]
  private var value: Int64

  /// - Parameter kind: member, cadre or graduate.
  init(_ kind: RecordKind, _ id: Int64) { value = Int64(PersonNumber.kinds.firstIndex(of: kind) ?? 0) << 60 | id }

  var kind: RecordKind { PersonNumber.kinds[Int(value >> 60)] }
  var id: Int64 { value & (1 << 60 - 1) }

  static func < (left: PersonNumber, right: PersonNumber) -> Bool { left.value < right.value }
}
