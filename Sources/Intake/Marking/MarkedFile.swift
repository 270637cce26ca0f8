// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Glibc
import Pipeline
import ReportModel
import ReportWriting
import Results
import SheetReading
import Tabular
import WorkbookMarking

/// One workbook that goes back marked: a sender's own .xlsx, XML spreadsheet or OpenDocument with marks added; of other
/// formats, or where the file is not sound, its rows written anew as .xlsx.
struct MarkedFile {
  private let context: CommandContext
  private let marking: any MarkedCopy
  /// The ending under which it opens: the sender's own where it is one of those that its format goes by.
  let ending: String
  /// Whether it was written anew, so that fonts, fills, widths and formulas of the sender's file are not in it.
  let isRewritten: Bool

  /// - Throws: `WorkbookError` when the file changed since it was checked, `PipelineError("out-unwritable")`.
  init(_ file: WorkbookFile, _ findings: [RenderedFinding], context: CommandContext) throws {
    self.context = context
    let input = try file.open()
    let workbook = try WorkbookOpener.open(input)
    var rows: [String: Set<Int>] = [:]
    for place in findings.compactMap(\.finding.place) where place.column == nil {
      if let sheet = place.sheet, let row = place.row { rows[sheet, default: []].insert(row) }
    }
    let lists = [Language.chinese, .english].map { language in
      MarkedWords.listKeys.map { context.with(language: language).text("marked.\($0)") }
    }
    let outline = try MarkedOutline(of: workbook, rows: rows, lists: lists)
    var book = MarkedFile.book(file, findings, outline, context)
    let name = (file.name as NSString).lastPathComponent as NSString
    if outline.isSound, let own = try MarkedFile.own(input, book, outline) {
      (marking, isRewritten) = (own, false)
      let given = name.pathExtension.lowercased()
      ending = ["xml xls", "fods xml", "fods ods"].contains("\(own.ending) \(given)") ? given : own.ending
    } else {
      book.note = context.text("marked.rewritten")
      isRewritten = true
      marking = try MarkedFile.rewritten(workbook, outline, unnamed: name.deletingPathExtension, book, context)
      ending = marking.ending
    }
  }

  /// Nil where the file is of another format or spelled in a way that is not changed.
  private static func own(
    _ input: InputFile, _ book: MarkedWorkbook, _ outline: MarkedOutline
  ) throws -> (any MarkedCopy)? {
    do {
      if let package = try WorkbookPackage(input) { return try marked(package, book) }
      guard let copy = try copy(of: input, book) else { return nil }
      return try outline.agrees(with: copy) ? copy : nil
    } catch is MarkingRefusal {
      return nil
    } catch let error as WorkbookError {
      throw error
    } catch {
      // The copy that is to be read again found no room.
      throw PipelineError("out-unwritable", facts: ["path": NSTemporaryDirectory()])
    }
  }

  private static func copy(of input: InputFile, _ book: MarkedWorkbook) throws -> (any MarkedCopy)? {
    if let package = try OpenDocumentPackage(input) { return try OpenDocumentMarking(package, book) }
    guard let file = try MarkupFile(input) else { return nil }
    switch file.kind {
    case .spreadsheetML: return try SpreadsheetMLMarking(file, book)
    case .flatOpenDocument: return try OpenDocumentMarking(file, book)
    }
  }

  private static func marked(_ package: WorkbookPackage, _ book: MarkedWorkbook) throws -> PackageMarking {
    var book = book
    book.sheets = package.sheets.map { MarkedWorkbook.Sheet(name: $0.name) }
    return try PackageMarking(package, book)
  }

