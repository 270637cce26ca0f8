// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Pages of what stands in sheets: kinds of sheet with their headings and columns, headings, code lists, codes.
extension Explanation {
  /// A kind of sheet: the headings it is known by, then the columns conditions may use.
  func page(of sheet: SheetVocabulary) -> ExplanationPage {
    let fields = sheet.fields.flatMap { field -> [Line] in
      let mark = field.required ? "  " + word("required") : ""
      let synonyms = field.synonyms.isEmpty ? [] : [item(field.synonyms.joined(separator: "、"), depth: 2)]
      return [item("\(field.heading)  [\(field.id)]\(mark)")] + synonyms
    }
    let columns = sheet.schema.columns.map { column in
      item("\(name(of: column))  \(column.type.rawValue)  \(meaning(of: column))")
    }
    let derived = pack.derivedColumns.filter { $0.kind == sheet.kind }
      .map { item("\($0.id)  \(word("column"))  \($0.meaning[language])") }
    let counts = sheet.kind == .organisation ? [item(word("columns.measures"))] : []
    return page(
      sheet.title, sheet.kind.rawValue, word("sheet-kind"),
      [sheet.titleWords.isEmpty ? nil : line("title-words", sheet.titleWords.joined(separator: "、"))]
        + [line("headings", "")] + fields + [line("columns", "")] + columns + derived + counts)
  }

  /// With the code list whose codes stand there.
  private func meaning(of column: RecordColumn) -> String {
    let meaning = column.meaning[language]
    return column.codeList.map { word("columns.codes", ["meaning": meaning, "list": $0]) } ?? meaning
  }

  /// As conditions name it.
  private func name(of column: RecordColumn) -> String {
    column.type == .organisation ? column.name + "_node" : column.name
  }

  /// Every field, of any kind of sheet, that goes by this heading, synonym or column name.
  func headings(_ name: String) -> [ExplanationPage] {
    pack.vocabulary.sheets.flatMap { sheet in
      sheet.fields.filter { $0.id == name || $0.heading == name || $0.synonyms.contains(name) }
        .map { page(of: $0, in: sheet) }
    }
  }

  private func page(of field: VocabularyField, in sheet: SheetVocabulary) -> ExplanationPage {
    let column = sheet.schema.column(field.id)
    let example = [field.example].filter { !$0.isEmpty } + field.moreExamples
    return page(
      field.heading, "\(sheet.kind.rawValue).\(field.id)", word("heading"),
      [
        line("sheet-kind", "\(sheet.title)  [\(sheet.kind.rawValue)]"),
        field.synonyms.isEmpty ? nil : line("synonyms", field.synonyms.joined(separator: "、")),
        line("type", word("type." + field.type.rawValue)),
        line("code-list", field.codeList.flatMap(pack.codeList).map { "\($0.title[language])  [\($0.id)]" }),
        field.required ? item(word("required"), depth: 0) : nil,
        line("column-name", column.map { "\(name(of: $0)): \(meaning(of: $0))" }),
        example.isEmpty ? nil : line("examples", example.joined(separator: "、")),
      ])
  }

  func page(of list: CodeList) -> ExplanationPage {
    let codes = list.entries.map { entry in
      let synonyms = entry.synonyms.isEmpty ? "" : "  (\(entry.synonyms.joined(separator: ", ")))"
      let number = entry.number.map { "\($0)  " } ?? ""
      let group = entry.group.map { "  → \($0)" } ?? ""
      return item("\(number)\(entry.code)  \(entry.label[language])\(synonyms)\(group)")
    }
    let own = list.source == nil ? [line("source", word("no-source"))] : origin(list.source, nil)
    let columns = headings(of: list)
    let example = list.entries.first.flatMap { examples(of: $0, in: list) }
    return page(
      list.title[language], list.id, word("code-list"),
      [columns.isEmpty ? nil : line("headings", columns.joined(separator: "; ")), line("codes", "")] + codes + own
        + [line("advice", advice(on: list)), example])
  }

  /// The columns of sheets that take the list: those that name it, and those whose type does.
  private func headings(of list: CodeList) -> [String] {
    pack.vocabulary.sheets.flatMap { sheet in
      sheet.fields.filter { ($0.codeList ?? $0.type.impliedCodeList) == list.id }
        .map { "\(sheet.title) ▸ \($0.heading)" }
    }
  }

  /// What is read as the code: a spelling, its label, its number.
  private func examples(of entry: CodeList.Entry, in list: CodeList) -> Line? {
    let spellings = [entry.synonyms.first, entry.label.chinese, entry.number].compactMap(\.self)
    let read = spellings.map { "“\($0)” → \(entry.code)" }
    return line("examples", read.joined(separator: language == .chinese ? "，" : ", "))
  }

  /// Every code, of any list, that goes by this code, label or spelling.
  func codes(_ name: String) -> [ExplanationPage] {
    codes(name, in: pack.vocabulary.codeLists.values.sorted { $0.id < $1.id })
  }

  func codes(_ name: String, in lists: [CodeList]) -> [ExplanationPage] {
    lists.flatMap { list in
      list.entries.filter { entry in
        [entry.code, entry.label.chinese, entry.label.english].contains(name) || entry.synonyms.contains(name)
      }.map { page(of: $0, in: list) }
    }
  }

  private func page(of entry: CodeList.Entry, in list: CodeList) -> ExplanationPage {
    let spelled = "'\(entry.code)'"
    let measures = pack.measures.filter { $0.condition.contains(spelled) }.map(\.id)
    let checks = pack.checks.filter { $0.condition.contains(spelled) }.map(\.id)
    let users = measures + checks
    let headings = headings(of: list)
    let group = list.groups.flatMap(pack.codeList).flatMap { coarser in
      entry.group.flatMap(coarser.entry).map { (coarser, $0) }
    }
    return page(
      entry.label[language], "\(list.id):\(entry.code)", word("code"),
      [
        line("meaning", "\(entry.label.chinese) / \(entry.label.english)"),
        line("code-list", "\(list.title[language])  [\(list.id)]"), number(of: entry, in: list),
        line("spellings", ([entry.label.chinese] + entry.synonyms).joined(separator: "、")),
        headings.isEmpty ? nil : line("headings", headings.joined(separator: "; ")),
        group.map { Line(name: $0.title[language], text: "\($1.label[language])  [\($0.id):\($1.code)]") },
        list.codeForEmpty == entry.code ? item(word("empty-means"), depth: 0) : nil,
        entry.counts ? item(word("counts"), depth: 0) : nil,
        users.isEmpty ? nil : line("conditions-naming", users.joined(separator: ", ")),
      ] + (list.source == nil ? [line("source", word("no-source"))] : origin(list.source, nil))
        + [line("advice", advice(on: list)), examples(of: entry, in: list)])
  }

  /// The number exports write for the code, with the headings it is understood under.
  private func number(of entry: CodeList.Entry, in list: CodeList) -> Line? {
    guard let number = entry.number else { return line("number", word("number.none")) }
    let under = list.numbersUnder.joined(separator: "、")
    return line("number", under.isEmpty ? number : word("number.under", ["number": number, "headings": under]))
  }
}
