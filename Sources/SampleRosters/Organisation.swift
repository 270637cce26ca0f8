// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The age group of a branch; each has birth dates and serial numbers of its own, so that no two people share an ID.
///
/// Those whose birth dates overlap have serial numbers apart. Adults, who joined before numbers were given, come last: so
/// the million serials of a year suffice for a million members.
enum Cohort: Int, CaseIterable {
  case grade8, grade9, seniorSecond, vocationalSecond, senior, vocational, university, adult
  /// Cadres of committees, 28 and over.
  case official

  /// First birth day as (year, month) and the number of days that follow.
  var births: (year: Int, month: Int, days: Int) {
    switch self {
    case .grade8: (2004, 9, 120)
    case .grade9: (2003, 9, 359)
    case .seniorSecond, .vocationalSecond: (2001, 9, 359)
    case .senior: (2000, 9, 359)
    case .vocational: (2000, 9, 359)
    case .university: (1996, 9, 719)
    case .adult: (1990, 6, 3301)
    case .official: (1979, 9, 3600)
    }
  }

  /// From one person's birth date to the next one's, in days: about the golden section of the range and without a common
  /// divisor, so each day is met once and a few people have all ages.
  var stride: Int { Cohort.strides[rawValue] }

  private static let strides = allCases.map { cohort in
    let days = cohort.births.days
    return (days * 618 / 1000...days).first { greatestCommonDivisor($0, days) == 1 } ?? 1
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }

  /// The first sequence number in an ID; each birth date has 999 of them.
  var firstSequence: Int { [.vocational, .vocationalSecond, .university].contains(self) ? 600 : 0 }

  var leavesIn2019: Bool { [.grade9, .senior, .vocational, .university].contains(self) }
  var isStudent: Bool { self != .adult && self != .official }

  /// 全日制学历 of a student, or of who has left school.
  func education(atSchool: Bool) -> String {
    let stage =
      switch self {
      case .grade8, .grade9: "初中"
      case .senior, .seniorSecond: "高中"
      case .vocational, .vocationalSecond: atSchool ? "中职中专" : "中职"
      case .university, .adult, .official: "本科"
      }
    return atSchool && isStudent ? stage + "在读" : stage
  }
}

/// One organisation of the sample city, as it stands in a quarter.
struct Organisation {
  var code: String
  var name: String
  var shortName: String
  var kind: String
  var sector: String
  var parent: Int?
  /// Index of the county; nil for the city.
  var county: Int?
  /// The county whose people it was built with, wherever it belongs later.
  var homeCounty: Int?
  /// The quarter it is founded in; nil when it was there before.
  var opens: Period?
  var isOpen = true
  var founded = "2010-05"
  var elected = ""
  var posts: (admin: Int, adminFilled: Int, public: Int, publicFilled: Int)?
  var stage = ""
  var grade = ""
  var isGraduating = false
  /// A class that leaves school in the summer of 2019.
  var isLeaving = false
  var students: Int?
  /// Set for branches.
  var branch: Branch?

  /// The code of a child: its number in `width` digits after the code of its superior.
  static func code(under parent: String, _ number: Int, width: Int) -> String {
    let digits = String(number)
    return parent + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  struct Branch {
    var cohort: Cohort
    /// Members of the first period; a first-year class has none.
    var members: Int
    /// Number of its first person within county and cohort; room is left for those who join later.
    var firstPerson: Int
    /// What is added to a number to make it one of the whole city.
    var firstSerial = 0
    var hasSecretary = true
    var committee = 3

    /// How many join in a quarter.
    var joinersEachQuarter: Int { cohort == .grade8 ? min(2, members) : cohort.isStudent ? members / 12 : 0 }
  }
}
