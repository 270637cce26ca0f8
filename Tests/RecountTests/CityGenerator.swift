// SPDX-License-Identifier: Apache-2.0

/// Makes a small city that has everything odd in it: nothing here comes from the program's own sample generator.
struct CityGenerator {
  var random: RandomSource
  var rosters = Rosters()
  /// The census day; ages and years are chosen around it.
  let censusDay: GivenDate
  private var people: [Person] = []

  /// An invented person; rows of one person agree in it, or leave something out.
  struct Person {
    var name: String
    var birth: GivenDate
    var id: GivenID
    var number: String?
    /// The number in full, for people whose rows do not all give it in the same form.
    var valid: String

    /// A number of 15 digits in one list may have 18 in the next.
    func givenID(_ random: inout RandomSource) -> GivenID {
      if case .old = id, random.chance(50) { return .valid(valid) }
      return id
    }
  }

  init(seed: UInt64, censusDay: GivenDate) {
    random = RandomSource(seed: seed)
    self.censusDay = censusDay
  }

  static func rosters(seed: UInt64, censusDay: GivenDate) -> Rosters {
    var generator = CityGenerator(seed: seed, censusDay: censusDay)
    generator.makeOrganisations()
    for _ in 0..<generator.random.number(60...160) { generator.addMember() }
    generator.addRepeatedMembers()
    for _ in 0..<generator.random.number(20...90) { generator.addCadre() }
    for _ in 0..<generator.random.number(0...40) { generator.addTransfer() }
    for _ in 0..<generator.random.number(0...25) { generator.addGraduate() }
    generator.addYouth()
    for _ in 0..<generator.random.number(0...20) { generator.addWorkUnit() }
    generator.emptySheets()
    return generator.shuffled()
  }

  /// Now and then a sheet comes with its headings only.
  private mutating func emptySheets() {
    if random.chance(4) { rosters.members = [] }
    if random.chance(8) { rosters.cadres = [] }
    if random.chance(8) { rosters.transfers = [] }
    if random.chance(8) { rosters.graduates = [] }
    if random.chance(8) { rosters.workUnits = [] }
    for title in ["团员花名册", "团干部花名册", "组织关系转接", "青年底数表", "单位底数表", "毕业生底数表"] where random.chance(60) {
      rosters.blank.insert(title)
    }
  }

  private mutating func shuffled() -> Rosters {
    rosters.organisations.shuffle(using: &random)
    rosters.members.shuffle(using: &random)
    rosters.cadres.shuffle(using: &random)
    rosters.transfers.shuffle(using: &random)
    rosters.youth.shuffle(using: &random)
    rosters.workUnits.shuffle(using: &random)
    rosters.graduates.shuffle(using: &random)
    return rosters
  }

  // MARK: Organisations

  private mutating func makeOrganisations() {
    rosters.organisations.append(OrganisationRow(id: "330200", name: "共青团甬城市委", kind: "团的领导机关", sector: "党政机关"))
    let count = random.number(15...40)
    for index in 1...count { addOrganisation(index) }
    for _ in 0..<random.number(0...3) { addOddity() }
    // Whom a name means that several have depends on who uses it: see `SharedNameTests`.
    for index in rosters.organisations.indices {
      guard let parent = rosters.organisations[index].parent, isShared(parent) else { continue }
      rosters.organisations[index].parent = rosters.organisations.first { $0.name == parent }?.code
    }
  }

  private mutating func addOrganisation(_ index: Int) {
    let level = index < 4 ? "团的领导机关" : random.pick(["基层团委", "团工委", "团总支", "团支部", "团支部", "团支部", "毕业生团组织"])
    let sector = random.maybe(8) { $0.pick(CityGenerator.sectors) }
    let trait = random.pick(["", "", "", "", "教师", "流动团员", "临时", "待转接", "2019届毕业生", "出国", "延迟毕业"])
    var row = OrganisationRow(
      id: random.maybe(7) { _ in String(330_200_000 + index * 7) }, name: "甬城第\(index)单位\(trait)\(level)", kind: level,
      sector: sector)
    row.parent = parentText()
    row.elected = random.maybe(25) { $0.date(2010...2019, monthOnly: 50) }
    row.posts = (0..<4).map { _ in random.maybe(20) { $0.pick([0, 0, 1, 2, 3, 5]) } }
    row.secretary = random.maybe(60) { _ in "李华" }
    row.youth = random.maybe(80) { $0.number(0...90) }
    if level.hasSuffix("支部") || random.chance(10) {
      row.stage = random.maybe(25) { $0.pick(["初中", "高中", "中职", "高校"]) }
      row.graduating = random.maybe(30) { $0.chance(60) }
      row.students = random.maybe(30) { $0.number(0...30) }
    }
    rosters.organisations.append(row)
  }

