// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tabular

/// Turns bytes of a known encoding into UTF-8, or UTF-8 into it, piece by piece, through the C library's iconv.
///
/// A class because it owns the conversion descriptor.
final class Transcoder {
  private let converter: iconv_t
  /// Bytes of a character that was cut by the end of a piece.
  private var rest: [UInt8] = []
  private var consumed = 0

  convenience init(from encoding: String) throws { try self.init(Transcoder.open(encoding), encoding) }
  convenience init(to encoding: String) throws { try self.init(Transcoder.open("UTF-8", to: encoding), encoding) }

  private init(_ opened: iconv_t?, _ encoding: String) throws {
    guard let opened else {
      throw WorkbookError("workbook-encoding-unknown", facts: ["encoding": encoding.lowercased()])
    }
    converter = opened
  }

  deinit { iconv_close(converter) }

  static func knows(_ encoding: String) -> Bool {
    guard let opened = open(encoding) else { return false }
    iconv_close(opened)
    return true
  }

  /// iconv_open gives -1 as a pointer when it knows no such encoding.
  private static func open(_ encoding: String, to target: String = "UTF-8") -> iconv_t? {
    guard let opened = iconv_open(target, encoding), Int(bitPattern: opened) != -1 else { return nil }
    return opened
  }

  /// Appends `bytes` in the other encoding to `output`.
  ///
  /// - Throws: `WorkbookError("workbook-encoding-bytes")` at a byte that is none of the encoding, or at the end of the file
  ///   within a character.
  func convert(_ bytes: some Sequence<UInt8>, isLast: Bool, into output: inout [UInt8]) throws {
    var input = rest + bytes
    let total = input.count
    var left = total
    try input.withUnsafeMutableBytes { raw in
      var source = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      while left > 0 {
        let before = output.count
        let room = left * 4 + 16
        var free = room
        var problem: Int32 = 0
        output.reserveCapacity(before + room)
        output.append(contentsOf: repeatElement(0, count: room))
        output.withUnsafeMutableBytes { target in
          var sink = target.baseAddress?.advanced(by: before).assumingMemoryBound(to: CChar.self)
          if iconv(converter, &source, &left, &sink, &free) == -1 { problem = errno }
        }
        output.removeLast(free)
        if left == 0 || problem == EINVAL { break }
        if problem == EILSEQ { throw WorkbookError("workbook-encoding-bytes", byte: consumed + total - left) }
      }
    }
    consumed += total - left
    rest = Array(input.suffix(left))
    if isLast, left > 0 { throw WorkbookError("workbook-encoding-bytes", byte: consumed) }
  }
}