  /// Puts the marked workbook into place when it is whole.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  func write(to path: String) throws {
    let failure = PipelineError("out-unwritable", facts: ["path": path])
    let draft = path + ".part"
    let descriptor = open(draft, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure }
    _ = fchmod(descriptor, 0o600)
    do {
      defer { close(descriptor) }
      try marking.write(to: descriptor)
    } catch {
      unlink(draft)
      throw failure
    }
    guard rename(draft, path) == 0 else {
      unlink(draft)
      throw failure
    }
  }

  // MARK: Marks

  private static func book(
    _ file: WorkbookFile, _ findings: [RenderedFinding], _ outline: MarkedOutline, _ context: CommandContext
  ) -> MarkedWorkbook {
    let indexes = Dictionary(outline.sheets.enumerated().map { ($1.shown, $0) }) { first, _ in first }
    let rows = Dictionary(grouping: findings.compactMap(\.finding.place)) { $0.sheet.flatMap { indexes[$0] } ?? -1 }
      .mapValues { Set($0.compactMap(\.row)) }
    let merges: [Int: [Int: [MergedRange]]] = rows.reduce(into: [:]) { result, rows in
      if rows.key >= 0 { result[rows.key] = outline.merges(of: rows.key, into: rows.value) }
    }
    // The gravest first; those of one severity in the order of the sheets.
    let ordered = findings.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }.map(\.element)
    let marks = ordered.map { rendered in
      let place = rendered.finding.place
      let sheet = place?.sheet.flatMap { indexes[$0] }
      let anchor = sheet.flatMap { sheet in
        place?.row.map { outline.anchor(row: $0, column: place?.column, of: sheet, merges: merges[sheet] ?? [:]) }
      }
      return MarkedWorkbook.Mark(
        level: MarkedFiles.level(of: rendered.severity), sheet: sheet, row: place?.row, column: place?.column,
        anchor: anchor, heading: place?.heading ?? "", title: rendered.title, message: rendered.message,
        remedy: rendered.remedy, code: rendered.finding.code)
    }
    let facts = ["file": (file.name as NSString).lastPathComponent, "count": String(marks.count)]
    return MarkedWorkbook(
      words: Dictionary(uniqueKeysWithValues: MarkedWords.keys.map { ($0, context.text("marked.\($0)")) }),
      title: context.text("marked.title", facts),
      sheets: outline.sheets.map { MarkedWorkbook.Sheet(name: $0.name) }, formerList: outline.formerList, marks: marks)
  }

  // MARK: Rows written anew

  private static func rewritten(
    _ workbook: any Workbook, _ outline: MarkedOutline, unnamed: String, _ book: MarkedWorkbook,
    _ context: CommandContext
  ) throws -> any MarkedCopy {
    do {
      let file = try InputFile { path in
        let sheets = outline.sheets.map { sheet in
          RewrittenWorkbook.Sheet(
            name: sheet.name.isEmpty ? unnamed : sheet.name, isHidden: sheet.isHidden,
            merges: sheet.merges.filter { $0.firstRow <= $0.lastRow && $0.firstColumn <= $0.lastColumn }.map {
              RewrittenWorkbook.Merge(rows: $0.firstRow...$0.lastRow, columns: $0.firstColumn...$0.lastColumn)
            })
        }
        let target = try RewrittenWorkbook(filling: path, sheets, cut: context.text("marked.cut"))
        let cursor = try workbook.rows()
        var batch = RowBatch()
        while try cursor.next(into: &batch) {
          for row in batch.rows { write(row, of: batch, to: target) }
        }
        try target.finish()
      }
      if let package = try WorkbookPackage(file) { return try marked(package, book) }
    } catch is XLSXFailure {
    } catch is MarkingRefusal {}
    throw PipelineError("out-unwritable", facts: ["path": NSTemporaryDirectory()])
  }

  private static func write(_ row: Row, of batch: RowBatch, to target: RewrittenWorkbook) {
    target.write(
      row: Int(row.number), of: batch.sheetIndex,
      batch.cells(of: row).map { (column: Int($0.column), content: content($0, of: batch)) },
      isHidden: row.flags.contains(.hidden), isStruck: row.flags.contains(.struck))
  }

  /// Texts stay texts. A number with more digits than Excel keeps is written as text: nothing of it is lost.
  private static func content(_ cell: Cell, of batch: RowBatch) -> CellContent {
    let text = batch.text(of: cell)
    switch cell.kind {
    case .string, .error: return .text(text)
    case .bool: return .bool(text == "1")
    case .date: return .date(String(decoding: batch.shownDate(of: cell), as: UTF8.self))
    case .number:
      let digits = text.prefix { $0 != "e" && $0 != "E" }.filter(\.isNumber).drop { $0 == "0" }
      guard digits.count <= 15, let number = Double(text) else { return .text(text) }
      return .number(number)
    }
  }
}
