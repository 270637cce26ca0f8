// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Foundation
import Indicators
import Pipeline
import Policy
import Reports
import Results
import Testing

/// Two quarters of a town whose flows are counted by hand.
@Suite struct CompareTests {
  typealias Citizen = TestTown.Citizen

  /// What happened to each of sixteen people.
  private func towns() -> (TestTown, TestTown) {
    func person(_ number: Int, _ branch: String) -> Citizen { Citizen(number: number, branch: branch) }
    var old = TestTown(organisations: TestTown.plain, members: [])
    old.members =
      (1...5).map { person($0, "甲一支部") } + (6...8).map { person($0, "甲二支部") } + (9...12).map { person($0, "乙一支部") }
    // Two were born early enough to be 28 by the second quarter.
    for index in [0, 9] { old.members[index].birth = "1991-05-06" }
    old.youth = [("甲区委", 40, "统计局"), ("乙区委", 20, "统计局")]
    var new = old
    new.members[0].status = "满28周岁离团"
    new.members[1].branch = "乙一支部"
    new.members[2].branch = "甲二支部"
    new.members[4].masksID = true
    new.members[5].volunteer = "2019-05-04"
    new.members[8].joined = "2016-09"
    let transferred = new.members[6]
    // 4 vanishes, 7 is transferred out, 10 is 28 and gone.
    new.members.removeAll { [4, 7, 10].contains($0.number) }
    new.members += [
      Citizen(number: 13, joined: "2019-05", branch: "乙一支部"), Citizen(number: 14, joined: "2017-05", branch: "甲一支部"),
      Citizen(number: 15, joined: "2017-05", branch: "甲二支部"),
    ]
    new.transfers = [
      .init(citizen: transferred, from: "甲二支部", to: "外地支部", completed: "2019-05-10"),
      .init(citizen: new.members[new.members.count - 1], from: "外地支部", to: "甲二支部", completed: "2019-05-11"),
    ]
    new.youth = [("甲区委", 44, "统计局"), ("乙区委", 20, "派出所")]
    return (old, new)
  }

  private func movements(_ run: CompareRun, _ measure: String, _ unit: String) throws -> [String: Int64] {
    let units = try run.units(.named(unit))
    let movements = run.comparison.flows(of: measure).movements(at: units[0])
    return Dictionary(uniqueKeysWithValues: movements.map { ($0.cause.key, $0.amount) })
  }

