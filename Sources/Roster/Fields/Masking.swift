// SPDX-License-Identifier: Apache-2.0

/// The masked forms that may be stored and shown; all stars are ASCII.
enum Masking {
  private static let star = UInt8(ascii: "*")

  /// 330203200501011236 → 330203************: the region, where it surely is one, and nothing behind it.
  static func nationalID(_ text: ByteText, form: NationalID.Form, into bytes: inout [UInt8]) {
    switch form {
    case .valid, .checksum, .fifteen, .trailingZeros: keep(text, first: 6, of: 18, into: &bytes)
    default: keep(text, first: 0, of: min(text.count, 18), into: &bytes)
    }
  }

  /// 13812341234 → 138********
  static func phone(_ text: ByteText, into bytes: inout [UInt8]) {
    keep(text, first: min(3, text.count / 3), of: min(text.count, 18), into: &bytes)
  }

  /// 201933000001 → 201933******
  ///
  /// - Parameter isOwn: false where another number stands in its place.
  static func memberNumber(_ text: ByteText, isOwn: Bool, into bytes: inout [UInt8]) {
    keep(text, first: isOwn ? min(6, text.count / 2) : 0, of: min(text.count, 18), into: &bytes)
  }

  /// 王小明 → 王*明, 王明 → 王*
  static func name(_ text: ByteText, into bytes: inout [UInt8]) {
    guard !text.isEmpty else { return }
    let first = characterLength(text, 0)
    guard first < text.count else { return append(text[...], to: &bytes) }
    var starts: [Int] = []
    var index = 0
    while index < text.count {
      starts.append(index)
      index += characterLength(text, index)
    }
    append(text[..<first], to: &bytes)
    if starts.count == 2 {
      bytes.append(star)
    } else {
      bytes.append(contentsOf: repeatElement(star, count: min(starts.count - 2, longestName)))
      append(text[starts[starts.count - 1]...], to: &bytes)
    }
  }

  /// How many stars a name has at most: their number tells the length of a text that is none.
  private static let longestName = 10

  /// A character of a name; a digit stands in none, and is a star.
  private static func append(_ character: Slice<ByteText>, to bytes: inout [UInt8]) {
    let isDigit =
      character.count == 1 && character.allSatisfy { $0 &- 0x30 <= 9 } || character.starts(with: [0xEF, 0xBC])
    if isDigit { bytes.append(star) } else { bytes.append(contentsOf: character) }
  }

  /// The first `first` signs of a number, then stars up to a length of `count`.
  private static func keep(_ text: ByteText, first: Int, of count: Int, into bytes: inout [UInt8]) {
    // Stars between the bytes of one character would be no text any more.
    guard text.allSatisfy({ $0 < 0x80 }) else {
      bytes.append(contentsOf: [star, star, star])
      return
    }
    let head = min(first, text.count)
    bytes.append(contentsOf: text[..<head])
    bytes.append(contentsOf: repeatElement(star, count: max(3, count - head)))
  }

  private static func characterLength(_ text: ByteText, _ index: Int) -> Int {
    let length =
      switch text[index] {
      case ..<0x80: 1
      case ..<0xE0: 2
      case ..<0xF0: 3
      default: 4
      }
    return min(length, text.count - index)
  }
}
