// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation

/// What all outputs together say of one person's ID number.
///
/// The reader of the outputs is given every doubt: whatever looks like the true birth or the true end of the number counts
/// as known to him.
struct Claims {
  private let id: [UInt8]
  /// Places of the number (0…17) that some output shows.
  private(set) var places: Set<Int> = []
  private(set) var knowsMonth = false
  private(set) var knowsDay = false
  private(set) var knowsSex = false
  /// Ages on days: (day, completed years).
  private(set) var ages: Set<[Int]> = []

  init(id: String) { self.id = Array(id.utf8) }

  private var text: String { String(decoding: id, as: UTF8.self) }
  private var birth: String {
    "\(text.dropFirst(6).prefix(4))-\(text.dropFirst(10).prefix(2))-\(text.dropFirst(12).prefix(2))"
  }

  /// Takes in one printed value.
  mutating func hear(_ value: String) {
    if value.contains(birth) || value.contains(birth.filter { $0 != "-" }) { (knowsMonth, knowsDay) = (true, true) }
    if value.contains(birth.prefix(7)) { knowsMonth = true }
    if ["male", "female", "男", "女"].contains(value) { knowsSex = true }
    for token in value.split(whereSeparator: { !$0.isASCII || !($0.isNumber || $0 == "X" || $0 == "*") }) {
      hear(token: Array(token.utf8))
    }
  }

  /// A masked form, or a piece of the number of more than chance.
  private mutating func hear(token: [UInt8]) {
    if token.count == 18, token.contains(UInt8(ascii: "*")) {
      for (place, sign) in token.enumerated() where sign == id[place] { places.insert(place) }
    } else if token.contains(UInt8(ascii: "*")) {
      let tail = token.suffix(while: { $0 != UInt8(ascii: "*") })
      if tail.count >= 2, id.suffix(tail.count).elementsEqual(tail) { places.formUnion(18 - tail.count..<18) }
    } else if token == Array(id[..<6]) {
      places.formUnion(0..<6)
    } else if token.count >= 5, id.suffix(token.count).elementsEqual(token) {
      places.formUnion(18 - token.count..<18)
    }
  }

  mutating func hear(age: Int, on day: CalendarDay) { ages.insert([day.rawValue, age]) }

  /// How many numbers fit everything that was heard; the check digit follows from the rest and leaves out what it rules out.
  ///
  /// Of a number whose region or month nobody told, those are taken as known all the same: what is counted is never too many.
  func candidates() -> Int {
    let (year, month) = (number(6, 4), number(10, 2))
    let days = knowsDay ? [number(12, 2)] : Array(1...CalendarDay.days(inMonth: month, year: year))
    var count = 0
    for day in days where fits(day, year, month) {
      for sequence in 0..<1000 {
        if knowsSex, sequence % 2 != Int(id[16] - 0x30) % 2 { continue }
        var candidate = Array(id[..<12])
        candidate += Array(String(format: "%02d%03d", day, sequence).utf8)
        candidate.append(Claims.check(candidate))
        if places.allSatisfy({ candidate[$0] == id[$0] }) { count += 1 }
      }
    }
    return count
  }

  private func fits(_ day: Int, _ year: Int, _ month: Int) -> Bool {
    guard let born = CalendarDay(year: year, month: month, day: day) else { return false }
    return ages.allSatisfy { claim in CalendarDay(rawValue: claim[0])!.completedYears(since: born) == claim[1] }
  }

  private func number(_ start: Int, _ count: Int) -> Int { Int(text.dropFirst(start).prefix(count)) ?? 0 }

  static func check(_ digits: [UInt8]) -> UInt8 {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(weights, digits).reduce(0) { $0 + $1.0 * Int($1.1 - 0x30) }
    return Array("10X98765432".utf8)[sum % 11]
  }
}

extension Array where Element == UInt8 {
  fileprivate func suffix(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, holds(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
