// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// A column the pack adds to a record kind: the value of the first case that holds and is in force on the census day.
///
/// Written out as a CASE expression wherever a condition names it, so it costs no storage.
package struct DerivedColumn: Sendable, Hashable {
  /// One value and when it is given.
  package struct Case: Sendable, Hashable {
    /// The condition, over the columns of the kind; it may use derived columns that stand before this one.
    package var when: String
    /// What the column is where the condition holds.
    package var value: Int
    /// The census days on which the case counts; others pass over it.
    package var inForce: DateRange
    /// The rule behind the case; nil where the pack sets it itself.
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
  /// The kind it is added to.
  package var kind: RecordKind
  /// What it says, for documentation.
  package var meaning: LocalizedText
  /// The cases in the order in which they are tried.
  package var cases: [Case]
  /// The value when no case holds; nil is NULL.
  package var otherwise: Int?
  /// Why the pack sets the column itself, where no document does.
  package var derivation: LocalizedText?
  /// Records that `pack check` works the column out for; the results must agree.
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
  /// The first day; nil reaches back for ever.
  package var from: CalendarDay?
  /// The last day, itself included; nil is open.
  package var until: CalendarDay?

  /// Every day.
  package static let always = DateRange(from: nil, until: nil)

  package init(from: CalendarDay?, until: CalendarDay?) {
    self.from = from
    self.until = until
  }

  /// Whether some day lies in both.
  package func overlaps(_ other: DateRange) -> Bool {
    if let until, let start = other.from, until < start { return false }
    if let from, let end = other.until, end < from { return false }
    return true
  }

  /// Whether a day lies within, the first and the last included.
  package func contains(_ day: CalendarDay) -> Bool {
    if let from, day < from { return false }
    if let until, day > until { return false }
    return true
  }
}

/// One record with some columns set (the others are NULL) and what the condition or column gives for it.
package struct ConditionExample: Sendable, Hashable {
  /// The columns that are set, by name.
  package var row: [String: RecordValue]
  /// What must come out: 1 or 0 for a condition, the value of a column.
  package var expected: RecordValue
  /// What the example is about; nil where it speaks for itself.
  package var note: String?

  package init(row: [String: RecordValue], expected: RecordValue, note: String? = nil) {
    self.row = row
    self.expected = expected
    self.note = note
  }
}
