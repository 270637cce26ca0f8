// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Of four counties one handed in its roster, one nothing, one a file that was refused, and one took it back: every command
/// tells the same.
@Suite struct ReportingStateTests {
  /// A state, and for how many of how many.
  struct Told: Equatable {
    var state: String
    var reported: Int?
    var owing: Int?

    init(_ state: String, _ reported: Int? = nil, _ owing: Int? = nil) {
      (self.state, self.reported, self.owing) = (state, reported, owing)
    }

    /// Of an object with a state, and a share beside it or within `reported`.
    init(_ object: [String: Any]) {
      let share = object["reported"] as? [String: Any] ?? object
      self.init(object["state"] as? String ?? "", share["reported"] as? Int, share["of"] as? Int)
    }
  }

  private static let expected: [String: Told] = [
    "3302": Told("incomplete-reporting", 1, 4), "330201": Told("value"), "330202": Told("incomplete-reporting", 0, 2),
    "330203": Told("incomplete-reporting", 0, 2), "330204": Told("incomplete-reporting", 0, 2),
  ]
  private static let words = [
    "3302": "incomplete reporting (1 of 4)", "330202": "incomplete reporting (0 of 2)",
    "330203": "incomplete reporting (0 of 2)", "330204": "incomplete reporting (0 of 2)",
  ]
  private static let notice =
    ": 共青团甬市第2区委员会, 共青团甬市第3区委员会, 共青团甬市第4区委员会 (1 of 4 came in)"

  private let folder: Folder
  private let here: [String]

  init() throws {
    folder = try Folder()
    here = ["--workspace", folder.path + "/ws", "--lang", "en"]
    for quarter in ["2019-Q1", "2019-Q2"] {
      try write("\(quarter)/3302/o.csv", ReportingStateTests.organisations)
      try write("\(quarter)/3302/y.csv", ReportingStateTests.youth)
      for county in 1...4 where quarter == "2019-Q1" || county != 2 {
        let isRefused = quarter == "2019-Q2" && county == 3
        try write(
          "\(quarter)/33020\(county)/m.\(isRefused ? "xlsx" : "csv")",
          isRefused ? "PK\u{3}\u{4}cut" : ReportingStateTests.members(county))
      }
    }
    _ = try batch()
    try FileManager.default.removeItem(atPath: folder.path + "/incoming/2019-Q2/330204/m.csv")
  }

