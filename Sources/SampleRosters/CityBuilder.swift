// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Builds the organisations of the city: counties, then blocks of schools, streets, villages and enterprises until a
/// county has its share of the members.
struct CityBuilder {
  private(set) var organisations: [Organisation] = []
  private let plan: SampleCity.Plan
  private var nextPerson: [[Int]]
  /// How many organisations each has below it.
  private var childCount: [Int: Int] = [:]
  /// Which child of its superior each is, from 1; 0 for the city and its counties, which have codes of their own.
  private var childNumber: [Int] = []

  init(plan: SampleCity.Plan) {
    self.plan = plan
    nextPerson = Array(repeating: Array(repeating: 0, count: Cohort.allCases.count), count: County.all.count)
    organisations.append(
      Organisation(
        code: "3302", name: "共青团宁波市委", shortName: "宁波团市委", kind: "团的领导机关", sector: "党政机关", parent: nil,
        county: nil, elected: "2017-05", posts: (24, 22, 8, 7)))
    childNumber.append(0)
    let residents = County.all.reduce(0) { $0 + $1.residents }
    for (index, county) in County.all.enumerated() {
      build(county, index, members: plan.members * county.residents / residents)
    }
    numberThroughout()
    giveCodes()
  }

  /// A child has the code of its superior and three digits more, or as many as its number of siblings takes: two
  /// organisations never have one code, however many a county has.
  private mutating func giveCodes() {
    for index in organisations.indices.dropFirst() where childNumber[index] > 0 {
      guard let parent = organisations[index].parent else { continue }
      let width = max(3, String(childCount[parent, default: 0]).utf8.count)
      organisations[index].code = Organisation.code(under: organisations[parent].code, childNumber[index], width: width)
    }
  }

  /// Gives every cohort of every county a range of serial numbers of its own.
  private mutating func numberThroughout() {
    var next = 0
    var first = nextPerson
    for cohort in Cohort.allCases {
      for county in County.all.indices {
        first[county][cohort.rawValue] = next
        next += nextPerson[county][cohort.rawValue]
      }
    }
    for index in organisations.indices {
      guard let county = organisations[index].county, let cohort = organisations[index].branch?.cohort else { continue }
      organisations[index].branch?.firstSerial = first[county][cohort.rawValue]
    }
  }

  private mutating func build(_ county: County, _ index: Int, members: Int) {
    var dice = Dice(plan.seed, 1, county.code)
    organisations.append(
      Organisation(
        code: String(county.code), name: county.committee, shortName: "团\(county.name)委", kind: "团的领导机关",
        sector: "党政机关", parent: 0, county: index, homeCounty: index,
        elected: index == 6 ? "2013-11" : "2016-1\(index % 3)",
        posts: (5, 5 - index % 2, 2, index % 3 == 0 ? 1 : 2)))
    childNumber.append(0)
    let root = organisations.count - 1
    var left = members
    // Small as they are in a small city, one county has a senior school, one a vocational school and one a university.
    var block = [330205: 4, 330213: 4, 330226: 3][county.code] ?? 0
    while left > 0 {
      left -= self.block(block, under: root, budget: left, &dice)
      block += 1
    }
  }

  /// Schools and the rest take turns, so that small counties have something of each.
  private mutating func block(_ block: Int, under root: Int, budget: Int, _ dice: inout Dice) -> Int {
    block % 5 == 1 || block % 5 == 2
      ? society(block, under: root, budget: budget, &dice) : school(block, under: root, budget: budget, &dice)
  }

  private mutating func add(
    _ name: String, short: String, kind: String, sector: String, under parent: Int, elected: String
  ) -> Int {
    childCount[parent, default: 0] += 1
    childNumber.append(childCount[parent, default: 0])
    organisations.append(
      Organisation(
        code: "", name: name, shortName: short, kind: kind, sector: sector, parent: parent,
        county: organisations[parent].county, homeCounty: organisations[parent].county, elected: elected))
    return organisations.count - 1
  }

  private mutating func branch(
    _ name: String, sector: String, under parent: Int, cohort: Cohort, members: Int, elected: String, _ dice: inout Dice
  ) -> Int {
    let index = add(name, short: String(name.suffix(12)), kind: "团支部", sector: sector, under: parent, elected: elected)
    let county = organisations[index].county ?? 0
    var branch = Organisation.Branch(
      cohort: cohort, members: members, firstPerson: nextPerson[county][cohort.rawValue])
    // Two more quarters follow the first.
    nextPerson[county][cohort.rawValue] += members + 2 * branch.joinersEachQuarter
    branch.hasSecretary = !dice.chance(60)
    // Seven members are due a committee.
    branch.committee = dice.chance(120) || (1..<7).contains(members) ? 1 : dice.roll(3...5)
    // Nobody is no committee; a spoiled city has such branches.
    if !branch.hasSecretary, plan.defects == 0 { branch.committee = max(2, branch.committee) }
    organisations[index].branch = branch
    return index
  }

