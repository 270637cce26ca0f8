// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension PeriodWriter {
  // MARK: 团组织信息表

  private static let organisationHeadings = [
    "团组织ID", "团组织全称", "团组织简称", "组织类别", "单位所属行业类别", "上级组织", "所在区县", "所属系统", "组织建立时间", "最近一次换届时间", "本级团组织行政编制数",
    "行政编制实际配备数",
    "本级团组织事业编制数", "事业编制实际配备数", "书记姓名", "14-28周岁青年数", "年度经推优入党团员数", "学段", "年级", "是否毕业班", "学生数", "团员数",
  ]

  /// The city's file holds the city and its counties.
  func writeOrganisations() throws {
    var sheet = try begin("3302-团组织信息表", "团组织信息表", "宁波市团组织信息表（\(suffix)）", PeriodWriter.organisationHeadings)
    for organisation in organisations where organisation.code.utf8.count <= 6 {
      sheet.add(cells(of: organisation, isReelected: false, secretary: "", members: nil))
    }
    try sheet.write()
  }

  func writeOrganisations(of county: Int, _ roll: CountyRoll) throws {
    var sheet = try sheet(county, "团组织信息表", PeriodWriter.organisationHeadings)
    var counts: [Int: Int] = [:]
    var recommended: [Int: Int] = [:]
    var secretaries: [Int: String] = [:]
    for placed in roll.members where placed.isCounted {
      counts[placed.branch, default: 0] += 1
      if placed.isNewPartyMember, placed.isRecommendedToParty { recommended[placed.branch, default: 0] += 1 }
      if placed.post == "书记" { secretaries[placed.branch] = placed.person.name }
    }
    for index in roll.open where organisations[index].code.utf8.count > 6 {
      // In the second quarter one overdue branch in three has held its election.
      var dice = Dice(city.plan.seed, 6, index)
      let isReelected = self.index > 0 && organisations[index].elected == "2017-10" && dice.chance(330)
      sheet.add(
        cells(
          of: organisations[index], isReelected: isReelected, secretary: secretaries[index] ?? "",
          members: counts[index], recommended: recommended[index]))
    }
    try sheet.write()
  }

  private func cells(
    of organisation: Organisation, isReelected: Bool, secretary: String, members: Int?, recommended: Int? = nil
  ) -> [String] {
    let posts = organisation.posts
    return [
      organisation.code, organisation.name, organisation.shortName, organisation.kind, organisation.sector,
      organisation.parent.map { organisations[$0].name } ?? "",
      organisation.county.map { County.all[$0].name } ?? "", organisation.stage.isEmpty ? "" : "教育系统",
      organisation.founded, isReelected ? "2019-05" : organisation.elected, posts.map { String($0.admin) } ?? "",
      posts.map { String($0.adminFilled) } ?? "", posts.map { String($0.public) } ?? "",
      posts.map { String($0.publicFilled) } ?? "", secretary, "",
      recommended.map { String($0) } ?? "", organisation.stage, organisation.grade,
      organisation.stage.isEmpty ? "" : organisation.isGraduating ? "是" : "否",
      organisation.students.map { String($0) } ?? "", organisation.branch == nil ? "" : String(members ?? 0),
    ]
  }

  // MARK: 青年底数表

  func writeYouth() throws {
    var sheet = try begin(
      "3302-青年底数表", "青年底数表", "宁波市14-28周岁青年底数（\(suffix)）",
      ["组织", "领域", "14-28周岁青年数", "14-35周岁青年数", "数据来源", "统计时间", "备注"])
    var total = Youth()
    for (number, county) in County.all.enumerated() {
      let isCorrected = city.stories?.corrected == number && period >= CityStories.second
      let note = isCorrected ? (source: "公安局", text: "更正：上季度数含重复登记的流动青年，现按公安局人口库核定") : (source: "统计局", text: "")
      var sum = Youth()
      for (sector, youth) in youth(bySectorOf: number, share: isCorrected ? 75 : 100) {
        sum.add(youth)
        sheet.add(cells(county.committee, sector, youth, note))
      }
      if city.plan.defects > 0, number == County.all.count - 1 {
        sheet.addPlain(cells(county.committee, "军队", Youth(young: 0, wider: 99_999_999), note))
        sheet.plant(.belowSectors, heading: "14-35周岁青年数", row: sheet.row + 1)
      }
      sheet.addPlain(cells(county.committee, "", sum, note))
      total.add(sum)
    }
    let corrected = period >= CityStories.second ? city.stories?.corrected.map { County.all[$0].name } : nil
    sheet.addPlain(
      cells(
        organisations[0].name, "", total,
        corrected.map { ("统计局，\($0)用公安局", "\($0)更正了上季度数") } ?? ("统计局", "")))
    try sheet.write()
  }

  private struct Youth {
    var young = 0
    var wider = 0

    mutating func add(_ other: Youth) { (young, wider) = (young + other.young, wider + other.wider) }
  }

  private func cells(
    _ name: String, _ sector: String, _ youth: Youth, _ note: (source: String, text: String)
  ) -> [String] {
    [name, sector, String(youth.young), String(youth.wider), note.source, "2018-12-31", note.text]
  }

  /// From 22 to 33 members of the first quarter for every hundred: some counties are above the limit.
  private func youth(bySectorOf county: Int, share: Int) -> [(sector: String, youth: Youth)] {
    var dice = Dice(city.plan.seed, 7, County.all[county].code)
    var members: [String: Int] = [:]
    for organisation in city.organisations where organisation.homeCounty == county {
      if let branch = organisation.branch, branch.members > 0 {
        members[organisation.sector, default: 0] += branch.members
      }
    }
    return members.sorted { $0.key < $1.key }.map { sector, count in
      let young = (count * 100 / dice.roll(22...33) + dice.roll(0...9)) * share / 100
      return (sector, Youth(young: young, wider: young * 3 / 2))
    }
  }

  // MARK: 团干部花名册

  func writeCadres(of county: Int, _ roll: CountyRoll) throws {
    var sheet = try sheet(
      county, "团干部花名册",
      [
        "姓名", "身份证号码", "团干所属组织", "团内现任职务", "团干部性质", "任现职年月", "在岗状态", "离岗时间", "手机号", "文化程度", "政治面貌", "民族",
        "是否同级党委（支部）成员",
        "联系青年数", "年度培训学时",
      ])
    for cadre in cadres(in: roll) { sheet.add(cadreCells(cadre)) }
    try sheet.write()
  }

  /// Officials of committees and the members who hold a post of their branch, in order of organisation.
  func cadres(in roll: CountyRoll) -> [Placed] {
    let ofBranches = Dictionary(grouping: roll.members.filter { !$0.post.isEmpty }, by: \.branch)
    return roll.open.flatMap { index in
      organisations[index].branch == nil ? officials(index) : ofBranches[index] ?? []
    }
  }

  /// The cadres of a committee: adults with numbers far above those of the branches.
  private func officials(_ organisation: Int) -> [Placed] {
    let posts = organisations[organisation].posts == nil ? ["书记"] : ["书记", "副书记", "委员"]
    return posts.enumerated().map { offset, post in
      let number = (city.stories?.officials(of: organisation) ?? organisation) * 3 + offset
      let person = Person(
        seed: city.plan.seed, county: organisations[organisation].homeCounty ?? 0, cohort: .official, number: number,
        joinedIn: nil)
      return Placed(person: person, home: organisation, branch: organisation, post: post, number: number)
    }
  }

  func cadreCells(_ cadre: Placed) -> [String] {
    let organisation = organisations[cadre.branch]
    var dice = Dice(city.plan.seed, 8, cadre.home, cadre.number)
    let isOfficial = organisation.branch == nil
    let nature = isOfficial ? (cadre.post == "书记" ? "专职" : dice.pick(["兼职", "挂职", "专职"])) : "兼职"
    // Nobody holds a post before he or she joined.
    let joined = PeriodWriter.month(cadre.person.joined)
    let since = organisation.opens == nil ? max("2018-03", joined) : organisation.founded
    let state = dice.chance(880 + min(index, 2) * 25) ? "在岗" : dice.pick(["借调", "长期休假", "不在岗"])
    return [
      cadre.person.name, cadre.person.nationalID, organisation.name, cadre.post, nature, since, state, "",
      cadre.person.phone, isOfficial ? dice.pick(["普通本科", "普通本科", "普通专科", "硕士"]) : "", isOfficial ? "中共党员" : "共青团员",
      cadre.person.ethnicity,
      isOfficial ? "是" : "否", isOfficial ? String(dice.roll(20...120)) : "", String(dice.roll(8...40)),
    ]
  }

  // MARK: 组织关系转接, 毕业生底数表

  func writeTransfers(of county: Int, _ transfers: [TransferRecord]) throws {
    var sheet = try sheet(
      county, "组织关系转接",
      [
        "姓名", "身份证号码", "转接状态", "转接原因", "转出团支部", "转出团支部的上级", "转入团支部", "转入团支部的上级", "申请者", "申请日期", "审核完成日期", "毕业去向",
      ])
    for transfer in transfers {
      func parent(_ index: Int) -> String { organisations[index].parent.map { organisations[$0].name } ?? "" }
      sheet.add([
        transfer.person.name, transfer.person.nationalID, transfer.state, transfer.reason,
        organisations[transfer.from].name, parent(transfer.from), transfer.to.map { organisations[$0].name } ?? "",
        transfer.to.map(parent) ?? "市外团组织", "组织", transfer.applied.description,
        transfer.decided?.description ?? "", transfer.destination,
      ])
    }
    try sheet.write()
  }

  func writeGraduates(of county: Int, _ graduates: [(placed: Placed, course: GraduateCourse)]) throws {
    var sheet = try sheet(county, "毕业生底数表", ["姓名", "身份证号码", "毕业团支部", "毕业去向", "是否延迟毕业", "是否教师"])
    for (placed, course) in graduates {
      sheet.add([
        placed.person.name, placed.person.nationalID, organisations[placed.home].name, course.destination,
        course.isDelayed ? "是" : "否", course.isTeacher ? "是" : "否",
      ])
    }
    try sheet.write()
  }

  // MARK: 单位底数表

  func writeWorkUnits(of county: Int) throws {
    var sheet = try sheet(
      county, "单位底数表", ["单位名称", "统一社会信用代码", "单位类型", "所在区县", "上级组织", "青年数", "是否应建", "已建团组织"])
    let name = County.all[county].name
    for (index, organisation) in organisations.enumerated()
    where organisation.homeCounty == county && organisation.branch?.cohort == .adult {
      // The unit stays, whatever becomes of its branch; it keeps the name it had.
      let unit = city.organisations[index].name.replacingSuffix("团支部", with: "")
      sheet.add([
        unit, "", organisation.sector, name, County.all[county].committee, "30", "是",
        organisation.isOpen ? organisation.name : "",
      ])
    }
    var dice = Dice(city.plan.seed, 12, county)
    for number in 1...dice.roll(2...4) {
      sheet.add(["\(name)示例企业\(number)号", "", "非公企业", name, County.all[county].committee, "25", "是", ""])
    }
    sheet.add(["\(name)示例小店", "", "非公企业", name, County.all[county].committee, "2", "否", ""])
    try sheet.write()
  }

  private func sheet(_ county: Int, _ kind: String, _ headings: [String]) throws -> RosterSheet {
    try begin("\(County.all[county].code)-\(kind)", kind, "\(County.all[county].name)\(kind)（\(suffix)）", headings)
  }
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, with text: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + text : self
  }
}
