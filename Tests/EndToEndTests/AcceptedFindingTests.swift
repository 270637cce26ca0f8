// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// 已核实: what somebody looked into counts apart, wherever the row stands, until it lapses, is reopened or changes.
@Suite struct AcceptedFindingTests {
  private final class Office {
    let folder: Folder
    let workspace: String

    init() throws {
      folder = try Folder()
      workspace = folder.path + "/ws"
    }

    func run(_ arguments: String...) throws -> Program.Run { try Program.run(arguments + ["--workspace", workspace]) }

    /// - Parameter rows: name, birth, joining month, branch.
    func send(_ period: String, _ rows: [[String]], as name: String = "名册") throws -> Program.Run {
      try FileManager.default.createDirectory(atPath: folder.path + "/" + period, withIntermediateDirectories: true)
      let tree = try folder.write(
        period + "/组织.csv",
        "团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织\n3302,测试市委,团的领导机关,党政机关,\n330203,甲校团支部,团支部,高中,测试市委\n")
      let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
      let roster = try folder.write(period + "/\(name).csv", "姓名,出生日期,入团年月,所在团支部\n" + text)
      return try run("import", "--period", period, tree, roster)
    }

    func findings(_ arguments: String...) throws -> [[String: Any]] {
      let run = try Program.run(["findings", "list", "--format", "json", "--workspace", workspace] + arguments)
      return try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    }

    func early(_ arguments: [String] = []) throws -> [[String: Any]] {
      let run = try Program.run(["findings", "list", "--format", "json", "--workspace", workspace] + arguments)
      let all = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
      return all.filter { $0["code"] as? String == "member-joined-under-14" }
    }
  }

  /// Two who joined before they were fourteen.
  private static let rows = [
    ["张小红", "2005-03-02", "2018-10", "甲校团支部"], ["李小明", "2003-04-05", "2018-05", "甲校团支部"],
    ["王小强", "2005-06-07", "2018-12", "甲校团支部"],
  ]

  @Test func anAcceptedFindingCountsApartInLaterQuarters() throws {
    let office = try Office()
    _ = try office.send("2019-Q1", Self.rows)
    let found = try office.early()
    #expect(found.count == 2)
    let id = try #require(found.first?["id"] as? String)
    let accepted = try office.run(
      "findings", "accept", id, "--by", "王科长", "--reason", "户口本已核对", "--until", "2019-Q3")
    #expect(accepted.status == 0 && accepted.output.contains("已登记 1 项为已核实"))
    #expect(try office.early().count == 1)
    #expect(try office.early(["--accepted"]).compactMap { $0["id"] as? String } == [id])
    // Another file, another row, another quarter.
    let later = try office.send("2019-Q2", Self.rows.reversed(), as: "二季度名册")
    #expect(later.output.contains("另有 1 项已核实"))
    #expect(try office.early(["--accepted"]).compactMap { $0["id"] as? String } == [id])
    let status = try office.run("status", "--format", "json")
    #expect(status.output.components(separatedBy: "\"accepted\": 1").count == 3)
    // Lapsed.
    _ = try office.send("2019-Q4", Self.rows)
    #expect(try office.early().count == 2)
    #expect(try office.early(["--accepted"]).isEmpty)
    #expect(try office.run("findings").output.contains("2019-09-30 到期"))
    #expect(try office.run("verify").status == 0)
  }

  @Test func anotherValueIsAnotherFinding() throws {
    let office = try Office()
    _ = try office.send("2019-Q1", Self.rows)
    for finding in try office.early() {
      _ = try office.run("findings", "accept", finding["id"] as? String ?? "", "--by", "王", "--reason", "核对")
    }
    #expect(try office.early().isEmpty)
    var rows = Self.rows
    rows[0][2] = "2018-09"
    _ = try office.send("2019-Q1", rows)
    #expect(try office.early().count == 1)
    #expect(try office.early(["--accepted"]).count == 1)
  }

