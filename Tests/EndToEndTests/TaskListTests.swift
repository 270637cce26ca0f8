// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A city of two counties with a progress sheet, from files to report.
@Suite struct TaskListTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,本级团组织行政编制数,行政编制实际配备数,本级团组织事业编制数,事业编制实际配备数
    3302,甬市团委,团的领导机关,党政机关,,9,9,0,0
    330203,甲区团委,团的领导机关,党政机关,3302,5,5,0,0
    330205,乙区团委,团的领导机关,党政机关,3302,5,5,0,0
    33020301,甲区东村团支部,团支部,农村,330203,,,,

    """
  private static let progress = """
    任务编号,责任单位,进展状态,完成情况说明,佐证材料,责任人,填报日期,有效期至
    11-volunteer-network,甲区团委,已完成,四级网络建成,甲团〔2019〕12号,王小明,2019-06-20,2019-06-30
    11-volunteer-network,乙区团委,已完成,,乙团〔2019〕3号,李小红,2019-06-20,2019-06-29
    01-study,甲区团委,已完成,,,王小明,2019-06-20,
    01-study,乙区团委,未启动,,,李小红,2019-06-20,
    05-youth-farms,甲区团委,推进中,,月报,王小明,2019-06-20,
    07-exchange-camp,甲区团委,已完成,,合影,王小明,2019-06-20,
    99-nothing,甲区团委,已完成,,合影,王小明,2019-06-20,

    """

  private static let cadres = "姓名,团干所属组织,团内现任职务\n王小明,330203,书记\n"

  private let folder: Folder
  private let here: [String]

  init() throws {
    folder = try Folder()
    here = ["--workspace", folder.path + "/ws"]
    let files = [
      try folder.write("organisations.csv", Self.organisations), try folder.write("progress.csv", Self.progress),
      try folder.write("cadres.csv", Self.cadres),
    ]
    for period in ["2019-Q1", "2019-Q2"] {
      _ = try Program.run(["import", "--period", period, "--fail-on", "never"] + files + here)
    }
  }

  private func objects(_ arguments: [String]) throws -> [[String: Any]] {
    let run = try Program.run(arguments + here)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
  }

  private func verdicts(_ unit: String) throws -> [String: [String: Any]] {
    let all = try objects([
      "assess", "--period", "2019-Q2", "--unit", unit, "--format", "json", "--lang", "en", "--fail-on", "never",
    ])
    #expect(all.count == 121)
    return Dictionary(uniqueKeysWithValues: all.map { ($0["task"] as? String ?? "", $0) })
  }

  @Test func theProgressSheetDecidesWhatRostersCannot() throws {
    let (first, second) = (try verdicts("330203"), try verdicts("330205"))
    func said(_ verdicts: [String: [String: Any]], _ task: String) -> [String?] {
      [verdicts[task]?["verdict"] as? String, verdicts[task]?["reason"] as? String]
    }
    #expect(said(first, "11-volunteer-network") == ["met", nil])
    #expect(said(second, "11-volunteer-network") == ["not-evaluable", "attestation expired"])
    #expect(said(first, "01-study") == ["not-evaluable", "no evidence"])
    #expect(said(second, "01-study") == ["not-met", nil])
    #expect(said(first, "05-youth-farms") == ["partly-met", nil])
    #expect(said(first, "07-exchange-camp") == ["not-applicable", "not owed by this unit"])
    #expect(said(first, "02-media") == ["not-evaluable", "no attestation"])
    let attestation = try #require(first["11-volunteer-network"]?["attestation"] as? [String: Any])
    #expect(attestation["person"] as? String == "王*明" && attestation["validUntil"] as? String == "2019-06-30")
    #expect(attestation["evidence"] as? String == "甲团〔2019〕12号" && attestation["row"] as? Int == 2)
  }

  @Test func theEvidenceOfAnAttestedTaskIsItsProgressRows() throws {
    let run = try Program.run(
      ["evidence", "--period", "2019-Q2", "--task", "11-volunteer-network", "--format", "csv"] + here)
    let lines = run.output.split(separator: "\r\n")
    #expect(run.status == 0 && lines.count == 3 && lines[1].contains("甲团〔2019〕12号") && !lines[1].contains("王小明"))
  }

  @Test func rowsThatCountForNothingAreFindingsWithTheirPlace() throws {
    let file = try folder.write("progress-again.csv", Self.progress)
    let run = try Program.run([
      "check", folder.path + "/organisations.csv", file, "--period", "2019-Q2", "--format", "json", "--lang", "en",
    ])
    #expect(run.status == 1)
    let findings = run.output.split(separator: "\n").map(String.init)
    func places(_ code: String) -> [String] { findings.filter { $0.contains("\"code\": \"\(code)\"") } }
    #expect(places("task-unknown").count == 1 && places("task-unknown")[0].contains("\"row\": 8, \"column\": \"A\""))
    #expect(places("task-not-owed").count == 1 && places("task-not-owed")[0].contains("\"row\": 7, \"column\": \"B\""))
    #expect(places("progress-expired").count == 1 && places("progress-without-evidence").count == 1)
  }

  @Test func aCheckOnTrialBlocksNothing() throws {
    let file = try folder.write("only-organisations.csv", Self.organisations)
    let check = try Program.run(
      ["check", file, folder.path + "/cadres.csv", "--period", "2019-Q2", "--format", "json", "--fail-on", "error"])
    #expect(check.status == 0, "\(check.output)")
    #expect(check.output.contains("\"code\": \"branch-without-cadre\"") && check.output.contains("\"trial\": true"))
    let forecast = try objects(["forecast", "--format", "json"])
    let counts = try #require(forecast.first?["counts"] as? [[String: Any]])
    #expect(counts.map { $0["period"] as? String } == ["2019-Q1", "2019-Q2"])
    #expect(counts.map { $0["findings"] as? Int } == [1, 1])
    #expect(try Program.run(["forecast", "--check", "no-such-check"] + here).status == 2)
    let other = try objects(["forecast", "--check", "progress-expired", "--format", "json"])
    #expect(other.count == 1 && other[0]["trial"] as? Bool == false)
  }

  private func waive(_ task: String, _ unit: String, from: String, until: String) throws -> Program.Run {
    try Program.run(
      [
        "waiver", "add", "--task", task, "--unit", unit, "--reason", "区划调整", "--approver", "市委", "--from", from,
        "--until", until, "--by", "张三",
      ] + here)
  }

  @Test func waiversAreAnOverlayWithScoresBothWays() throws {
    let before = try Program.run(["assess", "--period", "2019-Q2", "--unit", "330205", "--task", "01-study"] + here)
    #expect(before.status == 1)
    #expect(try waive("01-study", "乙区团委", from: "2019-04-01", until: "2019-06-30").status == 0)
    #expect(try waive("01-study", "330203", from: "2019-01-01", until: "2019-06-29").status == 0)
    #expect(try waive("01-study", "330203", from: "2019-07-01", until: "2019-09-30").status == 0)
    for wrong in [
      try waive("01-study", "330205", from: "2019-04-01", until: "2019-06-30"),
      try waive("01-studies", "330205", from: "2019-04-01", until: "2019-06-30"),
      try waive("01-study", "999", from: "2019-04-01", until: "2019-06-30"),
      try waive("01-study", "330205", from: "2019-04-02", until: "2019-04-01"),
    ] {
      #expect(wrong.status == 2 && !wrong.errors.isEmpty && !wrong.errors.contains("⟨"))
    }
    #expect(try waive("01-study", "330205", from: "2019-4-1", until: "2019-06-30").status == 64)

    let listed = try objects(["waiver", "list", "--period", "2019-Q2", "--format", "json"])
    #expect(listed.map { $0["standing"] as? String } == ["expired", "not-yet", "in-force"])
    let second = try verdicts("330205")
    #expect(second["01-study"]?["waived"] as? Bool == true && second["01-study"]?["verdict"] as? String == "not-met")
    let waiver = try #require(second["01-study"]?["waiver"] as? [String: Any])
    #expect(waiver["approver"] as? String == "市委" && waiver["until"] as? String == "2019-06-30")
    #expect(try verdicts("330203")["01-study"]?["waived"] as? Bool == false)
    let after = try Program.run(["assess", "--period", "2019-Q2", "--unit", "330205", "--task", "01-study"] + here)
    #expect(after.status == 0, "a waived task fails no run")
    try scores()
  }

  private func scores() throws {
    let run = try Program.run(
      ["assess", "--period", "2019-Q2", "--unit", "all", "--summary", "--format", "json"] + here)
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let units = try #require(summary["units"] as? [[String: Any]])
    let second = try #require(units.first { $0["unit"] as? String == "330205" })
    #expect(second["attested"] as? Int == 1)
    let computed = try #require(second["computed"] as? Int)
    #expect((second["score"] as? [String: Any])?["judged"] as? Int == computed + 1)
    #expect((second["scoreWithWaivers"] as? [String: Any])?["judged"] as? Int == computed)
    for unit in units {
      let parts = ["computed", "shown", "attested", "notAssessed", "notApplicable"].compactMap { unit[$0] as? Int }
      #expect(parts.reduce(0, +) == 121)
    }
  }

  @Test func theReportShowsAllSixteenActionsAndIsTheSameTwice() throws {
    _ = try waive("01-study", "330205", from: "2019-04-01", until: "2019-06-30")
    _ = try waive("02-media", "330205", from: "2019-01-01", until: "2019-03-31")
    for name in ["one", "two"] {
      let run = try Program.run(["report", "--period", "2019-Q2", "--out", folder.path + "/" + name] + here)
      #expect(run.status == 0, "\(run.errors)")
    }
    let files = FileManager.default.enumerator(atPath: folder.path + "/one")?.compactMap { $0 as? String } ?? []
    #expect(files.contains("coverage.json"))
    for file in files {
      let (one, two) = (folder.path + "/one/" + file, folder.path + "/two/" + file)
      #expect(FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: two), "\(file)")
    }
    let page = try files.filter { $0.hasSuffix(".html") }.sorted().map {
      try String(contentsOfFile: folder.path + "/one/" + $0, encoding: .utf8)
    }.joined()
    for action in 1...16 { #expect(page.contains("id=\"a-\(action)\""), "action \(action)") }
    for text in [
      "王*明", "甲团〔2019〕12号", "已过期，不再有效", "已豁免：区划调整（批准：市委，至2019-06-30）", "无团干团支部", "2019-Q1 1",
      "waivers.yaml 的 SHA-256",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("王小明") && !page.contains("⟨"))
  }
}
