// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The encoding of a text file, by evidence before claim: BOM, UTF-16 pattern, valid UTF-8, then the declaration.
struct TextEncoding: Equatable {
  /// Lower-case name as told to the user.
  var name: String
  /// iconv's name; nil for UTF-8, which is passed on as it is.
  var converter: String?
  /// Bytes of the BOM to skip.
  var skipped: Int

  static let utf8 = TextEncoding(name: "utf-8", converter: nil, skipped: 0)

  /// - Parameters:
  ///   - head: the first bytes of the file.
  ///   - isValidUTF8: whether the whole file is UTF-8; asked only when the head leaves it open.
  /// - Throws: `WorkbookError("workbook-encoding")` for a declared encoding that is not known.
  static func find(head: [UInt8], isValidUTF8: () throws -> Bool) throws -> TextEncoding {
    if let marked = marked(head) { return marked }
    guard let declared = declaration(head)?.lowercased() else {
      // Excel writes no declaration and means UTF-8.
      return try isValidUTF8() ? .utf8 : TextEncoding(name: "gb18030", converter: "GB18030", skipped: 0)
    }
    if ["utf-8", "utf8"].contains(declared) { return .utf8 }
    if try isValidUTF8() { return .utf8 }
    return try known(declared)
  }

  private static func marked(_ head: [UInt8]) -> TextEncoding? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if head.starts(with: [0xFF, 0xFE]) { return TextEncoding(name: "utf-16le", converter: "UTF-16LE", skipped: 2) }
    if head.starts(with: [0xFE, 0xFF]) { return TextEncoding(name: "utf-16be", converter: "UTF-16BE", skipped: 2) }
    if head.starts(with: [0x3C, 0]) { return TextEncoding(name: "utf-16le", converter: "UTF-16LE", skipped: 0) }
    if head.starts(with: [0, 0x3C]) { return TextEncoding(name: "utf-16be", converter: "UTF-16BE", skipped: 0) }
    return nil
  }

  private static func known(_ declared: String) throws -> TextEncoding {
    switch declared {
    case "gb2312", "gbk", "gb18030", "cp936", "gb_2312-80", "x-gbk", "hz-gb-2312":
      return TextEncoding(name: "gb18030", converter: "GB18030", skipped: 0)
    case "big5", "big5-hkscs": return TextEncoding(name: "big5", converter: "BIG5-HKSCS", skipped: 0)
    case "shift_jis", "shift-jis", "windows-31j", "sjis":
      return TextEncoding(name: "shift_jis", converter: "CP932", skipped: 0)
    case "us-ascii", "iso-8859-1", "latin1":
      return TextEncoding(name: declared, converter: "WINDOWS-1252", skipped: 0)
    default:
      guard Transcoder.knows(declared) else {
        throw WorkbookError("workbook-encoding-unknown", facts: ["encoding": declared])
      }
      return TextEncoding(name: declared, converter: declared.uppercased(), skipped: 0)
    }
  }

  /// The value of `encoding="…"` in the XML declaration.
  static func declaration(_ head: [UInt8]) -> String? {
    let text = String(decoding: head.prefix(400), as: UTF8.self)
    guard let start = text.range(of: "<?xml"), let end = text[start.upperBound...].range(of: "?>") else { return nil }
    let inside = text[start.upperBound..<end.lowerBound]
    guard let key = inside.range(of: "encoding") else { return nil }
    let value = inside[key.upperBound...].drop { $0 == "=" || $0.isWhitespace }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != quote })
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? { self[...].range(of: text) }
}

extension Substring {
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