  @Test func oneMoreOfTheSameIsOpen() throws {
    let office = try Office()
    _ = try office.send("2019-Q1", Self.rows)
    let id = try #require(try office.early().first?["id"] as? String)
    _ = try office.run("findings", "accept", id, "--by", "王", "--reason", "核对")
    let reopened = try office.run("findings", "reopen", id, "--by", "王")
    #expect(reopened.status == 0)
    #expect(try office.early().count == 2)
    #expect(try office.run("findings", "reopen", id).status == 2)
    #expect(try office.run("findings", "accept", "0123456789", "--by", "王", "--reason", "x").status == 2)
    #expect(try office.run("findings", "accept", id, "--by", "王", "--reason", " ").status == 64)
    let trail = try office.run("audit")
    #expect(trail.output.contains("核实问题") && trail.output.contains("重新列为问题"))
    #expect(try office.run("verify").status == 0)
  }

  @Test func whatWasAcceptedIsSealedWithThePeriod() throws {
    let office = try Office()
    // Too young for the system, which is an error.
    var rows = Self.rows
    rows[0][2] = "2017-05"
    _ = try office.send("2019-Q1", rows)
    let blocked = try office.run("seal", "--period", "2019-Q1", "--by", "王")
    for finding in try office.findings() where finding["severity"] as? String == "error" {
      _ = try office.run(
        "findings", "accept", finding["id"] as? String ?? "", "--by", "王", "--reason", "电话 13912345678 核对")
    }
    let sealed = try office.run("seal", "--period", "2019-Q1", "--by", "王")
    #expect(blocked.status == 1 && sealed.status == 0, "\(sealed.output)\(sealed.errors)")
    #expect(try office.run("verify").status == 0)
    let before = try office.findings("--accepted")
    #expect(!before.isEmpty && !"\(before)".contains("13912345678"))
    // Reopened later: the sealed period stays as it is.
    _ = try office.run("findings", "reopen", before[0]["id"] as? String ?? "", "--by", "王")
    #expect(try office.findings("--accepted").count == before.count)
    #expect(try office.run("verify").status == 0)
    let report = try office.run("report", "--period", "2019-Q1", "--out", office.folder.path + "/报告")
    #expect(report.status == 0)
    let page = try String(contentsOfFile: office.folder.path + "/报告/findings.html", encoding: .utf8)
    #expect(page.contains("已核实，情况属实") && page.contains("核对（王）"))
  }

  /// What was said of a person goes with the person; what was said of others stays.
  @Test func anErasureTakesWhatWasAcceptedAlong() throws {
    let office = try Office()
    _ = try office.send("2019-Q1", Self.rows)
    for finding in try office.early() {
      _ = try office.run("findings", "accept", finding["id"] as? String ?? "", "--by", "王", "--reason", "核对")
    }
    #expect(try office.early(["--accepted"]).count == 2)
    let erased = try office.run("erase", "--file", "名册.csv", "--row", "2", "--by", "王", "--yes")
    #expect(erased.status == 0, "\(erased.errors)")
    // The same roster comes in anew.
    _ = try office.send("2019-Q2", Self.rows)
    #expect(try office.early().count == 1 && office.early(["--accepted"]).count == 1)
    #expect(try office.run("verify").status == 0)
  }

  /// A new quarter is checked before anything of it is stored: what was accepted and what is known is told all the same.
  @Test func aCheckKnowsWhatWasAcceptedAndWhatIsNew() throws {
    let office = try Office()
    _ = try office.send("2019-Q1", Self.rows)
    let id = try #require(try office.early().first?["id"] as? String)
    _ = try office.run("findings", "accept", id, "--by", "王", "--reason", "核对")
    let more = [["钱新来", "2005-08-07", "2018-12", "甲校团支部"]] + Self.rows.reversed()
    let text = more.map { $0.joined(separator: ",") + "\n" }.joined()
    let path = try office.folder.write("新.csv", "姓名,出生日期,入团年月,所在团支部\n" + text)
    let checked = try office.run("check", "--period", "2019-Q2", "--only-new", "--format", "json", path)
    let lines = checked.output.split(separator: "\n").filter { $0.contains("member-joined-under-14") }
    #expect(lines.count == 2, "\(checked.output)")
    #expect(lines.first?.contains("\"row\": 2") == true && lines.last?.contains("\"accepted\": {\"by\": \"王\"") == true)
    #expect(try office.run("verify").status == 0)
  }
}
