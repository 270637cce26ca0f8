// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings

/// A `RosterVocabulary` with its look-up tables built once for all files of a run.
package struct PreparedVocabulary: Sendable {
  /// One kind of sheet with its headings in comparable form.
  struct Sheet: Sendable {
    let kind: RecordKind
    let title: String
    let titleWords: [String]
    let fields: [VocabularyField]
    /// Index of the field by comparable heading.
    let fieldByHeading: [String: Int]
    let requiredFields: [Int]

    func field(of heading: HeadingKey) -> Int? {
      guard !heading.normalised.isEmpty else { return nil }
      return fieldByHeading[heading.normalised] ?? heading.bare.flatMap { fieldByHeading[$0] }
    }
  }

  let sheets: [Sheet]
  /// The kinds of sheet that have a heading, as indexes into `sheets`, by its comparable form.
  private let sheetsByHeading: [String: Set<Int>]
  let codeLists: [String: PreparedCodeList]
  let totalsWords: Set<String>
  let noteWords: [String]
  let countingWords: [String]
  let noteSheets: Set<String>
  let exportLimits: [Int]
  let nameSeparators: [String]

  package init(_ vocabulary: RosterVocabulary) {
    sheets = vocabulary.sheets.map(PreparedVocabulary.prepare)
    var sheetsByHeading: [String: Set<Int>] = [:]
    for (index, sheet) in sheets.enumerated() {
      for heading in sheet.fieldByHeading.keys { sheetsByHeading[heading, default: []].insert(index) }
    }
    self.sheetsByHeading = sheetsByHeading
    codeLists = vocabulary.codeLists.mapValues(PreparedCodeList.init)
    totalsWords = Set(vocabulary.totalsWords.map(HeadingText.normalised))
    noteWords = vocabulary.noteWords.map(HeadingText.normalised)
    noteSheets = Set(vocabulary.noteSheets.map(HeadingText.normalised))
    exportLimits = vocabulary.exportLimits
    nameSeparators = vocabulary.nameSeparators
    countingWords = vocabulary.countingWords.map(HeadingText.normalised)
  }

  /// The kinds of sheet of which `heading` is a heading.
  func sheets(with heading: HeadingKey) -> Set<Int> {
    guard !heading.normalised.isEmpty else { return [] }
    let sheets = sheetsByHeading[heading.normalised] ?? []
    guard let bare = heading.bare, let more = sheetsByHeading[bare] else { return sheets }
    return sheets.union(more)
  }

  private static func prepare(_ sheet: SheetVocabulary) -> Sheet {
    var fieldByHeading: [String: Int] = [:]
    // The standard heading of one field wins over a synonym of another.
    for (index, field) in sheet.fields.enumerated() { fieldByHeading[HeadingText.normalised(field.heading)] = index }
    for (index, field) in sheet.fields.enumerated() {
      for synonym in field.synonyms where fieldByHeading[HeadingText.normalised(synonym)] == nil {
        fieldByHeading[HeadingText.normalised(synonym)] = index
      }
    }
    return Sheet(
      kind: sheet.kind, title: sheet.title,
      titleWords: ([sheet.title] + sheet.titleWords).map(HeadingText.normalised), fields: sheet.fields,
      fieldByHeading: fieldByHeading, requiredFields: sheet.fields.indices.filter { sheet.fields[$0].required })
  }
}

/// A code list with its spellings in comparable form.
struct PreparedCodeList: Sendable {
  let list: CodeList
  /// Index of the entry by comparable spelling: label, code and synonyms.
  private let entryBySpelling: [String: Int]
  /// Index of the entry by the bare number of the system.
  private let entryByNumber: [String: Int]
  private let numbersUnder: Set<String>

  init(_ list: CodeList) {
    self.list = list
    var entries: [String: Int] = [:]
    for (index, entry) in list.entries.enumerated() { entries[HeadingText.normalised(entry.label.chinese)] = index }
    for (index, entry) in list.entries.enumerated() {
      for spelling in [entry.code] + entry.synonyms where entries[HeadingText.normalised(spelling)] == nil {
        entries[HeadingText.normalised(spelling)] = index
      }
    }
    entryBySpelling = entries
    entryByNumber = Dictionary(
      list.entries.indices.compactMap { index in list.entries[index].number.map { ($0, index) } }
    ) { first, _ in first }
    numbersUnder = Set(list.numbersUnder.map(HeadingText.normalised))
  }

  /// Whether a bare number under this heading means a code: two lists of near meaning number differently, and a heading
  /// that may belong to either says nothing.
  func understandsNumbers(under heading: String) -> Bool {
    guard !entryByNumber.isEmpty else { return false }
    let heading = HeadingText.normalised(heading)
    return numbersUnder.isEmpty || numbersUnder.contains(heading)
      || numbersUnder.contains(HeadingText.withoutBrackets(heading))
  }

  func entry(spelled text: String, withNumbers: Bool = false) -> Int? {
    let normalised = HeadingText.normalised(text)
    if let entry = entryBySpelling[normalised] ?? entryBySpelling[HeadingText.withoutBrackets(normalised)] {
      return entry
    }
    guard withNumbers else { return nil }
    // A number cell may be spelled 2.0.
    return entryByNumber[normalised.hasSuffix(".0") ? String(normalised.dropLast(2)) : normalised]
  }

  var labels: [String] { list.entries.map(\.label.chinese) }
}
