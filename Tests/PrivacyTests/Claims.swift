// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Tabular

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
  /// Values that say nothing new.
  private var heard: Set<String> = []
  /// 1990-03, 1990-03-07 and 19900307 as they would be printed.
  private let month, day, plainDay: [UInt8]

  /// - Parameter id: eighteen signs; of a number of fifteen digits, with its century and check digit.
  init(id: String) {
    self.id = Array(id.utf8)
    let birth = Array(id.utf8.dropFirst(6).prefix(8))
    plainDay = birth
    month = birth[..<4] + [UInt8(ascii: "-")] + birth[4..<6]
    day = month + [UInt8(ascii: "-")] + birth[6...]
  }

  /// Takes in one printed value.
  mutating func hear(_ value: String) {
    guard heard.insert(value).inserted else { return }
    if ["male", "female", "男", "女"].contains(value) { knowsSex = true }
    var value = value
    value.withUTF8 { hear(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// As bytes: whole reports are heard, for every person, and strings take minutes for that.
  private mutating func hear(bytes: UnsafeRawBufferPointer) {
    if ByteSearch.find(month, in: bytes, from: 0) != nil {
      knowsMonth = true
      if ByteSearch.find(day, in: bytes, from: 0) != nil { knowsDay = true }
    }
    if ByteSearch.find(plainDay, in: bytes, from: 0) != nil { (knowsMonth, knowsDay) = (true, true) }
    var start = 0
    for index in 0...bytes.count {
      if index < bytes.count, Claims.isSign(bytes[index]) { continue }
      if index > start, !Claims.isInHash(start..<index, of: bytes) {
        hear(token: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
      }
      start = index + 1
    }
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    byte &- 0x30 <= 9 || byte == UInt8(ascii: "X") || byte == UInt8(ascii: "*")
  }

  /// Whether digits stand within a pseudonym or a hash, 32 hexadecimal digits at least: what they are like is chance.
  private static func isInHash(_ token: Range<Int>, of bytes: UnsafeRawBufferPointer) -> Bool {
    func isHex(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 || byte &- 0x61 <= 5 }
    var (first, last) = (token.lowerBound, token.upperBound)
    while first > 0, isHex(bytes[first - 1]) { first -= 1 }
    while last < bytes.count, isHex(bytes[last]) { last += 1 }
    return last - first >= 32
  }

  /// A masked form, the number itself with or without its century, or a piece of it of more than chance.
  private mutating func hear(token: UnsafeRawBufferPointer) {
    if token.count == 18 {
      guard isOfThisNumber(token) else { return }
      for (place, sign) in token.enumerated() where sign == id[place] { places.insert(place) }
    } else if token.count == 15, token[..<6].elementsEqual(id[..<6]), token[6...].elementsEqual(id[8..<17]) {
      places.formUnion(0..<18)
    } else if let star = token.lastIndex(of: UInt8(ascii: "*")) {
      let tail = token[(star + 1)...]
      if tail.count >= 2, id.suffix(tail.count).elementsEqual(tail) { places.formUnion(18 - tail.count..<18) }
    } else if token.count == 6, token.elementsEqual(id[..<6]) {
      places.formUnion(0..<6)
    } else if (5...18).contains(token.count), id.suffix(token.count).elementsEqual(token) {
      places.formUnion(18 - token.count..<18)
    }
  }

  /// Whether every sign that is shown is the number's own: another person's mask tells nothing.
  private func isOfThisNumber(_ token: UnsafeRawBufferPointer) -> Bool {
    zip(token, id).allSatisfy { $0 == $1 || $0 == UInt8(ascii: "*") }
  }

  mutating func hear(age: Int, on day: CalendarDay) { ages.insert([day.rawValue, age]) }

  /// How many numbers fit everything that was heard; the check digit follows from the rest and leaves out what it rules out.
  ///
  /// Of a number whose region or month nobody told, those are taken as known all the same: what is counted is never too many.
  func candidates() -> Int {
    let (year, month) = (number(6, 4), number(10, 2))
    let days = knowsDay ? [number(12, 2)] : Array(1...CalendarDay.days(inMonth: month, year: year))
    var count = 0
    var candidate = id
    for day in days where fits(day, year, month) {
      // Where no later digit is known, every number fits, or every one of that sex.
      if !places.contains(where: { $0 >= 12 }) {
        count += knowsSex ? 500 : 1000
        continue
      }
      Claims.write(day, 2, at: 12, in: &candidate)
      for sequence in 0..<1000 {
        if knowsSex, sequence % 2 != Int(id[16] - 0x30) % 2 { continue }
        Claims.write(sequence, 3, at: 14, in: &candidate)
        candidate[17] = Claims.check(candidate[..<17])
        if places.allSatisfy({ candidate[$0] == id[$0] }) { count += 1 }
      }
    }
    return count
  }

  private static func write(_ number: Int, _ count: Int, at start: Int, in digits: inout [UInt8]) {
    var rest = number
    for place in stride(from: start + count - 1, through: start, by: -1) {
      digits[place] = UInt8(0x30 + rest % 10)
      rest /= 10
    }
  }

  private func fits(_ day: Int, _ year: Int, _ month: Int) -> Bool {
    guard let born = CalendarDay(year: year, month: month, day: day) else { return false }
    return ages.allSatisfy { claim in CalendarDay(rawValue: claim[0])!.completedYears(since: born) == claim[1] }
  }

  private func number(_ start: Int, _ count: Int) -> Int {
    id[start..<start + count].reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  private static let checks = Array("10X98765432".utf8)

  static func check(_ digits: some Collection<UInt8>) -> UInt8 {
    var sum = 0
    var place = 0
    for digit in digits {
      sum += weights[place] * Int(digit - 0x30)
      place += 1
    }
    return checks[sum % 11]
  }
}
