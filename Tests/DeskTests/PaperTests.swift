// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Policy
import Testing

@testable import Desk

/// Papers of the desk: what each role may have, of which units, and that they are what they are called.
@Suite struct PaperTests {
  /// Asks for a paper and waits until it is made.
  private static func made(_ fields: [String: String], _ browser: Browser) async throws -> (page: Answer, path: String)
  {
    _ = try await browser.get("/papers")
    let asked = try await browser.post("/papers", fields.merging(["period": "2019-Q2"]) { own, _ in own })
    let path = try #require(asked.header("location"), "\(fields): \(asked.status)")
    var answer = try await browser.get(path)
    for _ in 0..<1_200 where answer.text.contains("http-equiv=\"refresh\"") {
      try await Task.sleep(for: .milliseconds(100))
      answer = try await browser.get(path)
    }
    return (answer, path)
  }

  private static func unzipped(_ bytes: [UInt8], _ part: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("paper-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    let script = "import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())"
    let names = "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist(), sep='\\n')"
    process.arguments = ["-X", "utf8", "-c", part.isEmpty ? names : script, file.path, part]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }

  @Test func theOfficeHasAllOfThem() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    let root = try DeskTown.whole().code
    for paper in DeskPaper.allCases {
      let (page, path) = try await Self.made(["paper": paper.rawValue, "unit": root], office)
      #expect(page.text.contains("/file\""), "\(paper): \(page.text.suffix(400))")
      let file = try await office.get(path + "/file")
      #expect(file.status == 200 && file.bytes.starts(with: Array("PK".utf8)), "\(paper)")
      let names = try Self.unzipped(file.bytes, "")
      let sign = [
        .all: ".docx\n", .notice: ".docx\n", .bulletin: "word/document.xml", .comparison: "word/document.xml",
      ][paper]
      #expect(names.contains(sign ?? "xl/workbook.xml"), "\(paper): \(names)")
    }
    #expect(
      try await office.get("/papers").text.components(separatedBy: "/downloads/").count > DeskPaper.allCases.count)
    await rig.close()
  }

  @Test func aUnitHasItsOwnNoticeAndLedgerAlone() async throws {
    let rig = try await DeskRig()
    let (own, foreign) = try DeskTown.units()
    for role in [Role.department, .inspector] {
      let browser = try await rig.signedIn("\(role)", role, unit: own)
      let page = try await browser.get("/papers")
      #expect(!page.text.contains(foreign) && !page.text.contains("value=\"bulletin\""), "\(role)")
      for paper in DeskPaper.allCases {
        _ = try await browser.get("/papers")
        let fields = ["paper": paper.rawValue, "period": "2019-Q2", "unit": foreign]
        let answer = try await browser.post("/papers", fields)
        #expect(answer.status == (paper.roles.contains(role) ? 404 : 403), "\(role) \(paper)")
      }
      let (made, path) = try await Self.made(["paper": "ledger"], browser)
      #expect(made.text.contains("/file\""), "\(role): \(made.text.suffix(400))")
      let file = try await browser.get(path + "/file")
      #expect(file.header("content-disposition")?.contains(own) == true, "\(file.headers)")
      #expect(try Self.unzipped(file.bytes, "xl/worksheets/sheet1.xml").contains(own))
    }
    #expect(try await Browser(port: rig.port).get("/papers").header("location") == "/sign-in")
    await rig.close()
  }

  @Test func theAdministratorHasPapersAndNoTables() async throws {
    let rig = try await DeskRig()
    let browser = try await rig.signedIn("root", .administrator)
    let (made, path) = try await Self.made(["paper": "bulletin"], browser)
    #expect(made.text.contains("/file\""))
    #expect(try await browser.get(path + "/file").status == 200)
    _ = try await browser.get("/account")
    #expect(try await browser.post("/downloads", ["table": "rows", "period": "2019-Q2"]).status == 403)
    #expect(try await browser.get("/letterhead").status == 403)
    await rig.close()
  }

  @Test func theLetterheadStandsOnPapers() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    _ = try await office.get("/letterhead")
    let fields = ["office": "共青团示例市委员会文件", "number": "示团〔2019〕12号: \"x\"", "date": "2019-07-08"]
    let kept = try await office.post("/letterhead", fields)
    #expect(kept.status == 200 && kept.text.contains("共青团示例市委员会文件"))
    let head = try Letterhead(workspace: rig.desk.workspace.directory)
    #expect(head.number == "示团〔2019〕12号: \"x\"" && head.date == CalendarDay(year: 2019, month: 7, day: 8))
    #expect(head.contact == nil)
    let (_, path) = try await Self.made(["paper": "bulletin"], office)
    let text = try Self.unzipped(try await office.get(path + "/file").bytes, "word/document.xml")
    #expect(text.contains("共青团示例市委员会文件") && text.contains("2019年7月8日"))
    for wrong in [["office": "a\nb"], ["date": "2019-13-01"], ["contact": String(repeating: "x", count: 201)]] {
      _ = try await office.get("/letterhead")
      #expect(try await office.post("/letterhead", wrong).status == 400, "\(wrong)")
    }
    #expect(try await office.get("/trail").text.contains("change letterhead"))
    await rig.close()
  }

  @Test func whatHasNothingToSaySaysSo() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    // Of the first quarter there is none before it.
    let (page, path) = try await Self.made(["paper": "comparison", "period": "2019-Q1"], office)
    #expect(page.text.contains("There is nothing to say"), "\(page.text.suffix(400))")
    #expect(try await office.get(path + "/file").status == 404)
    for wrong in [["size": "0"], ["size": "5000"], ["seed": "-1"], ["seed": "x"]] {
      _ = try await office.get("/papers")
      let fields = ["paper": "sample", "period": "2019-Q2"].merging(wrong) { $1 }
      #expect(try await office.post("/papers", fields).status == 400, "\(wrong)")
    }
    _ = try await office.get("/papers")
    #expect(try await office.post("/papers", ["paper": "bulletin", "period": "1999-Q1"]).status == 404)
    #expect(try await office.post("/papers", ["paper": "bulletin", "period": "2019-Q2", "unit": "1"]).status == 404)
    await rig.close()
  }
}
