// SPDX-License-Identifier: Apache-2.0

/// What a comparison of two periods reads of one record: whose it is, where it belongs, which measures count it.
package struct IdentityRow: Sendable, Hashable {
  /// Nil when nothing in the row tells people apart.
  package var identity: Pseudonym?
  /// The record's number in its period, in order of files, sheets and rows.
  package var id: Int64
  /// Preorder number of its organisation; -1 when no sheet holds that organisation.
  package var node: Int
  /// Which of the comparison's conditions it meets, by their index.
  package var marks: MeasureBitset
  /// Amounts of the queries that sum a column, in their order; empty where there is none.
  package var sums: [Int64]
  /// One fingerprint of all columns that are compared; 64 bits make it as good as impossible that records which differ
  /// have the same.
  package var fingerprint: UInt64

  package init(
    identity: Pseudonym?, id: Int64, node: Int, marks: MeasureBitset = MeasureBitset(), sums: [Int64] = [],
    fingerprint: UInt64 = 0
  ) {
    self.identity = identity
    self.id = id
    self.node = node
    self.marks = marks
    self.sums = sums
    self.fingerprint = fingerprint
  }
}

extension IdentityRow {
  /// An order by what rows say: the place, what is compared, the sums, the conditions; the number last, between equal rows.
  package static func precedes(_ left: IdentityRow, _ right: IdentityRow) -> Bool {
    if left.node != right.node { return left.node < right.node }
    if left.fingerprint != right.fingerprint { return left.fingerprint < right.fingerprint }
    if left.sums != right.sums { return left.sums.lexicographicallyPrecedes(right.sums) }
    if left.marks != right.marks { return left.marks.precedes(right.marks) }
    return left.id < right.id
  }
}

/// Tells the columns of single records, for the few that changed or stand in one period only.
package protocol RecordColumns {
  /// A fingerprint of each column of `RosterSchema.columns`; 0 stands for NULL and for what is not compared. Equal values
  /// have equal fingerprints.
  ///
  /// - Throws: where the period cannot be read.
  func fingerprints(ofRecord id: Int64) throws -> [UInt64]
}

/// Which of up to 240 conditions a record meets.
package struct MeasureBitset: Sendable, Hashable {
  /// How many conditions fit: 240.
  package static let capacity = words * bitsPerWord
  /// Words that hold the marks, each of `bitsPerWord`.
  package static let words = 4
  /// SQL integers have a sign, so not all 64 bits are used.
  package static let bitsPerWord = 60

  private var bits = SIMD4<UInt64>()

  package init() {}

  /// Whether the record meets the condition of this index, which is below `capacity`; higher ones trap.
  package subscript(index: Int) -> Bool {
    get { bits[index / MeasureBitset.bitsPerWord] & (1 << UInt64(index % MeasureBitset.bitsPerWord)) != 0 }
    set {
      let bit: UInt64 = 1 << UInt64(index % MeasureBitset.bitsPerWord)
      if newValue {
        bits[index / MeasureBitset.bitsPerWord] |= bit
      } else {
        bits[index / MeasureBitset.bitsPerWord] &= ~bit
      }
    }
  }

  /// Takes `bitsPerWord` marks at once, as an SQL integer gives them, the lowest bit first; replaces those of that
  /// word.
  package mutating func set(word: Int, to value: UInt64) { bits[word] = value }

  /// The marks below `count`, the others unset.
  package func prefix(_ count: Int) -> MeasureBitset {
    var result = MeasureBitset()
    for word in 0..<MeasureBitset.words {
      let kept = count - word * MeasureBitset.bitsPerWord
      if kept <= 0 { break }
      result.bits[word] = kept >= MeasureBitset.bitsPerWord ? bits[word] : bits[word] & ((1 << UInt64(kept)) - 1)
    }
    return result
  }

  /// Some order, the same in every run.
  func precedes(_ other: MeasureBitset) -> Bool {
    for word in 0..<MeasureBitset.words where bits[word] != other.bits[word] { return bits[word] < other.bits[word] }
    return false
  }

  /// Whether no condition is met.
  package var isEmpty: Bool { bits == SIMD4<UInt64>() }

  /// Calls `body` with each index that is set, ascending.
  package func forEach(_ body: (Int) -> Void) {
    for word in 0..<MeasureBitset.words {
      var rest = bits[word]
      while rest != 0 {
        body(word * MeasureBitset.bitsPerWord + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}

/// Hands out the records of one kind of one period in order of identity (signed halves, upper first), those without an
/// identity first; so two periods are compared by merging two cursors.
package protocol IdentityCursor {
  /// The next record; nil at the end.
  ///
  /// - Throws: where the period cannot be read.
  mutating func next() throws -> IdentityRow?

  /// Reads ahead what the first `next` would have to: two periods can do so at the same time.
  ///
  /// - Throws: where the period cannot be read.
  mutating func prepare() throws
}

extension IdentityCursor {
  /// Does nothing: for cursors that have nothing to read ahead.
  ///
  /// - Throws: nothing; other cursors throw what their store does.
  package mutating func prepare() throws {}
}

/// Rows that are in memory already.
package struct IdentityRows: IdentityCursor {
  /// What rows are ordered by, small, because sorting moves it about.
  private struct Key: Comparable {
    var isKnown: Bool
    var identity: Pseudonym
    var id: Int64
    var place: Int32

    static func < (left: Key, right: Key) -> Bool {
      if left.isKnown != right.isKnown { return right.isKnown }
      return left.identity == right.identity ? left.id < right.id : left.identity < right.identity
    }
  }

  private let rows: [IdentityRow]
  private let order: [Int32]
  private var position = 0

  /// Sorts the rows by identity, those without one first, then by number.
  package init(_ rows: [IdentityRow]) {
    self.rows = rows
    let nobody = Pseudonym(high: 0, low: 0)
    let keys = rows.enumerated().map { place, row in
      Key(isKnown: row.identity != nil, identity: row.identity ?? nobody, id: row.id, place: Int32(place))
    }
    order = keys.sorted().map(\.place)
  }

  package mutating func next() -> IdentityRow? {
    guard position < order.count else { return nil }
    defer { position += 1 }
    return rows[Int(order[position])]
  }
}

extension Pseudonym: Comparable {
  package static func < (left: Pseudonym, right: Pseudonym) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// 32 hexadecimal digits; the same person has the same in every period of a workspace.
  package var digits: String { Pseudonym.digits(high) + Pseudonym.digits(low) }

  private static func digits(_ half: Int64) -> String {
    let text = String(UInt64(bitPattern: half), radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }

  /// Reads what `digits` gives.
  package init?(digits text: String) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    self.init(high: Int64(bitPattern: high), low: Int64(bitPattern: low))
  }
}
