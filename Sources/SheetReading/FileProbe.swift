// SPDX-License-Identifier: Apache-2.0

import Tabular

/// A file about to be recognised: its first bytes, and what several formats ask of it, worked out once.
///
/// A class because what was worked out is kept.
final class FileProbe {
  /// How many bytes are looked at.
  private static let headSize = 8192

  let path: String
  let chunkSize: Int
  let head: [UInt8]

  /// - Throws: `WorkbookError` for a file that cannot be read or holds nothing.
  init(path: String, chunkSize: Int) throws {
    self.path = path
    self.chunkSize = chunkSize
    head = try FileBytes.head(path: path, count: FileProbe.headSize)
    guard !head.isEmpty else { throw WorkbookError("workbook-empty") }
  }

  var isArchive: Bool { head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) }

  /// The file as an archive; throws when it is none that can be opened.
  private(set) lazy var archive = Result { try ZipArchive(path: path) }

  /// The encoding of the file, should it be text.
  private(set) lazy var encoding = Result {
    try TextEncoding.find(head: head) { try UTF8Validator.isUTF8(path: path) }
  }

  /// The first characters of the file, should it be text; a character cut at their end does not matter.
  private(set) lazy var text = Result { () -> String in
    let encoding = try encoding.get()
    guard let converter = encoding.converter else { return String(decoding: head, as: UTF8.self) }
    var bytes: [UInt8] = []
    try Transcoder(from: converter).convert(head.dropFirst(encoding.skipped), isLast: false, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The name of the first element, should the file be markup.
  private(set) lazy var root = Result { try MarkupRoot(try text.get()) }

  /// The file behind its BOM.
  func source(_ encoding: TextEncoding) throws -> FileBytes {
    let file = try FileBytes(path: path)
    _ = try file.take(encoding.skipped)
    return file
  }
}

/// The first element of a text that is markup.
struct MarkupRoot {
  /// With its prefix, as it is spelled; nil when the text begins with no element.
  private(set) var name: String?
  /// What the document type declaration names, in small letters.
  private(set) var doctype: String?

  /// In small letters and without prefix.
  var localName: String { (name?.split(separator: ":").last ?? "").lowercased() }

  /// Skips blanks, comments, declarations and instructions.
  init(_ text: String) throws {
    var rest = text[...].drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    while rest.first == "<" {
      guard rest.hasPrefix("<?") || rest.hasPrefix("<!") else {
        let tag = rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        if tag.first?.isLetter == true { name = String(tag) }
        return
      }
      if rest.prefix(9).uppercased() == "<!DOCTYPE" {
        doctype = rest.dropFirst(9).drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
      }
      guard let next = MarkupRoot.skip(rest) else { return }
      rest = next
    }
  }

  private static func skip(_ text: Substring) -> Substring? {
    let close = text.hasPrefix("<!--") ? "-->" : ">"
    var index = text.startIndex
    while index < text.endIndex, !text[index...].hasPrefix(close) { index = text.index(after: index) }
    guard index < text.endIndex else { return nil }
    return text[text.index(index, offsetBy: close.count)...].drop { $0.isWhitespace }
  }
}
