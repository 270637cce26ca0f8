// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Policy
import Testing

@testable import Intake
@testable import Pipeline
@testable import Reports
@testable import Results

/// Figures far from the unit's own last quarter, and what is new against what was there before.
@Suite struct OutlierTests {
  private final class Office {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("outlier-" + UUID().uuidString).path
    let context: CommandContext

    init() throws {
      context = CommandContext(
        workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ period: String, _ name: String, _ text: String) throws -> String {
      let directory = "\(folder)/\(period)"
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      try text.write(toFile: "\(directory)/\(name).csv", atomically: true, encoding: .utf8)
      return "\(directory)/\(name).csv"
    }

    func tree(_ period: String) throws -> String {
      try file(
        period, "组织",
        """
        团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
        3302,测试市委,团的领导机关,党政机关,
        330203,甲区委,团的领导机关,党政机关,测试市委
        330205,乙区委,团的领导机关,党政机关,测试市委
        33020301,甲一支部,团支部,非公企业,甲区委
        33020501,乙一支部,团支部,非公企业,乙区委

        """)
    }

    func youth(_ period: String, _ unit: String, _ count: Int) throws -> String {
      try file(period, unit + "青年", "组织,领域,14-28周岁青年数,14-35周岁青年数\n\(unit),,\(count),\(count * 2)\n")
    }

    func members(_ period: String, _ branch: String, _ count: Int, as name: String = "团员") throws -> String {
      let rows = (0..<count).map { "\(branch)第\($0)人,2000-05-06,2016-05,\(branch)\n" }.joined()
      return try file(period, branch + name, "姓名,出生日期,入团年月,所在团支部\n" + rows)
    }

    @discardableResult func send(
      _ period: String, _ unit: String?, _ paths: [String], onlyNew: Bool = false
    ) throws -> IntakeResult {
      var run = ImportRun(context: context, period: Period(period)!, unit: unit)
      run.onlyNew = onlyNew
      return try run.run(paths)
    }
  }

  private static func outliers(_ result: IntakeResult) -> [RenderedFinding] {
    result.findings.filter { $0.finding.code == "figure-far-from-last-quarter" }
  }

  private func office() throws -> Office {
    let office = try Office()
    try office.send("2019-Q1", nil, [try office.tree("2019-Q1")])
    try office.send(
      "2019-Q1", "330203", [try office.youth("2019-Q1", "甲区委", 302), try office.members("2019-Q1", "甲一支部", 60)])
    try office.send(
      "2019-Q1", "330205", [try office.youth("2019-Q1", "乙区委", 40), try office.members("2019-Q1", "乙一支部", 12)])
    try office.send("2019-Q2", nil, [try office.tree("2019-Q2")])
    return office
  }

  @Test func aZeroTooManyIsToldOnce() throws {
    let office = try office()
    let result = try office.send(
      "2019-Q2", "330203", [try office.youth("2019-Q2", "甲区委", 3020), try office.members("2019-Q2", "甲一支部", 62)])
    let found = Self.outliers(result)
    #expect(found.map(\.severity) == [.warning])
    #expect(
      found.first?.message == "甲区委的14—28周岁青年数：2019年第一季度为 302，2019年第二季度为 3020，相差过大。")
    // The file of the unit, and in the report of the unit.
    #expect(found.first?.finding.place?.file.contains("甲") == true)
    let census = try PeriodCensus(context: office.context, period: Period("2019-Q2")!)
    let tree = try census.database.organisationTree()
    let node = try #require(tree.node(named: "330203"))
    let own = try PeriodFindings(census.findings(), of: census).findings(of: node, in: tree)
    #expect(own.contains { $0.code == "figure-far-from-last-quarter" })
  }

