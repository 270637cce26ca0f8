// SPDX-License-Identifier: Apache-2.0

import Tabular

/// OpenDocument spreadsheets: .ods, and .fods in one XML file.
enum ODSFormat: WorkbookFormat {
  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    if probe.isArchive {
      let archive = try probe.archive.get()
      guard archive.holds("content.xml") else { return nil }
      return ODSWorkbook(archive: archive, chunkSize: probe.chunkSize)
    }
    guard let root = try? probe.root.get(), let name = root.name, name.hasSuffix(":document") || name == "document",
      try probe.text.get().contains("opendocument")
    else { return nil }
    guard root.doctype == nil else { throw WorkbookError("workbook-doctype") }
    return FlatODSWorkbook(probe: probe, textEncoding: try probe.encoding.get())
  }
}

/// An .ods: its cells stand in the part `content.xml`.
struct ODSWorkbook: Workbook {
  let archive: ZipArchive
  let chunkSize: Int

  var format: String { "ods" }
  var encoding: String { "utf-8" }
  var writer: String? { OfficePackage(archive: archive, chunkSize: chunkSize).writer(["meta.xml"]) }

  func rows() throws -> any RowCursor {
    let package = OfficePackage(archive: archive, chunkSize: chunkSize)
    if let manifest = try package.read("META-INF/manifest.xml", OutlineHandler(["encryption-data"])) {
      guard manifest.elements.isEmpty else { throw WorkbookError("workbook-encrypted") }
    }
    guard let reader = try package.reader("content.xml", ODSHandler()) else {
      throw WorkbookError("workbook-part-missing", facts: ["part": "content.xml"])
    }
    return ODSCursor(reader)
  }
}

/// A .fods: all of it in one XML file.
struct FlatODSWorkbook: Workbook {
  let probe: FileProbe
  let textEncoding: TextEncoding

  var format: String { "fods" }
  var encoding: String { textEncoding.name }
  var writer: String? { (try? probe.text.get()).flatMap(WriterName.find) }

  func rows() throws -> any RowCursor {
    ODSCursor(
      try MarkupReader(
        probe.source(textEncoding), encoding: textEncoding, chunkSize: probe.chunkSize, handler: ODSHandler()))
  }
}

/// Hands out the rows of an OpenDocument spreadsheet.
final class ODSCursor: RowCursor {
  private let reader: MarkupReader<ODSHandler>

  init(_ reader: MarkupReader<ODSHandler>) { self.reader = reader }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !reader.handler.pointee.rows.queue.hasBatch {
      if reader.isAtEnd {
        batch.removeAll()
        return false
      }
      try reader.step()
      if reader.isAtEnd, !reader.handler.pointee.sawSpreadsheet { throw WorkbookError("workbook-unrecognised") }
    }
    reader.handler.pointee.rows.queue.take(&batch)
    return true
  }

  var repairs: [WorkbookRepair] { reader.repairs + reader.handler.pointee.rows.repairs }
}
