// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Testing

/// Cases the contract names or leaves room for, by hand: every figure was counted on paper, and the recount agrees.
@Suite struct EdgeCaseTests {
  /// District 1 with branches 11 (a class), 12 (a village) and 13 (a company).
  static let organisations = [
    OrganisationRow(id: "1", name: "共青团甲区委", kind: "团的领导机关", sector: "党政机关"),
    OrganisationRow(id: "11", name: "甲中学九年级1班团支部", kind: "团支部", sector: "初中", parent: "1"),
    OrganisationRow(id: "12", name: "东村团支部", kind: "团支部", sector: "农村", parent: "1"),
    OrganisationRow(id: "13", name: "乙公司团支部", kind: "团支部", sector: "非公企业", parent: "1"),
  ]

  /// The figure as the program prints it, after the recount was found to say the same.
  static func agreed(_ rosters: Rosters, _ indicator: String, _ unit: String = "1") throws -> RecountedRatio {
    try agreed(ImportedCity(rosters), indicator, unit)
  }

  static func agreed(_ city: ImportedCity, _ indicator: String, _ unit: String = "1") throws -> RecountedRatio {
    let printed = try #require(try city.printed(indicator, unit))
    #expect(printed == city.recount.indicators(of: unit)[indicator], "\(indicator) of \(unit)")
    return printed
  }

  static func member(
    _ serial: Int, in organisation: String, born: GivenDate = GivenDate(2000, 5, 20), joined: GivenDate? = nil
  ) -> MemberRow {
    let name = ["王一", "李二", "赵三", "钱四", "孙五", "周六"][serial % 6]
    var row = MemberRow(name: name, id: id(serial, born), organisation: organisation)
    row.joined = joined
    return row
  }

  static func id(_ serial: Int, _ born: GivenDate = GivenDate(2000, 5, 20)) -> GivenID {
    let body = "330203\(born.year * 10_000 + born.month * 100 + (born.day ?? 1))\(100 + serial)"
    return .valid(body + InventedID.check(of: body))
  }

  // MARK: Ages

  /// Someone born on 29 February is a year older at the end of February, as everybody born in that month.
  @Test func bornOn29February() throws {
    let born = GivenDate(2004, 2, 29)
    var rosters = Rosters(organisations: Self.organisations)
    // 13 at the end of January 2018; 14 at that of February.
    rosters.members = [
      Self.member(1, in: "11", born: born, joined: GivenDate(2018, 1)),
      Self.member(2, in: "11", born: born, joined: GivenDate(2018, 2)),
      Self.member(3, in: "11", born: born, joined: GivenDate(2020, 2)),
    ]
    #expect(try Self.agreed(rosters, "joining-age-breach-share") == RecountedRatio(1, 3))
  }

