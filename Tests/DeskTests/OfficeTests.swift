// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Testing

@testable import Desk

/// The office and those who look: figures to rows, sending back, explanations, waivers, the seal, the trail.
@Suite struct OfficeTests {
  @Test func anInspectorGoesFromAFigureToItsRows() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("looker", .inspector, unit: own)
    let home = try await browser.get("/")
    #expect(home.status == 200)
    let cover = try await browser.get("/report/2019-Q2/cover")
    let link = try #require(cover.text.firstMatch(of: /href="(\/report\/2019-Q2\/units\/[^"#]+)/).map { String($0.1) })
    let unit = try await browser.get(link)
    #expect(unit.status == 200)
    let evidence = try #require(
      unit.text.firstMatch(of: /href="(\/report\/2019-Q2\/evidence\/[^"#]+)/).map { String($0.1) })
    let measures = try await browser.get(evidence)
    let rows = try #require(
      measures.text.matches(of: /href="(\/rows\/[^"]+)"/).map { String($0.1) }.first)
    let page = try await browser.get(rows)
    #expect(page.status == 200)
    let members = try await browser.get("/rows/2019-Q2/\(own)/counted-members")
    #expect(members.text.contains("<tbody>"), "\(members.text.suffix(500))")
    // The whole town has more rows than a page holds.
    let office = try await rig.signedIn("office", .office)
    let root = try DeskTown.whole().code
    let first = try await office.get("/rows/2019-Q2/\(root)/counted-members")
    #expect(first.text.contains("page=2"), "\(first.text.suffix(500))")
    let second = try await office.get("/rows/2019-Q2/\(root)/counted-members?page=2")
    #expect(second.text.contains("page=1"))
    // No ID number in clear.
    #expect(members.text.firstMatch(of: /\d{17}[\dX]/) == nil)
    #expect(try await browser.get("/hand-in").status == 403)
    await rig.close()
  }

  @Test func theOfficeSendsBackAndTheUnitReadsWhy() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let office = try await rig.signedIn("office", .office)
    let department = try await rig.signedIn("haishu", .department, unit: own)
    let number = try #require(
      try rig.desk.workspace.submissions(of: DeskRig.period).first { ($0.unit ?? $0.about) == own }?.number)
    _ = try await office.get("/submissions/\(number)")
    #expect(try await office.post("/submissions/\(number)/reject").status == 400)
    #expect(try await office.post("/submissions/\(number)/reject", ["reason": "pages are missing"]).status == 303)
    #expect(try await department.get("/submissions").text.contains("pages are missing"))
    #expect(try await department.post("/submissions/\(number)/accept").status == 403)
    #expect(try await office.post("/submissions/\(number)/accept", ["reason": "found"]).status == 303)
    let entry = try rig.desk.workspace.auditTrail().first { $0.action == "rejected" }
    #expect(entry?.who == "office" && entry?.detail == "pages are missing")
    let trail = try await office.get("/trail?q=missing")
    #expect(trail.text.contains("pages are missing"))
    #expect(try await office.get("/trail?q=nothingofthekind").text.contains("pages are missing") == false)
    await rig.close()
  }

  @Test func findingsAreLookedIntoAndOpenedAgain() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    let list = try await office.get("/findings")
    guard let id = list.text.firstMatch(of: /name="finding" value="([0-9a-f]+)"/).map({ String($0.1) }) else {
      await rig.close()
      return
    }
    let fields = ["finding": id, "period": "2019-Q2", "reason": "seen in the register"]
    #expect(try await office.post("/findings/accept", fields).status == 303)
    #expect(try await office.get("/findings?show=accepted").text.contains("seen in the register"))
    #expect(try await office.post("/findings/reopen", fields).status == 303)
    #expect(try await office.get("/findings?show=accepted").text.contains("seen in the register") == false)
    await rig.close()
  }

  @Test func whatBlocksIsToldAndASealedPeriodTakesNothing() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    let page = try await office.get("/seal?period=2019-Q1")
    #expect(page.status == 200)
    let answer = try await office.post("/seal", ["period": "2019-Q1", "remark": "first"])
    let version = try rig.desk.workspace.version(of: try #require(.init("2019-Q1")))
    if answer.status == 303 {
      #expect(version?.isSealed == true && version?.sealedBy == "office")
      #expect(try await office.post("/unseal", ["period": "2019-Q1", "reason": "a mistake"]).status == 303)
    } else {
      #expect(answer.status == 409 && answer.text.contains("Cannot be sealed yet"))
      #expect(version?.isSealed == false)
    }
    await rig.close()
  }

  @Test func waiversAreEnteredAndKeptInTheWorkspace() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let office = try await rig.signedIn("office", .office)
    let page = try await office.get("/waivers")
    let task = try #require(page.text.firstMatch(of: /<option value="([^"]+)"/).map { String($0.1) })
    let fields = [
      "task": task, "unit": own, "reason": "flood", "approver": "Wang", "from": "2019-04-01", "until": "2019-09-30",
    ]
    let answer = try await office.post("/waivers", fields)
    #expect(answer.status == 303, "\(answer.text.suffix(500))")
    #expect(try await office.get("/waivers").text.contains("flood"))
    #expect(try await office.post("/waivers", fields).status == 409)
    await rig.close()
  }
}
