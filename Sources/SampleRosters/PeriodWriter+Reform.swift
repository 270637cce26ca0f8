// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// 少先队衔接表, 青联委员花名册, 任务进展表, 组织数据统计表.
extension PeriodWriter {
  func writePioneers() throws {
    var sheet = try begin(
      "3302-少先队衔接表", "少先队衔接表", "宁波市少先队衔接情况（\(suffix)）", ["学校", "队员数", "14周岁队员数", "推优人数", "推优入团人数"])
    let schools = organisations.enumerated().filter { $0.element.kind == "基层团委" && $0.element.sector == "初中" }
    for (number, (index, school)) in schools.enumerated() {
      var dice = Dice(city.plan.seed, 13, index)
      let pioneers = dice.roll(180...420)
      let fourteen = pioneers * dice.roll(20...30) / 100
      // One school in six has recommended nobody.
      let recommended = number % 6 == 2 ? 0 : fourteen * dice.roll(40...80) / 100
      sheet.add([
        school.name, String(pioneers), String(fourteen), String(recommended),
        String(recommended * dice.roll(60...100) / 100),
      ])
    }
    try sheet.write()
  }

  func writeFederation() throws {
    var sheet = try begin(
      "3302-青联委员花名册", "青联委员花名册", "宁波市各级青联委员（\(suffix)）",
      ["姓名", "青联组织", "界别", "性别", "出生日期", "民族", "政治面貌", "是否基层一线"])
    let circles = ["中共", "民主党派", "工商经济", "科技", "教育", "医药卫生", "新闻出版", "文化艺术", "体育", "农业", "法律", "少数民族"]
    for county in [nil] + County.all.indices.map(Optional.some) {
      let federation = county.map { "宁波市\(County.all[$0].name)青年联合会" } ?? "宁波市青联"
      for number in 0..<(county == nil ? 24 : 8) {
        var dice = Dice(city.plan.seed, 14, county ?? -1, number)
        let person = Person(
          seed: city.plan.seed, county: county ?? 0, cohort: .official, number: 90_000 + number * 7, joinedIn: nil)
        let statuses = ["中共党员", "中共党员", "中共党员", "中共党员", "民革", "民盟", "民建", "九三学社社员", "无党派人士", "群众"]
        sheet.add([
          person.name, federation, circles[number % circles.count], person.isMale ? "男" : "女", person.birth.description,
          person.ethnicity, dice.pick(statuses), dice.chance(150) ? "是" : "否",
        ])
      }
    }
    try sheet.write()
  }

  /// The city attests every task, a county or university more than half of what it owes; most with evidence, some with
  /// none or with a word that says so, and a few have run out by the census day.
  func writeProgress() throws {
    var sheet = try begin(
      "3302-任务进展表", "任务进展表", "宁波共青团改革再出发任务进展（\(suffix)）",
      ["任务编号", "责任单位", "进展状态", "完成情况说明", "佐证材料", "责任人", "填报日期", "有效期至"])
    for (index, county) in County.all.enumerated() {
      addProgress(AttestedTasks.ofCounties, of: county.committee, writing: county.name, index, share: 560, to: &sheet)
    }
    addProgress(
      AttestedTasks.ofTheCity, of: organisations[0].name, writing: "甬", County.all.count, share: 1000, to: &sheet)
    for (index, school) in organisations.enumerated() where school.kind == "基层团委" && school.sector == "普通高等院校" {
      addProgress(
        AttestedTasks.ofUniversities, of: school.name, writing: school.shortName.replacing("团委", with: ""),
        County.all.count + index, share: 560, to: &sheet)
    }
    try sheet.write()
  }

  private func addProgress(
    _ tasks: [AttestedTasks.Entry], of committee: String, writing place: String, _ index: Int, share: Int,
    to sheet: inout RosterSheet
  ) {
    for (number, entry) in tasks.enumerated() {
      var dice = Dice(city.plan.seed, 15, index, number)
      guard dice.chance(share) else { continue }
      let state = dice.pick(["已完成", "已完成", "已完成", "推进中", "推进中", "已销号", "未启动"])
      let nothing = dice.chance(120) ? dice.pick(["", "无", "暂无"]) : nil
      let evidence = state == "未启动" ? "" : nothing ?? "\(place)团发〔2019〕\(dice.roll(1...40))号"
      let month = period.quarter * 3
      let day = "\(period.year)-0\(month)-\(dice.roll(10...20))"
      sheet.add([
        entry.task, committee, state, state == "未启动" ? "" : entry.account, evidence,
        dice.chance(20) ? "" : Names.name(&dice), day, dice.chance(30) ? "\(period.year)-0\(month)-25" : "2019-12-31",
      ])
    }
  }

