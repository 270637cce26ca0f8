// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Two quarters of a small city in which organisations move, merge and change kind, through the built program.
@Suite struct LikeWithLikeTests {
  private static let head =
    "团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,所在区县,14-28周岁青年数,学段,是否毕业班,学生数\n"

  private static func people(_ branches: [(branch: String, count: Int)]) -> String {
    var number = 0
    return "姓名,出生日期,所在团支部,入团年月,发展团员编号\n"
      + branches.flatMap { branch, count in
        (0..<count).map { _ in
          number += 1
          return
            "团员\(number),2003-0\(number % 9 + 1)-11,\(branch),2018-05,2018330\(String(10000 + number).dropFirst())\n"
        }
      }.joined()
  }

  /// 330204 hands 33020401 over to 330203: youth 40 and six members go with it. Two branches become one, a class graduates.
  private static func quarters(in folder: Folder) throws {
    let before =
      head + "3302,共青团测市委员会,团的领导机关,,,,400,,,\n" + "330203,共青团甲区委员会,团的领导机关,,3302,甲区,100,,,\n"
      + "330204,共青团乙区委员会,团的领导机关,,3302,乙区,300,,,\n"
    let moved = "33020401,月湖村团支部,团支部,农村,%@,,40,,,\n"
    let one = "33020301,东街团支部,团支部,城市社区,330203,,,,,\n"
    let two = "33020302,西街团支部,团支部,城市社区,330203,,,,,\n"
    let school = "33020402,江南中学九（1）班团支部,%@,初中,330204,,,初中,是,30\n"
    try FileManager.default.createDirectory(atPath: folder.path + "/q1", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: folder.path + "/q2", withIntermediateDirectories: true)
    _ = try folder.write(
      "q1/org.csv",
      before + String(format: moved, "330204") + one + two + String(format: school, "团支部"))
    _ = try folder.write(
      "q2/org.csv", before + String(format: moved, "330203") + one + String(format: school, "毕业生团组织"))
    _ = try folder.write(
      "q1/members.csv",
      people([("33020401", 6), ("33020301", 4), ("33020302", 5), ("33020402", 9)]))
    _ = try folder.write(
      "q2/members.csv",
      people([("33020401", 6), ("33020301", 9), ("33020402", 9)]))
    _ = try folder.write(
      "mapping.yaml",
      ["33020301", "33020302"].map { "- {kind: merge, old: \"\($0)\", new: \"33020301\", period: 2019-Q2}\n" }.joined())
    for (period, name) in [("2019-Q1", "q1"), ("2019-Q2", "q2")] {
      let run = try Program.run(["import", "--period", period, name, "--fail-on", "never", "-q"], in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  private static func compare(_ folder: Folder, _ part: String, _ more: [String] = []) throws -> [[String: Any]] {
    let run = try Program.run(
      ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", part, "--format", "json"] + more, in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
  }

  /// The figures of both districts on the other boundary: the branch takes its youth along as it takes its members.
  @Test func numeratorAndDenominatorMoveTogether() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    let rows = try Self.compare(folder, "boundaries", ["--unit", "330203", "--indicator", "league-youth-ratio"])
    let district = try #require(rows.first { $0["unit"] as? String == "330203" })
    // 15 of 100, and on the boundary of the second quarter 9 + 6 … of 100 + 40.
    #expect(district["before-old"] as? String == "9/100 = 9.00%")
    #expect(district["before-new"] as? String == "15/140 = 10.71%")
    let other = try Self.compare(folder, "boundaries", ["--unit", "330204", "--indicator", "league-youth-ratio"])
    let lost = try #require(other.first { $0["unit"] as? String == "330204" })
    #expect(lost["before-old"] as? String == "15/300 = 5.00%")
    #expect(lost["before-new"] as? String == "9/260 = 3.46%")
    // The later figures, the districts' own, on the boundary of the first quarter.
    #expect(lost["after-new"] as? String == "9/300 = 3.00%")
    #expect(lost["after-old"] as? String == "15/340 = 4.41%")
  }

  /// A merger and a change of kind are causes; nobody is left to explain them.
  @Test func mergersAndChangesOfKindAreCauses() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    let rows = try Self.compare(folder, "stock-flow", ["--mapping", "mapping.yaml"])
    let branches = try #require(rows.first { ($0["measure"] as? String)?.contains("团支部") == true })
    #expect(branches["opening"] as? Int == 4 && branches["closing"] as? Int == 2)
    #expect(branches["out"] as? Int == 2 && branches["unexplained"] as? Int == 0, "\(branches)")
  }

  /// `comparable` stands wherever a change does, with its reason; rankings print no change that is none.
  @Test func changesAreTellingOrNotTold() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    let run = try Program.run(
      ["report", "--period", "2019-Q2", "--baseline", "2019-Q1", "-o", "out", "--outputs", "html,json", "-q"],
      in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out/indicators.json"))
    let values = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    func value(_ unit: String) -> [String: Any]? {
      values.first { $0["unit"] as? String == unit && $0["indicator"] as? String == "league-youth-ratio" }
    }
    #expect(value("3302")?["comparable"] as? Bool == true)
    #expect(value("330203")?["comparable"] as? Bool == false)
    #expect((value("330203")?["reason"] as? String)?.isEmpty == false)
    // The page holds the figure against the earlier one on the present boundary: 15 of 100 after 15 of 140.
    let page = try String(contentsOfFile: folder.path + "/out/units/330203.html", encoding: .utf8)
    #expect(page.contains("▲4.29") && page.contains("10.71%（按现在的隶属关系重算）"))
  }

  /// Chinese and English files of one comparison stand side by side.
  @Test func languagesShareAFolder() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    for language in ["zh-Hans", "en"] {
      let run = try Program.run(
        ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "-o", "cmp", "--lang", language], in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
    }
    let chinese = try String(contentsOfFile: folder.path + "/cmp/people.csv", encoding: .utf8)
    let english = try String(contentsOfFile: folder.path + "/cmp/people.en.csv", encoding: .utf8)
    #expect(chinese.contains("期初") && !english.contains("期初"))
  }

  /// A district's report names the files that hold rows of its own.
  @Test func aDistrictsReportKeepsToItself() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    _ = try folder.write("other.csv", "姓名,所在团支部,入团年月\n张三,33020402,2018-05\n,,\n合计1人,,\n")
    let added = try Program.run(
      ["import", "--period", "2019-Q2", "other.csv", "--unit", "330204", "--adds", "--fail-on", "never", "-q"],
      in: folder.path)
    #expect(added.status == 0, "\(added.errors)")
    for (unit, isNamed) in [("330203", false), ("330204", true), ("3302", true)] {
      let run = try Program.run(
        ["report", "--period", "2019-Q2", "--unit", unit, "-o", unit, "--outputs", "html", "-q"], in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
      let page = try String(contentsOfFile: folder.path + "/\(unit)/index.html", encoding: .utf8)
      #expect(page.contains("other.csv") == isNamed, "\(unit)")
    }
  }

  @Test func trendSpeaksChinese() throws {
    let folder = try Folder()
    try Self.quarters(in: folder)
    let run = try Program.run(["trend", "--unit", "330203"], in: folder.path)
    #expect(run.status == 0 && !run.output.contains("denominator-") && run.output.contains("缺分母"), "\(run.output)")
  }
}