  @Test func peopleMoveAsCountedByHand() throws {
    let (old, new) = towns()
    let workspace = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)])
    let run = try workspace.compare()
    #expect(
      try movements(run, "counted-members", "测试市委") == [
        "joined": 1, "appeared": 1, "transferred-in": 1, "state:left-at-28": -1, "rule:aged-out": -1,
        "transferred-out": -1, "vanished": -1,
      ])
    #expect(
      try movements(run, "counted-members", "甲区委") == [
        "appeared": 1, "transferred-in": 1, "moved-out": -1, "state:left-at-28": -1, "transferred-out": -1,
        "vanished": -1,
      ])
    #expect(
      try movements(run, "counted-members", "乙区委") == ["joined": 1, "moved-in": 1, "rule:aged-out": -1])
    #expect(
      try movements(run, "counted-members", "甲一支部") == [
        "appeared": 1, "moved-out": -2, "state:left-at-28": -1, "vanished": -1,
      ])
    #expect(try movements(run, "members-volunteers", "测试市委") == ["changed": 1])
    let people = try #require(run.people[.member])
    #expect(people.fallbacks == [.numberAndBirth: 1])
    #expect(people.repeatedBefore + people.repeatedAfter == 0)
    // 6 registered; 9's joining date was put right; 5 is known by a fallback, whose columns are not compared.
    #expect((people.changed.reduce(0, +), people.corrected.reduce(0, +)) == (1, 1))
  }

  /// Eight secretaries gave up their posts: of each it is said why, where anything says so.
  @Test func postsEndForAReason() throws {
    var old = TestTown(organisations: TestTown.plain, members: [])
    old.organisations.append(.init(code: "33020502", name: "乙二支部", parent: "乙区委"))
    let branches = ["甲一支部", "甲一支部", "甲一支部", "甲二支部", "甲二支部", "甲一支部", "乙二支部", "乙一支部"]
    old.members = branches.enumerated().map { Citizen(number: $0 + 1, branch: $1) }
    old.posts = old.members.map { TestTown.Post(citizen: $0) }
    var new = old
    // 1 left the League, 2 was transferred out, 3 moved inside, 4 and 5 graduated (4 is a member still), the branch of 7 was
    // closed, 6 is a member and has no post any more, 8 has it.
    new.members[0].status = "自愿退团"
    new.members[2].branch = "乙一支部"
    new.transfers = [.init(citizen: old.members[1], from: "甲一支部", to: "外地支部", completed: "2019-05-10")]
    new.members.removeAll { [2, 5, 7].contains($0.number) }
    new.graduates = [old.members[3], old.members[4]]
    new.organisations.removeLast()
    new.posts = [old.posts[7]]
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    #expect(
      try movements(run, "cadres", "测试市委") == [
        "state:resigned": -1, "transferred-out": -1, "person-moved": -1, "list:graduate": -2, "vanished": -1,
        "unit-closed": -1,
      ])
    #expect(try movements(run, "cadres", "乙区委") == ["unit-closed": -1])
    let check = run.comparison.stockFlow(of: "cadres", unit: 0, flows: run.comparison.flows(of: "cadres"))
    #expect((check.opening, check.into, check.out, check.closing, check.residue) == (8, 0, 6, 1, 0))
    #expect(check.open.map(\.cause) == [.vanished])
    // The causes have words, and each opens to its row.
    let rows = try run.rowsTable(measure: "cadres", unit: 0).csv()
    for words in ["resigned", "the later period's list of graduates", "belongs to another organisation", "was closed"] {
      #expect(rows.contains(words) && !rows.contains("⟨"), "\(words): \(rows)")
    }
  }

  @Test func theBridgeOfARatioAddsUpAndOpensToRows() throws {
    let (old, new) = towns()
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    let indicator = try #require(run.comparison.after.pack.indicator("league-youth-ratio"))
    let unit = try run.units(.named("甲区委"))[0]
    let flows = run.comparison.flows(of: indicator.numerator)
    let delta = run.comparison.delta(of: indicator, unit: unit, flows: flows)
    let bridge = try #require(delta.bridge)
    // 8 of 40, then 6 of 44.
    #expect((bridge.start, bridge.end) == (Fraction(8, 40), Fraction(6, 44)))
    #expect(bridge.parts.map(\.value).reduce(.zero, +) == Fraction(6, 44) - Fraction(8, 40))
    #expect(bridge.parts.last?.value == Fraction(8, 44) - Fraction(8, 40))
    #expect(delta.isComparable)
    let rows = try run.rowsTable(measure: "counted-members", unit: unit, cause: "vanished").csv()
    #expect(rows.split(separator: "\r\n").count == 2 && rows.contains("测*") && rows.contains("团员.csv"))
    let other = try run.units(.named("乙区委"))[0]
    let reasons = run.comparison.delta(of: indicator, unit: other, flows: flows).reasons
    #expect(reasons == [.denominatorSource(from: "统计局", to: "派出所")])
  }

  @Test func stocksCloseAndWhatDoesNotIsNamed() throws {
    let (old, new) = towns()
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    let check = run.comparison.stockFlow(
      of: "counted-members", unit: 0, flows: run.comparison.flows(of: "counted-members"))
    #expect((check.opening, check.into, check.out, check.closing) == (12, 2, 3, 11))
    #expect(check.unexplained == 0 && check.residue == 0)
    #expect(check.open.map(\.cause) == [.appeared, .vanished] && check.open.map(\.amount) == [1, -1])
  }

  /// The student of 甲二支部 who works at 乙一支部 now, and the villager who went to school.
  @Test func mobilityIsCountedBySectorAndDistrict() throws {
    var old = TestTown(organisations: TestTown.plain, members: [])
    old.members = (1...3).map { Citizen(number: $0, branch: "甲二支部") } + [Citizen(number: 4, branch: "甲一支部")]
    var new = old
    new.members[0].branch = "乙一支部"
    new.members[1].branch = "乙一支部"
    new.members[3].branch = "甲二支部"
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    let flows = try run.table(.flows, units: [0]).csv()
    #expect(flows.contains("students-to-work,students leaving for work,schools,employers,2"))
    let matrix = try run.table(.mobility, units: [0]).csv()
    #expect(matrix.contains("3302,district,330203,甲区委,330205,乙区委,2"))
    #expect(matrix.contains("3302,district,330203,甲区委,330203,甲区委,2"))
  }

  @Test func theOrderOfImportsDoesNotMatter() throws {
    let (old, new) = towns()
    let tables = try [false, true].map { shuffled in
      let workspace = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)], shuffled: shuffled)
      let run = try workspace.compare()
      return try ComparisonPart.allCases.map { try run.table($0, units: run.units(.all)).json() }
    }
    #expect(tables[0] == tables[1])
  }
}

