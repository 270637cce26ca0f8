// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
package import Policy
import Results

/// What people call the columns of a record kind, and the words for the codes in them.
package struct ColumnWords {
  let pack: PolicyPack
  let language: Language
  let kind: RecordKind

  /// Words for the columns of a kind.
  package init(pack: PolicyPack, language: Language, kind: RecordKind) {
    self.pack = pack
    self.language = language
    self.kind = kind
  }

  /// Columns that are worked out of the cell under one heading, by the beginning of their names.
  private static let sources: [(beginning: String, type: FieldType)] = [
    ("name_key", .personName), ("person_", .nationalID), ("id_", .nationalID), ("shown_", .nationalID),
    ("phone_", .phone), ("number_", .memberNumber), ("secretary_", .namePresent),
  ]

  /// The title of a column: in Chinese the standard heading, else the pack’s own words for it.
  package func title(_ column: String) -> String {
    if language == .chinese, let field = field(column) { return field.heading }
    return pack.messages.texts["column." + column]?[language] ?? field(column)?.heading
      ?? column.replacing("_", with: " ")
  }

  /// The heading of the cell that a column is read from, as the standard sheet has it; nil where it is read from none.
  package func heading(_ column: String) -> String? {
    if let field = field(column) { return field.heading }
    guard let source = ColumnWords.sources.first(where: { column.hasPrefix($0.beginning) }) else { return nil }
    return fields.first { $0.type == source.type }?.heading
  }

  /// A value as a person reads it: a code by its label, a mark as yes or no, a day with dashes.
  package func spelled(_ value: RecordValue, _ column: RecordColumn) -> String {
    switch (column.type, value) {
    case (.code, .text(let code)): column.codeList.flatMap { label(code, $0) } ?? code
    case (.flag, .integer(let mark)): label(ofMark: mark) ?? String(mark)
    default: EvidenceRun.spelled(value, column)
    }
  }

  /// A mark is 1 for the code that means yes and 0 for the other.
  private func label(ofMark mark: Int64) -> String? {
    let entries = FieldType.flag.impliedCodeList.flatMap(pack.codeList)?.entries
    return entries?.first { ($0.role == .yes) == (mark == 1) }?.label[language]
  }

  private var fields: [VocabularyField] { pack.vocabulary.sheets.first { $0.kind == kind }?.fields ?? [] }

  private func field(_ column: String) -> VocabularyField? { fields.first { $0.id == column } }

  private func label(_ code: String, _ list: String) -> String? { pack.codeList(list)?.entry(code)?.label[language] }
}

extension PeriodCensus {
  /// What people call the columns of a kind and the codes in them.
  package func words(of kind: RecordKind) -> ColumnWords {
    ColumnWords(pack: context.pack, language: context.language, kind: kind)
  }
}

/// The words for the values of some columns: of codes, marks and days, which come again and again, each is worked out once.
///
/// A class because it remembers.
final class ValueWords {
  private let columns: [RecordColumn]
  private let spell: (RecordValue, RecordColumn) -> String
  /// By column.
  private var codes: [[String: String]]
  private var numbers: [[Int64: String]]
  /// By column the value before, which is often the next one as well.
  private var last: [(value: RecordValue, words: String)]

  init(_ columns: [RecordColumn], _ spell: @escaping (RecordValue, RecordColumn) -> String) {
    (self.columns, self.spell) = (columns, spell)
    codes = Array(repeating: [:], count: columns.count)
    numbers = Array(repeating: [:], count: columns.count)
    last = Array(repeating: (.null, ""), count: columns.count)
  }

  /// - Parameter column: its place among the columns.
  func spelled(_ value: RecordValue, in column: Int) -> String {
    switch value {
    case .null: return ""
    case .text(let text):
      guard columns[column].type == .code else { return text }
      if case .text(let before) = last[column].value, before == text { return last[column].words }
      let words = codes[column][text] ?? spell(value, columns[column])
      codes[column][text] = words
      last[column] = (value, words)
      return words
    case .integer(let number):
      if case .integer(number) = last[column].value { return last[column].words }
      if let known = numbers[column][number] {
        last[column] = (value, known)
        return known
      }
      let words = spell(value, columns[column])
      if columns[column].type == .day || columns[column].type == .flag { numbers[column][number] = words }
      return words
    }
  }
}