  /// A month alone counts as its last day for joining and as its first for birth.
  @Test func joiningInTheMonthOfTheFourteenthBirthday() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [
      Self.member(1, in: "11", born: GivenDate(2005, 5, 31), joined: GivenDate(2019, 5)),
      Self.member(2, in: "11", born: GivenDate(2005, 6, 1), joined: GivenDate(2019, 5)),
      Self.member(3, in: "11", joined: GivenDate(2019, 5)),
    ]
    rosters.members[2].id = .none
    rosters.members[2].birth = GivenDate(2005, 6)
    #expect(try Self.agreed(rosters, "joining-age-breach-share") == RecountedRatio(2, 3))
  }

  /// 28 on the day itself is 28; a day later is not yet; a post or the Party keeps somebody in.
  @Test func turning28OnTheCensusDay() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [
      Self.member(1, in: "12", born: GivenDate(1991, 6, 30)), Self.member(2, in: "12", born: GivenDate(1991, 7, 1)),
      Self.member(3, in: "13", born: GivenDate(1991, 6, 30)), Self.member(4, in: "13", born: GivenDate(1991, 6, 30)),
      Self.member(5, in: "13", born: GivenDate(1991, 6, 30)), Self.member(6, in: "13"),
    ]
    rosters.members[2].post = "组织委员"
    rosters.members[3].politics = "中共党员"
    rosters.members[4].post = "无"
    rosters.members[5].id = .none
    #expect(try Self.agreed(rosters, "over-age-share") == RecountedRatio(2, 5))
    #expect(try Self.agreed(rosters, "over-age-share", "12") == RecountedRatio(1, 2))
  }

  /// Both dates are known, so the member is in the share, and nobody can be 14 before birth.
  @Test func joinedBeforeBirth() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [
      Self.member(1, in: "11", joined: GivenDate(1999, 5)), Self.member(2, in: "11", joined: GivenDate(2015, 5)),
    ]
    #expect(try Self.agreed(rosters, "joining-age-breach-share") == RecountedRatio(1, 2))
  }

  // MARK: Figures of organisations

  @Test func noPostsAtAllIsNoPercentage() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.organisations[0].posts = [0, 0, 0, 0]
    #expect(try Self.agreed(rosters, "staffing-rate").state == "denominator-zero")
    rosters.organisations[0].posts = [0, 1, 0, 0]
    #expect(try Self.agreed(rosters, "staffing-rate").state == "denominator-zero")
    // Who gives only three of the four figures is left out.
    rosters.organisations[1].posts = [2, 1, 1, 1]
    rosters.organisations[2].posts = [5, 5, 5, nil]
    #expect(try Self.agreed(rosters, "staffing-rate") == RecountedRatio(3, 3))
  }

  /// A committee that gives none of its figures leaves the rate incomplete; it stands over those that gave them.
  @Test func postsOfOneCommitteeOfTwo() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.organisations[0].posts = [4, 3, 1, 1]
    #expect(try Self.agreed(rosters, "staffing-rate") == RecountedRatio(4, 5))
    rosters.organisations[3].kind = "基层团委"
    #expect(try Self.agreed(rosters, "staffing-rate") == RecountedRatio(4, 5, lacksFigure: true))
    #expect(try Self.agreed(rosters, "staffing-rate", "13").state == "denominator-missing")
  }

  /// Who holds two posts in a branch is one cadre, and the branch has its secretary, whichever row comes first.
  @Test(arguments: [["书记", "组织委员"], ["组织委员", "书记"], ["副书记", "书记", "宣传委员"]])
  func aSecretaryWithTwoPosts(posts: [String]) throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [Self.member(1, in: "12")]
    rosters.cadres = posts.map {
      CadreRow(name: "李二", id: Self.id(7), organisation: "12", post: $0, nature: "兼职", inPost: "在岗")
    }
    let city = try ImportedCity(rosters)
    #expect(try Self.agreed(city, "branch-secretary-rate", "12") == RecountedRatio(1, 1))
    #expect(try Self.agreed(city, "in-post-rate", "12") == RecountedRatio(1, 1))
  }

  @Test func noYouthFigure() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [Self.member(1, in: "12")]
    let ratio = try Self.agreed(rosters, "league-youth-ratio")
    #expect(ratio == RecountedRatio(1, nil))
    #expect(ratio.state == "denominator-missing")
  }

  @Test func figureOnlyAtTheCity() throws {
    var rosters = Rosters(organisations: Self.organisations, youth: [YouthRow(organisation: "共青团甲区委", youth: 40)])
    rosters.members = [Self.member(1, in: "12"), Self.member(2, in: "13")]
    #expect(try Self.agreed(rosters, "league-youth-ratio") == RecountedRatio(2, 40))
    #expect(try Self.agreed(rosters, "league-youth-ratio", "12").state == "denominator-missing")
  }

  @Test func figureOnlyAtLeaves() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.youth = ["11", "12", "13"].map { YouthRow(organisation: $0, youth: 5) }
    rosters.members = [Self.member(1, in: "12"), Self.member(2, in: "13")]
    #expect(try Self.agreed(rosters, "league-youth-ratio") == RecountedRatio(2, 15))
    // A class without a figure makes the whole incomplete, whether it has members or not.
    rosters.youth.removeFirst()
    #expect(try Self.agreed(rosters, "league-youth-ratio") == RecountedRatio(2, 10, lacksFigure: true))
    rosters.members.append(Self.member(3, in: "11"))
    let ratio = try Self.agreed(rosters, "league-youth-ratio")
    #expect(ratio == RecountedRatio(3, 10, lacksFigure: true))
    #expect(ratio.state == "incomplete-reporting" && ratio.percent == "30.00")
  }

  /// The city says 100, its parts say 15: its own figure counts and the difference is a finding.
  @Test func ownFigureAgainstItsParts() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [Self.member(1, in: "12")]
    rosters.youth = ["11", "12", "13"].map { YouthRow(organisation: $0, youth: 5) }
    rosters.youth.append(YouthRow(organisation: "1", youth: 100))
    let city = try ImportedCity(rosters)
    #expect(try Self.agreed(city, "league-youth-ratio") == RecountedRatio(1, 100))
    #expect(city.findings.contains("figure-differs-from-children"))
  }

  // MARK: The tree

  /// The later row of a unit says who is above it now; its members go with it.
  @Test func aUnitMovedBetweenQuarters() throws {
    var first = Rosters(organisations: Self.organisations)
    first.organisations += [
      OrganisationRow(id: "2", name: "乙街道团工委", kind: "团工委", parent: "1"),
      OrganisationRow(id: "3", name: "丙街道团工委", kind: "团工委", parent: "1"),
    ]
    first.organisations[2].parent = "2"
    first.members = [Self.member(1, in: "12")]
    first.youth = [YouthRow(organisation: "2", youth: 10), YouthRow(organisation: "3", youth: 20)]
    let before = try ImportedCity(first)
    #expect(try Self.agreed(before, "league-youth-ratio", "2") == RecountedRatio(1, 10))
    #expect(try Self.agreed(before, "hollow-committee-share", "3") == RecountedRatio(1, 1))

    // The next quarter stands alone.
    var second = first
    second.organisations[2].parent = "丙街道团工委"
    let after = try ImportedCity(second, period: #require(.init("2019-Q3")))
    #expect(try Self.agreed(after, "league-youth-ratio", "3") == RecountedRatio(1, 20))
    #expect(try Self.agreed(after, "hollow-committee-share", "2") == RecountedRatio(1, 1))

    // A correction within the quarter takes the place of what was imported first.
    let corrected = try ImportedCity(first, later: Rosters(organisations: [second.organisations[2]]))
    #expect(try Self.agreed(corrected, "league-youth-ratio", "2") == RecountedRatio(0, 10))
    #expect(try Self.agreed(corrected, "league-youth-ratio", "3") == RecountedRatio(1, 20))
    #expect(corrected.findings.contains("organisation-contradiction"))
  }

  @Test func anOrganisationThatIsItsOwnParent() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.organisations.append(OrganisationRow(id: "14", name: "丁镇团委", kind: "基层团委", parent: "14"))
    rosters.organisations.append(OrganisationRow(id: "15", name: "丁村团支部", kind: "团支部", parent: "丁镇团委"))
    rosters.members = [Self.member(1, in: "15"), Self.member(2, in: "12")]
    // The rows themselves say for whom they speak: for the village, and for the branch outside the tree.
    let city = try ImportedCity(handings: [.init(rosters: rosters)])
    // It belongs to no unit but itself, and is no child of its own.
    #expect(try Self.agreed(city, "hollow-branch-share") == RecountedRatio(1, 1, lacksFigure: true))
    #expect(try Self.agreed(city, "hollow-branch-share", "14") == RecountedRatio(1, 1))
    #expect(try Self.agreed(city, "hollow-committee-share", "14") == RecountedRatio(0, 1))
    #expect(city.findings.contains("organisation-own-parent"))
  }

  @Test func twoOrganisationsThatAreEachAboveTheOther() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.organisations.append(OrganisationRow(id: "14", name: "丁镇团委", kind: "基层团委", parent: "15"))
    rosters.organisations.append(OrganisationRow(id: "15", name: "丁村团支部", kind: "团支部", parent: "14"))
    rosters.members = [Self.member(1, in: "12")]
    #expect(try Self.agreed(rosters, "hollow-committee-share", "14") == RecountedRatio(0, 1))
    // The roster of district 1 does not speak for who stands outside it.
    let outside = try Self.agreed(rosters, "hollow-branch-share", "15")
    #expect(outside == RecountedRatio(nil, 1, isUnreported: true))
  }

  // MARK: People

  /// One person in two branches counts in the one of the later completed transfer, whatever the order of the rows.
  @Test(arguments: [["12", "13"], ["13", "12"]]) func onePersonInTwoBranches(order: [String]) throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = order.map { Self.member(1, in: $0) }
    rosters.transfers = [("13", GivenDate(2019, 5, 2)), ("12", GivenDate(2019, 4, 30))].map { to, day in
      TransferRow(
        name: "李二", id: Self.id(1), state: "接转成功", from: "11", to: to,
        applied: GivenMoment(date: GivenDate(2019, 4, 1)), completed: GivenMoment(date: day))
    }
    let city = try ImportedCity(rosters)
    #expect(try Self.agreed(city, "volunteer-share") == RecountedRatio(0, 1))
    #expect(try Self.agreed(city, "volunteer-share", "13") == RecountedRatio(0, 1))
    #expect(try Self.agreed(city, "volunteer-share", "12").state == "denominator-zero")
    #expect(city.findings.contains("person-duplicate"))
  }

  @Test func onePersonInTwoBranchesWithoutATransferCountsInTheLaterRow() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = [Self.member(1, in: "12"), Self.member(1, in: "东村团支部"), Self.member(1, in: "13")]
    #expect(try Self.agreed(rosters, "volunteer-share", "13") == RecountedRatio(0, 1))
    // A row whose membership has ended does not count, and takes nobody's place.
    rosters.members[2].membership = "自愿退团"
    #expect(try Self.agreed(rosters, "volunteer-share", "12") == RecountedRatio(0, 1))
    #expect(try Self.agreed(rosters, "volunteer-share", "13").state == "denominator-zero")
  }

  /// Of masked IDs name, whole birth date and member number tell people apart; who has none of these counts by the row.
  @Test func maskedIDsOnly() throws {
    var rosters = Rosters(organisations: Self.organisations)
    rosters.members = (0..<4).map { _ in Self.member(1, in: "12") }
    for index in rosters.members.indices { rosters.members[index].id = .masked("330203********1234") }
    for index in 0..<2 { rosters.members[index].birth = GivenDate(2000, 5, 20) }
    // The first two are one person; the others may be anybody.
    #expect(try Self.agreed(rosters, "volunteer-share") == RecountedRatio(0, 3))
    #expect(try Self.agreed(rosters, "over-age-share") == RecountedRatio(0, 1))
    rosters.members[1].number = "201933000001"
    #expect(try Self.agreed(rosters, "volunteer-share") == RecountedRatio(0, 4))
  }
}
