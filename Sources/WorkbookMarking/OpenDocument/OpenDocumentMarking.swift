// SPDX-License-Identifier: Apache-2.0

package import ReportModel
package import SheetReading

/// Marks a sender's own OpenDocument spreadsheet, .ods or .fods: cells get a fill and a note, a list of all findings is added.
/// Whatever is not named here, and every other part of an .ods, is copied byte for byte.
package struct OpenDocumentMarking: MarkedCopy {
  private enum Source {
    case package(OpenDocumentPackage)
    case flat(MarkupFile)
  }

  private let source: Source
  private let book: MarkedWorkbook
  private let survey: OpenDocumentEdit.Survey

  /// `ods`, or `fods` for a file that is no archive: the copy has the format of the file.
  package var ending: String {
    switch source {
    case .package: "ods"
    case .flat: "fods"
    }
  }

  /// Runs through the tables once.
  ///
  /// - Throws: `MarkingRefusal` for a file that is not changed, `WorkbookError` for a damaged one.
  package init(_ package: OpenDocumentPackage, _ book: MarkedWorkbook) throws {
    try MarkingRefusal.unlessUTF8(try package.text().take(200))
    try self.init(.package(package), book)
  }

  /// - Throws: as for a package.
  package init(_ file: MarkupFile, _ book: MarkedWorkbook) throws {
    guard file.kind == .flatOpenDocument, file.isDeclared, try file.comesBack() else { throw MarkingRefusal() }
    try self.init(.flat(file), book)
  }

  private init(_ source: Source, _ book: MarkedWorkbook) throws {
    self.source = source
    self.book = book
    var edit = try OpenDocumentMarking.edit(source, book)
    while try !edit.next().isEmpty {}
    survey = edit.found
  }

  private static func edit(
    _ source: Source, _ book: MarkedWorkbook, known: OpenDocumentEdit.Survey? = nil
  ) throws -> OpenDocumentEdit {
    switch source {
    case .package(let package):
      OpenDocumentEdit(try package.text(), book, spell: { MarkupText.spelled($0) }, known: known)
    case .flat(let file):
      OpenDocumentEdit(
        try file.text(), book, spell: { MarkupText.spelled($0, isUnicode: file.isUnicode) }, known: known)
    }
  }

  /// Runs through the tables again.
  ///
  /// - Throws: `WorkbookError` of the file that is read, and a failure of its own where the copy cannot be written.
  package func write(to descriptor: Int32) throws {
    var edit = try OpenDocumentMarking.edit(source, book, known: survey)
    switch source {
    case .flat(let file): try file.write(&edit, to: descriptor)
    case .package(let package):
      let copy = try ArchiveCopy(of: package.file)
      var waiting: [UInt8] = []
      try copy.put(package.contentName) { space in
        if waiting.isEmpty { waiting = try edit.next() }
        let count = min(space.count, waiting.count)
        space.copyBytes(from: waiting[..<count])
        waiting.removeFirst(count)
        return count
      }
      try copy.write(to: descriptor)
    }
  }
}
