// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The organisations of the city as they stand in one quarter. Their indices are those of every other quarter.
struct CityQuarter {
  /// The school year begins in the third quarter of 2019; what the sample tells begins after the first.
  static let spring = Period("2019-Q1")!
  static let schoolYear = Period("2019-Q3")!

  let city: SampleCity
  let period: Period
  /// 0 for the first period of the plan.
  let index: Int
  let organisations: [Organisation]
  /// Open ones, by county.
  let open: [[Int]]
  /// Branches of `open` that have people of their own or take them in, by county.
  let branches: [[Int]]
  /// Where people of a county can go, by county.
  let targets: [TransferTargets]
  /// Where people of the city can go.
  let everywhere: TransferTargets

  init(city: SampleCity, index: Int) {
    self.city = city
    self.index = index
    let period = city.plan.periods[index]
    self.period = period
    var organisations = city.organisations
    for index in organisations.indices {
      if let opens = organisations[index].opens { organisations[index].isOpen = period >= opens }
      if period >= CityQuarter.schoolYear { organisations[index].beginSchoolYear() }
    }
    city.stories?.tell(&organisations, in: period)
    self.organisations = organisations
    var open = [[Int]](repeating: [], count: County.all.count)
    for (index, organisation) in organisations.enumerated() where organisation.isOpen {
      if let county = organisation.county { open[county].append(index) }
    }
    self.open = open
    branches = open.map { $0.filter { organisations[$0].branch != nil } }
    // Nobody ever moves to a branch that vanishes: who has moved stays where he or she went.
    let vanished = city.stories?.vanished
    targets = branches.map { TransferTargets($0.filter { $0 != vanished }, organisations) }
    everywhere = TransferTargets(branches.joined().filter { $0 != vanished }, organisations)
  }

  var hasBegunSchoolYear: Bool { period >= CityQuarter.schoolYear }
}

extension Organisation {
  /// The class of 2019 becomes a graduates’ organisation until everybody has gone; the others rise by a year.
  fileprivate mutating func beginSchoolYear() {
    if isLeaving {
      (kind, grade, isGraduating, students) = ("毕业生团组织", "2019届", false, nil)
    } else if let next = ["八年级": "九年级", "高二": "高三"][grade] {
      (grade, isGraduating) = (next, true)
    }
  }
}

/// The branches of a county to which people can go.
struct TransferTargets {
  var adults: [Int] = []
  /// First-year classes of senior and vocational schools, and of universities.
  var schools: [Int] = []
  var universities: [Int] = []
  var employers: [Int] = []
  /// Villages and communities.
  var homes: [Int] = []

  init(_ branches: [Int], _ organisations: [Organisation]) {
    for index in branches {
      let organisation = organisations[index]
      if organisation.opens != nil {
        if organisation.branch?.cohort == .university { universities.append(index) } else { schools.append(index) }
      }
      guard organisation.branch?.cohort == .adult else { continue }
      adults.append(index)
      if ["农村", "城市社区"].contains(organisation.sector) { homes.append(index) } else { employers.append(index) }
    }
  }
}
