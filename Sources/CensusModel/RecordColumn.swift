// SPDX-License-Identifier: Apache-2.0

package import Findings

/// How a column is stored and what may be said of it in a condition.
package enum ColumnType: String, Sendable, Hashable, CaseIterable, Codable {
  /// Text as given (trimmed, NFKC only where the vocabulary says so).
  case text
  /// A code of a code list; the stored text is the code, never the label.
  case code
  /// A whole number.
  case integer
  /// A day as yyyymmdd.
  case day
  /// 0 or 1.
  case flag
  /// Text that names an organisation (ID or full name); stored as a reference, seen in conditions as
  /// `<column>_node`, the preorder number of the organisation it names, NULL when there is none.
  case organisation
  /// Half of a keyed pseudonym (64 bits).
  case pseudonym
}

/// One column of a record kind: its name in conditions and what it means.
package struct RecordColumn: Sendable, Hashable, Codable {
  /// Where the value of a column comes from. Only what was sent can have been changed by somebody.
  package enum Origin: String, Sendable, Hashable, CaseIterable, Codable {
    /// A cell of the sheet, or as much of it as is kept.
    case sent
    /// Worked out from other columns of the same row when it is read.
    case derived
    /// Worked out from other rows or the census day when a period is settled.
    case settled
  }

  /// How much of a value leaves the store: in evidence, reports, findings and whatever else is printed.
  package enum Leaving: String, Sendable, Hashable, CaseIterable, Codable {
    case whole
    /// Of a day only its month: with the region of an ID number, its sex and the day, few numbers would be left.
    case month
  }

  /// Its name in the store's tables and in conditions: `joining_age`.
  package let name: String
  /// How its values are stored, and so what a condition may do with them.
  package let type: ColumnType
  /// Where its values come from; only what was sent is compared and told as changed.
  package var origin: Origin
  /// Columns of the row that it is worked out from; empty for what was sent.
  package var sources: [String]
  /// How much of its values may be shown; conditions see the whole value all the same.
  package var leaving: Leaving
  /// ID of the code list of a code column; nil where the row names none.
  package var codeList: String?
  /// What it says, for documentation and lists of differences; empty in schemas of format 5.
  package var meaning: LocalizedText

  package init(
    _ name: String, _ type: ColumnType, origin: Origin = .sent, sources: [String] = [], leaving: Leaving = .whole,
    codeList: String? = nil, meaning: LocalizedText = LocalizedText(chinese: "", english: "")
  ) {
    (self.name, self.type, self.origin, self.sources) = (name, type, origin, sources)
    (self.leaving, self.codeList, self.meaning) = (leaving, codeList, meaning)
  }

  /// Whether its values are worked out when the period is settled; until then they are NULL.
  package var isSettled: Bool { origin == .settled }
}
