// SPDX-License-Identifier: Apache-2.0

/// Skips what stands before the root element and would trouble the parser: BOMs, blanks, the XML declaration.
struct XMLPrologue {
  private(set) var isPast = false
  /// Lines that were skipped, so that errors name the line of the file.
  private(set) var lines = 0
  /// Whether more than one BOM, or blanks before the XML declaration, had to be skipped: XML allows neither.
  private(set) var isOdd = false

  /// Moves `piece` past the prologue; false when it does not end within the piece and more must be read.
  mutating func skip(_ piece: inout UnsafeRawBufferPointer, isLast: Bool) -> Bool {
    var start = 0
    var lines = 0
    while true {
      start = skipBlanks(piece, start, &lines)
      guard starts(piece, start, "<?xml "), !isLast || piece.count > start else { break }
      guard let end = (start..<piece.count).first(where: { piece[$0] == UInt8(ascii: ">") }) else {
        if isLast { break }
        return false
      }
      // One BOM may stand before the declaration, and nothing else.
      if start > (starts(piece, 0, "\u{FEFF}") ? 3 : 0) { isOdd = true }
      for index in start..<end where piece[index] == 0x0A { lines += 1 }
      start = end + 1
    }
    // "<?xm" may still become a declaration.
    if piece.count - start < 6, !isLast { return false }
    isPast = true
    self.lines = lines
    piece = UnsafeRawBufferPointer(rebasing: piece[start...])
    return true
  }

  private func skipBlanks(_ piece: UnsafeRawBufferPointer, _ from: Int, _ lines: inout Int) -> Int {
    var index = from
    while index < piece.count {
      if starts(piece, index, "\u{FEFF}") {
        index += 3
      } else if piece[index] <= 0x20 {
        if piece[index] == 0x0A { lines += 1 }
        index += 1
      } else {
        break
      }
    }
    return index
  }

  private func starts(_ piece: UnsafeRawBufferPointer, _ index: Int, _ text: StaticString) -> Bool {
    index + text.utf8CodeUnitCount <= piece.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { piece[index + $0] == text.utf8Start[$0] }
  }
}