/// What happens to organisations.
@Suite struct UnitComparisonTests {
  typealias Organisation = TestTown.Organisation
  typealias Citizen = TestTown.Citizen

  private var old: TestTown {
    TestTown(
      organisations: TestTown.plain,
      members: (1...4).map { Citizen(number: $0, branch: "甲一支部") } + (5...7).map { Citizen(number: $0, branch: "甲二支部") }
        + (8...9).map { Citizen(number: $0, branch: "乙一支部") })
  }

  private func changes(_ run: CompareRun) -> [String] {
    run.comparison.pairing.changes().map { change in
      let names = { (nodes: [Int], tree: OrganisationTree) in nodes.map { tree.nodes[$0].name }.joined(separator: "+") }
      let pairing = run.comparison.pairing
      return "\(change.kind.rawValue) \(names(change.before, pairing.before))>\(names(change.after, pairing.after))"
    }
  }

  @Test func aBranchThatMovesTakesItsPeopleAlong() throws {
    var new = old
    new.organisations[4].parent = "乙区委"
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    #expect(changes(run) == ["moved 甲二支部>甲二支部"])
    let flows = run.comparison.flows(of: "counted-members")
    func at(_ unit: String) throws -> [Movement] { flows.movements(at: try run.units(.named(unit))[0]) }
    #expect(try at("甲区委") == [Movement(cause: .unitMovedOut, amount: -3)])
    #expect(try at("乙区委") == [Movement(cause: .unitMovedIn, amount: 3)])
    #expect(try at("甲二支部") == [] && at("测试市委") == [])
    let branches = run.comparison.flows(of: "branches")
    #expect(branches.movements(at: try run.units(.named("甲区委"))[0]) == [Movement(cause: .unitMovedOut, amount: -1)])
    let boundaries = try run.table(.boundaries, units: [0], indicator: "volunteer-share").csv()
    // 甲区委: 7 members on the old boundary, 4 on the new one, in both periods.
    #expect(boundaries.contains("330203,甲区委,"))
    #expect(boundaries.contains("0/7 = 0.00%,0/4 = 0.00%,0/7 = 0.00%,0/4 = 0.00%"))
  }

  @Test func newIDsAreFollowedByName() throws {
    var new = old
    for index in 1..<new.organisations.count { new.organisations[index].code += "9" }
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    #expect(changes(run).count == 5 && changes(run).allSatisfy { $0.hasPrefix("recoded") })
    #expect(run.comparison.flows(of: "counted-members").movements(at: 0).isEmpty)
  }

