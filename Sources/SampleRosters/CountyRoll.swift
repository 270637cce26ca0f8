// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// A person where he or she belongs in a quarter.
struct Placed {
  var person: Person
  var home: Int
  var branch: Int
  var post: String
  var number: Int
  /// Whether a completed transfer of this quarter brought him or her into the branch.
  var isArrival = false
}

/// A transfer as the sheet of a quarter lists it.
struct TransferRecord {
  var person: Person
  var number: Int
  var from: Int
  /// Nil for a place outside the city.
  var to: Int?
  var state: String
  var reason: String
  var applied: CalendarDay
  var decided: CalendarDay?
  var destination = ""
}

/// Who stands in the rosters of a county in a quarter, and the transfers that brought it about.
struct CountyRoll {
  /// In order of branch, then of where they come from.
  private(set) var members: [Placed] = []
  /// Organisations of the county; a new class that nobody came to is not founded.
  private(set) var open: [Int] = []
  private(set) var transfers: [TransferRecord] = []
  /// The base of 1 June: everybody who leaves school this summer, wherever he or she is now.
  private(set) var graduates: [(placed: Placed, course: GraduateCourse)] = []
  private let quarter: CityQuarter
  private let county: Int

  init(_ quarter: CityQuarter, county: Int) {
    self.quarter = quarter
    self.county = county
    for branch in quarter.branches[county] { fill(from: branch) }
    members.sort { ($0.branch, $0.home, $0.number) < ($1.branch, $1.home, $1.number) }
    appointInNewClasses()
    let peopled = Set(members.lazy.map(\.branch))
    open = quarter.open[county].filter {
      let organisation = quarter.organisations[$0]
      return organisation.opens == nil || organisation.branch == nil || peopled.contains($0)
    }
  }

  private var plan: SampleCity.Plan { quarter.city.plan }

  /// Those whom a branch once took in, in order of number: who was there from the start, then newcomers by quarter.
  private mutating func fill(from branch: Int) {
    let organisation = quarter.organisations[branch]
    guard let details = organisation.branch, let home = organisation.homeCounty else { return }
    // Nobody joins a class that has left school.
    let quarters = organisation.isLeaving && quarter.hasBegunSchoolYear ? quarter.index - 1 : quarter.index
    let joiners = max(0, quarters) * details.joinersEachQuarter
    for offset in 0..<(details.members + joiners) {
      let number = details.firstPerson + offset
      let person = Person(
        seed: plan.seed, county: home, cohort: details.cohort, number: number, joinedIn: joinedIn(offset, details),
        firstSerial: details.firstSerial)
      let placed = Placed(person: person, home: branch, branch: branch, post: post(offset, details), number: number)
      if organisation.isLeaving, quarter.period > CityQuarter.spring {
        graduate(placed, details.cohort)
      } else {
        let first = step(ofOffset: offset, details)
        settle(placed, details.cohort, since: first == 0 ? 0 : first + 1)
      }
    }
  }

  private func joinedIn(_ offset: Int, _ details: Organisation.Branch) -> Period? {
    offset < details.members ? nil : plan.periods[step(ofOffset: offset, details)]
  }

  /// The first period of the plan in which the person is there.
  private func step(ofOffset offset: Int, _ details: Organisation.Branch) -> Int {
    offset < details.members ? 0 : 1 + (offset - details.members) / details.joinersEachQuarter
  }

  private func post(_ offset: Int, _ details: Organisation.Branch) -> String {
    guard offset < details.members else { return "" }
    if offset == 0 { return details.hasSecretary ? "书记" : "" }
    let posts = ["组织委员", "宣传委员", "文体委员", "志愿委员"]
    return offset < details.committee && offset <= posts.count ? posts[offset - 1] : ""
  }

  /// In each quarter a few leave the city and some adults change branch, both by transfer; a few transfers wait.
  private mutating func settle(_ placed: Placed, _ cohort: Cohort, since first: Int) {
    guard placed.post.isEmpty, quarter.index >= first else { return members.append(placed) }
    for step in first...quarter.index {
      var dice = Dice(plan.seed, 4, placed.home, placed.number, step)
      let isNow = step == quarter.index
      if dice.chance(5) {
        if isNow { transfers.append(transfer(of: placed, to: nil, &dice)) }
        return
      }
      let others = quarter.targets[county].adults
      guard cohort == .adult, others.count > 1, dice.chance(35) else { continue }
      let choice = dice.pick(others)
      let target = choice == placed.home ? others[others[0] == choice ? 1 : 0] : choice
      var record = transfer(of: placed, to: target, &dice)
      if dice.chance(300) {
        (record.state, record.decided) = ("转入团支部待审核", nil)
        if isNow { transfers.append(record) }
        continue
      }
      if isNow { transfers.append(record) }
      var moved = placed
      (moved.branch, moved.isArrival) = (target, isNow)
      return members.append(moved)
    }
    members.append(placed)
  }

  /// In the last month of the quarter.
  private func transfer(
    of placed: Placed, to target: Int?, _ dice: inout Dice
  ) -> TransferRecord {
    let last = quarter.period.censusDay
    let day = dice.roll(1...20)
    func date(_ day: Int) -> CalendarDay { CalendarDay(year: last.year, month: last.month, day: day) ?? last }
    return TransferRecord(
      person: placed.person, number: placed.number, from: placed.home, to: target, state: "接转成功", reason: "就业/工作调动",
      applied: date(day), decided: date(day + dice.roll(0...6)))
  }

  // MARK: Graduates

  private mutating func graduate(_ placed: Placed, _ cohort: Cohort) {
    let course = GraduateCourse(
      seed: plan.seed, home: placed.home, number: placed.number, cohort: cohort, hasPost: !placed.post.isEmpty)
    graduates.append((placed, course))
    let day = quarter.period.censusDay
    let target = course.target(among: quarter.targets[county])
    let isDecided = course.decided <= day
    var here = placed
    if course.outcome == .none || course.begun > day { return members.append(here) }
    if course.outcome == .unrecorded {
      if let target { (here.branch, here.post) = (target, "") }
      return members.append(here)
    }
    let record = record(of: placed, course, target, isDecided)
    // A sheet lists what was open in the quarter.
    if course.decided > quarter.period.previous.censusDay { transfers.append(record) }
    if !isDecided || course.outcome == .returned { return members.append(here) }
    guard course.outcome == .completed, let target else { return }
    (here.branch, here.post) = (target, "")
    here.isArrival = course.decided > quarter.period.previous.censusDay
    members.append(here)
  }

  private func record(
    of placed: Placed, _ course: GraduateCourse, _ target: Int?, _ isDecided: Bool
  ) -> TransferRecord {
    let state = !isDecided ? "转入团支部待审核" : course.outcome == .returned ? "转入团支部退回" : "接转成功"
    return TransferRecord(
      person: placed.person, number: placed.number, from: placed.home, to: target, state: state,
      reason: course.destination == "升学" ? "升学/转学" : "就业/工作调动", applied: course.begun,
      decided: isDecided ? course.decided : nil, destination: course.destination)
  }

  /// The first three of a first-year class hold its posts.
  private mutating func appointInNewClasses() {
    let posts = ["书记", "组织委员", "宣传委员"]
    var filled = (branch: -1, count: 0)
    for index in members.indices where quarter.organisations[members[index].branch].opens != nil {
      let branch = members[index].branch
      filled = filled.branch == branch ? (branch, filled.count + 1) : (branch, 1)
      if filled.count <= posts.count { members[index].post = posts[filled.count - 1] }
    }
  }
}
