// SPDX-License-Identifier: Apache-2.0

/// One value of a record: nothing, a whole number, or text that stands in the batch's bytes.
package enum Slot: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(start: UInt32, length: UInt32)
}

/// Some typed records of one kind from one sheet: a flat array of slots in the order of `RosterSchema.columns`.
///
/// Reused from call to call. Personal numbers are pseudonyms and masked forms by the time they stand here.
package struct RecordBatch: Sendable {
  /// What the kind's columns are; fixes the order of the slots.
  package let schema: RosterSchema
  /// Slots of each record: the columns of `schema`.
  package let columnCount: Int
  /// UTF-8 of the text slots, which point into it.
  package var bytes: [UInt8] = []
  /// The values of all records behind one another, `columnCount` for each.
  package var slots: [Slot] = []
  /// The sheet row of each record, as Excel shows it.
  package var sheetRows: [Int32] = []

  package init(_ schema: RosterSchema) {
    self.schema = schema
    columnCount = schema.columns.count
  }

  /// The kind of every record in the batch.
  package var kind: RecordKind { schema.kind }

  /// How many records it holds.
  package var count: Int { sheetRows.count }

  /// Empties the batch, keeping its capacity.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    sheetRows.removeAll(keepingCapacity: true)
  }

  /// The value of a column of a record, text as `String`; for tests and messages.
  package func value(_ column: String, ofRecord record: Int) -> RecordValue {
    guard let index = schema.index(of: column) else { return .null }
    switch slots[record * columnCount + index] {
    case .null: return .null
    case .integer(let number): return .integer(number)
    case .text(let start, let length):
      return .text(String(decoding: bytes[Int(start)..<Int(start + length)], as: UTF8.self))
    }
  }
}

/// A stored value, standing on its own.
package enum RecordValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case text(String)
}

/// A row that is kept apart and not counted, with the code of the reason.
package struct SetAsideRow: Sendable, Hashable {
  /// The kind of the sheet; nil where no table was recognised.
  package var kind: RecordKind?
  /// Row number in the sheet, from 1, as Excel shows it.
  package var row: Int
  /// A finding code: `row-no-person`, `row-totals`, `row-note` …
  package var reason: String

  /// Reasons of rows that hold no record: totals, notes, headings once more. The others lost one.
  package static let reasonsWithoutRecord: Set<String> = ["row-totals", "row-note", "row-heading"]

  /// Reasons of rows of a list that nobody filled in, or that is none of members: it says nothing of how many there are.
  package static let reasonsOfNoList: Set<String> = ["row-example", "row-form-line", "row-not-member"]

  /// Whether a row with this reason held a record that is not counted, or may have.
  package static func losesRecord(_ reason: String) -> Bool {
    !reasonsWithoutRecord.contains(reason) && !["row-example", "row-form-line"].contains(reason)
  }

  /// Whether a row with this reason, or none, says nothing of a list: a total does, and examples are told by themselves.
  package static func saysNothing(_ reason: String?) -> Bool {
    reason.map { ["row-heading", "row-note"].contains($0) } ?? true
  }

  package init(kind: RecordKind?, row: Int, reason: String) {
    self.kind = kind
    self.row = row
    self.reason = reason
  }
}
