// SPDX-License-Identifier: Apache-2.0

/// The masked forms that may be stored and shown; all stars are ASCII.
enum Masking {
  private static let star = UInt8(ascii: "*")

  /// 330203200501011236 → 330203********1236; other lengths keep the first two and the last two characters.
  static func nationalID(_ text: ByteText, form: NationalID.Form, into bytes: inout [UInt8]) {
    if form == .damaged {
      // 3.30203200501011E+17 → 3.30203…E+17
      bytes.append(contentsOf: text.prefix(7))
      bytes.append(contentsOf: "…".utf8)
      if let exponent = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
        bytes.append(contentsOf: text[max(7, exponent)...])
      }
    } else if text.count == 18 {
      keep(text, first: 6, last: 4, into: &bytes)
    } else if text.count == 15 {
      keep(text, first: 6, last: 3, into: &bytes)
    } else {
      keep(text, first: 2, last: text.count > 8 ? 2 : 0, into: &bytes)
    }
  }

  /// 13812341234 → 138****1234
  static func phone(_ text: ByteText, into bytes: inout [UInt8]) {
    keep(text, first: min(3, text.count / 3), last: text.count >= 11 ? 4 : text.count / 3, into: &bytes)
  }

  /// 201933000001 → 201933******
  static func memberNumber(_ text: ByteText, into bytes: inout [UInt8]) {
    keep(text, first: min(6, text.count / 2), last: 0, into: &bytes)
  }

  /// 王小明 → 王*明, 王明 → 王*
  static func name(_ text: ByteText, into bytes: inout [UInt8]) {
    let first = characterLength(text, 0)
    guard first < text.count else {
      bytes.append(contentsOf: text)
      return
    }
    var starts: [Int] = []
    var index = 0
    while index < text.count {
      starts.append(index)
      index += characterLength(text, index)
    }
    bytes.append(contentsOf: text[..<first])
    if starts.count == 2 {
      bytes.append(star)
    } else {
      bytes.append(contentsOf: repeatElement(star, count: starts.count - 2))
      bytes.append(contentsOf: text[starts[starts.count - 1]...])
    }
  }

  private static func keep(_ text: ByteText, first: Int, last: Int, into bytes: inout [UInt8]) {
    // Stars between the bytes of one character would be no text any more.
    guard text.allSatisfy({ $0 < 0x80 }) else {
      bytes.append(contentsOf: [star, star, star])
      return
    }
    let head = min(first, text.count)
    let tail = min(last, text.count - head)
    bytes.append(contentsOf: text[..<head])
    bytes.append(contentsOf: repeatElement(star, count: text.count - head - tail))
    bytes.append(contentsOf: text[(text.count - tail)...])
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
