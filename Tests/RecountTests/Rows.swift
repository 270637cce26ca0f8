// SPDX-License-Identifier: Apache-2.0

/// A date as a roster gives it: a day, or a month alone.
struct GivenDate: Hashable {
  var year: Int
  var month: Int
  var day: Int?

  init(_ year: Int, _ month: Int, _ day: Int? = nil) { (self.year, self.month, self.day) = (year, month, day) }

  static func lastDay(_ year: Int, _ month: Int) -> Int {
    if month == 2 { return year % 400 == 0 || year % 4 == 0 && year % 100 != 0 ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// With the first day for a month alone.
  var first: GivenDate { GivenDate(year, month, day ?? 1) }
  /// With the last day for a month alone.
  var last: GivenDate { GivenDate(year, month, day ?? GivenDate.lastDay(year, month)) }
  var endOfMonth: GivenDate { GivenDate(year, month, GivenDate.lastDay(year, month)) }

  /// Completed years from `birth` to this day.
  func completedYears(since birth: GivenDate) -> Int {
    let birthday = min(birth.day ?? 1, GivenDate.lastDay(year, birth.month))
    let isBeforeBirthday = (month, day ?? 1) < (birth.month, birthday)
    return year - birth.year - (isBeforeBirthday ? 1 : 0)
  }

  static func < (left: GivenDate, right: GivenDate) -> Bool {
    (left.year, left.month, left.day ?? 0) < (right.year, right.month, right.day ?? 0)
  }

  /// Days since the year 1900, counted one month after the other.
  var dayNumber: Int {
    var days = 0
    for year in 1900..<year { days += GivenDate.lastDay(year, 2) == 29 ? 366 : 365 }
    for month in 1..<month { days += GivenDate.lastDay(year, month) }
    return days + (day ?? 1)
  }
}

/// A date with the time of day in minutes, where the cell gives one.
struct GivenMoment: Hashable {
  var date: GivenDate
  var minutes: Int?
}

/// What stands in the column 身份证号码.
enum GivenID: Hashable {
  case none
  /// 无, / and their like: no number at all.
  case placeholder(String)
  /// 18 digits with the right check digit.
  case valid(String)
  /// 15 digits of the old form.
  case old(String)
  /// 18 digits with a wrong check digit.
  case wrong(String)
  /// 330203********1234
  case masked(String)
  /// 3.30203E+17
  case damaged(String)

  var text: String {
    switch self {
    case .none: ""
    case .valid(let text), .old(let text), .wrong(let text), .masked(let text), .damaged(let text),
      .placeholder(let text):
      text
    }
  }
}

// One row of each sheet kind: what the generator knows of it. Texts are as they stand in the cell, nil is an empty cell.

struct OrganisationRow {
  var id: String?
  var name: String
  var kind: String
  var sector: String?
  var parent: String?
  var elected: GivenDate?
  /// 行政编制, 行政实际, 事业编制, 事业实际.
  var posts: [Int?] = [nil, nil, nil, nil]
  var secretary: String?
  var youth: Int?
  var stage: String?
  var graduating: Bool?
  var students: Int?

  /// What names the organisation: its ID, else its full name.
  var code: String { id ?? name }
}

struct MemberRow {
  var name: String
  var id: GivenID
  var birth: GivenDate?
  var organisation: String
  var politics: String?
  var joined: GivenDate?
  var number: String?
  var post: String?
  var membership: String?
  var volunteer: GivenDate?
  var evaluation: String?
  var joinedParty: GivenDate?
  var partyRecommended: Bool?
  var pioneerRecommended: Bool?
}

struct CadreRow {
  var name: String
  var id: GivenID
  var organisation: String
  var post: String?
  var nature: String?
  var inPost: String?
}

struct TransferRow {
  var name: String
  var id: GivenID
  var state: String?
  var from: String
  var to: String?
  var applied: GivenMoment?
  var completed: GivenMoment?
}

struct YouthRow {
  var organisation: String
  var sector: String?
  var youth: Int?
}

struct WorkUnitRow {
  var name: String
  var parent: String
  var shouldEstablish: Bool?
  var established: String?
}

struct GraduateRow {
  var name: String
  var id: GivenID
  var organisation: String
  var destination: String?
  var delayed: Bool?
  var teacher: Bool?
}

/// All rows of a city, each kind in the order in which its files are imported.
struct Rosters {
  var organisations: [OrganisationRow] = []
  var members: [MemberRow] = []
  var cadres: [CadreRow] = []
  var transfers: [TransferRow] = []
  var youth: [YouthRow] = []
  var workUnits: [WorkUnitRow] = []
  var graduates: [GraduateRow] = []
  /// Titles of sheets that are handed in with their headings only, where they have no rows.
  var blank: Set<String> = []

  /// Whether anybody handed in a sheet: without it a count is unknown, with an empty one it is 0.
  func holds(_ title: String, _ rows: some Collection) -> Bool { !rows.isEmpty || blank.contains(title) }
}
