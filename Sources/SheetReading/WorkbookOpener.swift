// SPDX-License-Identifier: Apache-2.0

package import Tabular

/// Recognises what a file is by its content, never by its name, and opens it.
package enum WorkbookOpener {
  /// - Parameters:
  ///   - path: the file to read.
  ///   - chunkSize: how many bytes are read at a time; the cells do not depend on it.
  /// - Throws: `WorkbookError` when the file is no workbook, empty, encrypted or of a format that is not read.
  package static func open(path: String, chunkSize: Int = 65_536) throws -> any Workbook {
    let head = try FileBytes.head(path: path, count: WorkbookFormat.headSize)
    try WorkbookFormat.refuseForeign(head)
    let encoding = try TextEncoding.find(head: head) { try UTF8Validator.isUTF8(path: path) }
    try WorkbookFormat.requireSpreadsheetML(text(of: head, encoding))
    return SpreadsheetMLWorkbook(path: path, textEncoding: encoding, chunkSize: chunkSize)
  }

  /// The head as text; a character cut at its end does not matter.
  private static func text(of head: [UInt8], _ encoding: TextEncoding) throws -> String {
    guard let converter = encoding.converter else { return String(decoding: head, as: UTF8.self) }
    var bytes: [UInt8] = []
    try Transcoder(from: converter).convert(head.dropFirst(encoding.skipped), isLast: false, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
