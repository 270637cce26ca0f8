// SPDX-License-Identifier: Apache-2.0

import Testing

/// What was not handed in is no figure: cases with their right values, by hand; the recount agrees.
@Suite struct ReportingTests {
  /// City 1 with districts 11 (two branches) and 12 (one), each with its youth.
  private var city: Rosters {
    var rosters = Rosters(organisations: [
      OrganisationRow(id: "1", name: "共青团甲市委", kind: "团的领导机关"),
      OrganisationRow(id: "11", name: "共青团甲市东区委", kind: "团的领导机关", parent: "1"),
      OrganisationRow(id: "111", name: "东一村团支部", kind: "团支部", sector: "农村", parent: "11"),
      OrganisationRow(id: "112", name: "东二村团支部", kind: "团支部", sector: "农村", parent: "11"),
      OrganisationRow(id: "12", name: "共青团甲市西区委", kind: "团的领导机关", parent: "1"),
      OrganisationRow(id: "121", name: "西村团支部", kind: "团支部", sector: "农村", parent: "12"),
    ])
    rosters.youth = ["111", "112", "121"].map { YouthRow(organisation: $0, youth: 100) }
    return rosters
  }

  private func handed(_ members: [MemberRow], by unit: String?) throws -> ImportedCity {
    try ImportedCity(handings: [
      .init(rosters: city, unit: "1"), .init(rosters: Rosters(members: members), unit: unit, hasRefused: unit == "11"),
    ])
  }

  /// One district of two handed in: the other has no figure, and the city's is not of all.
  @Test func oneDistrictOfTwo() throws {
    let city = try handed([EdgeCaseTests.member(1, in: "111"), EdgeCaseTests.member(2, in: "112")], by: "11")
    #expect(try EdgeCaseTests.agreed(city, "league-youth-ratio", "11") == RecountedRatio(2, 200))
    let missing = try EdgeCaseTests.agreed(city, "league-youth-ratio", "12")
    #expect(missing == RecountedRatio(nil, 100, isUnreported: true) && missing.state == "incomplete-reporting")
    let whole = try EdgeCaseTests.agreed(city, "league-youth-ratio", "1")
    #expect(whole == RecountedRatio(2, 300, lacksFigure: true) && whole.percent == "0.67")
    #expect(try EdgeCaseTests.agreed(city, "volunteer-share", "121") == RecountedRatio(nil, nil, isUnreported: true))
    #expect(try EdgeCaseTests.agreed(city, "hollow-branch-share", "11") == RecountedRatio(2, 2))
    #expect(try EdgeCaseTests.agreed(city, "hollow-branch-share", "1") == RecountedRatio(2, 2, lacksFigure: true))
  }

  /// Cadres came in for both districts, members for one: the other has no share of branches, though some of them are settled
  /// by the cadres alone, and the city's stands over those that gave both.
  @Test func cadresWithoutMembers() throws {
    func secretary(_ serial: Int, _ branch: String) -> CadreRow {
      CadreRow(
        name: "赵三", id: EdgeCaseTests.id(serial), organisation: branch, post: "书记", nature: "兼职", inPost: "在岗")
    }
    let city = try ImportedCity(handings: [
      .init(rosters: self.city, unit: "1"),
      .init(
        rosters: Rosters(members: [EdgeCaseTests.member(1, in: "111")], cadres: [secretary(20, "111")]), unit: "11"),
      .init(rosters: Rosters(cadres: [secretary(21, "121")]), unit: "12"),
    ])
    for id in ["three-haves-rate", "branch-secretary-rate"] {
      #expect(try EdgeCaseTests.agreed(city, id, "11") == RecountedRatio(1, 2), "\(id)")
      #expect(try EdgeCaseTests.agreed(city, id, "12") == RecountedRatio(nil, 1, isUnreported: true), "\(id)")
      #expect(try EdgeCaseTests.agreed(city, id, "1") == RecountedRatio(1, 2, lacksFigure: true), "\(id)")
    }
    #expect(try EdgeCaseTests.agreed(city, "committee-complete-rate", "12").state == "incomplete-reporting")
    #expect(try EdgeCaseTests.agreed(city, "in-post-rate", "1") == RecountedRatio(2, 2))
  }

  /// Students of a class without a roster are no part of a ratio that stands over the other class.
  @Test func aClassWithoutARoster() throws {
    var rosters = self.city
    for index in [2, 5] {
      (rosters.organisations[index].stage, rosters.organisations[index].graduating) = ("初中", true)
    }
    (rosters.organisations[2].students, rosters.organisations[5].students) = (40, 60)
    let members = (0..<10).map { EdgeCaseTests.member($0, in: "111") }
    let city = try ImportedCity(handings: [
      .init(rosters: rosters, unit: "1"), .init(rosters: Rosters(members: members), unit: "11"),
    ])
    let ratio = try EdgeCaseTests.agreed(city, "league-student-ratio-junior-graduating", "1")
    #expect(ratio == RecountedRatio(10, 40, lacksFigure: true) && ratio.percent == "25.00")
    #expect(try EdgeCaseTests.agreed(city, "league-student-ratio-junior-graduating", "12").numerator == nil)
  }

  /// More members than the youth of the one branch of three that gave it: incomplete, before it is too many.
  @Test func moreMembersThanTheYouthOfSome() throws {
    var rosters = self.city
    rosters.youth = [YouthRow(organisation: "111", youth: 2)]
    rosters.members = (0..<5).map { EdgeCaseTests.member($0, in: $0 < 3 ? "111" : "112") }
    let ratio = try EdgeCaseTests.agreed(rosters, "league-youth-ratio", "11")
    #expect(ratio.state == "incomplete-reporting" && ratio.percent == "250.00")
  }

