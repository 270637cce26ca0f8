// SPDX-License-Identifier: Apache-2.0

/// Tells whether bytes that come in pieces are UTF-8; a file cut within its last character counts as valid.
struct UTF8Validator {
  /// Continuation bytes still to come, and what the next one must lie between.
  private var pending = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  /// Whether what was accepted ends within a character.
  var isWithinCharacter: Bool { pending > 0 }

  /// - Returns: false as soon as a byte has no place.
  mutating func accept(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard var at = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return true }
    let end = at + bytes.count
    while at < end, pending > 0 {
      guard step(at.pointee) else { return false }
      at += 1
    }
    while at < end {
      if end - at >= 8 {
        // Eight ASCII bytes at a time.
        let signs = UnsafeRawPointer(at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080
        at += signs == 0 ? 8 : signs.littleEndian.trailingZeroBitCount / 8
        if signs == 0 { continue }
      }
      let length = at.pointee < 0x80 ? 1 : UTF8Sequence.length(at, end)
      if length == 0 { return false }
      guard length > 0 else { break }
      at += length
    }
    // A character that goes on in the next piece.
    while at < end {
      guard step(at.pointee) else { return false }
      at += 1
    }
    return true
  }

  @inline(__always) private mutating func step(_ byte: UInt8) -> Bool {
    if pending > 0 {
      guard byte >= low, byte <= high else { return false }
      pending -= 1
      (low, high) = (0x80, 0xBF)
      return true
    }
    switch byte {
    case ..<0x80: return true
    case 0xC2...0xDF: pending = 1
    case 0xE0: (pending, low) = (2, 0xA0)
    case 0xED: (pending, high) = (2, 0x9F)
    case 0xE1...0xEF: pending = 2
    case 0xF0: (pending, low) = (3, 0x90)
    case 0xF1...0xF3: pending = 3
    case 0xF4: (pending, high) = (3, 0x8F)
    default: return false
    }
    return true
  }

  /// Reads the whole file once.
  static func isUTF8(path: String) throws -> Bool {
    let file = try FileBytes(path: path)
    var validator = UTF8Validator()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    return try buffer.withUnsafeMutableBytes { buffer in
      while case let count = try file.read(into: buffer), count > 0 {
        if !validator.accept(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return false }
      }
      return true
    }
  }
}
