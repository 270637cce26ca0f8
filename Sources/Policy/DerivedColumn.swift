// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// A column the pack adds to a record kind: the value of the first case that holds and is in force on the census day.
///
/// Written out as a CASE expression wherever a condition names it, so it costs no storage.
package struct DerivedColumn: Sendable, Hashable {
  package struct Case: Sendable, Hashable {
    package var when: String
    package var value: Int
    package var inForce: DateRange
    package var source: SourceReference?

    package init(when: String, value: Int, inForce: DateRange = .always, source: SourceReference? = nil) {
      self.when = when
      self.value = value
      self.inForce = inForce
      self.source = source
    }
  }

  /// The column's name, snake_case.
  package var id: String
  package var kind: RecordKind
  package var meaning: LocalizedText
  package var cases: [Case]
  /// The value when no case holds; nil is NULL.
  package var otherwise: Int?
  /// Why the pack sets the column itself, where no document does.
  package var derivation: LocalizedText?
  package var examples: [ConditionExample]

  package init(
    id: String, kind: RecordKind, meaning: LocalizedText, cases: [Case], otherwise: Int?,
    derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.kind = kind
    self.meaning = meaning
    self.cases = cases
    self.otherwise = otherwise
    self.derivation = derivation
    self.examples = examples
  }
}

/// The days between which an entry holds; nil means open on that side.
package struct DateRange: Sendable, Hashable {
  package var from: CalendarDay?
  package var until: CalendarDay?

  package static let always = DateRange(from: nil, until: nil)

  package init(from: CalendarDay?, until: CalendarDay?) {
    self.from = from
    self.until = until
  }

  package func overlaps(_ other: DateRange) -> Bool {
    if let until, let start = other.from, until < start { return false }
    if let from, let end = other.until, end < from { return false }
    return true
  }

  package func contains(_ day: CalendarDay) -> Bool {
    if let from, day < from { return false }
    if let until, day > until { return false }
    return true
  }
}

/// One record with some columns set (the others are NULL) and what the condition or column gives for it.
package struct ConditionExample: Sendable, Hashable {
  package var row: [String: RecordValue]
  package var expected: RecordValue
  package var note: String?

  package init(row: [String: RecordValue], expected: RecordValue, note: String? = nil) {
    self.row = row
    self.expected = expected
    self.note = note
  }
}
