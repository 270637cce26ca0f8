// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// An invented person, worked out from seed, county, cohort and number; the same in every period.
struct Person {
  var name: String
  var isMale: Bool
  var birth: CalendarDay
  var nationalID: String
  var phone: String
  /// (year, month)
  var joined: (year: Int, month: Int)
  /// Empty for who joined before numbers were given.
  var memberNumber: String { memberNumber(joinedIn: joined.year) }
  /// Six digits that no other member with a number has.
  private var serial: String
  var ethnicity: String
  var isPartyMember: Bool

  /// - Parameters:
  ///   - joinedIn: the quarter in which a newcomer joined; nil for who was there before.
  ///   - firstSerial: makes the number one of the whole city.
  init(seed: UInt64, county: Int, cohort: Cohort, number: Int, joinedIn: Period?, firstSerial: Int = 0) {
    var dice = Dice(seed, 2, county, cohort.rawValue, number)
    name = Names.name(&dice)
    isMale = dice.chance(500)
    birth = Person.birth(cohort: cohort, number: number)
    // Men have odd sequence numbers.
    let sequence = cohort.firstSequence + number / cohort.births.days * 2 + (isMale ? 1 : 2)
    nationalID = Person.nationalID(county: County.all[county].code, birth: birth, sequence: sequence)
    phone = "1" + dice.pick(["38", "39", "58", "86", "57"]) + String(10_000_000 + dice.roll(0...89_999_999))
    joined = Person.joined(birth: birth, cohort: cohort, joinedIn: joinedIn, &dice)
    serial = String(String(1_000_000 + (firstSerial + number) % 1_000_000).suffix(6))
    ethnicity = dice.chance(985) ? "汉族" : dice.pick(["畲族", "回族", "土家族", "苗族"])
    isPartyMember = cohort == .adult && dice.chance(birth.year < 1992 ? 250 : 80)
  }

  /// The number of who joined in a year; empty before 2017.
  func memberNumber(joinedIn year: Int) -> String { year >= 2017 ? "\(year)33\(serial)" : "" }

  /// Numbers run through the days of the cohort in steps that meet each day once, so that every branch has people of all ages.
  private static func birth(cohort: Cohort, number: Int) -> CalendarDay {
    let (year, month, days) = cohort.births
    var offset = number * cohort.stride % days
    var (y, m) = (year, month)
    while offset >= CalendarDay.days(inMonth: m, year: y) {
      offset -= CalendarDay.days(inMonth: m, year: y)
      (y, m) = m == 12 ? (y + 1, 1) : (y, m + 1)
    }
    // The loop leaves an offset within the month.
    return CalendarDay(year: y, month: m, day: offset + 1)!
  }

  /// Some months after the fourteenth birthday, or within the quarter for a newcomer.
  private static func joined(
    birth: CalendarDay, cohort: Cohort, joinedIn: Period?, _ dice: inout Dice
  ) -> (year: Int, month: Int) {
    if let joinedIn { return (joinedIn.year, joinedIn.quarter * 3 - 1 - dice.roll(0...1)) }
    let latest =
      switch cohort {
      case .grade8: 2
      case .grade9: 4
      case .seniorSecond, .vocationalSecond: 30
      default: 36
      }
    let months =
      (birth.year + 14) * 12 + birth.month - 1 + dice.roll(0...latest) + (birth.day == 29 && birth.month == 2 ? 1 : 0)
    return (months / 12, months % 12 + 1)
  }

  /// 全日制学历 of an adult.
  static func education(_ number: Int) -> String {
    let all = ["本科", "大专", "本科", "高中", "本科", "大专", "中职", "本科", "硕士", "大专", "本科", "初中", "博士"]
    return all[number % all.count]
  }

  static func nationalID(county: Int, birth: CalendarDay, sequence: Int) -> String {
    let digits = String(county) + String(birth.rawValue) + String(1000 + sequence).suffix(3)
    return completed(digits)
  }

  /// Seventeen digits with their check character.
  static func completed(_ digits: some StringProtocol) -> String { digits + checkCharacter(of: String(digits)) }

  /// GB 11643: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, check characters by the remainder of 11.
  static func checkCharacter(of digits: String) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
    return String(Array("10X98765432")[sum % 11])
  }
}
