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
  /// 团籍状态
  var status = MemberStatus.normal
  /// Whether he or she stands on the roster of a later branch as well.
  var isOutdated = false
  /// Whether the totals of the system count this row.
  var isCounted: Bool { MemberStatus.isCounted(status) && !isOutdated }

  /// One in two Party members is new, and was most likely recommended.
  var isNewPartyMember: Bool { person.isPartyMember && number % 2 == 0 }
  var isRecommendedToParty: Bool { person.isPartyMember && number % 5 != 0 }
}

/// 团籍状态 of adults: now and then one has left, or is about to.
enum MemberStatus {
  static let normal = "正常"
  private static let rare = ["禁用", "自行脱团", "自行脱团待审核", "自愿退团", "自愿退团待审核", "开除团籍", "开除团籍待审核"]
  /// What sheets write instead of the words of the system; none of them changes whether the row counts.
  private static let ownWords = ["已离团", "已转出", "除名", "死亡"]
  private static let ownWordsPending = ["转出待审核"]
  private static let ofAge = ["满28周岁离团", "满28周岁离团待审核"]

  static func isCounted(_ status: String) -> Bool { status == normal || status.hasSuffix("待审核") }

  /// The same in every quarter; who turns 28 may leave in the quarter of that birthday.
  static func of(_ person: Person, seed: UInt64, home: Int, number: Int, on day: CalendarDay) -> String {
    var dice = Dice(seed, 21, home, number)
    if dice.chance(70) {
      let status = dice.pick(rare)
      return dice.chance(500) ? status : dice.pick(isCounted(status) ? ownWordsPending : ownWords)
    }
    let is28 = person.birth.rawValue + 280_000 <= day.rawValue
    return is28 && !person.isPartyMember && dice.chance(400) ? dice.pick(ofAge) : normal
  }
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

  /// The steps at which a transfer can wait, and those that can send it back.
  static let pending = [
    "转出团支部待审核", "转出团支部的上级待审核", "转入团支部待审核", "转入团支部的上级待审核", "转出团支部同意", "转出团支部的上级同意", "转入团支部同意",
    "转入团支部的上级同意",
  ]
  static let returned = ["转入团支部退回", "转出团支部退回", "转出团支部的上级退回", "转入团支部的上级退回"]
  static let withdrawn = "撤回"

  /// One that has not come about: it waits, was sent back or was taken back.
  mutating func fail(in state: String) {
    self.state = state
    if !TransferRecord.returned.contains(state) { decided = nil }
  }
}

/// Who stands in the rosters of a county in a quarter, and the transfers that brought it about.
struct CountyRoll {
  /// In order of branch, then of where they come from.
  private(set) var members: [Placed] = []
  /// Organisations of the county; a new class that nobody came or was sent to is not founded.
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
    let peopled = Set(members.lazy.map(\.branch)).union(transfers.lazy.compactMap(\.to))
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
      var placed = Placed(person: person, home: branch, branch: branch, post: post(offset, details), number: number)
      if details.cohort == .adult, placed.post.isEmpty {
        placed.status = MemberStatus.of(
          person, seed: plan.seed, home: branch, number: number, on: quarter.period.censusDay)
      }
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

  /// In each quarter a few leave the city and some adults change branch, both by transfer; a few transfers wait or are sent back.
  private mutating func settle(_ placed: Placed, _ cohort: Cohort, since first: Int) {
    guard placed.post.isEmpty, placed.status == MemberStatus.normal, quarter.index >= first else {
      return members.append(placed)
    }
    for step in first...quarter.index {
      var dice = Dice(plan.seed, 4, placed.home, placed.number, step)
      let isNow = step == quarter.index
      if dice.chance(5) {
        if isNow { transfers.append(transfer(of: placed, to: nil, &dice)) }
        return
      }
      let others = quarter.targets[county].adults
      guard cohort == .adult, others.count > 1, dice.chance(45) else { continue }
      let choice = dice.pick(others)
      let target = choice == placed.home ? others[others[0] == choice ? 1 : 0] : choice
      var record = transfer(of: placed, to: target, &dice)
      if dice.chance(450) {
        record.fail(in: dice.pick(TransferRecord.pending + TransferRecord.returned + [TransferRecord.withdrawn]))
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
    let target = course.target(
      among: course.outcome == .lost && course.aim == .employer ? quarter.everywhere : quarter.targets[county])
    let isDecided = course.decided <= day
    var here = placed
    if course.outcome == .none || course.begun > day { return members.append(here) }
    if course.outcome == .unrecorded {
      if let target { (here.branch, here.post) = (target, "") }
      return members.append(here)
    }
    if course.outcome == .gone {
      if !isDecided { members.append(here) }
      return
    }
    // The sheet lists the whole summer: the base of 1 June is held against it.
    transfers.append(record(of: placed, course, target, isDecided))
    let place =
      isDecided
      ? course.place(from: placed.home, after: target, among: quarter.targets[county].adults) : nil
    if !isDecided || course.isAtOldBranch {
      here.isOutdated = place != nil
      members.append(here)
    }
    guard let place else { return }
    here.isOutdated = false
    (here.branch, here.post) = (place, "")
    here.isArrival = course.decided > quarter.period.previous.censusDay
    members.append(here)
  }

  private func record(
    of placed: Placed, _ course: GraduateCourse, _ target: Int?, _ isDecided: Bool
  ) -> TransferRecord {
    var record = TransferRecord(
      person: placed.person, number: placed.number, from: placed.home, to: target, state: "接转成功",
      reason: course.destination == "升学" ? "升学/转学" : "就业/工作调动", applied: course.begun, decided: course.decided,
      destination: course.destination)
    if let state = course.failure(isDecided: isDecided) { record.fail(in: state) }
    return record
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
