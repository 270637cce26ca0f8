// SPDX-License-Identifier: Apache-2.0

import Glibc
package import ReportModel
package import SheetReading

/// Marks a sender's own XML Spreadsheet 2003 file: cells get a fill and a note, a list of all findings is added. Whatever is
/// not named here is copied byte for byte, in the encoding of the file.
package struct SpreadsheetMLMarking: MarkedCopy {
  private let file: MarkupFile
  private let book: MarkedWorkbook
  private let survey: SpreadsheetMLEdit.Survey

  package var ending: String { "xml" }

  /// Runs through the file once.
  ///
  /// - Throws: `MarkingRefusal` for a file that is not changed, `WorkbookError` for a damaged one.
  package init(_ file: MarkupFile, _ book: MarkedWorkbook) throws {
    guard file.kind == .spreadsheetML, file.isDeclared, try file.comesBack() else { throw MarkingRefusal() }
    self.file = file
    self.book = book
    var edit = SpreadsheetMLEdit(try file.text(), book, spell: SpreadsheetMLMarking.spelling(file))
    while try !edit.next().isEmpty {}
    survey = edit.found
  }

  private static func spelling(_ file: MarkupFile) -> (String) -> String {
    { MarkupText.spelled($0, isUnicode: file.isUnicode) }
  }

  /// Runs through the file again.
  package func write(to descriptor: Int32) throws {
    try write(try file.mark(), to: descriptor)
    let encode = try file.encoder()
    var edit = SpreadsheetMLEdit(
      try file.text(), book, spell: SpreadsheetMLMarking.spelling(file), known: survey)
    while case let piece = try edit.next(), !piece.isEmpty { try write(encode(piece, false), to: descriptor) }
    try write(encode([], true), to: descriptor)
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw MarkedCopyFailure() }
      start += written
    }
  }
}
