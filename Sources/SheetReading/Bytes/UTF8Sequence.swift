// SPDX-License-Identifier: Apache-2.0

/// One character of UTF-8 that is not ASCII.
enum UTF8Sequence {
  /// The length of the sequence at `start`: 2 to 4; 0 when it is none; -1 when it is cut short by `end`.
  @inline(__always)
  static func length(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
    let (lead, left) = (start[0], end - start)
    // Nearly all Chinese text.
    if lead &- 0xE1 <= 0xEC - 0xE1, left >= 3, isContinuation(start[1]), isContinuation(start[2]) { return 3 }
    return rareLength(start, lead, left)
  }

  private static func rareLength(_ start: UnsafePointer<UInt8>, _ lead: UInt8, _ left: Int) -> Int {
    let length: Int
    // What the second byte must lie between.
    var (low, high) = (UInt8(0x80), UInt8(0xBF))
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, low) = (3, 0xA0)
    case 0xED: (length, high) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, low) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, high) = (4, 0x8F)
    default: return 0
    }
    for index in 1..<length {
      guard index < left else { return -1 }
      guard start[index] >= low, start[index] <= high else { return 0 }
      (low, high) = (0x80, 0xBF)
    }
    return length
  }

  @inline(__always) private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
