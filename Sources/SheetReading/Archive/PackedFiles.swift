// SPDX-License-Identifier: Apache-2.0

import CLibZip
import Tabular

/// The files that somebody packed into one .zip; they are unpacked one at a time, into files without a name.
///
/// A class because it owns the archive.
package final class PackedFiles {
  /// One file in the archive; folders are none.
  package struct Entry: Sendable {
    /// Its number in the archive, from 0, by which `open` takes it out.
    package var index: UInt64
    /// With the folders in the archive, as a person reads it: names that are no UTF-8 are GB18030.
    package var name: String
  }

  /// Text packs well: a roster of ten thousand alike rows sixty times. A file may always take so many bytes.
  private static let ratioLimit: UInt64 = 200
  private static let alwaysAllowed: UInt64 = 64 << 20

  private let archive: ZipArchive
  private let file: InputFile
  /// The files in the order of the archive, at whatever depth of folders.
  package let entries: [Entry]

  /// - Throws: `WorkbookError` when it is no ZIP that can be opened, or one whose parts lie over each other.
  package init(_ file: InputFile) throws {
    self.file = file
    let archive = try ZipArchive(path: file.path)
    self.archive = archive
    guard archive.packedSize <= UInt64(file.byteCount) else {
      throw WorkbookError("workbook-archive-bomb", facts: ["value": String(archive.packedSize)])
    }
    entries = archive.names.indices.map { index in
      Entry(index: UInt64(index), name: PackedFiles.shown(archive.rawName(UInt64(index))))
    }.filter { !$0.name.hasSuffix("/") && !$0.name.isEmpty }
  }

  /// Backslashes are how some programs of Windows write folders; in GBK one may be half of a hanzi.
  private static func shown(_ raw: [UInt8]) -> String {
    NativePath.shown(name: raw).replacing("\\", with: "/")
  }

  /// Unpacks one file.
  ///
  /// - Throws: `WorkbookError`: `workbook-encrypted`, `workbook-damaged-archive`, `workbook-archive-bomb`, `workbook-spool`.
  package func open(_ index: UInt64) throws -> InputFile {
    let part = try archive.part(
      at: index, name: NativePath.shown(name: archive.rawName(index)), ratioLimit: PackedFiles.ratioLimit,
      alwaysAllowed: PackedFiles.alwaysAllowed)
    return try InputFile { try part.read(into: $0) }
  }
}
