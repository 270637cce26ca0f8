// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension PeriodWriter {
  // MARK: 团组织信息表

  private static let organisationHeadings = [
    "团组织ID", "团组织全称", "团组织简称", "组织类别", "单位所属行业类别", "上级组织", "所在区县", "所属系统", "组织建立时间", "最近一次换届时间", "本级团组织行政编制数",
    "行政编制实际配备数",
    "本级团组织事业编制数", "事业编制实际配备数", "书记姓名", "14-28周岁青年数", "年度经推优入党团员数", "学段", "年级", "是否毕业班", "学生数", "团员数",
  ]

  func writeOrganisations() throws {
    let groups = [nil] + County.all.indices.map(Optional.some)
    for county in groups {
      let code = county.map { String(County.all[$0].code) } ?? "3302"
      let title = county.map { County.all[$0].name } ?? "宁波市"
      var sheet = try begin(
        "\(code)-团组织信息表", "团组织信息表", "\(title)团组织信息表（\(suffix)）", PeriodWriter.organisationHeadings)
      let counts = county.map(memberCounts) ?? [:]
      for (index, organisation) in city.organisations.enumerated() {
        // The city's file holds the city and its counties.
        let isHere =
          county == nil
          ? organisation.code.utf8.count <= 6 : organisation.county == county && organisation.code.utf8.count > 6
        if isHere { sheet.add(organisationCells(index, organisation, members: counts[index])) }
      }
      try sheet.write()
    }
  }

  private func memberCounts(of county: Int) -> [Int: Int] {
    Dictionary(grouping: members(of: county), by: \.branch).mapValues(\.count)
  }

  private func organisationCells(_ index: Int, _ organisation: Organisation, members: Int?) -> [String] {
    let posts = organisation.posts
    // In the second quarter one overdue branch in three has held its election.
    var dice = Dice(city.plan.seed, 6, index)
    let isReelected = self.index > 0 && organisation.elected == "2017-10" && dice.chance(330)
    let people = people(homeIn: index)
    return [
      organisation.code, organisation.name, organisation.shortName, organisation.kind, organisation.sector,
      organisation.parent.map { city.organisations[$0].name } ?? "",
      organisation.county.map { County.all[$0].name } ?? "", organisation.stage.isEmpty ? "" : "教育系统", "2010-05",
      isReelected ? "2019-05" : organisation.elected, posts.map { String($0.admin) } ?? "",
      posts.map { String($0.adminFilled) } ?? "", posts.map { String($0.public) } ?? "",
      posts.map { String($0.publicFilled) } ?? "", people.first { $0.post == "书记" }?.person.name ?? "", "", "",
      organisation.stage, organisation.grade, organisation.stage.isEmpty ? "" : organisation.isGraduating ? "是" : "否",
      organisation.students.map { String($0) } ?? "", organisation.branch == nil ? "" : String(members ?? 0),
    ]
  }

  // MARK: 青年底数表

  func writeYouth() throws {
    var sheet = try begin(
      "3302-青年底数表", "青年底数表", "宁波市14-28周岁青年底数（\(suffix)）", ["组织", "领域", "14-28周岁青年数", "14-35周岁青年数", "数据来源", "统计时间"])
    var total = (young: 0, wider: 0)
    func cells(_ name: String, _ sector: String, _ young: Int, _ wider: Int) -> [String] {
      [name, sector, String(young), String(wider), "统计局", "2018-12-31"]
    }
    for (number, county) in County.all.enumerated() {
      // From 22 to 33 members for every hundred: some counties are above the limit.
      var dice = Dice(city.plan.seed, 7, county.code)
      var sum = (young: 0, wider: 0)
      for (sector, count) in members(bySectorOf: number) {
        let youth = count * 100 / dice.roll(22...33) + dice.roll(0...9)
        sum = (sum.young + youth, sum.wider + youth * 3 / 2)
        sheet.add(cells(county.committee, sector, youth, youth * 3 / 2))
      }
      if city.plan.defects > 0, number == County.all.count - 1 {
        sheet.addPlain(cells(county.committee, "军队", 0, 99_999_999))
        sheet.plant(.belowSectors, heading: "14-35周岁青年数", row: sheet.row + 1)
      }
      sheet.addPlain(cells(county.committee, "", sum.young, sum.wider))
      total = (total.young + sum.young, total.wider + sum.wider)
    }
    sheet.addPlain(cells(city.organisations[0].name, "", total.young, total.wider))
    try sheet.write()
  }

  private func members(bySectorOf county: Int) -> [(sector: String, count: Int)] {
    let branches = branches(of: county).map { city.organisations[$0] }
    let members = Dictionary(grouping: branches, by: \.sector).mapValues {
      $0.reduce(0) { $0 + ($1.branch?.members ?? 0) }
    }
    return members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  // MARK: 团干部花名册

  func writeCadres(of county: Int) throws {
    var sheet = try sheet(
      county, "团干部花名册",
      [
        "姓名", "身份证号码", "团干所属组织", "团内现任职务", "团干部性质", "任现职年月", "在岗状态", "离岗时间", "手机号", "文化程度", "政治面貌", "民族",
        "是否同级党委（支部）成员",
        "联系青年数", "年度培训学时",
      ])
    for (index, organisation) in city.organisations.enumerated() where organisation.county == county {
      for cadre in cadres(of: index, county) { sheet.add(cadreCells(cadre, organisation)) }
    }
    try sheet.write()
  }

  private func cadres(of organisation: Int, _ county: Int) -> [Placed] {
    city.organisations[organisation].branch == nil
      ? officials(organisation, county) : people(homeIn: organisation).filter { !$0.post.isEmpty }
  }

  func natures(ofCadresIn organisation: Int, _ county: Int) -> [String] {
    cadres(of: organisation, county).map { cadreCells($0, city.organisations[organisation])[4] }
  }

  /// The cadres of a committee: adults with numbers far above those of the branches.
  private func officials(_ organisation: Int, _ county: Int) -> [Placed] {
    let posts = city.organisations[organisation].posts == nil ? ["书记"] : ["书记", "副书记", "委员"]
    return posts.enumerated().map { offset, post in
      let number = organisation * 3 + offset
      let person = Person(seed: city.plan.seed, county: county, cohort: .official, number: number, joinedIn: nil)
      return Placed(person: person, home: organisation, branch: organisation, post: post, number: number)
    }
  }

  private func cadreCells(_ cadre: Placed, _ organisation: Organisation) -> [String] {
    var dice = Dice(city.plan.seed, 8, cadre.home, cadre.number)
    let isOfficial = organisation.branch == nil
    let nature = isOfficial ? (cadre.post == "书记" ? "专职" : dice.pick(["兼职", "挂职", "专职"])) : "兼职"
    // Nobody holds a post before he or she joined.
    let joined = PeriodWriter.month(cadre.person.joined)
    let state = dice.chance(index == 0 ? 880 : 910) ? "在岗" : dice.pick(["借调", "长期休假", "不在岗"])
    return [
      cadre.person.name, cadre.person.nationalID, organisation.name, cadre.post, nature, max("2018-03", joined), state,
      "",
      cadre.person.phone, isOfficial ? "普通本科" : "", isOfficial ? "中共党员" : "共青团员", cadre.person.ethnicity,
      isOfficial ? "是" : "否", isOfficial ? String(dice.roll(20...120)) : "", String(dice.roll(8...40)),
    ]
  }

  // MARK: 组织关系转接, 毕业生底数表

  func writeTransfers(of county: Int) throws {
    var sheet = try sheet(
      county, "组织关系转接",
      [
        "姓名", "身份证号码", "转接状态", "转接原因", "转出团支部", "转出团支部的上级", "转入团支部", "转入团支部的上级", "申请者", "申请日期", "审核完成日期", "毕业去向",
      ])
    for placed in members(of: county) where placed.home != placed.branch {
      sheet.add(transferCells(placed, to: placed.branch, state: "接转成功", reason: "就业/工作调动", destination: ""))
    }
    if period.quarter == 2 {
      let branches = branches(of: county)
      let targets = branches.filter { city.organisations[$0].branch?.cohort == .senior }
      for placed in graduates(of: county) {
        let targets = targets.filter { $0 != placed.branch }
        guard !targets.isEmpty else { continue }
        var dice = Dice(city.plan.seed, 9, placed.home, placed.number)
        guard dice.chance(820) else { continue }
        let state = dice.pick(["接转成功", "接转成功", "接转成功", "转入团支部待审核", "转入团支部退回"])
        sheet.add(transferCells(placed, to: dice.pick(targets), state: state, reason: "升学/转学", destination: "升学"))
      }
    }
    try sheet.write()
  }

  private func transferCells(
    _ placed: Placed, to target: Int, state: String, reason: String, destination: String
  ) -> [String] {
    var dice = Dice(city.plan.seed, 10, placed.home, placed.number)
    let (from, to) = (city.organisations[placed.home], city.organisations[target])
    let day = dice.roll(1...20)
    let month = period.quarter * 3
    let isDone = state == "接转成功" || state.hasSuffix("退回")
    func date(_ day: Int) -> String { "\(period.year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)" }
    return [
      placed.person.name, placed.person.nationalID, state, reason, from.name,
      from.parent.map { city.organisations[$0].name } ?? "", to.name,
      to.parent.map { city.organisations[$0].name } ?? "",
      "组织", date(day), isDone ? date(day + dice.roll(0...6)) : "", destination,
    ]
  }

  private func graduates(of county: Int) -> [Placed] {
    members(of: county).filter { city.organisations[$0.branch].isGraduating }
  }

  func writeGraduates(of county: Int) throws {
    var sheet = try sheet(county, "毕业生底数表", ["姓名", "身份证号码", "毕业团支部", "毕业去向", "是否延迟毕业", "是否教师"])
    for placed in graduates(of: county) {
      var dice = Dice(city.plan.seed, 11, placed.home, placed.number)
      let destination = dice.pick(["升学", "升学", "升学", "就业", "待定"])
      sheet.add([
        placed.person.name, placed.person.nationalID, city.organisations[placed.branch].name, destination,
        dice.chance(15) ? "是" : "否", "否",
      ])
    }
    try sheet.write()
  }

  // MARK: 单位底数表

  func writeWorkUnits(of county: Int) throws {
    var sheet = try sheet(
      county, "单位底数表", ["单位名称", "统一社会信用代码", "单位类型", "所在区县", "上级组织", "青年数", "是否应建", "已建团组织"])
    let name = County.all[county].name
    for branch in branches(of: county) where city.organisations[branch].branch?.cohort == .adult {
      let organisation = city.organisations[branch]
      let unit = organisation.name.replacingSuffix("团支部", with: "")
      sheet.add([unit, "", organisation.sector, name, County.all[county].committee, "30", "是", organisation.name])
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
