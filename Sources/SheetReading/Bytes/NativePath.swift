// SPDX-License-Identifier: Apache-2.0

/// Paths whose names are bytes: what unpacks an archive of Chinese Windows gives names in GBK, and no text can hold those.
///
/// Inside the program a path is a text all the same. A byte that is no UTF-8 stands in it as a scalar of the last private
/// plane, which is turned back when the file is opened and is never shown.
package enum NativePath {
  private static let firstByte: UInt32 = 0x10FF00
  private static let kept: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

  /// The path as the program passes it on.
  package static func text(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let end = start + buffer.count
      var at = start
      while at < end {
        let length = at.pointee < 0x80 ? 1 : max(0, UTF8Sequence.length(at, end))
        let scalars = String(decoding: UnsafeBufferPointer(start: at, count: length), as: UTF8.self).unicodeScalars
        if length > 0, let scalar = scalars.first, !kept.contains(scalar.value) {
          text.append(contentsOf: scalars)
        } else {
          for offset in 0..<max(1, length) {
            Unicode.Scalar(firstByte + UInt32(at[offset])).map { text.append($0) }
          }
        }
        at += max(1, length)
      }
    }
    return String(text)
  }

  /// The bytes that the system knows the path by.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: { kept.contains($0.value) }) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      kept.contains(scalar.value) ? [UInt8(scalar.value & 0xFF)] : Array(String(scalar).utf8)
    }
  }

  /// What a person reads: each name in UTF-8 or, where its bytes are none, in GB18030; bytes of neither and line breaks
  /// by number.
  package static func shown(_ text: String) -> String { onOneLine(decoded(text)) }

  /// The same of a text of many lines that holds such names.
  package static func decoded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { kept.contains($0.value) }) else { return text }
    return bytes(text).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { shown(name: Array($0)) }.joined(separator: "/")
  }

  /// The same of one name given in bytes.
  package static func shown(name bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var decoded: [UInt8] = []
    if let transcoder = try? Transcoder(from: "GB18030"),
      (try? transcoder.convert(bytes, isLast: true, into: &decoded)) != nil
    {
      return String(decoding: decoded, as: UTF8.self)
    }
    return NativePath.text(bytes).unicodeScalars.map { scalar in
      kept.contains(scalar.value) ? "⟨" + String(scalar.value & 0xFF, radix: 16, uppercase: true) + "⟩" : String(scalar)
    }.joined()
  }

  /// A name of two lines would be read as two.
  private static func onOneLine(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
    return text.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "⟨U+000A⟩"
      case "\r": "⟨U+000D⟩"
      default: String(scalar)
      }
    }.joined()
  }

  /// The bytes with the 0 that ends a text of the C library.
  static func terminated(_ text: String) -> [CChar] { bytes(text).map { CChar(bitPattern: $0) } + [0] }
}