  /// A branch below the unit that hands in is 0 without a row; without a unit the rows say how far a file speaks.
  @Test func whomAFileSpeaksFor() throws {
    let members = [EdgeCaseTests.member(1, in: "111")]
    let named = try handed(members, by: "11")
    #expect(try EdgeCaseTests.agreed(named, "league-youth-ratio", "112") == RecountedRatio(0, 100))
    let unnamed = try handed(members, by: nil)
    #expect(try EdgeCaseTests.agreed(unnamed, "league-youth-ratio", "111") == RecountedRatio(1, 100))
    #expect(try EdgeCaseTests.agreed(unnamed, "league-youth-ratio", "112").percent == nil)
    let both = try handed(members + [EdgeCaseTests.member(2, in: "112")], by: nil)
    #expect(try EdgeCaseTests.agreed(both, "league-youth-ratio", "11") == RecountedRatio(2, 200))
  }

  /// Two districts fill nobody into the same template: the same bytes, and each says it of itself.
  @Test func theSameEmptyFileFromTwoUnits() throws {
    var empty = Rosters()
    empty.blank = ["团员花名册"]
    let twice = try ImportedCity(handings: [
      .init(rosters: city, unit: "1"), .init(rosters: empty, unit: "11"), .init(rosters: empty, unit: "12"),
    ])
    for unit in ["11", "12", "121"] {
      #expect(try EdgeCaseTests.agreed(twice, "league-youth-ratio", unit).numerator == 0, "\(unit)")
    }
    #expect(try EdgeCaseTests.agreed(twice, "league-youth-ratio", "1") == RecountedRatio(0, 300))
  }

  /// Rows that all were set aside hand in nothing.
  @Test func allSetAside() throws {
    let city = try handed([EdgeCaseTests.member(1, in: "无此团支部")], by: "11")
    #expect(try EdgeCaseTests.agreed(city, "league-youth-ratio", "11") == RecountedRatio(nil, 200, isUnreported: true))
  }

  /// A class of 9 in 40 beside two that gave no 学生数: 22.50% of the one that did, and not of all.
  @Test func membersOfTheClassesThatGaveStudents() throws {
    var rosters = Rosters(organisations: EdgeCaseTests.organisations)
    for index in 1...3 {
      (rosters.organisations[index].stage, rosters.organisations[index].graduating) = ("初中", true)
    }
    rosters.organisations[1].students = 40
    rosters.members = (0..<9).map { EdgeCaseTests.member($0, in: "11") }
    rosters.members += (10..<50).map { EdgeCaseTests.member($0, in: $0.isMultiple(of: 2) ? "12" : "13") }
    let ratio = try EdgeCaseTests.agreed(rosters, "league-student-ratio-junior-graduating")
    #expect(ratio == RecountedRatio(9, 40, lacksFigure: true))
    #expect(ratio.state == "incomplete-reporting" && ratio.percent == "22.50")
  }

  /// 编制: nobody who has any; somebody who says nothing; somebody who gave 0.
  @Test func missingPostsAreNotNought() throws {
    var rosters = Rosters(organisations: EdgeCaseTests.organisations)
    #expect(try EdgeCaseTests.agreed(rosters, "staffing-rate", "12").state == "not-applicable")
    #expect(try EdgeCaseTests.agreed(rosters, "staffing-rate").state == "denominator-missing")
    rosters.organisations[0].posts = [0, 0, 0, nil]
    #expect(try EdgeCaseTests.agreed(rosters, "staffing-rate").state == "denominator-missing")
    rosters.organisations[0].posts = [0, 0, 0, 0]
    #expect(try EdgeCaseTests.agreed(rosters, "staffing-rate").state == "denominator-zero")
  }

  /// Members of an organisation that hangs together with nobody are missing where its ID says it belongs.
  @Test func peopleOutsideTheTree() throws {
    var rosters = Rosters(organisations: [
      OrganisationRow(id: "3302", name: "共青团甲市委", kind: "团的领导机关"),
      OrganisationRow(id: "330203", name: "共青团甲市东区委", kind: "团的领导机关", parent: "3302"),
      OrganisationRow(id: "33020301", name: "东村团支部", kind: "团支部", parent: "330203"),
      OrganisationRow(id: "330205", name: "共青团甲市西区委", kind: "团的领导机关", parent: "3302"),
      OrganisationRow(id: "33020501", name: "西村团支部", kind: "团支部", parent: "330205"),
      OrganisationRow(id: "33020510", name: "丙中学团委", kind: "基层团委", parent: "33020511"),
      OrganisationRow(id: "33020511", name: "丙中学团支部", kind: "团支部", parent: "33020510"),
    ])
    rosters.members = ["33020301", "33020501", "33020511"].enumerated().map { EdgeCaseTests.member($0, in: $1) }
    let city = try ImportedCity(rosters)
    #expect(city.findings.contains("organisation-cycle"))
    #expect(try EdgeCaseTests.agreed(city, "volunteer-share", "330203") == RecountedRatio(0, 1))
    for unit in ["330205", "3302"] {
      #expect(try EdgeCaseTests.agreed(city, "volunteer-share", unit).state == "incomplete-reporting", "\(unit)")
    }
  }
}
