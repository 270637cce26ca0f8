// SPDX-License-Identifier: Apache-2.0

import Basics

/// The forms in which generators write `DateTime`, made one: `yyyy-MM-ddTHH:mm:ss`, fractions of a second and the zone kept.
enum DateTimeText {
  /// - Returns: nil when the text is no date and time; it then stays what it is.
  static func normalised(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    if let time = timeAlone(text) { return time }
    var scanner = Scanner(rest: text)
    guard let year = scanner.number(4...4), scanner.take("-"), let month = scanner.number(1...2), scanner.take("-"),
      let day = scanner.number(1...2), (1...12).contains(month),
      (1...CivilDate.days(inMonth: month, year: year)).contains(day)
    else { return nil }
    var spelled = year.padded(to: 4) + "-" + month.padded(to: 2) + "-" + day.padded(to: 2)
    if scanner.isAtEnd || scanner.rest.elementsEqual("Z".utf8) { return Array((spelled + "T00:00:00").utf8) }
    guard scanner.take("T") || scanner.take(" "), let time = scanner.time() else { return nil }
    spelled += "T" + time
    let fraction = scanner.fraction()
    let zone = scanner.zone()
    return scanner.isAtEnd ? Array((spelled + fraction + zone).utf8) : nil
  }

  /// `10:10:10`, perhaps behind a `T`: a time of day on 1899-12-31.
  private static func timeAlone(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count >= 5, text.count <= 16,
      text.first == UInt8(ascii: "T") || text.dropFirst(2).first == UInt8(ascii: ":")
    else { return nil }
    var scanner = Scanner(rest: text)
    _ = scanner.take("T")
    guard let time = scanner.time() else { return nil }
    let fraction = scanner.fraction()
    _ = scanner.take("Z")
    return scanner.isAtEnd ? Array("1899-12-31T\(time)\(fraction)".utf8) : nil
  }

  /// Takes the form that Excel writes as it is, but for thousandths that are none; false for any other form.
  static func settle(_ bytes: inout [UInt8], from start: Int) -> Bool {
    let count = bytes.count - start
    guard count == 19 || count == 23 else { return false }
    let isRight = bytes.withUnsafeBufferPointer { isUsual(UnsafeBufferPointer(rebasing: $0[start...])) }
    if isRight, count == 23 { bytes.removeLast(4) }
    return isRight
  }

  /// `2019-05-31T00:00:00` with perhaps `.000` behind it.
  private static func isUsual(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let form: StaticString = "0000-00-00T00:00:00.000"
    for index in 0..<text.count {
      let sign = form.utf8Start[index]
      let isRight = sign == 0x30 && index < 20 ? text[index] &- 0x30 <= 9 : text[index] == sign
      if !isRight { return false }
    }
    func number(_ place: Int) -> Int { Int(text[place] & 15) * 10 + Int(text[place + 1] & 15) }
    let (year, month, day) = (number(0) * 100 + number(2), number(5), number(8))
    // Days that only some months have are left to the closer look.
    return year > 0 && (1...12).contains(month) && (1...28).contains(day) && number(11) < 24 && number(14) < 60
      && number(17) < 60
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>
    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func number(_ width: ClosedRange<Int>) -> Int? {
      let digits = rest.prefix(width.upperBound).prefix { $0 &- 0x30 <= 9 }
      guard digits.count >= width.lowerBound else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
    }

    /// `9:05` or `09:05:07` as `HH:mm:ss`.
    mutating func time() -> String? {
      guard let hour = number(1...2), hour < 24, take(":"), let minute = number(2...2), minute < 60 else { return nil }
      var second = 0
      if take(":") {
        guard let given = number(2...2), given < 61 else { return nil }
        second = given
      }
      return [hour, minute, second].map { $0.padded(to: 2) }.joined(separator: ":")
    }

    /// `Z`, or `+08:00`; nothing where none is named.
    mutating func zone() -> String {
      if take("Z") { return "Z" }
      guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return "" }
      let before = rest
      rest = rest.dropFirst()
      if let hours = number(2...2), hours < 24, take(":"), let minutes = number(2...2), minutes < 60 {
        return String(decoding: before.prefix(6), as: UTF8.self)
      }
      rest = before
      return ""
    }

    /// ".25" where it is more than zero.
    mutating func fraction() -> String {
      guard take(".") else { return "" }
      let digits = rest.prefix { $0 &- 0x30 <= 9 }
      rest = rest.dropFirst(digits.count)
      let text = String(decoding: digits, as: UTF8.self)
      return text.allSatisfy { $0 == "0" } ? "" : "." + text
    }
  }
}