  /// One sheet of the city gives the figures of all counties.
  @Test func aFigureInTheSheetOfASuperiorIsLookedAt() throws {
    let office = try Office()
    for (period, first) in [("2019-Q1", 302), ("2019-Q2", 3020)] {
      try office.send(period, nil, [try office.tree(period)])
      let rows = "甲区委,,\(first),\n乙区委,,9000,\n测试市委,,\(first + 9000),\n"
      let path = try office.file(period, "青年", "组织,领域,14-28周岁青年数,14-35周岁青年数\n" + rows)
      let found = Self.outliers(try office.send(period, nil, [path]))
      #expect(found.map { $0.finding.facts["unit"] } == (period == "2019-Q1" ? [] : ["甲区委"]))
      #expect(found.allSatisfy { $0.finding.place?.file == "青年.csv" })
    }
  }

  @Test func smallNumbersAndOrdinaryChangesAreNone() throws {
    let office = try office()
    // 12 → 25 and 40 → 85: more than doubled, by fewer than the floor.
    let small = try office.send(
      "2019-Q2", "330205", [try office.youth("2019-Q2", "乙区委", 85), try office.members("2019-Q2", "乙一支部", 25)])
    #expect(Self.outliers(small).isEmpty)
    let ordinary = try office.send(
      "2019-Q2", "330203", [try office.youth("2019-Q2", "甲区委", 350), try office.members("2019-Q2", "甲一支部", 40)])
    #expect(Self.outliers(ordinary).isEmpty)
  }

  @Test func halvedMembersAreTold() throws {
    let office = try office()
    let result = try office.send(
      "2019-Q2", "330203", [try office.youth("2019-Q2", "甲区委", 302), try office.members("2019-Q2", "甲一支部", 29)])
    #expect(Self.outliers(result).first?.message.contains("2019年第一季度为 60，2019年第二季度为 29") == true)
    let seal = SealRun(
      context: office.context, period: Period("2019-Q2")!, by: "王", remark: "", blockAt: .warning, programVersion: "1")
    #expect(try seal.remarks().outliers.count == 1)
  }

  @Test func theLimitsComeFromThePack() throws {
    let rule = try #require(try PackLoader.load("ningbo-2019").outliers.first { $0.measure == "youth" })
    #expect(rule.isMet(before: 302, after: 3020) && rule.isMet(before: 200, after: 100))
    #expect(!rule.isMet(before: 302, after: 603) && !rule.isMet(before: 20, after: 60))
    #expect(!rule.isMet(before: 0, after: 3020) && !rule.isMet(before: 302, after: 0))
    #expect(rule.derivation.chinese.contains("没有文件出处"))
  }

  /// Someone who joined at thirteen stays a finding; in the next quarter it is not a new one.
  @Test func onlyWhatIsNewIsListed() throws {
    let office = try Office()
    for period in ["2019-Q1", "2019-Q2"] { try office.send(period, nil, [try office.tree(period)]) }
    func roster(_ period: String, _ rows: String, _ name: String) throws -> String {
      try office.file(period, name, "姓名,出生日期,入团年月,所在团支部\n" + rows)
    }
    func young(_ result: IntakeResult) -> Int { result.findings.count { $0.finding.code == "member-joined-under-14" } }
    let old = "赵早,2005-05-06,2018-10,甲一支部\n"
    let first = try office.send("2019-Q1", "330203", [try roster("2019-Q1", old, "早")], onlyNew: true)
    #expect(young(first) == 1 && first.formerPeriod == nil)
    let rows = "钱晚,2005-06-06,2018-11,甲一支部\n" + old
    let next = try office.send("2019-Q2", "330203", [try roster("2019-Q2", rows, "二季度")], onlyNew: true)
    #expect(young(next) == 1 && next.formerPeriod == Period("2019-Q1") && (next.knownBefore ?? 0) >= 1)
    // Handed in again with one more: only that one is new.
    let more = "孙又,2005-07-06,2018-12,甲一支部\n" + rows
    let again = try office.send("2019-Q2", "330203", [try roster("2019-Q2", more, "二季度更正")], onlyNew: true)
    #expect(young(again) == 1)
    #expect(again.findings.first { $0.finding.code == "member-joined-under-14" }?.finding.place?.row == 2)
    let listing = try FindingsRun(context: office.context, period: nil).list(.new, unit: "330203")
    #expect(listing.items.count { $0.finding.finding.code == "member-joined-under-14" } == 2 && listing.known >= 1)
  }
}
