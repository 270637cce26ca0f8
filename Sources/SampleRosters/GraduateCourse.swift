// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// What becomes of one graduate of 2019: the same in every quarter, seen as far as its census day.
///
/// Most go by transfer, some begin late or wait long; a few are returned, arrive nowhere, move without a transfer or go
/// where they may not.
struct GraduateCourse {
  enum Outcome { case none, completed, returned, lost, unrecorded }
  enum Aim { case school, university, employer, home, outside }

  let destination: String
  let isDelayed: Bool
  let outcome: Outcome
  let aim: Aim
  let begun: CalendarDay
  let decided: CalendarDay
  /// Chooses among the branches of the aim.
  let choice: Int

  /// - Parameter hasPost: who holds a post of the class stays until school is over.
  init(seed: UInt64, home: Int, number: Int, cohort: Cohort, hasPost: Bool) {
    var dice = Dice(seed, 9, home, number)
    isDelayed = dice.chance(15)
    let fate = dice.roll(0...999)
    outcome =
      isDelayed || fate < 60
      ? .none : fate < 75 ? .unrecorded : fate < 125 ? .lost : fate < 160 ? .returned : .completed
    let (studying, working) = GraduateCourse.shares(of: cohort)
    let way = dice.roll(0...999)
    destination = way < studying ? "升学" : way < studying + working ? "就业" : "未就业"
    aim = GraduateCourse.aim(destination, cohort, &dice)
    (begun, decided) = GraduateCourse.days(
      inSeptember: destination == "升学" && aim != .outside, canBeEarly: cohort != .grade9 && !hasPost, &dice)
    choice = dice.roll(0...999_999)
  }

  /// How many of a thousand go on to study, and how many go to work.
  private static func shares(of cohort: Cohort) -> (Int, Int) {
    switch cohort {
    case .grade9: (930, 20)
    case .senior: (820, 90)
    case .vocational: (300, 520)
    default: (180, 620)
    }
  }

  private static func aim(_ destination: String, _ cohort: Cohort, _ dice: inout Dice) -> Aim {
    if destination == "未就业" { return .home }
    // Who goes on to study may not be sent home; a few are.
    if destination == "升学" {
      return dice.chance(20)
        ? .home : cohort == .grade9 ? .school : cohort != .university && dice.chance(300) ? .university : .outside
    }
    return cohort != .grade9 && dice.chance(200) ? .outside : .employer
  }

  /// The city's schools begin in September; who leaves a senior school for work, home or another city may begin in June.
  private static func days(
    inSeptember: Bool, canBeEarly: Bool, _ dice: inout Dice
  ) -> (begun: CalendarDay, decided: CalendarDay) {
    let isEarly = dice.chance(450) && canBeEarly
    let (month, day) =
      inSeptember ? (9, dice.roll(2...22)) : isEarly ? (6, dice.roll(3...28)) : (dice.roll(7...9), dice.roll(1...12))
    let wait = dice.roll(0...999)
    let days = wait < 700 ? dice.roll(0...2) : wait < 900 ? dice.roll(3...9) : dice.roll(10...24)
    // No month has more days, and the waiting does not reach a third.
    let last = CalendarDay.days(inMonth: month, year: 2019)
    let begun = CalendarDay(year: 2019, month: month, day: day)!
    let decided =
      day + days > last
      ? CalendarDay(year: 2019, month: month + 1, day: day + days - last)!
      : CalendarDay(year: 2019, month: month, day: day + days)!
    return (begun, decided)
  }

  /// Where the graduate goes, among the branches of the county; nil for a place outside the city.
  func target(among targets: TransferTargets) -> Int? {
    let list =
      switch aim {
      case .school: targets.schools
      case .university: targets.universities
      case .employer: targets.employers
      case .home: targets.homes
      case .outside: [Int]()
      }
    return list.isEmpty ? nil : list[choice % list.count]
  }
}
