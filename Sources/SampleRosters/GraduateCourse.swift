// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// What becomes of one graduate of 2019: the same in every quarter, seen as far as its census day.
///
/// Most go by transfer, some begin late or wait long; a few are returned, arrive nowhere, move without a transfer, go
/// where they may not, or stand on the roster of the class they left, on two rosters, on one where nobody sent them, or on
/// none at all.
struct GraduateCourse {
  enum Outcome { case none, completed, returned, withdrawn, lost, unrecorded, stillHere, heldTwice, elsewhere, gone }
  enum Aim { case school, university, employer, home, outside }

  let destination: String
  let isDelayed: Bool
  /// Teachers stand in the base and do not count.
  let isTeacher: Bool
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
    isTeacher = !isDelayed && dice.chance(12)
    let fate = dice.roll(0...999)
    let (studying, working) = GraduateCourse.shares(of: cohort)
    let way = dice.roll(0...999)
    destination = way < studying ? "升学" : way < studying + working ? "就业" : "未就业"
    let aim = GraduateCourse.aim(destination, cohort, &dice)
    (begun, decided) = GraduateCourse.days(
      inSeptember: destination == "升学" && aim != .outside, canBeEarly: cohort != .grade9 && !hasPost, &dice)
    choice = dice.roll(0...999_999)
    let found = isDelayed || isTeacher ? .none : GraduateCourse.outcome(fate)
    // What is wrong with the rosters is wrong after the summer.
    let isOfTheSummer = [.stillHere, .heldTwice, .elsewhere, .gone].contains(found)
    outcome = isOfTheSummer && decided.month < 7 ? .completed : found
    // Who arrives nowhere at work is missed where the city can look.
    self.aim = outcome == .lost && destination == "就业" ? .employer : aim
  }

  /// Of a thousand graduates.
  private static func outcome(_ fate: Int) -> Outcome {
    switch fate {
    case ..<60: .none
    case ..<80: .unrecorded
    case ..<130: .lost
    case ..<165: .returned
    case ..<177: .withdrawn
    case ..<189: .stillHere
    case ..<204: .elsewhere
    case ..<224: .heldTwice
    case ..<240: .gone
    default: .completed
    }
  }

  /// Whether he or she stands on the roster of the class when the transfer has been decided.
  var isAtOldBranch: Bool { [.returned, .withdrawn, .stillHere, .heldTwice].contains(outcome) }

  /// The roster he or she came to; nil for none. Of two records without a transfer between them the later counts.
  func place(from home: Int, after target: Int?, among others: [Int]) -> Int? {
    switch outcome {
    case .completed: target
    case .heldTwice: target ?? others.last { $0 > home }
    case .elsewhere: others.last { $0 != target } ?? target
    default: nil
    }
  }

  /// The state of a transfer that has not come about; nil when it has.
  func failure(isDecided: Bool) -> String? {
    switch outcome {
    case _ where !isDecided: TransferRecord.pending[choice % TransferRecord.pending.count]
    case .returned: TransferRecord.returned[choice % TransferRecord.returned.count]
    case .withdrawn: TransferRecord.withdrawn
    default: nil
    }
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
