// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
import Foundation
import Policy
import ReportModel
import ReportWriting

/// `template`: an empty workbook with the standard headings of some kinds of sheet.
package struct TemplateRun: Sendable {
  package var desk: Desk
  package var kinds: [RecordKind]

  package init(desk: Desk, kinds: [RecordKind]) {
    self.desk = desk
    self.kinds = kinds
  }

  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(to path: String) throws {
    let folder = PrivateFiles.parent(of: path)
    try PrivateFiles.makeFolder(folder)
    do {
      try TemplateWriter().write(template, to: path)
    } catch is XLSXFailure {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
  }

  private var template: TemplateWorkbook {
    let sheets = RecordKind.allCases.filter(kinds.contains).compactMap { kind in
      desk.pack.vocabulary.sheets.first { $0.kind == kind }
    }
    let listIDs = Set(sheets.flatMap(\.fields).compactMap(list)).sorted()
    return TemplateWorkbook(
      notesTitle: desk.text("template.notes-sheet"),
      notes: desk.text("template.notes").split(separator: "\n").map(String.init),
      listsTitle: desk.text("template.lists-sheet"),
      sheets: sheets.map(sheet),
      lists: listIDs.compactMap { desk.pack.codeList($0) }.map { list in
        TemplateWorkbook.List(id: list.id, title: list.title.chinese, values: list.entries.map(\.label.chinese))
      })
  }

  /// What is not counted and has no example only fills the sheet.
  private func isShown(_ field: VocabularyField) -> Bool {
    field.type != .departure && (field.type != .ignored || !field.example.isEmpty)
  }

  /// The examples carry a mark by which the reader knows them.
  private func sheet(_ sheet: SheetVocabulary) -> TemplateWorkbook.Sheet {
    let fields = sheet.fields.filter(isShown)
    var columns = fields.map(column)
    let subject = sheet.kind.namingFields.lazy.compactMap { id in fields.firstIndex { $0.id == id } }.first
    if let subject {
      let mark = desk.pack.vocabulary.rows.exampleMark
      columns[subject].examples = columns[subject].examples.map { $0.isEmpty ? $0 : $0 + mark }
    }
    return TemplateWorkbook.Sheet(name: sheet.title, columns: columns)
  }

  private func list(of field: VocabularyField) -> String? {
    field.type == .flag ? "yes-no" : field.type == .code ? field.codeList : nil
  }

  private func column(_ field: VocabularyField) -> TemplateWorkbook.Column {
    let list = list(of: field)
    var notes = [
      desk.text(field.required ? "template.required" : "template.optional"),
      desk.text("template.type.\(field.type.rawValue)"),
    ]
    if let title = list.flatMap({ desk.pack.codeList($0)?.title[desk.language] }) {
      notes.append(desk.text("template.list", ["list": title]))
    }
    return TemplateWorkbook.Column(
      heading: field.heading, note: notes.joined(separator: "\n"), isRequired: field.required,
      format: format(of: field),
      list: list, examples: [field.example] + field.moreExamples)
  }

  /// A month alone must stay text: Excel would make a day of it.
  private func format(of field: VocabularyField) -> TemplateWorkbook.Format {
    switch field.type {
    case .integer: .number
    case .dayFirst, .dayLast: TemplateRun.isDay(field.example) ? .day : .text
    default: .text
    }
  }

  /// `yyyy-MM-dd`
  private static func isDay(_ text: String) -> Bool {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 && CalendarDay(year: parts[0], month: parts[1], day: parts[2]) != nil
  }
}