  private func write(_ name: String, _ text: String) throws {
    let path = folder.path + "/incoming/" + name
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  private func batch() throws -> Program.Run {
    try Program.run(
      ["batch", folder.path + "/incoming", "--out", folder.path + "/reports", "--fail-on", "never"] + here)
  }

  private static let organisations =
    "团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织\n3302,共青团甬市委员会,团的领导机关,党政机关,\n"
    + (1...4).map { county in
      "33020\(county),共青团甬市第\(county)区委员会,团的领导机关,党政机关,3302\n"
        + (1...2).map { "33020\(county)00\($0),第\(county)区第\($0)村团支部,团支部,农村,33020\(county)\n" }.joined()
    }.joined()

  private static let youth =
    "组织,领域,14-28周岁青年数,数据来源,统计时间\n" + (1...4).map { "33020\($0),,20,统计局,2019-06\n" }.joined()

  private static func members(_ county: Int) -> String {
    "姓名,出生日期,入团年月,所在团支部,注册志愿者时间\n"
      + (1...2).map { branch in
        (1...3).map {
          "王\(county)\(branch)\($0),2002-0\(branch)-0\($0),2016-0\($0),33020\(county)00\(branch),2018-03\n"
        }
        .joined()
      }.joined()
  }

  private func objects(_ arguments: [String]) throws -> [[String: Any]] {
    let run = try Program.run(arguments + ["--format", "json"] + here)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]], "\(run.errors)")
  }

  private func file(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: try Data(contentsOf: URL(fileURLWithPath: folder.path + "/reports/" + name)))
  }

  /// What objects with a unit say of the five units.
  private func told(_ objects: [[String: Any]], _ told: ([String: Any]) -> Told?) -> [String: Told] {
    let pairs = objects.compactMap { object -> (String, Told)? in
      guard let unit = object["unit"] as? String, ReportingStateTests.expected[unit] != nil else { return nil }
      return told(object).map { (unit, $0) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private func check(_ result: [String: Any]) -> Told? {
    let checks = result["checks"] as? [[String: Any]]
    return checks?.first { $0["indicator"] as? String == "volunteer-share" }.map { Told($0) }
  }

  @Test func everyCommandTellsTheSameStates() throws {
    let (expected, volunteers) = (ReportingStateTests.expected, ["--indicator", "volunteer-share"])
    let second = try batch()
    #expect(second.status == 2, "\(second.errors)")
    let at = ["--period", "2019-Q2"]
    func figures() throws -> [String: Told] {
      told(try objects(["indicators", "--unit", "all"] + volunteers + at)) { Told($0) }
    }
    #expect(try figures() == expected)
    let verdicts = try objects(["assess", "--unit", "all", "--task", "16-education", "--fail-on", "never"] + at)
    #expect(told(verdicts, check) == expected)
    try reportsTell()
    try summaryTells()
    try comparisonTells(volunteers)
    let status = try #require(try objects(["status"] + at).first?["reporting"] as? [[String: Any]])
    let roster = try #require(status.first { $0["kind"] as? String == "member" })
    #expect(Told(roster) == expected["3302"] && roster["missing"] as? [String] == ["330202", "330203", "330204"])
    for verb in [["status"], ["indicators"], ["assess", "--fail-on", "never"]] {
      #expect(try Program.run(verb + at + here).output.contains(ReportingStateTests.notice), "\(verb)")
    }
    // Sealing says it, and changes nothing of it.
    for quarter in ["2019-Q1", "2019-Q2"] {
      let seal = try Program.run(["seal", "--period", quarter, "--by", "tester", "--block-at", "never"] + here)
      #expect(seal.errors.contains(ReportingStateTests.notice) == (quarter == "2019-Q2"), "\(seal.errors)")
    }
    #expect(try figures() == expected)
  }

  private func reportsTell() throws {
    for (unit, told) in ReportingStateTests.expected {
      let figures = try #require(try file("2019-Q2/\(unit)/indicators.json") as? [[String: Any]])
      let own = figures.first {
        $0["unit"] as? String == unit && $0["indicator"] as? String == "volunteer-share" && $0["group"] is NSNull
      }
      #expect(own.map { Told($0) } == told, "\(unit)")
      let verdicts = try #require(try file("2019-Q2/\(unit)/verdicts.json") as? [[String: Any]])
      let task = verdicts.first { $0["unit"] as? String == unit && $0["task"] as? String == "16-education" }
      #expect(task.flatMap(check) == told, "\(unit)")
    }
  }

  private func summaryTells() throws {
    let periods = (try file("summary.json") as? [String: Any])?["periods"] as? [[String: Any]]
    let part = try #require(periods?.first { $0["period"] as? String == "2019-Q2" })
    let reports = try #require(part["reports"] as? [[String: Any]])
    let rosters = told(reports) { report in
      let sheets = report["reporting"] as? [[String: Any]]
      return sheets?.first { $0["kind"] as? String == "member" }.map { Told($0) }
    }
    var expected = ReportingStateTests.expected
    expected["330201"] = Told("complete", 2, 2)
    #expect(rosters == expected)
    let units = try #require(part["units"] as? [[String: Any]])
    let states = Dictionary(uniqueKeysWithValues: units.map { ($0["unit"] as? String ?? "", $0["state"] as? String) })
    #expect(states == ["3302": "imported", "330201": "imported", "330203": "incomplete", "330204": "failed"])
    #expect((part["withdrawn"] as? [String])?.count == 1)
  }

  private func comparisonTells(_ indicator: [String]) throws {
    let rows = try objects(
      ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", "indicators", "--unit", "all"] + indicator)
    for unit in ReportingStateTests.expected.keys {
      let row = try #require(rows.first { $0["unit"] as? String == unit })
      let words = ReportingStateTests.words[unit]
      let reasons = (row["reasons"] as? [String] ?? []).joined(separator: "; ")
      #expect(
        row["comparable"] as? Bool == (words == nil) && words.map(reasons.contains) != false, "\(unit): \(reasons)")
    }
  }
}