  /// The parent by ID or by full name, now and then one that no sheet holds, or nobody.
  private mutating func parentText() -> String? {
    if random.chance(3) { return "共青团远方市委" }
    if random.chance(3) { return nil }
    // Branches lead others only by mistake.
    let leaders = rosters.organisations.filter { !$0.kind.hasSuffix("支部") || $0.kind == "团总支" }
    return reference(to: random.pick(random.chance(95) ? leaders : rosters.organisations))
  }

  private mutating func reference(to row: OrganisationRow) -> String {
    random.chance(40) && !isShared(row.name) ? row.name : row.code
  }

  private func isShared(_ name: String) -> Bool {
    Set(rosters.organisations.filter { $0.name == name }.map(\.code)).count > 1
  }

  /// Two rows of one ID, one name for two, a circle, its own parent.
  private mutating func addOddity() {
    let index = random.number(1...(rosters.organisations.count - 1))
    switch random.number(0...4) {
    case 0:
      var again = rosters.organisations[index]
      again.sector = random.pick(CityGenerator.sectors)
      again.parent = parentText()
      again.students = random.number(0...30)
      rosters.organisations.append(again)
    case 1: rosters.organisations[index].name = random.pick(rosters.organisations).name
    case 2: rosters.organisations[index].parent = rosters.organisations[index].code
    case 3:
      let other = random.number(1...(rosters.organisations.count - 1))
      rosters.organisations[index].parent = rosters.organisations[other].code
      rosters.organisations[other].parent = rosters.organisations[index].code
    default: rosters.organisations[index].parent = nil
    }
  }

  private mutating func organisationText() -> String {
    random.chance(3) ? "无此团支部" : reference(to: random.pick(rosters.organisations))
  }

  /// Mostly branches, so that some of them fill up.
  private mutating func branchText() -> String {
    let branches = rosters.organisations.filter { $0.kind.hasSuffix("支部") || $0.kind == "毕业生团组织" }
    guard random.chance(85), !branches.isEmpty else { return organisationText() }
    let favourite = branches[min(branches.count - 1, random.number(0...branches.count) * random.number(0...3) / 6)]
    return reference(to: random.chance(50) ? favourite : random.pick(branches))
  }

  static let sectors = [
    "党政机关", "事业单位（不含公立学校）", "普通高等院校", "职业教育学校", "普通高中", "初中", "小学", "国有企业", "非公企业", "城市社区", "农村", "其他",
  ]

  // MARK: People

  private mutating func makePerson() -> Person {
    let birth =
      random.chance(10)
      ? GivenDate(censusDay.year - 28, censusDay.month, censusDay.day)
      : random.chance(5) ? GivenDate(random.pick([1988, 1992, 2004]), 2, 29) : random.date(1984...2007)
    let valid = InventedID.valid(birth: birth, serial: random.number(100...999), random: &random)
    let id: GivenID =
      switch random.number(0...19) {
      case 0: random.chance(50) ? .none : .placeholder(random.pick(["无", "不详", "000000000000000000", "/"]))
      case 1: .masked(String(valid.prefix(6)) + "********" + String(valid.suffix(4)))
      case 2: .damaged("3.3020" + String(random.number(1...9)) + "E+17")
      case 3: .wrong(InventedID.withWrongCheck(valid))
      case 4: birth.year < 2000 ? .old(String(valid.prefix(6)) + String(valid.dropFirst(8).prefix(9))) : .valid(valid)
      default: .valid(valid)
      }
    let number = random.maybe(25) { random in
      random.pick(["2016", "2017", "2018", "2019"]) + "33" + String(random.number(100_000...999_999))
    }
    let person = Person(
      name: random.pick(["王", "李", "赵", "钱", "欧阳"]) + random.pick(["小明", "芳", "一", "雨辰", "丽娜", "强"]), birth: birth,
      id: id, number: number, valid: valid)
    people.append(person)
    return person
  }