  // MARK: Schools

  /// A school with a branch for each class; gives how many members it took.
  private mutating func school(_ block: Int, under root: Int, budget: Int, _ dice: inout Dice) -> Int {
    let county = County.all[organisations[root].county ?? 0]
    let place = county.places[block % county.places.count] + (block < 8 ? "" : "第\(block / 8 + 1)")
    switch block % 5 {
    case 0: return juniorSchool(place, county, root, budget, &dice)
    case 3: return seniorSchool("高级中学", "普通高中", .senior, "高中", place, county, root, budget, &dice)
    default:
      if block % 10 == 4, [330205, 330212].contains(county.code) {
        return seniorSchool("学院", "普通高等院校", .university, "高校", place, county, root, budget, &dice)
      }
      return seniorSchool("职业技术学校", "职业教育学校", .vocational, "中职", place, county, root, budget, &dice)
    }
  }

  private mutating func juniorSchool(
    _ place: String, _ county: County, _ root: Int, _ budget: Int, _ dice: inout Dice
  ) -> Int {
    let school = add(
      "共青团\(county.name)\(place)中学委员会", short: "\(place)中学团委", kind: "基层团委", sector: "初中", under: root,
      elected: dice.chance(80) ? "2013-10" : "2017-10")
    organisations[school].posts = (0, 0, 1, dice.chance(850) ? 1 : 0)
    var taken = 0
    for (entry, grade, cohort) in [("2016级", "九年级", Cohort.grade9), ("2017级", "八年级", .grade8)] {
      for number in 1...2 where taken < budget {
        let size = min(cohort == .grade9 ? dice.roll(6...12) : dice.roll(3...5), budget - taken)
        taken += size
        let name = "\(county.name)\(place)中学\(entry)\(number)班团支部"
        classBranch(name, "初中", "初中", grade, cohort, size, school, &dice)
      }
    }
    return taken
  }

  private mutating func seniorSchool(
    _ kind: String, _ sector: String, _ cohort: Cohort, _ stage: String, _ place: String, _ county: County, _ root: Int,
    _ budget: Int, _ dice: inout Dice
  ) -> Int {
    let school = add(
      "共青团\(county.name)\(place)\(kind)委员会", short: "\(place)\(kind)团委", kind: "基层团委", sector: sector, under: root,
      elected: "2018-11")
    organisations[school].posts = (0, 0, 2, dice.chance(800) ? 2 : 1)
    let name = "\(county.name)\(place)\(kind)"
    let second: Cohort? = cohort == .senior ? .seniorSecond : cohort == .vocational ? .vocationalSecond : nil
    let leaving = cohort == .university ? "2015级" : "2016级"
    var taken = 0
    for (entry, number, group) in [(leaving, 1, cohort), (leaving, 2, cohort), ("2017级", 1, second)] {
      guard let group, taken < budget, cohort != .vocational || number == 1 else { continue }
      let size = min(cohort == .vocational || group == second ? dice.roll(8...14) : dice.roll(12...20), budget - taken)
      taken += size
      let grade = cohort == .university ? entry : group == second ? "高二" : "高三"
      classBranch("\(name)\(entry)\(number)班团支部", sector, stage, grade, group, size, school, &dice)
    }
    for number in 1...(cohort == .university ? 2 : 1) {
      firstYear("\(name)2019级\(number)班团支部", sector, stage, cohort, school, &dice)
    }
    return taken
  }

  /// A class that begins in September; those it takes in come by transfer.
  private mutating func firstYear(
    _ name: String, _ sector: String, _ stage: String, _ cohort: Cohort, _ school: Int, _ dice: inout Dice
  ) {
    let index = branch(
      name, sector: sector, under: school, cohort: cohort, members: 0, elected: "2019-09", &dice)
    organisations[index].stage = stage
    organisations[index].grade = cohort == .university ? "2019级" : "高一"
    organisations[index].students = cohort == .university ? 60 : dice.roll(44...48)
    organisations[index].founded = "2019-09"
    organisations[index].opens = CityQuarter.schoolYear
  }

