// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Rules that need a workspace or several sheets to show, with the built program.
@Suite struct CrossSheetRuleTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3302,甬市团委,团的领导机关,党政机关,
    330203,甲区团委,团的领导机关,党政机关,3302
    330205,乙区团委,团的领导机关,党政机关,3302
    33020301,甲区月湖中学2016级1班团支部,毕业生团组织,初中,330203
    33020302,甲区望春中学2019级1班团支部,团支部,普通高中,330203
    33020501,乙区慈城中学2019级1班团支部,团支部,普通高中,330205

    """

  private let folder: Folder
  private let here: [String]

  init() throws {
    folder = try Folder()
    here = ["--workspace", folder.path + "/ws"]
    _ = try folder.write("organisations.csv", Self.organisations)
  }

  private func objects(_ arguments: [String]) throws -> [[String: Any]] {
    let run = try Program.run(arguments + ["--format", "json", "--lang", "en"] + here)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
  }

  /// The findings of an import of files of the folder.
  private func imported(_ names: [String]) throws -> [[String: Any]] {
    let files = names.map { folder.path + "/" + $0 }
    let run = try Program.run(
      ["import", "--period", "2019-Q3", "--format", "json", "--lang", "en", "--fail-on", "never"] + files + here)
    #expect(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }

  @Test func wordsOfNoEvidenceAreNone() throws {
    let words = ["无", "暂无", "待补充", "无锡团发〔2019〕1号"]
    let rows = zip(tasks, words).map { "\($0),甲区团委,已完成,做了,\($1),王小明,2019-09-20,2019-12-31" }
    _ = try folder.write(
      "progress.csv", (["任务编号,责任单位,进展状态,完成情况说明,佐证材料,责任人,填报日期,有效期至"] + rows).joined(separator: "\n") + "\n")
    let findings = try imported(["organisations.csv", "progress.csv"]).filter {
      $0["code"] as? String == "progress-without-evidence"
    }
    #expect(findings.compactMap { $0["row"] as? Int } == [2, 3, 4])
    #expect(findings.allSatisfy { $0["column"] as? String == "E" })
    let verdicts = try objects(["assess", "--period", "2019-Q3", "--unit", "330203", "--fail-on", "never"])
    for (task, isProven) in zip(tasks, [false, false, false, true]) {
      let verdict = try #require(verdicts.first { $0["task"] as? String == task })
      #expect(verdict["verdict"] as? String == (isProven ? "met" : "not-evaluable"), "\(task)")
      #expect(verdict["reason"] as? String == (isProven ? nil : "no evidence"), "\(task)")
    }
  }

  private let tasks = ["01-study", "01-lecturers", "04-showcase", "11-volunteer-network"]

  /// A misspelt unit binds and excuses nobody: it is told with the nearest name, in the quarters in which the entry holds.
  @Test func aTargetOrWaiverOfAnUnknownUnitIsAFinding() throws {
    _ = try Program.run(["init"] + here)
    _ = try folder.write(
      "ws/targets.yaml",
      """
      - {indicator: staffing-rate, units: ["330203", "33020Z"], at-least: "90", from: 2019-01-01, document: d, set-by: s}
      - {indicator: in-post-rate, units: ["甲乙丙丁"], at-least: "90", from: 2020-01-01, document: d, set-by: s}
      """)
    _ = try folder.write(
      "ws/waivers.yaml",
      """
      - {task: 01-study, unit: "33020X", reason: a, approver: b, from: 2019-01-01, until: 2019-12-31}
      - {task: 01-study, unit: "33020Y", reason: a, approver: b, from: 2018-01-01, until: 2018-12-31}
      """)
    let findings = try imported(["organisations.csv"])
    func told(_ code: String) -> [String] {
      findings.filter { $0["code"] as? String == code }.compactMap { $0["message"] as? String }
    }
    #expect(told("target-unit-unknown").count == 1 && told("waiver-unit-unknown").count == 1)
    #expect(told("target-unit-unknown").first?.contains("“33020Z”") == true)
    #expect(told("target-unit-unknown").first?.contains("33020") == true)
    #expect(told("waiver-unit-unknown").first?.contains("“33020X”") == true)
  }

  @Test func aClaimOfAnUnknownUnitIsAFinding() throws {
    _ = try Program.run(["init"] + here)
    _ = try folder.write("ws/claims.yaml", "05-academy: [\"330203\", \"33020\"]\n06-funds: [\"乙区团委\"]\n")
    let findings = try imported(["organisations.csv"]).filter { $0["code"] as? String == "claim-unit-unknown" }
    #expect(findings.count == 1)
    let message = try #require(findings.first?["message"] as? String)
    #expect(message.contains("05-academy") && message.contains("“33020”"))
    // The claim that names a unit holds: it owes the task, and the city does not.
    let owing = try ["330203", "330205", "3302"].map { unit in
      try objects(["assess", "--period", "2019-Q3", "--unit", unit, "--fail-on", "never"])
        .filter { $0["verdict"] as? String != "not-applicable" }.compactMap { $0["task"] as? String }
        .filter { ["05-academy", "06-funds"].contains($0) }
    }
    #expect(owing == [["05-academy"], ["06-funds"], []])
  }

  @Test func graduatesOnAThirdRosterAreFound() throws {
    let (school, target, other) = ("甲区月湖中学2016级1班团支部", "甲区望春中学2019级1班团支部", "乙区慈城中学2019级1班团支部")
    // Arrived where the transfer went; never left the old school; on a third roster; on no roster.
    let people = [
      ("王一", "33020320000312001X", target), ("王二", "330203200004130025", school), ("王三", "330203200005140030", other),
      ("王四", "330203200006150046", ""),
    ]
    _ = try folder.write(
      "members.csv",
      people.filter { !$0.2.isEmpty }.reduce("姓名,身份证号码,入团年月,所在团支部\n") { $0 + "\($1.0),\($1.1),2015-05,\($1.2)\n" })
    _ = try folder.write(
      "transfers.csv",
      people.reduce("姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期\n") {
        $0 + "\($1.0),\($1.1),接转成功,\(school),\(target),2019-09-03,2019-09-04\n"
      })
    _ = try folder.write(
      "graduates.csv", people.reduce("姓名,身份证号码,毕业团支部,毕业去向\n") { $0 + "\($1.0),\($1.1),\(school),升学\n" })
    _ = try imported(["organisations.csv", "members.csv", "transfers.csv", "graduates.csv"])
    let figures = try objects(["transitions", "--period", "2019-Q3", "--which", "school"])
    func count(_ measure: String) -> Int? { figures.first { $0["measure"] as? String == measure }?["count"] as? Int }
    let gaps = [
      "graduates-arrived", "graduates-still-here", "graduates-on-another-roster", "graduates-not-received",
      "graduates-held-twice",
    ]
    #expect(gaps.map(count) == [1, 1, 1, 1, 0])
    let list = try Program.run(
      ["evidence", "--period", "2019-Q3", "--measure", "graduates-on-another-roster", "--format", "csv"] + here)
    let lines = list.output.split(separator: "\r\n")
    #expect(list.status == 0 && lines.count == 2 && lines[1].contains("graduates.csv") && lines[1].contains("王*"))
  }
}
