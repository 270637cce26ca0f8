// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Writes the exports of one period.
struct PeriodWriter {
  let city: SampleCity
  let period: Period
  /// 0 for the first period of the plan.
  let index: Int
  let folder: String
  let ledger: DefectLedger
  private var defects: DefectPlan
  /// A member with a number of this period, whom another may copy it from.
  private var numbered: (row: Int, file: String, year: Int, number: String)?
  /// The phone that several rows share, and how many still come.
  private var sharing: (phone: String, left: Int)?

  var planted: [PlantedDefect] { ledger.planted }

  /// A person where he or she belongs in this period.
  struct Placed {
    var person: Person
    var home: Int
    var branch: Int
    var post: String
    var number: Int
  }

  init(city: SampleCity, period: Period, index: Int, folder: String) {
    self.city = city
    self.period = period
    self.index = index
    self.folder = folder
    ledger = DefectLedger(isPlanting: city.plan.defects > 0)
    defects = DefectPlan(seed: city.plan.seed, period: index, rate: city.plan.defects)
  }

  var suffix: String { "\(period.year)年第\(period.quarter)季度" }

  func begin(_ name: String, _ sheet: String, _ title: String, _ headings: [String]) throws -> RosterSheet {
    RosterSheet(
      try city.plan.format.begin(folder + "/" + name, sheet, title, headings), kind: sheet, file: shown(name),
      headings: headings, ledger: ledger)
  }

  /// The folder's own name stands before the file, as an import of the folder shows it.
  func shown(_ name: String) -> String { "\(period)/\(name).\(city.plan.format.fileExtension)" }

  mutating func write() throws {
    try writeOrganisations()
    try writeYouth()
    try writePioneers()
    try writeFederation()
    try writeProgress()
    try writeTotals()
    for county in County.all.indices {
      try writeMembers(of: county)
      try writeCadres(of: county)
      try writeTransfers(of: county)
      try writeWorkUnits(of: county)
      if period.quarter == 2 { try writeGraduates(of: county) }
    }
  }

  // MARK: Who is where

  func branches(of county: Int) -> [Int] {
    city.organisations.indices.filter {
      city.organisations[$0].county == county && city.organisations[$0].branch != nil
    }
  }

  /// Whom a branch once took in, in order of number: those there from the start, then newcomers by quarter.
  func people(homeIn branch: Int) -> [Placed] {
    guard let details = city.organisations[branch].branch, let county = city.organisations[branch].county else {
      return []
    }
    let newcomers = index * (details.members / 24)
    return (0..<(details.members + newcomers)).compactMap { offset in
      let number = details.firstPerson + offset
      let joinedIn = joinedIn(offset, details)
      var dice = Dice(city.plan.seed, 3, county, details.cohort.rawValue, number)
      // From the second quarter on about one in a hundred has left.
      if offset > 4, index > 0, dice.chance(10) { return nil }
      let person = Person(
        seed: city.plan.seed, county: county, cohort: details.cohort, number: number, joinedIn: joinedIn)
      return Placed(person: person, home: branch, branch: branch, post: post(offset, details), number: number)
    }
  }

  private func joinedIn(_ offset: Int, _ details: Organisation.Branch) -> Period? {
    guard offset >= details.members, details.members >= 24 else { return nil }
    return city.plan.periods[min(1 + (offset - details.members) / (details.members / 24), city.plan.periods.count - 1)]
  }

  private func post(_ offset: Int, _ details: Organisation.Branch) -> String {
    if offset == 0 { return details.hasSecretary ? "书记" : "" }
    let posts = ["组织委员", "宣传委员", "文体委员", "志愿委员"]
    return offset < details.committee && offset <= posts.count ? posts[offset - 1] : ""
  }

  /// Where a member has moved: from the second quarter on some adults change branch within their county.
  func moved(_ placed: Placed, among branches: [Int]) -> Placed {
    var dice = Dice(city.plan.seed, 4, placed.home, placed.number)
    guard index > 0, placed.post.isEmpty, city.organisations[placed.home].branch?.cohort == .adult, dice.chance(25)
    else {
      return placed
    }
    let adults = branches.filter { city.organisations[$0].branch?.cohort == .adult && $0 != placed.home }
    guard !adults.isEmpty else { return placed }
    var result = placed
    result.branch = dice.pick(adults)
    return result
  }

  /// Every member of a county in this period, by branch.
  func members(of county: Int) -> [Placed] {
    let branches = branches(of: county)
    let all = branches.flatMap(people).map { moved($0, among: branches) }
    return all.sorted { ($0.branch, $0.home, $0.number) < ($1.branch, $1.home, $1.number) }
  }

  // MARK: 团员花名册

