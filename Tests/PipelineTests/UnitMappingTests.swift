// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Foundation
import Pipeline
import Results
import Testing

/// `unit-mapping.yaml` of a workspace: an entry without a period speaks of the quarters in which it can have happened, and
/// of no others.
@Suite struct UnitMappingTests {
  typealias Citizen = TestTown.Citizen
  typealias Organisation = TestTown.Organisation

  /// Four quarters: nothing, 甲一 goes into 甲二 (which was there before), 乙一 is split and goes on under its ID, 甲三 is closed.
  private static var quarters: [(String, TestTown)] {
    var town = TestTown(organisations: TestTown.plain, members: [])
    town.organisations.append(Organisation(code: "33020303", name: "甲三支部", parent: "甲区委"))
    town.members =
      (1...3).map { Citizen(number: $0, branch: "甲一支部") } + (4...5).map { Citizen(number: $0, branch: "甲二支部") }
      + (6...9).map { Citizen(number: $0, branch: "乙一支部") } + [Citizen(number: 10, branch: "甲三支部")]
    town.youth = [("甲区委", 20, "统计局"), ("乙区委", 10, "统计局")]
    var merged = town
    merged.organisations.removeAll { $0.name == "甲一支部" }
    for index in merged.members.indices where merged.members[index].branch == "甲一支部" {
      merged.members[index].branch = "甲二支部"
    }
    var split = merged
    split.organisations.append(Organisation(code: "33020502", name: "乙二支部", parent: "乙区委"))
    for index in split.members.indices where [8, 9].contains(split.members[index].number) {
      split.members[index].branch = "乙二支部"
    }
    var closed = split
    closed.organisations.removeAll { $0.name == "甲三支部" }
    closed.members.removeAll { $0.branch == "甲三支部" }
    return [("2018-Q4", town), ("2019-Q1", town), ("2019-Q2", merged), ("2019-Q3", split), ("2019-Q4", closed)]
  }

  private static let entries = [
    (#"kind: merge, old: "33020301", new: "33020302""#, "2019-Q2"),
    (#"kind: split, old: "33020501", new: ["33020501", "33020502"]"#, "2019-Q3"),
    (#"kind: close, old: "33020303""#, "2019-Q4"),
  ]

  private static func file(dated: Bool) -> String {
    entries.map { dated ? "- {\($0.0), period: \($0.1)}\n" : "- {\($0.0)}\n" }.joined()
  }

  @Test func anEntryWithoutAPeriodIsAsGoodAsOneWithIt() throws {
    let workspace = try TownWorkspace(UnitMappingTests.quarters)
    func tables(dated: Bool) throws -> [String] {
      try Data(UnitMappingTests.file(dated: dated).utf8).write(
        to: URL(fileURLWithPath: workspace.context.workspaceDirectory + "/unit-mapping.yaml"))
      let names = UnitMappingTests.quarters.map(\.0)
      let pairs = zip(names, names.dropFirst()).map { ($0, $1) } + [("2018-Q4", "2019-Q4"), ("2019-Q1", "2019-Q3")]
      let compared = try pairs.flatMap { from, to in
        let run = try workspace.compare(from, to)
        return try ComparisonPart.allCases.map { "\(from) \(to) \(try run.table($0, units: run.units(.all)).csv())" }
      }
      let trend = try TrendRun(context: workspace.context)
      return try compared + [trend.table(units: Array(trend.units("all")), indicator: nil).csv()]
    }
    let (dated, undated) = (try tables(dated: true), try tables(dated: false))
    for (one, other) in zip(dated, undated) where one != other {
      let differing = zip(one.split(separator: "\r\n"), other.split(separator: "\r\n")).first { $0 != $1 }
      Issue.record("\(one.prefix(15)): \(String(describing: differing))")
    }
  }

  @Test func whatHappenedIsToldInItsQuarterAndInNoOther() throws {
    let workspace = try TownWorkspace(UnitMappingTests.quarters)
    try Data(UnitMappingTests.file(dated: false).utf8).write(
      to: URL(fileURLWithPath: workspace.context.workspaceDirectory + "/unit-mapping.yaml"))
    func changes(_ from: String, _ to: String) throws -> [String] {
      let pairing = try workspace.compare(from, to).comparison.pairing
      return pairing.changes().map { change in
        let old = change.before.map { pairing.before.nodes[$0].name }.joined(separator: "+")
        return
          "\(change.kind.rawValue) \(old)>\(change.after.map { pairing.after.nodes[$0].name }.joined(separator: "+"))"
      }
    }
    #expect(try changes("2018-Q4", "2019-Q1") == [])
    #expect(try changes("2019-Q1", "2019-Q2") == ["merged 甲一支部+甲二支部>甲二支部"])
    #expect(try changes("2019-Q2", "2019-Q3") == ["split 乙一支部>乙一支部+乙二支部"])
    #expect(try changes("2019-Q3", "2019-Q4") == ["closed 甲三支部>"])
  }
}
