// SPDX-License-Identifier: Apache-2.0

/// The digits of a text as a reader sees them: groups of digits of any script, and what stands for hidden ones, joined by
/// signs that do not end a number (blanks, hyphens, dots, brackets, signs without width).
struct DigitGroups {
  /// One place of a number: a digit 0–9, or a sign that hides one.
  struct Sign {
    static let hidden: UInt8 = 10
    /// 0–9, or `hidden`.
    var value: UInt8
    /// Index among the scalars of the text.
    var scalar: Int

    var isDigit: Bool { value < 10 }
  }

  /// Groups that only joining signs part.
  struct Run {
    var signs: [Sign] = []
    /// Where each group begins among `signs`.
    var starts: [Int] = []
    /// Groups before which a sign of lists stands: 、 or a semicolon.
    var listed: Set<Int> = []

    func end(ofGroup group: Int) -> Int { group + 1 < starts.count ? starts[group + 1] : signs.count }
  }

  /// More signs than these between two groups part two numbers.
  private static let longestJoint = 6

  private(set) var runs: [Run] = []

  init(_ scalars: [Unicode.Scalar]) {
    var gap = 0
    var (isOpen, isList) = (false, false)
    for (index, scalar) in scalars.enumerated() {
      if let value = DigitGroups.value(of: scalar) {
        add(Sign(value: value, scalar: index), joined: isOpen, afterGap: gap, isListed: isList)
        (gap, isOpen, isList) = (0, true, false)
      } else if !isOpen || !scalar.properties.isDefaultIgnorableCodePoint {
        gap += 1
        isList = isList || DigitGroups.lists.contains(scalar)
        isOpen = isOpen && gap <= DigitGroups.longestJoint && DigitGroups.joins(scalar)
      } else {
        // However many signs without width stand there, nobody sees them.
        gap = max(gap, 1)
      }
    }
  }

  private static let lists: Set<Unicode.Scalar> = ["、", "；", ";", "。"]

  private mutating func add(_ sign: Sign, joined: Bool, afterGap gap: Int, isListed: Bool) {
    if !joined { runs.append(Run()) }
    let last = runs.count - 1
    if joined, isListed { runs[last].listed.insert(runs[last].starts.count) }
    if !joined || gap > 0 { runs[last].starts.append(runs[last].signs.count) }
    runs[last].signs.append(sign)
  }

  /// Whether the text may hold a personal number at all: counts what may be a digit or hide one, without decoding.
  static func mayHold(_ text: UnsafeRawBufferPointer, atLeast least: Int) -> Bool {
    guard text.count >= least else { return false }
    var count = 0
    for byte in text where isSuspect(byte) { count += 1 }
    return count >= least
  }

  /// ASCII digits, stars and X; the first bytes of full-width forms, ×, ●, ①, and digits of other scripts.
  @inline(__always) private static func isSuspect(_ byte: UInt8) -> Bool {
    if byte &- 0x30 <= 9 { return true }
    switch byte {
    case 0x2A, 0x58, 0x78, 0xC2, 0xC3, 0xD9, 0xDB, 0xE0, 0xE1, 0xE2, 0xEA, 0xEF, 0xF0: return true
    default: return false
    }
  }

  /// 0–9, or `Sign.hidden`; nil for what stands in no number.
  static func value(of scalar: Unicode.Scalar) -> UInt8? {
    if scalar.value &- 0x30 <= 9 { return UInt8(scalar.value - 0x30) }
    switch scalar {
    case "*", "＊", "×", "x", "X", "ｘ", "Ｘ", "●", "○", "■", "□", "※": return Sign.hidden
    default: break
    }
    guard scalar.value >= 0x80 else { return nil }
    switch scalar.properties.numericType {
    case .decimal, .digit: return scalar.properties.numericValue.flatMap { (0...9).contains($0) ? UInt8($0) : nil }
    default: return nil
    }
  }

  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .dashPunctuation,
      .connectorPunctuation,
      .openPunctuation, .closePunctuation, .otherPunctuation, .initialPunctuation, .finalPunctuation, .mathSymbol,
      .modifierSymbol, .currencySymbol, .otherSymbol, .nonspacingMark, .unassigned:
      return true
    default: return false
    }
  }
}
