// SPDX-License-Identifier: Apache-2.0

import Tabular

/// What a file is, as far as its content says before it is read; asked of files that lie in a folder among others.
package enum FileKind {
  /// A workbook, or what only reading it can tell.
  case workbook
  /// Files packed into a .zip.
  case packed(PackedFiles)
  /// A picture, a film, a text document: nothing that could hold a table of rows.
  case paper
  /// An archive that this program does not unpack, with its usual name.
  case archive(String)

  /// - Parameter name: a document that is named like a table was meant to be one: reading it says what it is. It is also
  ///   asked where the content is too damaged to tell a document from a workbook.
  /// - Throws: `WorkbookError` when the file cannot be read, or is a ZIP that cannot be opened or whose parts lie over
  ///   each other.
  package static func of(_ file: InputFile, named name: String) throws -> FileKind {
    if isNamedAsPaper(name) { return .paper }
    let kind = try byContent(of: file, named: name)
    if case .paper = kind, isNamedAsWorkbook(name) { return .workbook }
    return kind
  }

  private static func byContent(of file: InputFile, named name: String) throws -> FileKind {
    let head = try file.head(512)
    if let name = archives.first(where: { head.starts(with: $0.0) })?.1 { return .archive(name) }
    if head.count > 262, head[257...].starts(with: "ustar".utf8) { return .archive("TAR") }
    if papers.contains(where: { head.starts(with: $0) }) || isMedia(head) { return .paper }
    if CompoundFile.isOne(head) { return isOldDocument(file, name) ? .paper : .workbook }
    guard head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]),
      let archive = try? ZipArchive(path: file.path)
    else { return .workbook }
    return try kind(of: archive, file)
  }

  /// Whether a file is called like a workbook: what is not read of such a one is missed.
  package static func isNamedAsWorkbook(_ name: String) -> Bool {
    let small = name.lowercased()
    return workbookEndings.contains { small.hasSuffix($0) }
  }

  /// Whether a file is called like a picture, a film or a text document: nobody misses rows in it, however damaged it is.
  private static func isNamedAsPaper(_ name: String) -> Bool {
    let small = name.lowercased()
    return paperEndings.contains { small.hasSuffix($0) }
  }

  private static let paperEndings = [
    ".doc", ".docx", ".docm", ".wps", ".wpt", ".rtf", ".odt", ".pdf", ".ofd", ".caj", ".ppt", ".pptx", ".dps", ".odp",
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".mp4", ".mov", ".avi", ".wmv", ".mp3",
    ".wav", ".m4a", ".eml", ".msg",
  ]

  private static let workbookEndings = [
    ".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ett", ".ods", ".fods", ".csv", ".tsv", ".xml",
  ]

  private static func kind(of archive: ZipArchive, _ file: InputFile) throws -> FileKind {
    if archive.holds("mimetype"), let part = try? archive.part("mimetype"), let type = try? part.take(128) {
      let isSheet = String(decoding: type, as: UTF8.self).contains("spreadsheet")
      return isSheet ? .workbook : .paper
    }
    let isDocument =
      archive.holds("word/document.xml") || archive.holds("ppt/presentation.xml") || archive.holds("OFD.xml")
    if isDocument { return .paper }
    let parts = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "content.xml"]
    if parts.contains(where: archive.holds) { return .workbook }
    return .packed(try PackedFiles(file))
  }

  /// A compound file without a workbook: .doc, .ppt, a message.
  private static func isOldDocument(_ file: InputFile, _ name: String) -> Bool {
    guard let entries = try? CompoundFile(path: file.path).entries else {
      return [".doc", ".ppt", ".wps", ".dps", ".msg"].contains { name.lowercased().hasSuffix($0) }
    }
    let names = Set(entries.map(\.name))
    return !names.isEmpty && names.isDisjoint(with: ["Workbook", "Book", "EncryptedPackage"])
  }

  /// Films and pictures that name themselves behind their first bytes.
  private static func isMedia(_ head: [UInt8]) -> Bool {
    guard head.count > 12 else { return false }
    if head.starts(with: "RIFF".utf8) || head[4...].starts(with: "ftyp".utf8) { return true }
    return head.starts(with: "BM".utf8) && head[6..<10].allSatisfy { $0 == 0 }
  }

  private static let papers: [[UInt8]] = [
    Array("%PDF".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("II*\0".utf8),
    Array("MM\0*".utf8), Array("{\\rtf".utf8), Array("ID3".utf8),
  ]

  private static let archives: [([UInt8], String)] = [
    (Array("Rar!".utf8), "RAR"), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7z"), ([0x1F, 0x8B], "GZIP"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "XZ"), (Array("BZh".utf8), "BZIP2"), (Array("MSCF".utf8), "CAB"),
  ]
}
