// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A number of a person in some spelling, to be put where it does not belong.
struct Plant {
  /// Twelve kinds of number.
  enum Kind: CaseIterable {
    case id, idWithX, idOfFifteen, idWithWrongCheck, idCutShort, idWithoutEnd
    case mobile, lateMobile, mobileWithCountry, memberNumber, longMemberNumber, idAndMobile
  }

  let kind: Kind
  /// The digits as they are, without any sign between.
  let digits: String
  let text: String

  /// - Parameter dice: gives the same plant for the same seed.
  init(_ kind: Kind, form: Int, dice: inout Dice) {
    self.kind = kind
    digits = Plant.digits(of: kind, &dice)
    text = Plant.spelled(digits, kind, form: form)
  }

  private static func some(_ count: Int, _ dice: inout Dice) -> String {
    var digits = ""
    for _ in 0..<count { digits += String(dice.number(0...9)) }
    return digits
  }

  private static func birth(_ dice: inout Dice, in years: ClosedRange<Int> = 1990...2005) -> String {
    let (months, days) = (["03", "07", "10", "12"], ["05", "11", "23", "28"])
    return String(dice.number(years)) + months[dice.number(0...3)] + days[dice.number(0...3)]
  }

  private static func id(_ dice: inout Dice) -> String {
    let regions = ["330203", "330205", "330212", "330281"]
    let body = regions[dice.number(0...3)] + birth(&dice) + some(3, &dice)
    return body + String(decoding: [Claims.check(Array(body.utf8))], as: UTF8.self)
  }

  /// An ID number whose check digit is among `signs`.
  private static func id(_ dice: inout Dice, endingIn signs: String) -> String {
    while true {
      let made = id(&dice)
      if let last = made.last, signs.contains(last) { return made }
    }
  }

  private static func digits(of kind: Kind, _ dice: inout Dice) -> String {
    switch kind {
    case .id: return id(&dice, endingIn: "0123456789")
    case .idWithX: return id(&dice, endingIn: "X")
    case .idOfFifteen:
      // Nobody born later has one.
      let old = birth(&dice, in: 1950...1999)
      return "330203" + old.dropFirst(2) + some(3, &dice)
    case .idWithWrongCheck:
      let right = id(&dice, endingIn: "01234567")
      return right.dropLast() + "8"
    case .idCutShort: return String(id(&dice).prefix(17))
    case .idWithoutEnd: return String(id(&dice).prefix(16))
    case .mobile: return "138" + some(8, &dice)
    case .lateMobile: return "199" + some(8, &dice)
    case .mobileWithCountry: return "86139" + some(8, &dice)
    case .memberNumber: return "201933" + some(6, &dice)
    case .longMemberNumber: return "201633" + some(10, &dice)
    case .idAndMobile: return id(&dice, endingIn: "0123456789") + "137" + some(8, &dice)
    }
  }

  private static let joints: [String] = [
    " ", "-", ".", "\u{A0}", "\u{200B}", "－", "·", "  ", "—", "_", "/", "\u{2009}",
  ]
  private static let widerJoints: [String] = [" ", "-", "\u{3000}", "\u{FEFF}"]
  private static let words: [[String]] = [
    ["", ""], ["电话", ""], ["手机：", ""], ["身份证号", "。"], ["联系人张三", ""], ["", "（本人）"], ["+86", ""], ["'", ""],
    ["【", "】"], ["tel:", ";ext"],
  ]

  /// Ways in which people write a number, and in which it comes out of other programs.
  static let forms: Range<Int> = 0..<37
  private static let furtherJoints = ["\u{3164}", "\u{200B}\u{200B}\u{200B}\u{200B}\u{200B}", " -- ", "$", "、", "；"]

