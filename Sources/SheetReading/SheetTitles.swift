// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The names of the sheets of a workbook that can bear marks, without a look at their rows.
package enum SheetTitles {
  /// - Returns: nil for a file of another format, or one that cannot be read.
  package static func of(_ file: InputFile) -> [String]? {
    guard let probe = try? FileProbe(path: file.path, chunkSize: 65_536) else { return nil }
    if let workbook = try? XLSXFormat.open(probe) as? XLSXWorkbook { return workbook.sheets.map(\.name) }
    if let package = try? OpenDocumentPackage(file) { return try? names(in: package.text(), element: "table:table ") }
    guard let markup = try? MarkupFile(file), let text = try? markup.text() else { return nil }
    return try? names(in: text, element: markup.kind == .spreadsheetML ? "Worksheet" : "table:table ")
  }

  /// The names in the tags of an element, found by its name alone: what stands between them is not read.
  private static func names(in source: any ByteSource, element: String) throws -> [String] {
    let needle = Array(element.utf8)
    var (names, bytes) = ([String](), [UInt8]())
    while case let piece = try source.take(1 << 18), !piece.isEmpty {
      bytes += piece
      var place = 0
      while let found = bytes.withUnsafeBytes({ ByteSearch.find(needle, in: $0, from: place) }) {
        let tag = bytes[found...].prefix(tagLimit)
        guard let end = tag.firstIndex(of: UInt8(ascii: ">")) else {
          place = tag.count < tagLimit ? found : found + needle.count
          if place == found { break }
          continue
        }
        if let name = name(in: String(decoding: bytes[found..<end], as: UTF8.self)) { names.append(name) }
        place = end
      }
      // A name that is cut by the end of the piece is shown again.
      let isOpen = place + needle.count <= bytes.count && bytes[place...].starts(with: needle)
      bytes.removeFirst(isOpen ? place : max(place, bytes.count - needle.count + 1))
    }
    return names
  }

  private static let tagLimit = 4096

  private static func name(in tag: String) -> String? {
    guard let match = tag.firstMatch(of: #/[\s:][Nn]ame\s*=\s*["']([^"']*)/#) else { return nil }
    return String(match.output.1).replacing(#/&#(\d{1,7});/#) { reference in
      UInt32(reference.output.1).flatMap(UnicodeScalar.init).map { String($0) } ?? ""
    }
  }
}
