// SPDX-License-Identifier: Apache-2.0

/// The texts that the cells of a workbook share: one buffer and where each text begins.
struct SharedStrings {
  private(set) var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  var count: Int { ends.count }

  /// The bytes of the text that is not ended.
  var openLength: Int { bytes.count - Int(ends.last ?? 0) }

  func range(of index: Int) -> Range<Int> {
    Int(index == 0 ? 0 : ends[index - 1])..<Int(ends[index])
  }

  @inline(__always) mutating func append(_ text: UnsafeBufferPointer<UInt8>) { bytes.append(contentsOf: text) }

  mutating func append(_ scalar: Unicode.Scalar) {
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// - Parameter isEscaped: whether `_x000D_` and its like stand for other characters.
  mutating func endText(isEscaped: Bool = false) {
    if isEscaped { EscapedCharacters.decode(&bytes, from: Int(ends.last ?? 0)) }
    ends.append(UInt32(bytes.count))
  }
}