  @Test func mergersAndSplitsComeFromTheMappingFile() throws {
    var new = old
    new.organisations[3].name = "甲一新支部"
    new.organisations[4] = Organisation(code: "33020399", name: "合并支部", parent: "甲区委")
    new.organisations[5] = Organisation(code: "33020502", name: "乙二支部", parent: "乙区委")
    new.organisations.append(Organisation(code: "33020503", name: "乙三支部", parent: "乙区委"))
    new.organisations.remove(at: 3)
    for index in new.members.indices {
      new.members[index].branch = index < 7 ? "合并支部" : index == 7 ? "乙二支部" : "乙三支部"
    }
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare(
      mapping: """
        - {kind: merge, old: "33020301", new: "33020399"}
        - {kind: merge, old: "33020302", new: "33020399"}
        - {kind: split, old: "33020501", new: ["33020502", "33020503"]}
        """)
    #expect(changes(run) == ["merged 甲一支部+甲二支部>合并支部", "split 乙一支部>乙二支部+乙三支部"])
    let comparison = run.comparison
    let merged = try run.units(.named("合并支部"))[0]
    #expect(comparison.countBefore(of: "counted-members", unit: merged) == 7)
    #expect(comparison.flows(of: "counted-members").movements(at: merged).isEmpty)
    let part = try run.units(.named("乙二支部"))[0]
    #expect(comparison.flows(of: "counted-members").movements(at: part) == [Movement(cause: .unitMovedIn, amount: 1)])
    #expect(comparison.flows(of: "counted-members").movements(at: 0).isEmpty)
    let indicator = try #require(comparison.after.pack.indicator("volunteer-share"))
    #expect(comparison.reasons(for: indicator, unit: merged) == [.unitMerged])
    #expect(comparison.reasons(for: indicator, unit: 0) == [])
  }

  @Test func aMappingThatNamesNobodyIsRefused() throws {
    let workspace = try TownWorkspace([("2019-Q1", old), ("2019-Q2", old)])
    #expect(throws: PipelineError("mapping-unknown", facts: ["value": "999"])) {
      try workspace.compare(mapping: "- {kind: close, old: \"999\"}")
    }
    #expect(throws: PackError.self) { try workspace.compare(mapping: "- {kind: merge, old: \"33020301\"}") }
  }

  @Test func aDistrictThatHandedInNothingIsNotComparable() throws {
    var new = old
    new.members.removeAll { $0.branch != "乙一支部" }
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    let indicator = try #require(run.comparison.after.pack.indicator("volunteer-share"))
    let unit = try run.units(.named("甲区委"))[0]
    #expect(
      run.comparison.reasons(for: indicator, unit: 0).contains(
        .coverage(kind: "member", units: [unit], isLater: true)))
  }
}

/// Findings, trend, history and the page.
@Suite struct ComparisonOutputTests {
  typealias Citizen = TestTown.Citizen

  private func town(_ broken: Set<Int>, moved: Bool = false) -> TestTown {
    var members = (1...4).map { Citizen(number: $0, branch: "甲一支部") }
    // Joined at thirteen: a finding about the person.
    for index in members.indices where broken.contains(index + 1) { members[index].joined = "2013-06" }
    if moved { members.reverse() }
    return TestTown(organisations: TestTown.plain, members: members)
  }

