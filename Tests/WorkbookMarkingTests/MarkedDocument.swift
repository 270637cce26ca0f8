// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import SheetReading
import Tabular
import WorkbookMarking

/// A cell to be marked, counted from 1.
struct CellMark: Hashable {
  var sheet: Int
  var row: Int
  var column: Int
  var level: MarkedWorkbook.Level

  init(_ sheet: Int, _ row: Int, _ column: Int, _ level: MarkedWorkbook.Level) {
    (self.sheet, self.row, self.column, self.level) = (sheet, row, column, level)
  }
}

/// What a reader sees of a sheet.
struct ReadSheet: Equatable {
  var merges: [MergedRange] = []
  var visibility: SheetVisibility? = .visible
  var flags: [Int: RowFlags] = [:]
  var cells: [String] = []
}

/// The file is none that is marked in its text.
struct NoDocument: Error {}

/// A file without parts on disk, and what marking makes of it.
struct MarkedDocument {
  static let folder = FileManager.default.temporaryDirectory

  /// The marked copy.
  let data: Data
  let sheets: [String: ReadSheet]
  /// What the reader sees of the original.
  let before: [String: ReadSheet]

  init(_ sent: Data, _ marks: [CellMark], formerList: Int? = nil) throws {
    let path = MarkedDocument.folder.appendingPathComponent("document-" + UUID().uuidString).path
    defer { for ending in ["", ".out"] { try? FileManager.default.removeItem(atPath: path + ending) } }
    try sent.write(to: URL(fileURLWithPath: path))
    let input = try InputFile(path: path)
    let (names, before) = try MarkedDocument.read(input)
    let copy = try MarkedDocument.copy(of: input, MarkedDocument.book(marks, names, formerList))
    _ = FileManager.default.createFile(atPath: path + ".out", contents: nil)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path + ".out"))
    try copy.write(to: file.fileDescriptor)
    try file.close()
    data = try Data(contentsOf: URL(fileURLWithPath: path + ".out"))
    self.before = before
    sheets = try MarkedDocument.read(try InputFile(path: path + ".out")).sheets
  }

  init(_ sent: String, _ marks: [CellMark], formerList: Int? = nil) throws {
    try self.init(Data(sent.utf8), marks, formerList: formerList)
  }

  private static func copy(of input: InputFile, _ book: MarkedWorkbook) throws -> any MarkedCopy {
    if let package = try OpenDocumentPackage(input) { return try OpenDocumentMarking(package, book) }
    guard let file = try MarkupFile(input) else { throw NoDocument() }
    switch file.kind {
    case .spreadsheetML: return try SpreadsheetMLMarking(file, book)
    case .flatOpenDocument: return try OpenDocumentMarking(file, book)
    }
  }

  var text: String { String(decoding: data, as: UTF8.self) }

  static func book(_ marks: [CellMark], _ names: [String], _ formerList: Int?) -> MarkedWorkbook {
    MarkedWorkbook(
      words: [
        "list": "问题清单", "error": "错误", "warning": "警告", "info": "提示", "remedy-mark": "→ ", "colon": "：",
        "none": "没有发现问题。", "severity": "级别", "status": "状态", "status-choices": "待处理,已改正",
      ], title: "一份", sheets: names.map { MarkedWorkbook.Sheet(name: $0) }, formerList: formerList,
      marks: marks.map { mark in
        MarkedWorkbook.Mark(
          level: mark.level, sheet: mark.sheet, row: mark.row, column: mark.column,
          anchor: MarkedWorkbook.Anchor(row: mark.row, column: mark.column), heading: "列", title: "题",
          message: "第\(mark.row)行<错>", remedy: "请改正", code: "code")
      })
  }

  private static func read(_ file: InputFile) throws -> (names: [String], sheets: [String: ReadSheet]) {
    let cursor = try WorkbookOpener.open(file).rows()
    var (batch, names, sheets) = (RowBatch(), [String](), [String: ReadSheet]())
    while try cursor.next(into: &batch) {
      var sheet = sheets[batch.sheetName] ?? ReadSheet()
      for row in batch.rows {
        if !row.flags.isEmpty { sheet.flags[Int(row.number)] = row.flags }
        sheet.cells += batch.cells(of: row).map { "\(row.number).\($0.column) \($0.kind) \(batch.text(of: $0))" }
      }
      if batch.endsSheet {
        (sheet.merges, sheet.visibility) = (batch.merges, batch.visibility)
        names.append(batch.sheetName)
      }
      sheets[batch.sheetName] = sheet
    }
    return (names, sheets)
  }
}
