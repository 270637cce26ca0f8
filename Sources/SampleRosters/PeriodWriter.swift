// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Writes the exports of one period, county by county: memory is that of the largest county.
struct PeriodWriter {
  let city: SampleCity
  let quarter: CityQuarter
  let folder: String
  let ledger: DefectLedger
  private var defects: DefectPlan
  /// A member with a number of this period, whom another may copy it from.
  private var numbered: (row: Int, file: String, year: Int, number: String)?
  /// The phone that several rows share, and how many still come.
  private var sharing: (phone: String, left: Int)?

  var planted: [PlantedDefect] { ledger.planted }

  init(city: SampleCity, index: Int, folder: String) {
    self.city = city
    quarter = CityQuarter(city: city, index: index)
    self.folder = folder
    ledger = DefectLedger(isPlanting: city.plan.defects > 0)
    defects = DefectPlan(seed: city.plan.seed, period: index, rate: city.plan.defects)
  }

  var period: Period { quarter.period }
  var index: Int { quarter.index }
  var organisations: [Organisation] { quarter.organisations }
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
    if period >= CityQuarter.schoolYear, index > 0 { try writeExplanations() }
    var totals: [[String: Totals]] = []
    for county in County.all.indices {
      let roll = CountyRoll(quarter, county: county)
      try writeOrganisations(of: county, roll)
      try writeMembers(of: county, roll.members)
      try writeCadres(of: county, roll)
      try writeTransfers(of: county, roll.transfers)
      try writeWorkUnits(of: county)
      if period > CityQuarter.spring { try writeGraduates(of: county, roll.graduates) }
      totals.append(self.totals(of: roll))
    }
    try write(totals)
  }

  // MARK: 团员花名册

  private mutating func writeMembers(of county: Int, _ members: [Placed]) throws {
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
    let defect = placed.post.isEmpty && placed.status == MemberStatus.normal ? next(for: placed) : nil
    defect?.spoil(&row)
    if defect == .numberTaken, let numbered {
      row[.number] = numbered.number
      ledger.note(
        PlantedDefect(
          defect: .numberTaken, file: numbered.file, sheet: "团员花名册", row: numbered.row,
          column: MemberColumn.number.rawValue + 1, heading: MemberColumn.number.heading))
      self.numbered = nil
    }
    if placed.isCounted { share(defect, &row) }
    // Of two records of one person the earlier does not count, unless a transfer speaks for it.
    let isSecond = defect == .personTwice && placed.isArrival
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
    let (year, numbered, county) = (period.year, numbered, organisations[placed.branch].county ?? 0)
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
      let other = quarter.branches[organisations[placed.branch].county ?? 0].first(where: { $0 != placed.branch })
    {
      again[.branch] = organisations[other].name
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
    let branch = organisations[placed.branch]
    let isStudent = branch.branch?.cohort.isStudent == true
    let cohort = isStudent ? branch.branch?.cohort : organisations[placed.home].branch?.cohort
    var cells = [String](repeating: "", count: MemberColumn.allCases.count)
    func set(_ column: MemberColumn, _ text: String) { cells[column.rawValue] = text }
    set(.name, person.name)
    set(.idType, "普通居民身份证")
    set(.id, person.nationalID)
    set(.sex, person.isMale ? "男" : "女")
    set(.ethnicity, person.ethnicity)
    set(.birth, person.birth.description)
    set(.political, !person.isPartyMember ? "共青团员" : placed.isNewPartyMember ? "中共预备党员" : "中共党员")
    set(.education, cohort == .adult ? Person.education(placed.number) : cohort?.education(atSchool: isStudent) ?? "")
    set(.joined, PeriodWriter.month(person.joined))
    set(.number, person.memberNumber)
    set(.branch, branch.name)
    set(.post, placed.post)
    set(.phone, person.phone)
    set(.status, placed.status)
    set(.registration, "已注册")
    set(.evaluation, placed.number % 5 == 0 ? "优秀" : placed.number % 17 == 3 ? "基本合格" : "合格")
    // Every third has registered as a volunteer; of the Party members half joined this year, most on recommendation.
    if placed.number % 3 == 0 { set(.volunteer, "2018-03-05") }
    if person.isPartyMember {
      set(.joinedParty, placed.isNewPartyMember ? "\(period.year)-03" : "2017-06")
      set(.partyRecommended, placed.isRecommendedToParty ? "是" : "否")
    }
    // Now and then one joined without the recommendation of the Pioneers.
    set(.pioneer, person.joined.year < 2018 ? "" : placed.number % 7 == 3 ? "否" : "是")
    set(.occupation, isStudent ? "学生" : PeriodWriter.occupations[branch.sector] ?? "其他")
    if branch.isLeaving { set(.graduation, "2019-06") }
    return cells
  }

  private static let occupations = [
    "党政机关": "机关事业单位职工", "事业单位（不含公立学校）": "机关事业单位职工", "国有企业": "国有企业职工", "非公企业": "非公企业职工",
    "新社会组织（不含民办学校）": "社会组织员工", "农村": "农民", "城市社区": "自由职业者",
  ]

  static func month(_ month: (year: Int, month: Int)) -> String {
    "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)"
  }
}