  /// Why the rosters shrank over the summer; two counties give no reason.
  func writeExplanations() throws {
    var sheet = try begin("3302-变动说明", "变动说明", "宁波市数据变动说明（\(suffix)）", ["单位", "数据项", "变动原因说明", "填报人", "填报日期"])
    for county in [nil] + County.all.indices.map(Optional.some) {
      guard county.map({ ![330225, 330226].contains(County.all[$0].code) }) ?? true else { continue }
      var dice = Dice(city.plan.seed, 16, county ?? -1)
      let name = county.map { County.all[$0].committee } ?? organisations[0].name
      let writer = Names.name(&dice)
      let reasons = [("团员数", "2019届毕业生团员转出，大部分升入市外高校"), ("团干部数", "毕业班团支部委员随毕业离任")]
      for (measure, reason) in reasons + organisationReason(county) {
        sheet.add([name, measure, reason, writer, "\(period.year)-09-\(dice.roll(20...28))"])
      }
    }
    try sheet.write()
  }

  /// Why a county has fewer organisations: its school went to another.
  private func organisationReason(_ county: Int?) -> [(String, String)] {
    guard let moved = city.stories?.moved, let county, city.organisations[moved.school].county == county else {
      return []
    }
    return [("团组织数", "\(organisations[moved.school].shortName)划归\(County.all[moved.county].name)")]
  }

  /// Totals as the system gives them: a row for each sector and one for all, of each county and of the city.
  func write(_ counties: [[String: Totals]]) throws {
    var sheet = try begin(
      "3302-组织数据统计表", "组织数据统计表", "宁波市组织数据统计（\(suffix)）",
      [
        "组织名称", "行业类别", "基层团委数", "基层团工委数", "团总支数", "团支部数", "团员数", "上年新发展团员数", "专职团干部数", "兼职团干部数", "挂职团干部数",
      ])
    var (city, citySectors) = (Totals(), [String: Totals]())
    for (county, bySector) in counties.enumerated() {
      var sum = Totals()
      for (sector, totals) in bySector.sorted(by: { $0.key < $1.key }) {
        sum.add(totals)
        citySectors[sector, default: Totals()].add(totals)
        sheet.add([County.all[county].committee, sector] + totals.texts)
      }
      sheet.add([County.all[county].committee, ""] + sum.texts)
      city.add(sum)
    }
    // The city’s own rows by sector name no organisation: they are those of the root.
    for (sector, totals) in citySectors.sorted(by: { $0.key < $1.key }) { sheet.add(["", sector] + totals.texts) }
    sheet.add([organisations[0].name, ""] + city.texts)
    try sheet.write()
  }

  struct Totals {
    fileprivate var figures = [Int](repeating: 0, count: 9)

    fileprivate var texts: [String] { figures.map { String($0) } }

    fileprivate mutating func add(_ other: Totals) {
      for index in figures.indices { figures[index] += other.figures[index] }
    }
  }

  func totals(of roll: CountyRoll) -> [String: Totals] {
    var totals: [String: Totals] = [:]
    func add(_ sector: String, _ figure: Int) { totals[sector, default: Totals()].figures[figure] += 1 }
    let kinds = ["基层团委": 0, "团工委": 1, "团总支": 2, "团支部": 3, "毕业生团组织": 3]
    for index in roll.open {
      if let figure = kinds[organisations[index].kind] { add(organisations[index].sector, figure) }
    }
    for cadre in cadres(in: roll) {
      let nature = cadreCells(cadre)[4]
      add(organisations[cadre.branch].sector, ["专职": 6, "兼职": 7, "挂职": 8][nature] ?? 7)
    }
    for placed in roll.members where placed.isCounted {
      let sector = organisations[placed.branch].sector
      add(sector, 4)
      if placed.person.joined.year == period.year - 1 { add(sector, 5) }
    }
    return totals
  }
}