  private mutating func addMember() {
    let person = makePerson()
    var row = MemberRow(name: person.name, id: person.givenID(&random), birth: nil, organisation: branchText())
    row.birth = random.maybe(30) { $0.chance(20) ? GivenDate(person.birth.year, person.birth.month) : person.birth }
    row.politics = random.maybe(20) { $0.pick(["共青团员", "共青团员", "中共党员", "中共预备党员", "群众"]) }
    let joiningYear = min(max(person.birth.year + random.number(12...18), 2003), 2019)
    row.joined = random.maybe(10) { $0.date(joiningYear...joiningYear, monthOnly: 50) }
    if random.chance(20) { row.joined = GivenDate(2019, random.number(1...12), random.chance(50) ? 3 : nil) }
    if random.chance(2) { row.joined = GivenDate(1979, 5) }
    row.number = person.number
    if random.chance(10) {
      row.number = random.pick(["2016171234567890", "2015161234567890", "20193312345", "12", "无"])
    }
    row.post = random.maybe(70) { $0.pick(["无", "书记", "副书记", "团支部书记", "组织委员"]) }
    row.membership = random.maybe(30) { $0.pick(CityGenerator.memberships) }
    row.volunteer = random.maybe(50) { $0.date(2016...2019, monthOnly: 30) }
    row.evaluation = random.maybe(40) { $0.pick(["优秀", "合格", "合格", "基本合格", "不合格"]) }
    row.joinedParty = random.maybe(80) { $0.date(2017...2019, monthOnly: 50) }
    row.partyRecommended = random.maybe(50) { $0.chance(60) }
    row.pioneerRecommended = random.maybe(50) { $0.chance(60) }
    rosters.members.append(row)
  }

  static let memberships = [
    "正常", "正常", "正常", "正常", "满28周岁离团待审核", "自行脱团待审核", "自愿退团待审核", "开除团籍待审核", "禁用", "满28周岁离团", "自行脱团", "自愿退团",
    "开除团籍", "见附件",
  ]

  /// Some people stand in two branches, or twice in one, with or without a change between.
  private mutating func addRepeatedMembers() {
    for _ in 0..<random.number(0...12) {
      var again = random.pick(rosters.members)
      if random.chance(70) { again.organisation = branchText() }
      if random.chance(40) { again.membership = random.pick(CityGenerator.memberships) }
      if random.chance(30) { again.post = "书记" }
      if random.chance(30) { again.evaluation = "优秀" }
      rosters.members.append(again)
      if random.chance(50) {
        rosters.transfers.append(
          TransferRow(
            name: again.name, id: again.id, state: "接转成功", from: organisationText(), to: again.organisation,
            applied: GivenMoment(date: GivenDate(2019, 3, 1)),
            completed: random.maybe(20) { GivenMoment(date: GivenDate(2019, $0.number(3...5), 9)) }))
      }
    }
  }

  private mutating func somebody() -> Person {
    people.isEmpty || random.chance(30) ? makePerson() : random.pick(people)
  }

  private mutating func addCadre() {
    let person = somebody()
    let row = CadreRow(
      name: person.name, id: person.givenID(&random),
      organisation: random.chance(60) ? branchText() : organisationText(),
      post: random.maybe(20) { $0.pick(["书记", "副书记", "组织委员", "宣传委员", "无"]) },
      nature: random.maybe(15) { $0.pick(["专职", "兼职", "挂职"]) },
      inPost: random.maybe(20) { $0.pick(["在岗", "在岗", "借调", "长期休假", "不在岗"]) })
    rosters.cadres.append(row)
    guard random.chance(25) else { return }
    var again = row
    if random.chance(60) { again.organisation = organisationText() }
    again.nature = random.maybe(15) { $0.pick(["专职", "兼职", "挂职"]) }
    if random.chance(40), let named = rosters.organisations.first(where: { $0.code == row.organisation }),
      !isShared(named.name)
    {
      again.organisation = named.name
    }
    rosters.cadres.append(again)
  }

