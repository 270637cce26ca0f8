// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Testing

@testable import Desk

/// Tables to take along: as many rows as the page speaks of, of one's own units alone, and gone when their time is over.
@Suite struct DownloadTests {
  @Test func everyTableComesAsCSVAndXLSX() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    for table in DeskTable.allCases where !table.isLong {
      let csv = try await office.get("/tables/\(table.rawValue)?format=csv&period=2019-Q2")
      #expect(csv.status == 200 && csv.bytes.starts(with: [0xEF, 0xBB, 0xBF]), "\(table)")
      #expect(csv.header("content-disposition")?.contains(table.rawValue) == true, "\(table)")
      let xlsx = try await office.get("/tables/\(table.rawValue)?format=xlsx&period=2019-Q2")
      #expect(xlsx.status == 200 && xlsx.bytes.starts(with: Array("PK".utf8)), "\(table)")
    }
    #expect(try await office.get("/tables/rows?format=csv").status == 404)
    #expect(try await office.get("/tables/findings?format=exe").status == 400)
    #expect(try await office.get("/tables/findings?period=1999-Q1").status == 404)
    for path in ["/findings", "/submissions", "/explanations", "/waivers", "/trail", "/report/2019-Q2/cover"] {
      #expect(try await office.get(path).text.contains("/tables/"), "\(path)")
    }
    await rig.close()
  }

  @Test func aUnitTakesItsOwnAlone() async throws {
    let rig = try await DeskRig()
    let (own, foreign) = try DeskTown.units()
    let name = try #require(
      try rig.desk.workspace.period(DeskRig.period).organisationTree().nodes.first { $0.code == foreign }?.name)
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    for table in DeskTable.allCases where table.roles.contains(.department) && !table.isLong {
      let answer = try await browser.get("/tables/\(table.rawValue)?period=2019-Q2")
      #expect(answer.status == 200 && !answer.text.contains(name), "\(table)")
      let theirs = try await browser.get("/tables/\(table.rawValue)?period=2019-Q2&unit=\(foreign)")
      #expect(theirs.status == 404, "\(table)")
    }
    #expect(try await browser.get("/tables/trail").status == 403)
    #expect(try await browser.get("/tables/waivers").status == 403)
    _ = try await browser.get("/account")
    let fields = ["table": "rows", "period": "2019-Q2", "measure": "counted-members", "format": "csv"]
    #expect(try await browser.post("/downloads", fields.merging(["unit": foreign]) { $1 }).status == 404)
    await rig.close()
  }

  @Test func longTablesAreMadeInTheBackground() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    let root = try DeskTown.whole().code
    let page = try await office.get("/rows/2019-Q2/\(root)/counted-members")
    #expect(page.text.contains("action=\"/downloads\""))
    let fields = ["table": "rows", "period": "2019-Q2", "unit": root, "measure": "counted-members", "format": "csv"]
    let asked = try await office.post("/downloads", fields)
    let path = try #require(asked.header("location"), "\(asked.status)")
    var answer = try await office.get(path)
    for _ in 0..<600 where answer.text.contains("http-equiv=\"refresh\"") {
      try await Task.sleep(for: .milliseconds(50))
      answer = try await office.get(path)
    }
    let file = try await office.get(path + "/file")
    #expect(file.status == 200)
    // As many rows as all pages have.
    var rows = 0
    for number in 1...40 {
      let shown = try await office.get("/rows/2019-Q2/\(root)/counted-members?page=\(number)").text
      rows += shown.components(separatedBy: "<tr>").count - 2
      if !shown.contains("page=\(number + 1)") { break }
    }
    #expect(file.text.components(separatedBy: "\r\n").count - 2 == rows, "\(rows)")
    #expect(file.text.firstMatch(of: /\d{17}[\dX]/) == nil)
    // Encrypted where it lies; another account has no such file; it goes when it is discarded.
    let id = String(path.split(separator: "/")[1])
    let lying = try Data(contentsOf: URL(fileURLWithPath: UploadFiles(desk: rig.desk).file(id, 1)))
    #expect(lying.range(of: Data("330".utf8) + Data(root.utf8)) == nil && lying.starts(with: Data("LCDESK1".utf8)))
    let other = try await rig.signedIn("second", .office)
    #expect(try await other.get(path + "/file").status == 404)
    #expect(try await office.post(path + "/discard").status == 303)
    #expect(!FileManager.default.fileExists(atPath: UploadFiles(desk: rig.desk).folder(id)))
    #expect(try await office.get(path).status == 404)
    await rig.close()
  }
}
