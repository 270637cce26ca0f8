// SPDX-License-Identifier: Apache-2.0

/// Text as bytes of a batch, for the hot path: valid only while the batch's buffer is borrowed.
typealias ByteText = UnsafeRawBufferPointer

extension UnsafeRawBufferPointer {
  @inline(__always) func part(_ start: Int, _ end: Int) -> ByteText {
    ByteText(rebasing: self[start..<end])
  }

  /// Without the blanks and hidden signs around it.
  func trimmed() -> ByteText {
    var start = 0
    var end = count
    while start < end {
      let width = blankWidth(at: start, end)
      if width == 0 { break }
      start += width
    }
    while end > start {
      let width = blankWidth(before: end, start)
      if width == 0 { break }
      end -= width
    }
    return start == 0 && end == count ? self : part(start, end)
  }

  @inline(__always) private func blankWidth(at index: Int, _ end: Int) -> Int {
    let byte = self[index]
    if byte <= 0x20 || byte == 0x7F { return 1 }
    if byte == 0xC2 || byte == 0xD8 { return index + 1 < end && isNarrowBlank(index) ? 2 : 0 }
    return byte >= 0xE1 && index + 2 < end && isWideBlank(index) ? 3 : 0
  }

  @inline(__always) private func blankWidth(before end: Int, _ start: Int) -> Int {
    let byte = self[end - 1]
    if byte <= 0x20 || byte == 0x7F { return 1 }
    if byte < 0x80 { return 0 }
    if end - 2 >= start, isNarrowBlank(end - 2) { return 2 }
    return end - 3 >= start && isWideBlank(end - 3) ? 3 : 0
  }

  /// U+0080…U+00A0, U+00AD, U+061C: two bytes each, of which the first begins a character wherever it stands.
  private func isNarrowBlank(_ index: Int) -> Bool {
    switch (self[index], self[index + 1]) {
    case (0xC2, 0x80...0xA0), (0xC2, 0xAD), (0xD8, 0x9C): true
    default: false
    }
  }

  /// U+3000, U+2000…U+200F, U+2028…U+202F, U+205F…U+206F, U+180E, U+FEFF, U+FFF9…U+FFFB: three bytes each.
  private func isWideBlank(_ index: Int) -> Bool {
    switch (self[index], self[index + 1], self[index + 2]) {
    case (0xE3, 0x80, 0x80), (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF), (0xE2, 0x81, 0x9F...0xAF): true
    case (0xE1, 0xA0, 0x8E), (0xEF, 0xBB, 0xBF), (0xEF, 0xBF, 0xB9...0xBB): true
    default: false
    }
  }

  @inline(__always) func isDigit(_ index: Int) -> Bool { self[index] &- 0x30 <= 9 }

  /// The number of `count` digits from `start`; nil when one is none.
  func digits(_ start: Int, _ length: Int) -> Int? {
    guard start + length <= count else { return nil }
    var number = 0
    for index in start..<(start + length) {
      guard isDigit(index) else { return nil }
      number = number * 10 + Int(self[index] &- 0x30)
    }
    return number
  }

  var string: String { String(decoding: self, as: UTF8.self) }

  /// FNV-1a over the bytes.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
