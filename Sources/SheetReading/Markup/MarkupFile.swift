// SPDX-License-Identifier: Apache-2.0

import Tabular

/// A workbook that is one markup file, for those who hand it on with changes: its text in UTF-8, and the way back into its
/// own encoding.
package struct MarkupFile: Sendable {
  /// Which of the formats of one markup file it is.
  package enum Kind: Sendable {
    case spreadsheetML, flatOpenDocument
  }

  /// The format, by content and not by name.
  package let kind: Kind
  private let file: InputFile
  private let encoding: TextEncoding
  /// Whether the encoding has a sign for every character.
  package var isUnicode: Bool { encoding.name.hasPrefix("utf-") }
  /// Whether the file says what it is encoded in, where it must for others to read it.
  package let isDeclared: Bool

  /// - Returns: nil for a file of another format, or one that is packed into an archive.
  /// - Throws: `WorkbookError` for one that cannot be read.
  package init?(_ file: InputFile) throws {
    let probe = try FileProbe(path: file.path, chunkSize: 65_536)
    guard !probe.isArchive else { return nil }
    if let workbook = try SpreadsheetMLFormat.open(probe) as? SpreadsheetMLWorkbook {
      (kind, encoding) = (.spreadsheetML, workbook.textEncoding)
    } else if let workbook = try ODSFormat.open(probe) as? FlatODSWorkbook {
      (kind, encoding) = (.flatOpenDocument, workbook.textEncoding)
    } else {
      return nil
    }
    self.file = file
    let says = try TextEncoding.declaration(Array(probe.text.get().utf8)) != nil
    isDeclared = says || encoding.name == "utf-8" || encoding.skipped > 0
  }

  /// The bytes before the text that say its encoding; of UTF-8 they are part of the text.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`.
  package func mark() throws -> [UInt8] { try FileBytes(path: file.path).take(encoding.skipped) }

  /// The text from its beginning, in UTF-8.
  ///
  /// - Throws: `WorkbookError`: `workbook-unreadable`, `workbook-encoding-unknown`; the source,
  ///   `workbook-encoding-bytes`.
  package func text() throws -> any ByteSource {
    let source = try FileBytes(path: file.path)
    _ = try source.take(encoding.skipped)
    guard let converter = encoding.converter else { return source }
    return DecodedBytes(source, try Transcoder(from: converter))
  }

  /// Puts UTF-8 into the encoding of the file, piece by piece.
  ///
  /// - Throws: `WorkbookError("workbook-encoding-bytes")` for a character that the encoding does not have.
  package func encoder() throws -> (_ piece: [UInt8], _ isLast: Bool) throws -> [UInt8] {
    guard let name = encoding.converter else { return { piece, _ in piece } }
    let transcoder = try Transcoder(to: name)
    return { piece, isLast in
      var output: [UInt8] = []
      try transcoder.convert(piece, isLast: isLast, into: &output)
      return output
    }
  }

  /// Whether the text in UTF-8 and back is the file byte for byte: some encodings have two spellings of a character.
  ///
  /// - Throws: `WorkbookError` where the file or its encoding cannot be read.
  package func comesBack() throws -> Bool {
    guard encoding.converter != nil else { return true }
    let (original, text, encode) = (try FileBytes(path: file.path), try text(), try encoder())
    _ = try original.take(encoding.skipped)
    while true {
      let piece = try text.take(1 << 17)
      guard let back = try? encode(piece, piece.isEmpty) else { return false }
      guard try original.take(back.count) == back else { return false }
      if piece.isEmpty { return try original.take(1).isEmpty }
    }
  }
}

/// Bytes of another encoding as UTF-8.
private final class DecodedBytes: ByteSource {
  private static let chunk = 1 << 16
  private let source: any ByteSource
  private let transcoder: Transcoder
  private var waiting: [UInt8] = []
  private var isAtEnd = false

  init(_ source: any ByteSource, _ transcoder: Transcoder) { (self.source, self.transcoder) = (source, transcoder) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while waiting.count < buffer.count, !isAtEnd {
      let piece = try source.take(DecodedBytes.chunk)
      isAtEnd = piece.count < DecodedBytes.chunk
      try transcoder.convert(piece, isLast: isAtEnd, into: &waiting)
    }
    let count = min(buffer.count, waiting.count)
    buffer.copyBytes(from: waiting[..<count])
    waiting.removeFirst(count)
    return count
  }
}
