// SPDX-License-Identifier: Apache-2.0

import Tabular

/// An .xlsx as a package of parts, for those who hand it on with changes.
package struct WorkbookPackage {
  /// A sheet and the part that holds its rows.
  package struct Sheet: Sendable {
    /// Its name as Excel shows it on the tab.
    package var name: String
    /// Nil for a sheet without cells, such as a chart.
    package var part: String?
  }

  /// The bytes of the package; of a workbook that Excel encrypted without asking for a password, what was encrypted.
  package let file: InputFile
  /// The part that lists the sheets.
  package let mainPart: String
  /// The sheets in the order of their tabs, hidden ones among them.
  package let sheets: [Sheet]
  /// Names of all parts, as the archive spells them.
  package let names: [String]
  private let package: OfficePackage
  private let stylesName: String?

  /// - Returns: nil for a file of another format.
  /// - Throws: `WorkbookError` for one that cannot be read.
  package init?(_ file: InputFile) throws {
    let head = try file.head(8)
    self.file = CompoundFile.isOne(head) ? try WorkbookPackage.decrypted(file) : file
    guard let probe = try? FileProbe(path: self.file.path, chunkSize: 65_536),
      let workbook = try XLSXFormat.open(probe) as? XLSXWorkbook
    else { return nil }
    package = workbook.package
    names = workbook.package.archive.names
    mainPart = try XLSXWorkbook.mainPart(of: workbook.package)
    sheets = workbook.sheets.map { Sheet(name: $0.name, part: $0.part) }
    stylesName = workbook.stylesPart
  }

  private static func decrypted(_ file: InputFile) throws -> InputFile {
    let container = try CompoundFile(path: file.path)
    guard container.entries.contains(where: { $0.name == "EncryptedPackage" }) else { return file }
    return try EncryptedPackage.open(container)
  }

  /// The part of the styles; nil where there is none.
  package var stylesPart: String? { stylesName.flatMap(spelling) }

  /// The name of a part as the archive spells it; nil when there is none.
  package func spelling(_ name: String) -> String? { package.archive.spelling(name) }

  /// A part from its beginning; nil when there is none.
  ///
  /// - Throws: `WorkbookError`: `workbook-damaged-archive`, `workbook-encrypted`, `workbook-archive-bomb`.
  package func stream(_ name: String) throws -> (any ByteSource)? { try package.archive.part(name) }

  /// A whole part; nil when there is none, or when it is longer than `limit`.
  ///
  /// - Throws: `WorkbookError`: `workbook-damaged-archive`, `workbook-encrypted`, `workbook-archive-bomb`.
  package func content(_ name: String, limit: Int) throws -> [UInt8]? {
    guard let part = try package.archive.part(name) else { return nil }
    let bytes = try part.take(min(Int(clamping: part.statedSize), limit) + 1)
    return bytes.count > limit || bytes.count > part.statedSize ? nil : bytes
  }

  /// Name of the part that holds the relationships of `part`.
  package static func relationshipsPart(of part: String) -> String {
    let slash = part.lastIndex(of: "/").map(part.index(after:)) ?? part.startIndex
    return "\(part[..<slash])_rels/\(part[slash...]).rels"
  }

  /// Name of the part that `target` names, as seen from `part`.
  package static func resolved(_ target: String, from part: String) -> String {
    OfficePackage.resolved(target, in: part.lastIndex(of: "/").map { String(part[...$0]) } ?? "")
  }
}
