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
  /// The declared encoding, where the bytes prove it wrong.
  var contradicts: String?

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
    if try isValidUTF8() {
      // Plain ASCII is the same in both.
      let isPlain = head.allSatisfy { $0 < 0x80 } && !declared.hasPrefix("utf-16")
      return TextEncoding(name: "utf-8", skipped: 0, contradicts: isPlain ? nil : declared)
    }
    return try known(declared)
  }

  private static func marked(_ head: [UInt8]) -> TextEncoding? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if head.starts(with: [0xFF, 0xFE, 0, 0]) {
      return TextEncoding(name: "utf-32le", converter: "UTF-32LE", skipped: 4)
    }
    if head.starts(with: [0, 0, 0xFE, 0xFF]) {
      return TextEncoding(name: "utf-32be", converter: "UTF-32BE", skipped: 4)
    }
    if head.starts(with: [0xFF, 0xFE]) { return TextEncoding(name: "utf-16le", converter: "UTF-16LE", skipped: 2) }
    if head.starts(with: [0xFE, 0xFF]) { return TextEncoding(name: "utf-16be", converter: "UTF-16BE", skipped: 2) }
    return unmarked(head)
  }

  /// Text without a BOM in which every second byte, or three of four, are 0: ASCII signs are spread so.
  private static func unmarked(_ head: [UInt8]) -> TextEncoding? {
    guard head.count >= 2, head.count > 8 || head.first == 0x3C || head[1] == 0x3C else { return nil }
    let sample = head.prefix(256)
    func zeros(_ step: Int, _ at: Int) -> Int { stride(from: at, to: sample.count, by: step).count { sample[$0] == 0 } }
    let (even, odd, half) = (zeros(2, 0), zeros(2, 1), sample.count / 2)
    if even + odd > half + half / 3 {
      let isLittle = sample.first != 0
      return TextEncoding(
        name: isLittle ? "utf-32le" : "utf-32be", converter: isLittle ? "UTF-32LE" : "UTF-32BE", skipped: 0)
    }
    // Chinese text has few ASCII signs, but delimiters, digits and markup are some.
    if odd > half / 8, even == 0 { return TextEncoding(name: "utf-16le", converter: "UTF-16LE", skipped: 0) }
    if even > half / 8, odd == 0 { return TextEncoding(name: "utf-16be", converter: "UTF-16BE", skipped: 0) }
    return nil
  }

  static func known(_ declared: String) throws -> TextEncoding {
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
