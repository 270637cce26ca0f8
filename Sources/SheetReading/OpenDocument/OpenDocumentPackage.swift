// SPDX-License-Identifier: Apache-2.0

import Tabular

/// An .ods as a package of parts, for those who hand it on with changes.
package struct OpenDocumentPackage {
  /// The part that holds the tables.
  package static let content = "content.xml"

  /// The bytes of the package, as the sender's file has them.
  package let file: InputFile
  private let archive: ZipArchive

  /// - Returns: nil for a file of another format.
  /// - Throws: `WorkbookError` for one that cannot be read.
  package init?(_ file: InputFile) throws {
    let probe = try FileProbe(path: file.path, chunkSize: 65_536)
    guard probe.isArchive, let workbook = try ODSFormat.open(probe) as? ODSWorkbook else { return nil }
    self.file = file
    archive = workbook.archive
  }

  /// The name of the part that holds the tables, as the archive spells it.
  package var contentName: String { archive.spelling(OpenDocumentPackage.content) ?? OpenDocumentPackage.content }

  /// The tables from their beginning.
  ///
  /// - Throws: `WorkbookError` for a part that is not there.
  package func text() throws -> any ByteSource {
    guard let part = try archive.part(OpenDocumentPackage.content) else {
      throw WorkbookError("workbook-part-missing", facts: ["part": OpenDocumentPackage.content])
    }
    return part
  }

  /// A part as text; nil when there is none, or when it is longer than `limit`.
  ///
  /// - Throws: `WorkbookError`: `workbook-damaged-archive`, `workbook-encrypted`, `workbook-archive-bomb`.
  package func content(_ name: String, limit: Int) throws -> [UInt8]? {
    guard let part = try archive.part(name), part.statedSize <= limit else { return nil }
    return try part.take(limit)
  }

  /// Names of all parts, as the archive spells them.
  package var names: [String] { archive.names }
}
