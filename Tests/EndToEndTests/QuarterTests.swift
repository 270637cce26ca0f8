// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The three quarters of `Samples`, imported and held against each other: each story of `Samples/README.md` is told.
@Suite struct QuarterTests {
  @Test func compareTellsEachStory() throws {
    let city = try City()
    try city.tellsTheRenamedBranch()
    try city.tellsTheVanishedBranch()
    try city.tellsTheCorrectedDenominator()
    try city.tellsTheMergedStreet()
    try city.tellsTheMovedSchool()
    try city.tellsTheGraduationWave()
    try city.showsWhateverARuleCanFind()
  }
}

private struct City {
  private typealias Row = [String: Any]
  private let folder: Folder
  private var workspace: [String] { ["--workspace", folder.path + "/ws"] }

  init() throws {
    folder = try Folder()
    for quarter in ["2019-Q1", "2019-Q2", "2019-Q3"] {
      let run = try Program.run(["import", "--period", quarter, Program.samples + "/" + quarter] + workspace)
      #expect(run.status == 0, "a clean quarter has no errors: \(run.output)")
    }
    try FileManager.default.copyItem(
      atPath: Program.samples + "/unit-mapping.yaml", toPath: folder.path + "/ws/unit-mapping.yaml")
  }

  private func rows(_ from: String, _ arguments: [String]) throws -> [Row] {
    let to = from == "2019-Q1" ? "2019-Q2" : "2019-Q3"
    let run = try Program.run(["compare", "--from", from, "--to", to, "--format", "json"] + arguments + workspace)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [Row])
  }

  private func changes(_ from: String, _ kind: String) throws -> [Row] {
    try rows(from, ["--part", "units"]).filter { $0["change"] as? String == kind }
  }

  private func people(_ from: String, _ unit: String) throws -> [String: Int] {
    let rows = try rows(from, ["--part", "people", "--unit", unit]).filter { $0["unit"] as? String == unit }
    return Dictionary(
      rows.compactMap { row in (row["cause"] as? String).flatMap { cause in (row["count"] as? Int).map { (cause, $0) } }
      },
      uniquingKeysWith: +)
  }

  private func texts(_ row: Row, _ column: String) -> [String] { row[column] as? [String] ?? [] }

  func tellsTheRenamedBranch() throws {
    let renamed = try changes("2019-Q1", "更名")
    let row = try #require(renamed.first)
    #expect(renamed.count == 1 && row["evidence"] as? String == "编号相同")
    #expect(texts(row, "old-codes") == texts(row, "new-codes"))
    #expect(texts(row, "old-names")[0].contains("新桥村") && texts(row, "new-names")[0].contains("新桥社区"))
    // Its members stayed.
    let people = try people("2019-Q1", texts(row, "new-codes")[0])
    #expect(people["vanished"] == nil && people["kept"] ?? 0 > 0)
  }

  func tellsTheVanishedBranch() throws {
    let closed = try changes("2019-Q1", "撤销")
    let code = texts(try #require(closed.first), "old-codes")[0]
    #expect(closed.count == 1 && code.hasPrefix("330206"))
    let people = try people("2019-Q1", code)
    let vanished = -(people["vanished"] ?? 0)
    #expect(vanished > 0 && people["transferred-out"] == nil && people["closing"] == 0)
    // Each of them is named, with the row that had him or her; nobody else vanished.
    let lost = try rows("2019-Q1", ["--rows", "counted-members", "--cause", "vanished"])
    #expect(lost.count == vanished)
    #expect(lost.allSatisfy { $0["before-unit"] as? String == code && $0["before-row"] is Int })
    // The posts of the branch went with it.
    let posts = try rows("2019-Q1", ["--rows", "cadres"])
    #expect(!posts.isEmpty && posts.allSatisfy { $0["cause"] as? String == "unit-closed" })
    #expect(posts.allSatisfy { $0["before-unit"] as? String == code })
    // The county owes a reason for the fall, and has given none.
    let owed = try Program.run(["explanations", "--period", "2019-Q2", "--format", "json"] + workspace)
    #expect(owed.output.contains("330206"), "\(owed.output) \(owed.errors)")
  }

  func tellsTheCorrectedDenominator() throws {
    let ratio = ["--unit", "330211", "--indicator", "league-youth-ratio"]
    let parts = try rows("2019-Q1", ["--part", "bridges"] + ratio)
    let part = try #require(parts.first { $0["part"] as? String == "denominator" })
    let points = try #require(part["points"] as? Double)
    let joined = parts.first { $0["part"] as? String == "joined" }?["points"] as? Double ?? 0
    #expect(points > 5 && points > joined, "the correction, not the members, moved the ratio")
    let row = try #require(try rows("2019-Q1", ["--part", "indicators"] + ratio).first)
    #expect(row["comparable"] as? Bool == false)
    #expect(texts(row, "reasons").contains { $0.contains("统计局") && $0.contains("公安局") })
    let other = try rows("2019-Q1", ["--part", "indicators", "--unit", "330212", "--indicator", "league-youth-ratio"])
    #expect(other.first?["comparable"] as? Bool == true)
  }

  func tellsTheMergedStreet() throws {
    let merged = try changes("2019-Q2", "合并")
    let row = try #require(merged.first)
    #expect(merged.count == 1 && row["evidence"] as? String == "对照表" && texts(row, "old-codes").count == 2)
    let people = try people("2019-Q2", texts(row, "new-codes")[0])
    let earlier = try texts(row, "old-codes").reduce(0) { try $0 + (self.people("2019-Q1", $1)["closing"] ?? 0) }
    #expect(people["opening"] == earlier && people["kept"] ?? 0 > earlier / 2 && people["vanished"] == nil)
    // Without the mapping the streets are closed and one is new: nothing is inferred.
    let empty = try folder.write("none.yaml", "[]\n")
    let blind = try rows("2019-Q2", ["--part", "units", "--mapping", empty])
    #expect(!blind.contains { $0["change"] as? String == "合并" })
    #expect(blind.filter { $0["change"] as? String == "撤销" }.count == 2)
  }

  func tellsTheMovedSchool() throws {
    let moved = try changes("2019-Q2", "换上级")
    let school = texts(try #require(moved.first), "new-codes")[0]
    #expect(moved.count == 1 && school.hasPrefix("330212") && texts(moved[0], "old-codes") == [school])
    let (left, joined) = (try people("2019-Q2", "330212"), try people("2019-Q2", "330203"))
    // Who stayed in the school went with it; both districts have another boundary.
    #expect(joined["unit-moved-in"] ?? 0 > 0 && left["unit-moved-out"] == -(joined["unit-moved-in"] ?? 0))
    for unit in ["330212", "330203"] {
      let row = try rows("2019-Q2", ["--part", "indicators", "--unit", unit, "--indicator", "league-youth-ratio"])
      #expect(row.first.map { texts($0, "reasons").contains { $0.contains("边界变化") } } == true)
    }
  }

  func tellsTheGraduationWave() throws {
    let city = try people("2019-Q2", "3302")
    #expect(-(city["transferred-out"] ?? 0) > 50)
    // Who vanished is a graduate without a transfer, and on the list of those who stand nowhere.
    let vanished = try rows("2019-Q2", ["--rows", "counted-members", "--cause", "vanished"])
    #expect(!vanished.isEmpty && vanished.count == -(city["vanished"] ?? 0))
    #expect(try vanished.count == transitions("2019-Q3")["graduates-nowhere"])
    let lost = try rows("2019-Q2", ["--rows", "counted-members", "--cause", "lost-in-transfer"])
    #expect(!lost.isEmpty && lost.count == -(city["lost-in-transfer"] ?? 0))
    // The classes of 2016, and at universities those of 2015.
    #expect(
      (lost + vanished).allSatisfy { row in
        ["2016级", "2015级"].contains { (row["before-unit-name"] as? String)?.contains($0) == true }
      })
    // Graduates gave up their posts, and the committee of the street that went into another is gone: nobody vanished.
    let posts = Dictionary(
      try rows("2019-Q2", ["--rows", "cadres"]).map { ($0["cause"] as? String ?? "", 1) }, uniquingKeysWith: +)
    #expect(Set(posts.keys) == ["joined", "transferred-out", "person-moved", "list:graduate", "unit-closed"])
    #expect(posts["transferred-out"] ?? 0 > 50 && posts["unit-closed"] ?? 0 < 5)
    let flow = try rows("2019-Q2", ["--part", "flows"]).first { $0["flow"] as? String == "students-to-work" }
    #expect(flow?["count"] as? Int ?? 0 > 0)
    // The clocks: who begins after 31 August or is undecided on 30 September is late.
    let figures = try transitions("2019-Q3")
    for measure in ["graduates-not-begun-in-time", "graduates-not-decided-in-time", "graduates-not-received"] {
      #expect(figures[measure] ?? 0 > 0, "\(measure)")
    }
  }

  private func transitions(_ period: String) throws -> [String: Int] {
    let run = try Program.run(["transitions", "--period", period, "--format", "json"] + workspace)
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [Row])
    let counts = rows.compactMap { row in
      (row["measure"] as? String).map { ($0, row["count"] as? Int ?? 0) }
    }
    return Dictionary(counts) { max($0, $1) }
  }

  /// Every list of transitions and every numerator has something in one of the quarters, except what breaks a rule that a
  /// clean city keeps: that stands in the spoiled sample.
  func showsWhateverARuleCanFind() throws {
    let spoiledOnly: Set<String> = [
      "graduates-not-matched", "schools-joined-beyond-recommended", "members-joined-early",
      "members-party-status-differs",
    ]
    let quarters = try ["2019-Q2", "2019-Q3"].map(transitions)
    let empty = Set(quarters[0].keys).filter { measure in quarters.allSatisfy { $0[measure] ?? 0 == 0 } }
    #expect(empty == spoiledOnly)
    let indicators = try Program.run(["indicators", "--period", "2019-Q2", "--format", "json"] + workspace)
    let figures = try #require(try JSONSerialization.jsonObject(with: Data(indicators.output.utf8)) as? [Row])
    let zero = figures.filter { $0["numerator"] as? Int ?? 0 == 0 }.compactMap { $0["indicator"] as? String }
    // The sample's branches carry no stars.
    #expect(
      Set(zero) == [
        "joining-age-breach-share", "star-five-share", "star-four-share", "star-rated-share", "star-weak-share",
      ])
  }
}
