// SPDX-License-Identifier: Apache-2.0

/// The age group of a branch; each has birth dates and serial numbers of its own, so that no two people share an ID.
enum Cohort: Int, CaseIterable {
  case grade8, grade9, senior, vocational, university, adult
  /// Cadres of committees, 28 and over.
  case official

  /// First birth day as (year, month) and the number of days that follow.
  var births: (year: Int, month: Int, days: Int) {
    switch self {
    case .grade8: (2004, 9, 120)
    case .grade9: (2003, 9, 359)
    case .senior: (2000, 9, 359)
    case .vocational: (2000, 9, 359)
    case .university: (1996, 9, 719)
    case .adult: (1989, 10, 3541)
    case .official: (1979, 9, 3600)
    }
  }

  var education: String {
    switch self {
    case .grade8, .grade9: "初中在读"
    case .senior: "高中在读"
    case .vocational: "中职中专在读"
    case .university: "本科在读"
    case .adult, .official: "本科"
    }
  }
}

/// One organisation of the sample city.
struct Organisation {
  var code: String
  var name: String
  var shortName: String
  var kind: String
  var sector: String
  var parent: Int?
  /// Index of the county; nil for the city.
  var county: Int?
  var elected = ""
  var posts: (admin: Int, adminFilled: Int, public: Int, publicFilled: Int)?
  var stage = ""
  var grade = ""
  var isGraduating = false
  var students: Int?
  /// Set for branches.
  var branch: Branch?

  struct Branch {
    var cohort: Cohort
    /// Members of the first period.
    var members: Int
    /// Number of its first person within county and cohort; room is left for those who join later.
    var firstPerson: Int
    var hasSecretary = true
    var committee = 3
  }
}
