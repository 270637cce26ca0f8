// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings

/// A `RosterVocabulary` with its look-up tables built once for all files of a run.
package struct PreparedVocabulary: Sendable {
  /// One kind of sheet with its headings in comparable form.
  struct Sheet: Sendable {
    let kind: RecordKind
    let schema: RosterSchema
    let title: String
    let titleWords: [String]
    let fields: [VocabularyField]
    /// Index of the field by comparable heading.
    let fieldByHeading: [String: Int]
    let requiredFields: [Int]
    /// Fields that tell the kind; empty where the required ones do.
    let telling: Set<Int>
    let expected: [Int]
    /// Fields of headings that mean them only where something else tells the kind.
    let fieldByWeakHeading: [String: Int]
    /// Fields that name the subject of a row: name and ID number of a person, or what stands for them.
    let subjects: Set<Int>
    /// The field of the organisation that may come from title, sheet name or the cell above; nil where it may not.
    let derivable: Int?

    func field(of heading: HeadingKey) -> (index: Int, isWeak: Bool)? {
      guard !heading.normalised.isEmpty else { return nil }
      if let field = named(by: heading, fieldByHeading) { return (field, false) }
      if let field = named(by: heading, fieldByWeakHeading) { return (field, true) }
      return nil
    }

    /// Without a list of the spellings: this is asked of every cell above and below a heading.
    private func named(by heading: HeadingKey, _ fields: [String: Int]) -> Int? {
      if fields.isEmpty { return nil }
      if let field = fields[heading.normalised] { return field }
      if let bare = heading.bare, let field = fields[bare] { return field }
      return heading.lead.flatMap { fields[$0] }
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
  let templateMark: TemplateMark?
  let exportLimits: [Int]
  let rows: PreparedRows
  let spotter: HeadingSpotter
  let nameSeparators: [String]
  let comparable: ComparableText

  /// Normalises every heading, word and code once; costs some milliseconds, so make it once a run and share it.
  package init(_ vocabulary: RosterVocabulary) {
    sheets = vocabulary.sheets.map(PreparedVocabulary.prepare)
    var sheetsByHeading: [String: Set<Int>] = [:]
    for (index, sheet) in sheets.enumerated() {
      for heading in sheet.fieldByHeading.keys { sheetsByHeading[heading, default: []].insert(index) }
      for heading in sheet.fieldByWeakHeading.keys { sheetsByHeading[heading, default: []].insert(index) }
    }
    self.sheetsByHeading = sheetsByHeading
    codeLists = vocabulary.codeLists.mapValues(PreparedCodeList.init)
    totalsWords = Set(vocabulary.totalsWords.map(HeadingText.normalised))
    noteWords = vocabulary.noteWords.map(HeadingText.normalised)
    noteSheets = Set(vocabulary.noteSheets.map(HeadingText.normalised))
    templateMark = vocabulary.templateMark
    exportLimits = vocabulary.exportLimits
    nameSeparators = vocabulary.nameSeparators
    comparable = ComparableText(vocabulary.variants)
    countingWords = vocabulary.countingWords.map(HeadingText.normalised)
    rows = PreparedRows(vocabulary.rows, counting: vocabulary.countingWords)
    spotter = HeadingSpotter(headings: Set(sheetsByHeading.keys))
  }

  /// The kinds of sheet of which `heading` is a heading.
  func sheets(with heading: HeadingKey) -> Set<Int> {
    guard !heading.normalised.isEmpty else { return [] }
    return [heading.bare, heading.lead].compactMap(\.self).reduce(sheetsByHeading[heading.normalised] ?? []) {
      $0.union(sheetsByHeading[$1] ?? [])
    }
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
    var weak: [String: Int] = [:]
    for (index, field) in sheet.fields.enumerated() {
      for synonym in field.weakSynonyms { weak[HeadingText.normalised(synonym)] = index }
    }
    func indexes(_ ids: [String]) -> [Int] { sheet.fields.indices.filter { ids.contains(sheet.fields[$0].id) } }
    let telling = Set(indexes(sheet.telling))
    return Sheet(
      kind: sheet.kind, schema: sheet.schema, title: sheet.title,
      titleWords: ([sheet.title] + sheet.titleWords).map(HeadingText.normalised), fields: sheet.fields,
      fieldByHeading: fieldByHeading, requiredFields: sheet.fields.indices.filter { sheet.fields[$0].required },
      telling: telling, expected: indexes(sheet.expected), fieldByWeakHeading: weak,
      subjects: Set(indexes(sheet.schema.subject)),
      derivable: telling.isEmpty ? nil : indexes([sheet.schema.organisationColumn]).first)
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
      list.entries.indices.compactMap { index in
        list.entries[index].number.map { (PreparedCodeList.plain(number: $0), index) }
      }
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

  func entry(spelled text: String) -> Int? {
    let normalised = HeadingText.normalised(text)
    return entryBySpelling[normalised] ?? entryBySpelling[HeadingText.withoutBrackets(normalised)]
  }

  /// The entry of a bare number: 01 and 1 are one, and a number cell may be spelled 2.0.
  func entry(numbered text: String) -> Int? {
    let normalised = HeadingText.normalised(text)
    let number = normalised.hasSuffix(".0") ? String(normalised.dropLast(2)) : normalised
    return entryByNumber[PreparedCodeList.plain(number: number)]
  }

  private static func plain(number: String) -> String {
    let plain = number.drop { $0 == "0" }
    return plain.isEmpty ? number : String(plain)
  }

  var labels: [String] { list.entries.map(\.label.chinese) }
}
