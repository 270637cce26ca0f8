// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Mends what common generators write although it is no XML: a bare `&`, HTML entities, control characters.
///
/// A piece without any of them passes through uncopied. Inside CDATA an `&` is itself.
struct MarkupRepair {
  private(set) var ampersands = 0
  private(set) var entities = 0
  private(set) var controls = 0
  /// The line of the first repair of each kind: `&`, entity, control character.
  private(set) var firstLines: [Int?] = [nil, nil, nil]
  private var isInCDATA = false

  /// How many bytes at the end of a piece must wait for the next one, because what they begin is not complete.
  static func unfinishedTail(of bytes: UnsafeRawBufferPointer) -> Int {
    let window = min(bytes.count, 12)
    for back in 1...max(1, window) where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte == UInt8(ascii: ";") || byte == UInt8(ascii: ">") { return 0 }
      if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") { return back }
      if byte == UInt8(ascii: "]") {
        // The end of CDATA has two of them.
        let hasTwo = back < bytes.count && bytes[bytes.count - back - 1] == byte
        return hasTwo ? back + 1 : back
      }
    }
    return 0
  }

  /// - Parameter line: the line on which the piece begins.
  /// - Returns: nil when the piece needs no repair.
  mutating func repaired(_ bytes: UnsafeRawBufferPointer, line: @autoclosure () -> Int) -> [UInt8]? {
    let hasControls = MarkupRepair.hasControls(bytes)
    if !hasControls, MarkupRepair.hasOnlyReferences(bytes) {
      trackCDATA(bytes)
      return nil
    }
    let before = (ampersands, entities, controls)
    let mended = rewrite(bytes, from: line())
    return (ampersands, entities, controls) == before ? nil : mended
  }

  /// Whether every `&` begins a reference of XML to a character that may stand there; inside CDATA it may look otherwise,
  /// and the piece is then looked at more closely.
  private static func hasOnlyReferences(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while let found = find("&", in: bytes, from: index) {
      guard let end = endOfReference(bytes, found + 1) else { return false }
      index = end
    }
    return true
  }

  private static func endOfReference(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    guard bytes[start] == UInt8(ascii: "#") else {
      let names: [StaticString] = ["amp;", "lt;", "gt;", "quot;", "apos;"]
      return names.first { starts(bytes, start, $0) }.map { start + $0.utf8CodeUnitCount }
    }
    // Decimal only: the few others are left to the closer look.
    var (index, value) = (start + 1, 0)
    while index < bytes.count, bytes[index] &- 0x30 <= 9, value < 0x11_0000 {
      value = value * 10 + Int(bytes[index] &- 0x30)
      index += 1
    }
    let isCharacter =
      value >= 0x20 && value < 0xD800 || value >= 0xE000 && value < 0xFFFE || value == 0x0A || value == 0x0D
    return isCharacter && index < bytes.count && bytes[index] == UInt8(ascii: ";") ? index + 1 : nil
  }

  private static func hasControls(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let low = zeroBytes(word & 0xE0E0_E0E0_E0E0_E0E0)
      if low != 0 {
        let blanks =
          zeroBytes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroBytes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
          | zeroBytes(word ^ 0x0909_0909_0909_0909)
        if low & ~blanks != 0 { return true }
      }
      index += 8
    }
    return bytes[index...].contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
  }

  /// The highest bit of each of the eight bytes that is 0.
  @inline(__always) private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let rest: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & rest) &+ rest) | word | rest)
  }

  /// Follows CDATA sections through a piece that is otherwise left alone.
  private mutating func trackCDATA(_ bytes: UnsafeRawBufferPointer) {
    // The ! of <![CDATA[ is rare, its < is not.
    var index = 0
    while let found = MarkupRepair.find(isInCDATA ? "]]>" : "![CDATA[", in: bytes, from: index) {
      index = found + 3
      isInCDATA.toggle()
    }
  }

  private static func find(_ needle: StaticString, in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var index = start
    while index < bytes.count,
      let found = memchr(base + index, Int32(needle.utf8Start.pointee), bytes.count - index)
    {
      index = UnsafeRawPointer(found) - base
      if starts(bytes, index, needle) { return index }
      index += 1
    }
    return nil
  }

  private mutating func rewrite(_ bytes: UnsafeRawBufferPointer, from first: Int) -> [UInt8] {
    var line = first
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + 64)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 {
        controls += 1
        note(2, line)
      } else if byte == UInt8(ascii: "&"), !isInCDATA {
        let before = (ampersands, entities, controls)
        index = reference(bytes, index, &output)
        if ampersands > before.0 { note(0, line) }
        if entities > before.1 { note(1, line) }
        if controls > before.2 { note(2, line) }
        continue
      } else {
        if byte == 0x0A { line += 1 }
        if byte == UInt8(ascii: "<"), MarkupRepair.starts(bytes, index, "<![CDATA[") { isInCDATA = true }
        if byte == UInt8(ascii: "]"), isInCDATA, MarkupRepair.starts(bytes, index, "]]>") { isInCDATA = false }
        output.append(byte)
      }
      index += 1
    }
    return output
  }

  private mutating func note(_ kind: Int, _ line: Int) {
    if firstLines[kind] == nil { firstLines[kind] = line }
  }

  private static func starts(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ text: StaticString) -> Bool {
    guard let base = bytes.baseAddress, index + text.utf8CodeUnitCount <= bytes.count else { return false }
    return memcmp(base + index, text.utf8Start, text.utf8CodeUnitCount) == 0
  }

  /// Copies or mends the reference that begins at `index`; gives the index after it.
  private mutating func reference(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ output: inout [UInt8]) -> Int {
    let limit = min(bytes.count, index + 12)
    guard let end = (index + 1..<limit).first(where: { bytes[$0] == UInt8(ascii: ";") }) else {
      return bare(index, &output)
    }
    let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
    if ["amp", "lt", "gt", "quot", "apos"].contains(name) {
      output.append(contentsOf: bytes[index...end])
    } else if name.hasPrefix("#") {
      guard let value = MarkupRepair.characterNumber(name) else { return bare(index, &output) }
      if value < 0x20, value != 0x0A, value != 0x0D, value != 0x09 {
        controls += 1
      } else {
        output.append(contentsOf: bytes[index...end])
      }
    } else if let text = HTMLEntities.text[name] {
      entities += 1
      output.append(contentsOf: text.utf8)
    } else {
      return bare(index, &output)
    }
    return end + 1
  }

  private mutating func bare(_ index: Int, _ output: inout [UInt8]) -> Int {
    ampersands += 1
    output.append(contentsOf: "&amp;".utf8)
    return index + 1
  }

  private static func characterNumber(_ name: String) -> UInt32? {
    let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
    return UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
  }
}

/// The HTML entities that turn up in spreadsheets written by web programs.
enum HTMLEntities {
  static let text: [String: String] = [
    "nbsp": "\u{A0}", "copy": "©", "reg": "®", "middot": "·", "times": "×", "divide": "÷", "deg": "°", "plusmn": "±",
    "ldquo": "“", "rdquo": "”", "lsquo": "‘", "rsquo": "’", "mdash": "—", "ndash": "–", "hellip": "…", "bull": "•",
    "laquo": "«", "raquo": "»", "euro": "€", "yen": "¥", "pound": "£", "sect": "§", "para": "¶", "trade": "™",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Tau": "Τ", "tau": "τ", "Omega": "Ω", "omega": "ω",
    "mu": "μ", "pi": "π", "Delta": "Δ", "sigma": "σ", "Sigma": "Σ", "ensp": "\u{2002}", "emsp": "\u{2003}",
    "le": "≤", "ge": "≥", "ne": "≠", "eacute": "é", "egrave": "è", "uuml": "ü", "ouml": "ö", "auml": "ä",
  ]
}