  @Test func findingsAreFollowedThroughAllPeriodsWhereverTheirRowsStand() throws {
    // 1 persists, 2 is put right, 3 is new, 4 was there two quarters ago and is back.
    let workspace = try TownWorkspace([
      ("2018-Q4", town([1, 4])), ("2019-Q1", town([1, 2])), ("2019-Q2", town([1, 3, 4], moved: true)),
    ])
    let lines = try workspace.compare().table(.findings, units: [0]).csv().split(separator: "\r\n")
    let ours = lines.filter { $0.contains("member-joined-under-14") }.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return [cells[0], cells[5], cells[6]].joined(separator: " ")
    }
    #expect(ours.sorted() == ["new 2019-Q2 ", "persisting 2018-Q4 ", "reopened 2019-Q2 2018-Q4", "resolved 2019-Q1 "])
  }

  @Test func whatWasNotHandedInCannotBeChecked() throws {
    var later = town([])
    later.members = []
    let workspace = try TownWorkspace([("2019-Q1", town([2])), ("2019-Q2", later)])
    let run = try workspace.compare()
    let lines = try run.table(.findings, units: [0]).csv().split(separator: "\r\n")
    let state = lines.first { $0.contains("member-joined-under-14") }?.split(separator: ",").first
    #expect(state == "no-longer-checkable")
  }

  /// One district hands in no roster any more; whoever stands elsewhere now was seen, the others were not.
  @Test func whatOneDistrictDidNotHandInCannotBeCheckedThere() throws {
    var first = town([2, 3])
    first.members.append(Citizen(number: 9, joined: "2013-06", branch: "乙一支部"))
    var later = town([])
    later.members = [later.members[1]]
    later.members[0].branch = "乙一支部"
    // Findings are read when they are asked for, so the workspace must still be there.
    let workspace = try TownWorkspace([("2019-Q1", first), ("2019-Q2", later)])
    let lines = try workspace.compare().table(.findings, units: [0]).csv().split(separator: "\r\n")
    let states = lines.filter { $0.contains("member-joined-under-14") }.map { String($0.prefix { $0 != "," }) }
    // 2 moved to 乙 and was put right; 3 of 甲, where nobody is left, cannot be checked; 9 of 乙 is gone.
    #expect(states.sorted() == ["no-longer-checkable", "resolved", "resolved"])
  }

  @Test func aTrendMarksItsBreaks() throws {
    var first = town([])
    // Of both districts, so that the roster speaks for the whole town.
    first.members.append(Citizen(number: 9, branch: "乙一支部"))
    first.youth = [("测试市委", 20, "统计局")]
    var second = first
    second.youth = [("测试市委", 25, "派出所")]
    let workspace = try TownWorkspace([("2018-Q4", first), ("2019-Q1", first), ("2019-Q2", second)])
    let run = try TrendRun(context: workspace.context)
    let csv = try run.table(units: run.units(nil), indicator: "league-youth-ratio").csv()
    let lines = csv.split(separator: "\r\n").dropFirst().map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].contains("2018-Q4,5,20,25.00,value,") && lines[0].hasSuffix(","))
    #expect(lines[1].contains("2019-Q1,5,20,25.00,value,") && lines[1].hasSuffix(","))
    #expect(lines[2].contains("2019-Q2,5,25,20.00,value,another source of the denominator: 统计局 / 派出所"))
    let folder = workspace.folder + "/trend"
    _ = try run.write(to: folder, units: run.units(nil), indicator: nil, programVersion: "test")
    let page = try String(contentsOfFile: folder + "/trend.en.html", encoding: .utf8)
    #expect(page.contains("class=\"break\"") && page.contains("<svg") && !page.contains("⟨"))
  }

  @Test func onePersonIsFollowedFromBranchToBranch() throws {
    var later = town([])
    later.members[0].branch = "乙一支部"
    let workspace = try TownWorkspace([("2019-Q1", town([])), ("2019-Q2", later)])
    let run = HistoryRun(context: workspace.context)
    let csv = try run.table(.row(Period("2019-Q1")!, file: "团员.csv", row: 2)).csv()
    let lines = csv.split(separator: "\r\n").dropFirst()
    #expect(lines.map { $0.split(separator: ",")[3] } == ["甲一支部", "乙一支部"])
    #expect(lines.allSatisfy { $0.contains("测*") })
    #expect(throws: PipelineError.self) { try run.table(.pseudonym("nobody")) }
  }

  @Test func thePageAndItsRowsNeedNoNetwork() throws {
    var later = town([])
    later.members[0].volunteer = "2019-05-04"
    let workspace = try TownWorkspace([("2019-Q1", town([])), ("2019-Q2", later)])
    let folder = workspace.folder + "/out"
    let files = try workspace.compare().write(to: folder, units: [0], programVersion: "test")
    let page = try String(contentsOfFile: folder + "/comparison.en.html", encoding: .utf8)
    #expect(page.contains("Share of volunteers") && !page.contains("⟨") && !page.contains("http"))
    #expect(files.contains { $0.hasSuffix("rows/members-volunteers.en.html") })
    #expect(files.contains { $0.hasSuffix("rows/members-volunteers.en.csv") })
    // No ID number and no full name leaves the program.
    let id = Citizen(number: 1, branch: "").id
    for file in files { #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains(id), "\(file)") }
  }
}
