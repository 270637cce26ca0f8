// SPDX-License-Identifier: Apache-2.0

import Tabular

/// What a file is, by its first bytes.
enum WorkbookFormat {
  /// How many bytes are looked at.
  static let headSize = 8192

  /// - Parameter head: the first bytes as they are.
  /// - Throws: `WorkbookError` for a file that is recognised as something that is not read.
  static func refuseForeign(_ head: [UInt8]) throws {
    guard !head.isEmpty else { throw WorkbookError("workbook-empty") }
    if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { throw unsupported(zipName(head)) }
    if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      // An encrypted .xlsx is an OLE file with a stream of this name, in UTF-16.
      let name = "EncryptedPackage".utf8.flatMap { [$0, UInt8(0)] }
      throw contains(head, name) ? WorkbookError("workbook-encrypted") : unsupported("xls")
    }
    for (magic, name) in magics where head.starts(with: magic) { throw unsupported(name) }
  }

  private static let magics: [([UInt8], String)] = [
    (Array("%PDF".utf8), "pdf"), ([0x89, 0x50, 0x4E, 0x47], "png"), ([0xFF, 0xD8, 0xFF], "jpeg"),
    (Array("Rar!".utf8), "rar"), ([0x37, 0x7A, 0xBC, 0xAF], "7z"), (Array("{\\rtf".utf8), "rtf"),
    ([0x09, 0x08, 0x10, 0x00], "xls"), ([0x09, 0x08, 0x06, 0x00], "xls"), ([0x09, 0x04, 0x06, 0x00], "xls"),
  ]

  private static func zipName(_ head: [UInt8]) -> String {
    if contains(head, Array("application/vnd.oasis.opendocument.spreadsheet".utf8)) { return "ods" }
    return contains(head, Array("xl/".utf8)) || contains(head, Array("[Content_Types].xml".utf8)) ? "xlsx" : "zip"
  }

  private static func unsupported(_ format: String) -> WorkbookError {
    WorkbookError("workbook-format-unsupported", facts: ["format": format])
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
  }

  /// - Parameter text: the first characters, decoded, of a file that is text.
  /// - Throws: `WorkbookError` unless the root element is a SpreadsheetML workbook.
  static func requireSpreadsheetML(_ text: String) throws {
    guard let root = try rootName(of: text) else {
      let isBlank = text.allSatisfy { $0.isWhitespace || $0 == "\u{FEFF}" }
      throw isBlank ? WorkbookError("workbook-empty") : WorkbookError("workbook-unrecognised")
    }
    let name = (root.split(separator: ":").last ?? "").lowercased()
    if name == "workbook" { return }
    if ["html", "table", "body", "head", "meta", "div"].contains(name) { throw unsupported("html-table") }
    if root.contains("office:document") || name == "document" && root.hasPrefix("office") { throw unsupported("fods") }
    throw WorkbookError("workbook-unrecognised")
  }

  /// The name of the first element, skipping blanks, comments, declarations and instructions.
  private static func rootName(of text: String) throws -> String? {
    var rest = text[...].drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    while rest.first == "<" {
      let isDoctype = rest.prefix(9).uppercased() == "<!DOCTYPE"
      if isDoctype {
        let kind = rest.dropFirst(9).drop { $0.isWhitespace }.prefix(4).lowercased()
        throw kind == "html" ? unsupported("html-table") : WorkbookError("workbook-doctype")
      }
      guard rest.hasPrefix("<?") || rest.hasPrefix("<!") else {
        return String(rest.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" })
      }
      let close = rest.hasPrefix("<!--") ? "-->" : ">"
      var index = rest.startIndex
      while index < rest.endIndex, !rest[index...].hasPrefix(close) { index = rest.index(after: index) }
      guard index < rest.endIndex else { return nil }
      rest = rest[rest.index(index, offsetBy: close.count)...].drop { $0.isWhitespace }
    }
    return nil
  }
}
