// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the recount once counted otherwise than the engine, each as small as it gets.
@Suite struct DisagreementTests {
  private let organisations = EdgeCaseTests.organisations

  private func cadre(_ organisation: String, _ nature: String = "专职") -> CadreRow {
    CadreRow(name: "王一", id: EdgeCaseTests.id(1), organisation: organisation, post: "书记", nature: nature, inPost: "在岗")
  }

  /// The same organisation, once by its ID and once by its full name.
  @Test func aCadreCountsOncePerOrganisationHoweverItIsNamed() throws {
    let rosters = Rosters(organisations: organisations, cadres: [cadre("12"), cadre("东村团支部", "兼职"), cadre("13")])
    #expect(try EdgeCaseTests.agreed(rosters, "part-time-share") == RecountedRatio(1, 2))
  }

  @Test func aTransferCountsOnceHoweverItsOrganisationsAreNamed() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.transfers = [("12", "乙公司团支部"), ("东村团支部", "13")].map { from, to in
      TransferRow(name: "王一", id: EdgeCaseTests.id(1), state: "接转成功", from: from, to: to)
    }
    #expect(try EdgeCaseTests.agreed(rosters, "transfer-returned-rate") == RecountedRatio(0, 1))
  }

  @Test func aWorkUnitCountsOnceHoweverItsSuperiorIsNamed() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.workUnits = [
      WorkUnitRow(name: "乙公司", parent: "1", shouldEstablish: true),
      WorkUnitRow(name: "乙公司", parent: "共青团甲区委", shouldEstablish: true, established: "13"),
    ]
    #expect(try EdgeCaseTests.agreed(rosters, "coverage-established") == RecountedRatio(1, 1))
  }

  @Test func aYouthFigureCountsOnceHoweverTheUnitIsNamed() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.members = [EdgeCaseTests.member(1, in: "12")]
    rosters.youth = [YouthRow(organisation: "1", youth: 30), YouthRow(organisation: "共青团甲区委", youth: 40)]
    #expect(try EdgeCaseTests.agreed(rosters, "league-youth-ratio") == RecountedRatio(1, 40))
  }

  @Test func aRowWithoutAFigureDoesNotTakeTheFigureAway() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.members = [EdgeCaseTests.member(1, in: "12")]
    rosters.youth = [YouthRow(organisation: "1", youth: 30), YouthRow(organisation: "1")]
    #expect(try EdgeCaseTests.agreed(rosters, "league-youth-ratio") == RecountedRatio(1, 30))
  }

  @Test func aGraduateOfAnUnknownOrganisationTakesNobodysPlace() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.graduates = ["11", "无此团支部"].map { GraduateRow(name: "王一", id: EdgeCaseTests.id(1), organisation: $0) }
    #expect(try EdgeCaseTests.agreed(rosters, "graduate-initiated-rate") == RecountedRatio(0, 1))
  }

  /// From the company on to the village: the last by date, not by the order of the rows.
  @Test func theLastCompletedTransferIsTheLastByItsDate() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.graduates = [GraduateRow(name: "王一", id: EdgeCaseTests.id(1), organisation: "11")]
    rosters.transfers = [("12", 9), ("13", 2)].map { to, day in
      TransferRow(
        name: "王一", id: EdgeCaseTests.id(1), state: "接转成功", from: "11", to: to,
        completed: GivenMoment(date: GivenDate(2019, 6, day)))
    }
    #expect(try EdgeCaseTests.agreed(rosters, "graduate-employer-rate") == RecountedRatio(0, 1))
    rosters.transfers[0].to = "13"
    rosters.transfers[1].to = "12"
    #expect(try EdgeCaseTests.agreed(rosters, "graduate-employer-rate") == RecountedRatio(1, 1))
  }

  @Test func aTransferWithoutAStateIsNotWithdrawn() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.transfers = [("撤回", 1), ("转入团支部退回", 2), (nil, 3)].map { state, serial in
      TransferRow(name: "王一", id: EdgeCaseTests.id(serial), state: state, from: "11", to: "13")
    }
    #expect(try EdgeCaseTests.agreed(rosters, "transfer-returned-rate") == RecountedRatio(1, 2))
  }

  @Test func whatIsDecidedBeforeItIsAskedForIsNotInTime() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.transfers = [(7, 1), (8, 2), (10, 3), (11, 4)].map { day, serial in
      TransferRow(
        name: "王一", id: EdgeCaseTests.id(serial), state: "接转成功", from: "11", to: "13",
        applied: GivenMoment(date: GivenDate(2019, 6, 8)), completed: GivenMoment(date: GivenDate(2019, 6, day)))
    }
    #expect(try EdgeCaseTests.agreed(rosters, "transfer-timely-rate") == RecountedRatio(2, 4))
  }

  /// A sheet without rows says that there is nobody; one that nobody handed in says nothing.
  @Test func anEmptySheetIsHandedIn() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.members = [EdgeCaseTests.member(1, in: "11")]
    for indicator in ["transfer-returned-rate", "graduate-initiated-rate", "coverage-established"] {
      #expect(try EdgeCaseTests.agreed(rosters, indicator).state == "denominator-missing")
    }
    // Branches owe a roster of cadres as they owe one of members.
    #expect(try EdgeCaseTests.agreed(rosters, "full-time-share").state == "incomplete-reporting")
    #expect(try EdgeCaseTests.agreed(rosters, "three-haves-rate").state == "incomplete-reporting")
    rosters.blank = ["组织关系转接", "团干部花名册", "毕业生底数表", "单位底数表", "青年底数表"]
    for indicator in ["transfer-returned-rate", "full-time-share", "graduate-initiated-rate", "coverage-established"] {
      #expect(try EdgeCaseTests.agreed(rosters, indicator) == RecountedRatio(0, 0))
    }
    #expect(try EdgeCaseTests.agreed(rosters, "three-haves-rate") == RecountedRatio(0, 3))
    // A figure that nobody reported stays unknown.
    #expect(try EdgeCaseTests.agreed(rosters, "league-youth-ratio") == RecountedRatio(1, nil))
  }

  /// A 团总支 marked 毕业班 gives the students of its classes a second time.
  @Test func onlyBranchesAreGraduatingClasses() throws {
    var rosters = Rosters(organisations: organisations)
    (rosters.organisations[1].stage, rosters.organisations[1].graduating) = ("初中", true)
    rosters.organisations[1].students = 40
    var grade = OrganisationRow(id: "16", name: "甲中学九年级团总支", kind: "团总支", sector: "初中", parent: "1")
    (grade.stage, grade.graduating, grade.students) = ("初中", true, 400)
    rosters.organisations.append(grade)
    rosters.members = [EdgeCaseTests.member(1, in: "11")]
    #expect(try EdgeCaseTests.agreed(rosters, "league-student-ratio-junior-graduating") == RecountedRatio(1, 40))
  }

  @Test func aClassThatGivesNoStudentsLacksThemAndHasNotNone() throws {
    var rosters = Rosters(organisations: organisations)
    (rosters.organisations[1].stage, rosters.organisations[1].graduating) = ("初中", true)
    rosters.members = [EdgeCaseTests.member(1, in: "11")]
    let ratio = try EdgeCaseTests.agreed(rosters, "league-student-ratio-junior-graduating")
    #expect(ratio == RecountedRatio(0, nil) && ratio.state == "denominator-missing")
    // A class that gave 0 gave a figure.
    rosters.organisations[1].students = 0
    let empty = try EdgeCaseTests.agreed(rosters, "league-student-ratio-junior-graduating")
    #expect(empty == RecountedRatio(1, 0) && empty.state == "denominator-zero")
    // Without a class there is nothing to ask.
    rosters.organisations[1].graduating = nil
    let none = try EdgeCaseTests.agreed(rosters, "league-student-ratio-junior-graduating")
    #expect(none.state == "not-applicable")
  }

  /// 领域 that nobody can read is a part of the unit all the same, not the whole of it.
  @Test func aPartThatCannotBeNamedIsNotTheWhole() throws {
    var rosters = Rosters(organisations: organisations)
    rosters.members = [EdgeCaseTests.member(1, in: "12")]
    rosters.youth = [YouthRow(organisation: "1", youth: 90), YouthRow(organisation: "1", sector: "见附件", youth: 30)]
    let city = try ImportedCity(rosters)
    #expect(try EdgeCaseTests.agreed(city, "league-youth-ratio") == RecountedRatio(1, 90))
    #expect(city.findings.contains("code-unknown"))
    rosters.youth = [("农村", 20), ("见附件", 30)].map { YouthRow(organisation: "1", sector: $0, youth: $1) }
    #expect(try EdgeCaseTests.agreed(rosters, "league-youth-ratio") == RecountedRatio(1, 50))
  }

  /// 无 in the cells of several people does not make them one person.
  @Test(arguments: ["无", "/", "不详", "000000000000000000", "-"])
  func whoHasNoNumberIsNotWhoeverElseHasNone(placeholder: String) throws {
    var rosters = Rosters(organisations: organisations)
    rosters.members = (1...3).map { EdgeCaseTests.member($0, in: "12") }
    for index in rosters.members.indices {
      (rosters.members[index].id, rosters.members[index].name) = (.placeholder(placeholder), "王一")
      rosters.members[index].number = placeholder
    }
    // Two of them are one person by name and birth date.
    for index in 0..<2 { rosters.members[index].birth = GivenDate(2000, 5, 20) }
    #expect(try EdgeCaseTests.agreed(rosters, "volunteer-share") == RecountedRatio(0, 2))
  }
}
