// SPDX-License-Identifier: Apache-2.0

import Tabular

/// A file format: knows its own files by their content.
protocol WorkbookFormat {
  /// - Returns: the workbook, or nil when the file is of another format.
  /// - Throws: `WorkbookError` when the file is of this format and cannot be read.
  static func open(_ probe: FileProbe) throws -> (any Workbook)?
}

/// Every format, in the order in which they are asked: signatures first, text last. A new format is one line here.
enum WorkbookFormats {
  static var all: [any WorkbookFormat.Type] {
    [
      XLSXFormat.self,
      ODSFormat.self,
      XLSFormat.self,
      SpreadsheetMLFormat.self,
      HTMLTableFormat.self,
      DelimitedFormat.self,
    ]
  }

  /// What a file is that no format takes.
  static func refusal(of probe: FileProbe) throws -> WorkbookError {
    if probe.head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return CompoundFile.damage("header") }
    if let found = magics.first(where: { probe.head.starts(with: $0.magic) }) {
      return WorkbookError(found.code, facts: ["format": found.name])
    }
    // What is neither text nor a known signature is no workbook whose encoding went wrong.
    if (try? probe.text.get()) == nil, probe.head.contains(0), !probe.head.starts(with: [0xFF, 0xFE]),
      !probe.head.starts(with: [0xFE, 0xFF])
    {
      return WorkbookError("workbook-unrecognised")
    }
    let text = try probe.text.get()
    if text.allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" }) { return WorkbookError("workbook-empty") }
    let root = try probe.root.get()
    return WorkbookError(root.doctype == nil || root.doctype == "html" ? "workbook-unrecognised" : "workbook-doctype")
  }

  private static let magics: [(magic: [UInt8], code: String, name: String)] = [
    (Array("%PDF".utf8), "workbook-document", "PDF"), (Array("{\\rtf".utf8), "workbook-document", "RTF"),
    ([0x89, 0x50, 0x4E, 0x47], "workbook-picture", "PNG"), ([0xFF, 0xD8, 0xFF], "workbook-picture", "JPEG"),
    (Array("GIF8".utf8), "workbook-picture", "GIF"), (Array("II*\0".utf8), "workbook-picture", "TIFF"),
    (Array("MM\0*".utf8), "workbook-picture", "TIFF"), (Array("Rar!".utf8), "workbook-packed", "RAR"),
    ([0x37, 0x7A, 0xBC, 0xAF], "workbook-packed", "7z"), ([0x1F, 0x8B], "workbook-packed", "GZIP"),
    ([0x50, 0x4B, 0x03, 0x04], "workbook-packed", "ZIP"),
  ]
}
