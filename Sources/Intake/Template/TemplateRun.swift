// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Foundation
import Pipeline
package import Policy
import ReportModel
import ReportWriting
package import Results

/// `template`: a workbook with the standard headings of some kinds of sheet, empty or with rows to correct.
package struct TemplateRun: Sendable {
  /// The pack whose headings and lists the workbook has, and its language.
  package var context: CommandContext
  /// The kinds that get a sheet; they stand in the order of the pack.
  package var kinds: [RecordKind]
  /// Full names of the organisations that sheets may name, for a list to choose from; empty leaves them free.
  private var organisations: [String] = []
  private var rows = TemplateRows()
  /// What the notes say of the rows that are filled in.
  private var origins: [String] = []
  private var isOfWorkspace = false

  package init(context: CommandContext, kinds: [RecordKind]) {
    self.context = context
    self.kinds = kinds
  }

  /// The kinds of sheet that units fill in from an empty one; those that the program hands out with rows are none of them.
  package static func kindsToFill(of pack: PolicyPack) -> [RecordKind] {
    let issued = Set(pack.vocabulary.sheets.filter(\.isIssued).map(\.kind))
    return pack.vocabulary.schemas.kinds.filter { !issued.contains($0) }
  }

  /// Offers the organisations of a unit, and holds what a period has of it to be corrected.
  ///
  /// - Parameter period: nil is the latest of the workspace.
  /// - Throws: `WorkspaceError` when there is no workspace or no such period; `PipelineError("unit-unknown")`,
  ///   `PipelineError("tree-empty")`.
  package mutating func fill(with unit: String, of period: Period?) throws {
    guard let period = try period ?? context.workspace().periods.last else { throw PipelineError("tree-empty") }
    let stored = try StoredRows(PeriodCensus(context: context, period: period), unit: unit)
    organisations = stored.organisations
    isOfWorkspace = true
    let found = try stored.rows()
    note("template.filled", ["period": period.description], found)
    rows = rows.replaced(by: found)
  }

  /// Holds the rows of former files of the sender, in full; they take the place of what the workspace has of their kinds.
  ///
  /// - Parameter unit: whose words are known beside the pack's.
  /// - Throws: `PipelineError`, and `FileFailure` for a file that cannot be read.
  package mutating func fill(from paths: [String], unit: String?) throws {
    let found = try FormerRows(context: context, unit: unit).rows(of: paths)
    guard !found.rows.isEmpty else { throw PipelineError("template-from-nothing") }
    note("template.from", [:], found)
    rows = rows.replaced(by: found)
  }

  /// Sentences on what was filled in, for the terminal.
  package var told: [String] { origins }

  private mutating func note(_ key: String, _ facts: [String: String], _ found: TemplateRows) {
    let counts = context.pack.vocabulary.schemas.kinds.filter { kinds.contains($0) && !found[$0].isEmpty }.map { kind in
      let title = context.pack.vocabulary.sheets.first { $0.kind == kind }?.title ?? kind.rawValue
      return context.text("template.count", ["sheet": title, "count": String(found[kind].count)])
    }
    guard !counts.isEmpty else { return }
    let list = counts.joined(separator: context.text("template.and"))
    origins.append(context.text(key, facts.merging(["sheets": list]) { $1 }))
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
    let sheets = context.pack.vocabulary.schemas.kinds.filter(kinds.contains).compactMap { kind in
      context.pack.vocabulary.sheets.first { $0.kind == kind }
    }
    let listIDs = Set(sheets.flatMap { sheet in sheet.fields.compactMap { list(of: $0, in: sheet.kind) } }).sorted()
    return TemplateWorkbook(
      notesTitle: context.text("template.notes-sheet"),
      notes: context.text("template.notes").split(separator: "\n").map(String.init) + filledNotes + markLine,
      listsTitle: context.text("template.lists-sheet"),
      sheets: sheets.map(sheet),
      lists: listIDs.compactMap(list))
  }

  /// What is filled in, what is not, and why.
  private var filledNotes: [String] {
    guard !rows.rows.isEmpty else { return [] }
    let personal = ["template.personal", "template.personal-remedy", "template.personal-posts"]
    return origins + (["template.filled-rows"] + (isOfWorkspace ? personal : [])).map { context.text($0) }
  }

  /// By which the reader knows the pack it was made for.
  private var markLine: [String] {
    context.pack.vocabulary.templateMark.map { [context.text("template.mark", ["mark": $0.text])] } ?? []
  }

  private static let tasksID = "tasks"
  private static let organisationsID = "organisations"

  /// The values behind a list's ID.
  private func list(_ id: String) -> TemplateWorkbook.List? {
    switch id {
    case TemplateRun.tasksID:
      TemplateWorkbook.List(
        id: id, title: context.text("template.list.tasks"), values: context.pack.tasks.map(\.title.chinese))
    case TemplateRun.organisationsID:
      TemplateWorkbook.List(id: id, title: context.text("template.list.organisations"), values: organisations)
    default:
      context.pack.codeList(id).map { list in
        TemplateWorkbook.List(id: list.id, title: list.title.chinese, values: list.entries.map(\.label.chinese))
      }
    }
  }

  /// What is not counted and has no example only fills the sheet.
  private func isShown(_ field: VocabularyField, _ filled: Set<String>) -> Bool {
    filled.contains(field.id) || field.type != .departure && (field.type != .ignored || !field.example.isEmpty)
  }

  /// The examples carry a mark by which the reader knows them.
  private func sheet(_ sheet: SheetVocabulary) -> TemplateWorkbook.Sheet {
    let filled = rows.fields(of: sheet.kind)
    let fields = sheet.fields.filter { isShown($0, filled) }
    var columns = fields.map { column($0, in: sheet.kind) }
    let subject = sheet.schema.subject.lazy.compactMap { id in fields.firstIndex { $0.id == id } }.first
    if let subject {
      let mark = context.pack.vocabulary.rows.exampleMark
      columns[subject].examples = columns[subject].examples.map { $0.isEmpty ? $0 : $0 + mark }
    }
    let cells = rows[sheet.kind].map { row in fields.map { row[$0.id] ?? "" } }
    return TemplateWorkbook.Sheet(name: sheet.title, columns: columns, rows: cells)
  }

  private func list(of field: VocabularyField, in kind: RecordKind) -> String? {
    switch field.type {
    case .flag: return "yes-no"
    case .code: return field.codeList
    case .organisation: return organisations.isEmpty ? nil : TemplateRun.organisationsID
    default: return kind == .progress && field.id == "task" ? TemplateRun.tasksID : nil
    }
  }

  private func column(_ field: VocabularyField, in kind: RecordKind) -> TemplateWorkbook.Column {
    let list = list(of: field, in: kind)
    var notes = [
      context.text(field.required ? "template.required" : "template.optional"),
      context.text("template.type.\(field.type.rawValue)"),
    ]
    if let title = list.flatMap({ context.pack.codeList($0)?.title[context.language] ?? self.list($0)?.title }) {
      notes.append(context.text("template.list", ["list": title]))
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
