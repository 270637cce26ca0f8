// SPDX-License-Identifier: Apache-2.0

package import ReportModel
package import SheetReading

/// Marks a sender's own .xlsx: cells get a fill and a note, a list of all findings is added. Whatever is not named here is
/// copied byte for byte: formulas, formats, merges, validations, charts, names, hidden sheets, macros.
///
/// A class because its steps fill one copy.
package final class PackageMarking: MarkedCopy {
  /// Parts that are held in memory are no longer than this.
  static let partLimit = 64 << 20
  /// The type of its main part decides which ending opens.
  private static let endings = [
    ".sheet.main+xml": "xlsx", "sheet.macroEnabled.main+xml": "xlsm", ".template.main+xml": "xltx",
    "template.macroEnabled.main+xml": "xltm",
  ]

  let package: WorkbookPackage
  let book: MarkedWorkbook
  let main: WorkbookPartEdit
  var types: ContentTypes
  var relationships: Relationships
  var styles: StyleSheetEdit
  private let copy: ArchiveCopy
  private var taken: Set<String>
  let namespace: String
  /// Of the types of relationships, up to their last word.
  let kinds: String
  /// The ending that a file of this type has: `xlsx`, `xlsm` …
  package let ending: String

  /// - Throws: `MarkingRefusal` for a package that is not changed, `WorkbookError` for a damaged one.
  package init(_ package: WorkbookPackage, _ book: MarkedWorkbook) throws {
    self.package = package
    self.book = book
    taken = Set(package.names.map { $0.replacing("\\", with: "/").lowercased() })
    guard taken.count == package.names.count, package.sheets.count == book.sheets.count else { throw MarkingRefusal() }
    let mainPart = package.mainPart
    main = try WorkbookPartEdit(try PackageMarking.content(mainPart, of: package))
    guard main.sheets.count == package.sheets.count else { throw MarkingRefusal() }
    types = try ContentTypes(try PackageMarking.content(ContentTypes.part, of: package))
    let name = WorkbookPackage.relationshipsPart(of: mainPart)
    relationships = try Relationships(try PackageMarking.content(name, of: package), of: mainPart)
    let type = types.type(of: mainPart) ?? ""
    guard let ending = PackageMarking.endings.first(where: { type.hasSuffix($0.key) })?.value else {
      throw MarkingRefusal()
    }
    self.ending = ending
    namespace = try main.namespace
    kinds =
      namespace.contains("purl.oclc.org")
      ? "http://purl.oclc.org/ooxml/officeDocument/relationships/"
      : "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    styles = try StyleSheetEdit(try package.stylesPart.map { try PackageMarking.content($0, of: package) })
    copy = try ArchiveCopy(of: package.file)
    try prepare()
  }

  /// Makes every part that changes.
  private func prepare() throws {
    for index in package.sheets.indices where index != book.formerList { try markSheet(index) }
    try put(package.mainPart, try addList())
    try putStyles()
    try put(WorkbookPackage.relationshipsPart(of: package.mainPart), relationships.bytes)
    try put(ContentTypes.part, types.bytes)
  }

  func content(_ name: String) throws -> [UInt8] { try PackageMarking.content(name, of: package) }

  private static func content(_ name: String, of package: WorkbookPackage) throws -> [UInt8] {
    guard let bytes = try package.content(name, limit: partLimit) else { throw MarkingRefusal() }
    return bytes
  }

  /// Writes the marked copy; the same workbook and marks give the same bytes.
  ///
  /// - Parameter descriptor: of an empty file that can be read and written.
  /// - Throws: `ArchiveCopyFailure`; what stands in the file is then worth nothing.
  package func write(to descriptor: Int32) throws { try copy.write(to: descriptor) }

  func put(_ name: String, _ bytes: [UInt8]) throws {
    var rest = bytes[...]
    try put(name) { space in
      let piece = rest.prefix(space.count)
      space.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  func put(_ name: String, _ next: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    try copy.put(package.spelling(name) ?? name, next)
  }

  /// A name that no part has.
  func freeName(_ stem: String, _ ending: String) -> String {
    var number = 1
    while !taken.insert("\(stem)\(number).\(ending)".lowercased()).inserted { number += 1 }
    return "\(stem)\(number).\(ending)"
  }
}
