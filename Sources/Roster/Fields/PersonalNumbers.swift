// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Finds numbers of persons (ID numbers, phones, member numbers) in texts, however they are cut, and stars their digits.
///
/// The one function for whatever is stored or printed of a sender's file outside the columns of such numbers: texts, names
/// of organisations, headings, names of sheets and files, values that findings quote.
package enum PersonalNumbers {
  /// What a text is, which decides what a long number without any other sign of a person may be.
  package enum Use: Sendable {
    /// What people write freely: eleven digits on end are no date, amount or document number.
    case prose
    /// Names and IDs of organisations, headings, names of files: these hold long numbers of their own.
    case naming
  }

  /// Fewer digits are no number of a person.
  private static let least = 11

  /// The text with the digits of such numbers as stars; nil when it holds none, at the cost of counting its digits.
  static func masked(_ text: ByteText, as use: Use) -> [UInt8]? {
    guard DigitGroups.mayHold(text, atLeast: least) else { return nil }
    return starred(text.string, use).map { Array($0.utf8) }
  }

  /// The text with the digits of such numbers as stars; the text itself when it holds none, at the cost of counting its
  /// bytes where it is short.
  package static func masked(_ text: String, as use: Use) -> String {
    let isShort = text.utf8.count < least
    return isShort ? text : starred(text, use) ?? text
  }

  private static func starred(_ text: String, _ use: Use) -> String? {
    var scalars = Array(text.unicodeScalars)
    var isChanged = false
    for run in DigitGroups(scalars).runs where run.signs.count >= least {
      for range in personal(run, use) {
        for sign in run.signs[range] where sign.isDigit {
          scalars[sign.scalar] = "*"
          isChanged = true
        }
      }
    }
    guard isChanged else { return nil }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  /// The places of a run that are numbers of persons: groups alone, and groups that follow one another.
  private static func personal(_ run: DigitGroups.Run, _ use: Use) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for first in run.starts.indices {
      let start = run.starts[first]
      for last in first..<run.starts.count {
        let range = start..<run.end(ofGroup: last)
        // An ID number that runs into what follows it: a phone without a sign between.
        if range.count > 18, first != last, isID(run.signs[start..<start + 18].map(\.value)) {
          found.append(range)
          break
        }
        if range.count > longest {
          // Longer than any number of one person, and no name: several of them without a sign between.
          if first == last { found.append(range) }
          break
        }
        let places = run.signs[range].map(\.value)
        if isList(run, first...last) {
          // Years and numbers in a row are no number of a member.
          if isSpelledOut(run, first...last), isPhone(places) || isID(places) || isOldID(places) { found.append(range) }
        } else if isPersonal(places, isOneGroup: first == last, use) {
          found.append(range)
        }
      }
    }
    return found
  }

  private static func isList(_ run: DigitGroups.Run, _ groups: ClosedRange<Int>) -> Bool {
    groups.dropFirst().contains(where: run.listed.contains)
  }

  /// Whether each group but the last is long enough to be a part of one number: people part it by threes and fours.
  private static func isSpelledOut(_ run: DigitGroups.Run, _ groups: ClosedRange<Int>) -> Bool {
    groups.dropLast().allSatisfy { run.end(ofGroup: $0) - run.starts[$0] >= 3 }
  }

  /// An ID number with a prefix.
  private static let longest = 22

  private static let prefixes: [[UInt8]] = [[8, 6], [0, 0, 8, 6], [0, 8, 6]]

  private static func isPersonal(_ places: [UInt8], isOneGroup: Bool, _ use: Use) -> Bool {
    guard places.count >= least else { return false }
    // +86 is put before anything by programs that take it for a phone.
    for prefix in prefixes where places.count > least && places.starts(with: prefix) {
      let rest = Array(places.dropFirst(prefix.count))
      if isPersonal(rest, isOneGroup: isOneGroup, use) { return true }
    }
    let known = places.filter { $0 < 10 }.count
    if known < places.count {
      // Hidden digits: a number that was masked before it was sent. X may be the check digit of an ID number.
      if places.count == 18, known == 17, places[17] == 10 { return isID(places) }
      // Such signs may part the groups of a number as well.
      let digits = places.filter { $0 < 10 }
      if isPhone(digits) || digits.count > 16 && isID(digits) { return true }
      return known >= 4 && known + 1 < places.count && [11, 12, 15, 16, 17, 18].contains(places.count)
    }
    if use == .prose, isOneGroup { return true }
    return isPhone(places) || isID(places) || isOldID(places) || isMemberNumber(places)
  }

  /// A mobile number, perhaps with the 0 that was once dialled before those of other cities.
  private static func isPhone(_ places: [UInt8]) -> Bool {
    let number = places.count == 12 && places[0] == 0 ? Array(places.dropFirst()) : places
    return number.count == 11 && number[0] == 1 && number[1] >= 3
  }

  /// Region, a day of birth that exists, and what follows, whole or cut short.
  private static func isID(_ places: [UInt8]) -> Bool {
    (15...18).contains(places.count) && isRegion(places) && isDay(number(places, 6, 4), places, 10)
  }

  /// Region and a day of birth without the century, as numbers of fifteen digits have it.
  ///
  /// IDs of organisations may be that long too (330203 001 001 001) and go through as days of the year 00 to 39. Nobody
  /// on a roster was born before `earliestOldBirth`, and nobody born after 1999 has such a number.
  private static func isOldID(_ places: [UInt8]) -> Bool {
    guard places.count == 15 else { return false }
    let year = 1900 + number(places, 6, 2)
    return isRegion(places) && year >= earliestOldBirth && isDay(year, places, 8)
  }

  private static let earliestOldBirth = 1940

  /// The year of joining, then what is no month and day.
  private static func isMemberNumber(_ places: [UInt8]) -> Bool {
    guard places.count == 12 || places.count == 16, places[0] == 1 && places[1] == 9 || places[0] == 2 && places[1] == 0
    else { return false }
    return !isDay(2000, places, 4)
  }

  private static func isRegion(_ places: [UInt8]) -> Bool { (1...8).contains(places[0]) && places[1] <= 7 }

  private static func isDay(_ year: Int, _ places: [UInt8], _ index: Int) -> Bool {
    let (month, day) = (number(places, index, 2), number(places, index + 2, 2))
    return (1900...2099).contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }

  private static func number(_ places: [UInt8], _ start: Int, _ count: Int) -> Int {
    places[start..<start + count].reduce(0) { $0 * 10 + Int($1) }
  }

  /// Whether a key is, in whole or in part, a number of a person: such a row is refused, because a masked key is none.
  static func isKey(_ text: ByteText) -> Bool {
    masked(text, as: .naming) != nil
  }
}