  private mutating func writeMembers(of county: Int) throws {
    let members = members(of: county)
    let pages = max(1, (members.count + city.plan.pageRows - 1) / city.plan.pageRows)
    for page in 0..<pages {
      let code = County.all[county].code
      let number = String(100 + page + 1).suffix(pages > 99 ? 3 : 2)
      let name = "\(code)-团员花名册-\(number)"
      var sheet = try begin(
        name, "团员花名册", "\(County.all[county].name)团员花名册（\(suffix)）", MemberColumn.headings)
      for placed in members.dropFirst(page * city.plan.pageRows).prefix(city.plan.pageRows) {
        add(placed, to: &sheet, file: shown(name))
      }
      if page == pages - 1 {
        sheet.addPlain(["合计", "", String(members.count)])
        sheet.addPlain(["注：数据由各团支部填报，截至\(period.censusDay)。"])
      }
      try sheet.write()
    }
  }

  private mutating func add(_ placed: Placed, to sheet: inout RosterSheet, file: String) {
    var row = MemberRow(cells: memberCells(placed), person: placed.person)
    let clean = row
    let defect = placed.post.isEmpty ? next(for: placed) : nil
    defect?.spoil(&row)
    if defect == .numberTaken, let numbered {
      row[.number] = numbered.number
      ledger.note(
        PlantedDefect(
          defect: .numberTaken, file: numbered.file, sheet: "团员花名册", row: numbered.row,
          column: MemberColumn.number.rawValue + 1, heading: MemberColumn.number.heading))
      self.numbered = nil
    }
    share(defect, &row)
    // Of two records of one person the earlier does not count, unless a transfer speaks for it.
    let isSecond = defect == .personTwice && placed.home != placed.branch
    for mark in row.marks {
      sheet.plant(mark.defect, heading: mark.column?.heading, row: sheet.row + (isSecond ? 2 : 1))
    }
    sheet.addPlain(row.cells)
    if defect == nil, placed.person.joined.year >= 2017, sheet.row > 2 {
      numbered = (sheet.row, file, placed.person.joined.year, row[.number])
    }
    addAgain(defect, clean, placed, to: &sheet)
  }

  private mutating func next(for placed: Placed) -> Defect? {
    let (year, numbered, county) = (period.year, numbered, city.organisations[placed.branch].county ?? 0)
    let isSharing = sharing != nil
    return defects.next { defect in
      switch defect {
      case .numberTaken: numbered?.year == placed.person.joined.year
      // Six more rows must follow.
      case .phoneShared: !isSharing && county < County.all.count - 1
      default: defect.fits(placed.person, year: year)
      }
    }
  }

  private mutating func share(_ defect: Defect?, _ row: inout MemberRow) {
    if defect == .phoneShared {
      sharing = (row[.phone], 6)
      row.mark(.phoneShared, .phone)
    } else if defect == nil, let (phone, left) = sharing {
      row[.phone] = phone
      sharing = left > 1 ? (phone, left - 1) : nil
    }
  }

  /// The second record of a person, in another branch of the county; or one without ID number, in the same.
  private func addAgain(_ defect: Defect?, _ clean: MemberRow, _ placed: Placed, to sheet: inout RosterSheet) {
    var again = clean
    if defect == .personTwice,
      let other = branches(of: city.organisations[placed.branch].county ?? 0).first(where: { $0 != placed.branch })
    {
      again[.branch] = city.organisations[other].name
      sheet.addPlain(again.cells)
    }
    if defect == .probablyTwice {
      again[.id] = ""
      sheet.plant(.idMissing, heading: MemberColumn.id.heading, row: sheet.row + 1)
      sheet.addPlain(again.cells)
    }
  }

  func memberCells(_ placed: Placed) -> [String] {
    let person = placed.person
    let branch = city.organisations[placed.branch]
    let isStudent = branch.branch?.cohort != .adult
    var cells = [String](repeating: "", count: MemberColumn.allCases.count)
    func set(_ column: MemberColumn, _ text: String) { cells[column.rawValue] = text }
    set(.name, person.name)
    set(.idType, "普通居民身份证")
    set(.id, person.nationalID)
    set(.sex, person.isMale ? "男" : "女")
    set(.ethnicity, person.ethnicity)
    set(.birth, person.birth.description)
    set(.political, person.isPartyMember ? "中共党员" : "共青团员")
    set(.education, branch.branch?.cohort.education ?? "")
    set(.joined, PeriodWriter.month(person.joined))
    set(.number, person.memberNumber)
    set(.branch, branch.name)
    set(.post, placed.post)
    set(.phone, person.phone)
    set(.status, "正常")
    set(.registration, "已注册")
    set(.evaluation, placed.number % 5 == 0 ? "优秀" : "合格")
    // Every third has registered as a volunteer; of the Party members half joined this year, most on recommendation.
    if placed.number % 3 == 0 { set(.volunteer, "2018-03-05") }
    if person.isPartyMember {
      set(.joinedParty, placed.number % 2 == 0 ? "\(period.year)-03" : "2017-06")
      set(.partyRecommended, placed.number % 5 == 0 ? "否" : "是")
    }
    set(.pioneer, person.joined.year >= 2018 ? "是" : "")
    set(.occupation, isStudent ? "学生" : "其他")
    if branch.isGraduating { set(.graduation, "2019-06") }
    return cells
  }

  static func month(_ month: (year: Int, month: Int)) -> String {
    "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)"
  }
}
