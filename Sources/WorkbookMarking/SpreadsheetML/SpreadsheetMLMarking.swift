// SPDX-License-Identifier: Apache-2.0

package import ReportModel
package import SheetReading

/// Marks a sender's own XML Spreadsheet 2003 file: cells get a fill and a note, a list of all findings is added. Whatever is
/// not named here is copied byte for byte, in the encoding of the file.
package struct SpreadsheetMLMarking: MarkedCopy {
  private let file: MarkupFile
  private let book: MarkedWorkbook
  private let survey: SpreadsheetMLSurvey

  /// `xml`: the copy has the format of the file.
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
  ///
  /// - Throws: `WorkbookError` of the file that is read, and a failure of its own where the copy cannot be written.
  package func write(to descriptor: Int32) throws {
    var edit = SpreadsheetMLEdit(
      try file.text(), book, spell: SpreadsheetMLMarking.spelling(file), known: survey)
    try file.write(&edit, to: descriptor)
  }
}
