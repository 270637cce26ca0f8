// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A kind of sheet, or a field of one, comes by YAML alone.
@Suite struct NewRosterTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3302,示例市委,团的领导机关,党政机关,
    330203,示例区委,团的领导机关,党政机关,示例市委
    33020302,示例村团支部,团支部,农村,示例区委

    """
  private static let heading = "青年之家名称,等级,启用时间,所属团组织,本季度活动数"

  /// A folder with the pack, a workspace and rosters, and the program in it.
  private struct Town {
    let folder: Folder
    let pack: String

    init(adding more: [String: String] = [:]) throws {
      folder = try Folder()
      pack = try YouthHomePack.write(into: folder.path + "/pack", adding: more)
    }

    func run(_ arguments: String..., language: String = "en") throws -> Program.Run {
      try Program.run(
        arguments + ["--pack", pack],
        environment: ["LEAGUE_CENSUS_WORKSPACE": folder.path + "/ws", "LEAGUE_CENSUS_LANG": language], in: folder.path)
    }

    func hand(_ sheets: [String: String], for period: String) throws -> Program.Run {
      let path = folder.path + "/" + period
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, text) in sheets { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name).csv")) }
      return try run("import", "--period", period, path, "--format", "json")
    }
  }

  @Test func aRosterGoesThroughEverything() throws {
    let town = try Town()
    let check = try town.run("pack", "check", town.pack)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    let homes = [Self.heading, "月湖之家,县级,2018-05,示例区委,6", "示例村之家,镇级,2018-06,示例村团支部,0"]
    let imported = try town.hand(["tree": Self.tree, "homes": homes.joined(separator: "\n")], for: "2019-Q1")
    #expect(imported.output.contains("youth-home-idle"), "\(imported.output)\(imported.errors)")

    let evidence = try town.run(
      "evidence", "--period", "2019-Q1", "--measure", "youth-homes-active-share", "--format", "csv", language: "zh-Hans"
    )
    #expect(evidence.output.split(whereSeparator: \.isNewline).count == 4)
    #expect(evidence.output.contains("月湖之家,县级,2018-05-01,6"), "\(evidence.output)")
    let indicators = try town.run("indicators", "--period", "2019-Q1", "--format", "json")
    #expect(indicators.output.contains(/"youth-homes-active-share"[^}]*"numerator": 1, "denominator": 2/))
    #expect(try town.run("report", "--period", "2019-Q1", "--out", "report").status <= 1)
    func page(_ name: String) throws -> String {
      try String(contentsOfFile: town.folder.path + "/report/\(name).en.html", encoding: .utf8)
    }
    #expect(try page("indicators/youth-homes-active-share").contains("Share of active youth homes"))
    #expect(try page("findings").contains("Youth home without activities"))
    #expect(try town.run("status", language: "zh-Hans").output.contains(/青年之家台账 +2/))
    #expect(try town.run("explain", "youth_home").output.contains("activities this quarter"))
    #expect(try town.run("template", "--kind", "youth-home", "--out", "t.xlsx").status == 0)

    let sealed = try town.run("seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never")
    #expect(sealed.status == 0, "\(sealed.output)\(sealed.errors)")
    let later = [
      Self.heading, "月湖之家,市级,2018-05,示例区委,7", "示例村之家,镇级,2018-06,示例村团支部,2", "新街之家,县级,2019-04,示例区委,1",
    ]
    #expect(try town.hand(["tree": Self.tree, "homes": later.joined(separator: "\n")], for: "2019-Q2").status <= 1)
    #expect(try town.run("compare", "--from", "2019-Q1", "--to", "2019-Q2", "--out", "compare").status <= 1)
    let rows = try town.run(
      "compare", "--from", "2019-Q1", "--to", "2019-Q2", "--rows", "youth-homes-active", "--format", "csv")
    #expect(rows.output.contains("新街之家") && rows.output.contains("示例村之家"), "\(rows.output)\(rows.errors)")
    #expect(rows.output.contains("activities") && !rows.output.contains("月湖之家"))
    let verified = try town.run("verify")
    #expect(verified.status == 0, "\(verified.output)")
    // The base pack alone does not know the sheet, and reads the rest of the periods as before.
    let plain = try Program.run(
      ["indicators", "--period", "2019-Q2"], environment: ["LEAGUE_CENSUS_WORKSPACE": town.folder.path + "/ws"],
      in: town.folder.path)
    #expect(plain.status == 0, "\(plain.errors)")
  }

  private static let field = """
    adds-to: member
    fields:
      blood_donor: {heading: 是否献血, type: flag}
    columns:
      blood_donor: {type: flag, zh-Hans: 是否献过血, en: whether a blood donor}
    """
  private static let members = """
    姓名,身份证号码,入团年月,所在团支部,是否献血
    测甲,330203200405010112,2018-05,示例村团支部,是
    测乙,330203200405020126,2018-05,示例村团支部,

    """

  /// The period that was written without the field stays readable, its members did not change, and the open one gets it.
  @Test func aFieldIsOneFile() throws {
    let town = try Town()
    let without = Self.members.split(separator: "\n").map { $0.split(separator: ",").prefix(4).joined(separator: ",") }
    for period in ["2019-Q1", "2019-Q2"] {
      let sheets = ["tree": Self.tree, "members": without.joined(separator: "\n")]
      #expect(try town.hand(sheets, for: period).status <= 1)
    }
    let more = try Town(adding: ["vocabulary/members-more.yaml": Self.field])
    for (name, text) in ["vocabulary/members-more.yaml": Self.field] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: town.pack + "/" + name))
    }
    #expect(try town.run("evidence", "--period", "2019-Q1", "--measure", "counted-members").status == 0)
    #expect(try town.hand(["members": Self.members], for: "2019-Q2").status <= 1)
    let evidence = try town.run(
      "evidence", "--period", "2019-Q2", "--measure", "counted-members", "--format", "json")
    #expect(evidence.output.contains(#""blood_donor":"1""#), "\(evidence.output)\(evidence.errors)")
    let fields = try town.run(
      "compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", "fields", "--format", "csv")
    #expect(fields.status == 0 && !fields.output.contains("blood_donor"), "\(fields.output)\(fields.errors)")
    // In a workspace of its own from the start.
    #expect(try more.hand(["tree": Self.tree, "members": Self.members], for: "2019-Q1").status <= 1)
    #expect(try more.run("explain", "member", language: "zh-Hans").output.contains("是否献过血"))
    #expect(try town.run("verify").status == 0)
  }
}