  private mutating func addTransfer(of known: Person? = nil) {
    let person = known ?? somebody()
    let applied = random.maybe(10) { CityGenerator.moment($0.number(1...20), &$0) }
    let completed = random.maybe(25) { CityGenerator.moment((applied?.date.day ?? 5) + $0.number(-1...5), &$0) }
    rosters.transfers.append(
      TransferRow(
        name: person.name, id: person.givenID(&random), state: random.maybe(4) { $0.pick(CityGenerator.states) },
        from: organisationText(), to: random.chance(10) ? nil : organisationText(), applied: applied,
        completed: completed))
    if random.chance(6), let last = rosters.transfers.last { rosters.transfers.append(last) }
  }

  private static func moment(_ day: Int, _ random: inout RandomSource) -> GivenMoment {
    GivenMoment(date: GivenDate(2019, 6, max(1, day)), minutes: random.maybe(50) { $0.number(1...1439) })
  }

  static let states = [
    "撤回", "转出团支部待审核", "转出团支部的上级待审核", "转入团支部待审核", "转入团支部的上级待审核", "接转成功", "接转成功", "接转成功", "接转成功", "转出团支部退回",
    "转出团支部的上级退回", "转入团支部退回", "转入团支部的上级退回", "转出团支部同意", "转入团支部的上级同意",
  ]

  private mutating func addGraduate() {
    let person = somebody()
    let row = GraduateRow(
      name: person.name, id: person.givenID(&random), organisation: branchText(),
      destination: random.maybe(25) { $0.pick(["升学", "就业", "就业", "待业", "出国升学"]) },
      delayed: random.maybe(60) { $0.chance(30) }, teacher: random.maybe(60) { $0.chance(20) })
    rosters.graduates.append(row)
    for _ in 0..<random.number(0...2) { addTransfer(of: person) }
    guard random.chance(12) else { return }
    var again = row
    again.organisation = organisationText()
    again.destination = "就业"
    rosters.graduates.append(again)
  }

  // MARK: Figures

  /// Figures at random units: some cities give one for the whole only, some for leaves only, some none.
  private mutating func addYouth() {
    let share = random.pick([0, 0, 15, 40, 90])
    for row in rosters.organisations where random.chance(share) {
      let organisation = reference(to: row)
      if random.chance(70) {
        rosters.youth.append(YouthRow(organisation: organisation, youth: random.maybe(8) { $0.number(0...120) }))
      }
      guard random.chance(40) else { continue }
      for sector in Set((0..<random.number(1...3)).map { _ in random.pick(CityGenerator.sectors + ["见附件"]) }).sorted() {
        rosters.youth.append(YouthRow(organisation: organisation, sector: sector, youth: random.number(0...60)))
      }
    }
    if random.chance(30) { rosters.youth.append(YouthRow(organisation: "330200", youth: random.number(50...900))) }
    if random.chance(15), let again = rosters.youth.randomElement(using: &random) {
      let name = rosters.organisations.first { $0.code == again.organisation && !isShared($0.name) }?.name
      rosters.youth.append(YouthRow(organisation: name ?? again.organisation, sector: again.sector, youth: 77))
    }
    if random.chance(20) { rosters.youth.append(YouthRow(organisation: "无此组织", youth: 5)) }
  }

  private mutating func addWorkUnit() {
    let number = random.number(1...60)
    var row = WorkUnitRow(name: "甬城第\(number)公司", parent: organisationText())
    row.shouldEstablish = random.maybe(10) { $0.chance(70) }
    row.established = random.chance(50) ? organisationText() : nil
    rosters.workUnits.append(row)
    guard random.chance(10) else { return }
    row.established = organisationText()
    if let named = rosters.organisations.first(where: { $0.code == row.parent }), !isShared(named.name) {
      row.parent = named.name
    }
    rosters.workUnits.append(row)
  }
}

/// Numbers after GB 11643-1999 for people who do not exist.
enum InventedID {
  static func valid(birth: GivenDate, serial: Int, random: inout RandomSource) -> String {
    let region = random.pick(["330203", "330205", "330212", "330281"])
    let day = birth.first
    let date = String(day.year * 10_000 + day.month * 100 + (day.day ?? 1))
    let body = region + date + String(serial)
    return body + check(of: body)
  }

  static func check(of body: String) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(weights, body).reduce(0) { $0 + $1.0 * ($1.1.wholeNumberValue ?? 0) }
    return ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
  }

  static func withWrongCheck(_ valid: String) -> String { valid.dropLast() + (valid.hasSuffix("7") ? "8" : "7") }
}