  private mutating func classBranch(
    _ name: String, _ sector: String, _ stage: String, _ grade: String, _ cohort: Cohort, _ size: Int, _ school: Int,
    _ dice: inout Dice
  ) {
    let index = branch(
      name, sector: sector, under: school, cohort: cohort, members: size,
      elected: dice.chance(120) ? "2017-10" : "2018-10", &dice)
    organisations[index].stage = stage
    organisations[index].grade = grade
    organisations[index].isGraduating = cohort.leavesIn2019
    organisations[index].isLeaving = cohort.leavesIn2019
    organisations[index].students = max(size + 5, dice.roll(36...46))
  }

  // MARK: Streets, villages, enterprises

  private mutating func society(_ block: Int, under root: Int, budget: Int, _ dice: inout Dice) -> Int {
    let county = County.all[organisations[root].county ?? 0]
    func place(_ offset: Int) -> String {
      county.places[(block + offset) % county.places.count] + (block < 8 ? "" : String(block / 8 + 1) + "片")
    }
    guard block % 5 == 1 else {
      return enterprises(place(3), county, root, budget, hasLargePlant: block == 2 && budget >= 64, &dice)
    }
    let first = street(place(3), [("中心社区", "城市社区"), ("新桥村", "农村")], county, root, budget, &dice)
    let second = street(place(4), [("东苑社区", "城市社区"), ("河头村", "农村")], county, root, budget - first, &dice)
    farming(place(3), county, root, &dice)
    return first + second
  }

  private mutating func street(
    _ place: String, _ areas: [(name: String, sector: String)], _ county: County, _ root: Int, _ budget: Int,
    _ dice: inout Dice
  ) -> Int {
    guard budget > 0 else { return 0 }
    let street = add(
      "共青团\(county.name)\(place)街道工作委员会", short: "\(place)街道团工委", kind: "团工委", sector: "城市社区", under: root,
      elected: "2017-03")
    organisations[street].posts = (1, 1, 1, dice.chance(700) ? 1 : 0)
    var taken = 0
    for (area, sector) in areas where taken < budget {
      let size = min(dice.chance(150) ? dice.roll(1...2) : dice.roll(4...11), budget - taken)
      taken += size
      _ = branch(
        "\(county.name)\(place)\(area)团支部", sector: sector, under: street, cohort: .adult, members: size,
        elected: dice.chance(120) ? "2015-09" : "2017-09", &dice)
    }
    return taken
  }

  /// Now and then a general branch with nothing below it.
  private mutating func farming(_ place: String, _ county: County, _ root: Int, _ dice: inout Dice) {
    if dice.chance(300) {
      _ = add(
        "共青团\(county.name)\(place)农业总支部委员会", short: "\(place)农业团总支", kind: "团总支", sector: "农村", under: root,
        elected: "2016-12")
    }
  }

  /// The branch of a large plant has more members than a branch may have.
  private mutating func enterprises(
    _ place: String, _ county: County, _ root: Int, _ budget: Int, hasLargePlant: Bool, _ dice: inout Dice
  ) -> Int {
    let group = add(
      "共青团\(county.name)\(place)实业集团委员会", short: "\(place)集团团委", kind: "基层团委", sector: "国有企业", under: root,
      elected: dice.chance(150) ? "2013-06" : "2016-06")
    organisations[group].posts = (0, 0, 1, 1)
    let others = [
      ("区级机关", "党政机关"), ("文创工作室", "其他"), ("中心医院", "事业单位（不含公立学校）"), ("集体农机厂", "集体企业"),
      ("第一小学教师", "小学"), ("区级机关", "党政机关"),
    ]
    let number = organisations[root].county ?? 0
    let other = others[number % others.count]
    let last = number % 2 == 1 && other != others[1] ? others[1] : ("青年公益服务中心", "新社会组织（不含民办学校）")
    var taken = 0
    for (name, sector, parent) in [
      ("实业集团制造部", "国有企业", group), (other.0, other.1, root), ("实业集团营运部", "国有企业", group),
      ("智造科技有限公司", "非公企业", root), (last.0, last.1, root),
    ] where taken < budget {
      let size = min(hasLargePlant && taken == 0 ? dice.roll(56...60) : dice.roll(3...9), budget - taken)
      taken += size
      _ = branch(
        "\(county.name)\(place)\(name)团支部", sector: sector, under: parent, cohort: .adult, members: size,
        elected: dice.chance(100) ? "2015-05" : "2018-05", &dice)
    }
    return taken
  }
}