  private static func spelled(_ digits: String, _ kind: Kind, form: Int) -> String {
    if form < 10 { return words[form][0] + digits + words[form][1] }
    if form < 22 { return grouped(digits, joints[form - 10]) }
    if form < 26 { return fours(digits, widerJoints[form - 22]) }
    switch form {
    case 26: return "(" + digits.prefix(3) + ")" + digits.dropFirst(3)
    case 27: return "（" + digits.prefix(3) + "）" + digits.dropFirst(3)
    case 28: return wide(digits)
    case 29: return grouped(wide(digits), "－")
    case 30: return digits.map { String($0) }.joined(separator: " ")
    default:
      // Signs of lists part years and numbers of documents as well, and groups of a member number look like those.
      let isListed = [.mobileWithCountry, .memberNumber, .longMemberNumber].contains(kind) && form > 34
      return grouped(digits, isListed ? "-" : furtherJoints[form - 31])
    }
  }

  /// 138-1234-5678, 330203-20050101-1238.
  private static func grouped(_ digits: String, _ joint: String) -> String {
    let lengths: [Int]
    switch digits.count {
    case 11: lengths = [3, 4, 4]
    case 12, 13, 16: lengths = [4, 4, digits.count - 8]
    default: lengths = [6, 8, digits.count - 14]
    }
    return split(digits, lengths).joined(separator: joint)
  }

  private static func fours(_ digits: String, _ joint: String) -> String {
    split(digits, Array(repeating: 4, count: (digits.count + 3) / 4)).joined(separator: joint)
  }

  private static func split(_ digits: String, _ lengths: [Int]) -> [String] {
    var rest = Substring(digits)
    var parts: [String] = []
    for length in lengths where !rest.isEmpty {
      parts.append(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    if !rest.isEmpty { parts.append(String(rest)) }
    return parts
  }

  private static func wide(_ digits: String) -> String {
    String(String.UnicodeScalarView(digits.unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0) ?? $0 }))
  }
}

/// Numbers that come again with the same seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return range.lowerBound + Int(state % UInt64(range.count))
  }
}

/// Finds planted digits in any text, whatever signs stand between them.
struct PlantedDigits {
  private var plants: [Int: Set<[UInt8]>] = [:]

  init(_ plants: some Sequence<String>) {
    for plant in plants { self.plants[plant.utf8.count, default: []].insert(Array(plant.utf8)) }
  }

  /// The plants that can be read in `text`: digits of any form with up to six signs between that are no letters, and however many that nobody sees.
  func found(in text: String) -> Set<String> { found(in: Data(text.utf8)) }

  func found(in data: Data) -> Set<String> { data.withUnsafeBytes { found(in: $0) } }

  private func found(in bytes: UnsafeRawBufferPointer) -> Set<String> {
    var found: Set<String> = []
    var digits: [UInt8] = []
    var gap = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80, digits.isEmpty, byte &- 0x30 > 9, byte != UInt8(ascii: "X") {
        index += 1
        continue
      }
      let (scalar, length) = PlantedDigits.scalar(bytes, index)
      index += length
      if let digit = PlantedDigits.digit(scalar) {
        digits.append(digit)
        if digits.count > 40 { digits.removeFirst(20) }
        gap = 0
        look(at: digits, &found)
      } else if !digits.isEmpty, !scalar.properties.isDefaultIgnorableCodePoint {
        gap += 1
        if gap > 6 || PlantedDigits.ends(scalar) { digits.removeAll(keepingCapacity: true) }
      }
    }
    return found
  }

  /// The scalar at a place and its length; a byte that begins none is a letter.
  private static func scalar(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> (Unicode.Scalar, Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (Unicode.Scalar(UInt8(first)), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0
    guard length > 0, index + length <= bytes.count else { return ("?", 1) }
    var value = first & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
    return (Unicode.Scalar(value) ?? "?", length)
  }

  private static func ends(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || scalar == "," || scalar == "|" || scalar.properties.isAlphabetic
  }

  private func look(at digits: [UInt8], _ found: inout Set<String>) {
    guard digits.count > 10 else { return }
    for (length, plants) in plants where digits.count >= length {
      let tail = Array(digits.suffix(length))
      if plants.contains(tail) { found.insert(String(decoding: tail, as: UTF8.self)) }
    }
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    if (0x30...0x39).contains(scalar.value) { return UInt8(scalar.value) }
    if (0xFF10...0xFF19).contains(scalar.value) { return UInt8(scalar.value - 0xFF10 + 0x30) }
    return scalar == "X" || scalar == "Ｘ" ? UInt8(ascii: "X") : nil
  }
}
