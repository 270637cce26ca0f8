// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Testing

@testable import Desk

/// What is assigned, answered with a file and closed; targets, progress and reminders as forms; cells quoted on the page of an
/// upload.
@Suite struct WorkTests {
  @Test func aFindingIsAssignedAnsweredAndClosed() async throws {
    let rig = try await DeskRig()
    let (own, foreign) = try DeskTown.units()
    let office = try await rig.signedIn("office", .office)
    let unit = try await rig.signedIn("haishu", .department, unit: own)
    let other = try await rig.signedIn("other", .department, unit: foreign)
    let list = try await office.get("/findings")
    let link = try #require(list.text.firstMatch(of: /\/work\/new\?period=2019-Q2&amp;finding=([0-9a-f]+)/))
    let form = try await office.get("/work/new?period=2019-Q2&finding=\(link.1)")
    #expect(form.status == 200)
    let fields = [
      "period": "2019-Q2", "subject": String(link.1), "unit": own, "due": "2019-07-31", "text": "see to it",
    ]
    let made = try await office.post("/work", fields)
    let path = try #require(made.header("location"), "\(made.status)")
    // The same once more is not entered twice.
    #expect(try await office.post("/work", fields).status == 409)
    #expect(try await other.get(path).status == 404)
    #expect(try await other.get("/work").text.contains(path) == false)
    let shown = try await unit.get(path)
    #expect(shown.text.contains("see to it") && shown.text.contains("overdue"))
    for query in ["state=open", "overdue=1", "unit=\(own)"] {
      #expect(try await unit.get("/work?\(query)").text.contains(path), "\(query)")
    }
    for query in ["state=closed", "unit=\(foreign)"] {
      #expect(try await unit.get("/work?\(query)").text.contains(path) == false, "\(query)")
    }
    _ = try await unit.get(path)
    let evidence: (name: String, bytes: [UInt8]) = ("minutes.txt", Array("the very minutes".utf8))
    let answer = try await unit.upload(path + "/answer", [("text", "done, see the minutes")], files: [evidence])
    #expect(answer.status == 303, "\(answer.text)")
    let answered = try await office.get(path)
    #expect(answered.text.contains("done, see the minutes") && answered.text.contains("minutes.txt"))
    let hash = try #require(answered.text.firstMatch(of: /\/evidence\/([0-9a-f]{64})/).map { String($0.1) })
    let taken = try await office.get(path + "/evidence/" + hash)
    #expect(taken.bytes == evidence.bytes && taken.header("content-disposition")?.hasPrefix("attachment") == true)
    #expect(try await other.get(path + "/evidence/" + hash).status == 404)
    // Kept encrypted, and nothing of the answer lies about.
    for end in ["", "-wal"] {
      let bytes =
        (try? Data(contentsOf: URL(fileURLWithPath: rig.desk.workspace.directory + "/desk.sqlite" + end))) ?? Data()
      #expect(bytes.range(of: Data("the very minutes".utf8)) == nil)
    }
    #expect(try await unit.post(path + "/close", ["reason": "x"]).status == 403)
    #expect(try await office.post(path + "/accept", ["reason": "seen in the register"]).status == 303)
    #expect(try await office.get("/findings?show=accepted").text.contains("seen in the register"))
    _ = try await unit.get("/account")
    #expect(try await unit.post(path + "/plan", ["due": "2019-08-31"]).status == 409)
    _ = try await office.get(path)
    #expect(try await office.post(path + "/reopen", ["reason": "not so"]).status == 303)
    #expect(try await office.post(path + "/close", ["reason": "done"]).status == 303)
    let trail = try rig.desk.workspace.auditTrail().map(\.action)
    for action in ["work-assigned", "work-answered", "read-evidence", "work-accepted", "work-reopened", "work-closed"] {
      #expect(trail.contains(action), "\(action)")
    }
    await rig.close()
  }

  @Test func aTaskIsAssigned() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let office = try await rig.signedIn("office", .office)
    let form = try await office.get("/work/new?period=2019-Q2")
    let task = try #require(form.text.firstMatch(of: /<option value="([^"]+)"/).map { String($0.1) })
    let made = try await office.post("/work", ["period": "2019-Q2", "subject": task, "unit": own])
    #expect(made.status == 303)
    #expect(try await office.post("/work", ["period": "2019-Q2", "subject": "no such", "unit": own]).status == 404)
    await rig.close()
  }

  @Test func targetsAreKeptInTheWorkspace() async throws {
    let rig = try await DeskRig()
    let office = try await rig.signedIn("office", .office)
    _ = try await office.get("/targets")
    var fields = [
      "indicator": "staffing-rate", "at-least": "95", "from": "2019-01-01", "until": "2019-12-31",
      "document": "No. 1 \"of\" 2019: {x}", "set-by": "office",
    ]
    let answer = try await office.post("/targets", fields)
    #expect(answer.status == 303, "\(answer.text.suffix(400))")
    #expect(try await office.get("/targets").text.contains("≥ 95"))
    let file = try String(contentsOfFile: rig.desk.workspace.directory + "/targets.yaml", encoding: .utf8)
    #expect(file.contains("staffing-rate"))
    #expect(try rig.desk.workspace.auditTrail().contains { $0.action == "target" && $0.who == "office" })
    fields["at-least"] = "9x"
    #expect(try await office.post("/targets", fields).status == 400)
    fields["at-least"] = "95"
    fields["indicator"] = "no-such"
    #expect(try await office.post("/targets", fields).status >= 400)
    #expect(try String(contentsOfFile: rig.desk.workspace.directory + "/targets.yaml", encoding: .utf8) == file)
    await rig.close()
  }

  @Test func progressIsCheckedAndHandedInLikeASheet() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let form = try await browser.get("/progress")
    let task = try #require(form.text.firstMatch(of: /name="task">.*?<option value="([^"]+)"/).map { String($0.1) })
    let state = try #require(form.text.firstMatch(of: /name="state">.*?<option value="([^"]+)"/).map { String($0.1) })
    let fields = [
      ("period", "2019-Q2"), ("task", task), ("state", state), ("description", "done"), ("document", "No. 3"),
      ("person", "王小明"), ("day", "2019-06-20"), ("until", "2019-12-31"),
    ]
    let sent = try await browser.upload("/progress", fields, files: [("minutes.txt", Array("minutes".utf8))])
    let path = try #require(sent.header("location"), "\(sent.status) \(sent.text.suffix(300))")
    let checked = try await HandInTests.settled(path, browser)
    #expect(checked.text.contains("/keep\""), "\(checked.text.suffix(800))")
    let intent = checked.text.contains("value=\"adds\"") ? ["intent": "adds"] : [:]
    #expect(try await browser.post(path + "/keep", intent).status == 303)
    let received = try await HandInTests.settled(path, browser)
    #expect(received.text.contains("Received as #"), "\(received.text.suffix(800))")
    let missing = try await browser.upload("/progress", [("period", "2019-Q2"), ("task", task)], files: [])
    #expect(missing.status == 400)
    await rig.close()
  }

  @Test func remindersAreATextToCopy() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let office = try await rig.signedIn("office", .office)
    #expect(try await office.get("/reminders").text.contains("All of them came in"))
    let owed = ExpectedSheet(unit: own, kind: .explanation, due: nil)
    try rig.desk.workspace.expect([owed], for: DeskRig.period, by: "office")
    let page = try await office.get("/reminders")
    #expect(page.text.contains("have not come in"))
    await rig.close()
  }

  @Test func aCauseQuotesItsCellsWithNeighboursMasked() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let file = try #require(try DeskTown.files(of: own).first { $0.name.contains("团员") })
    let dirty = String(decoding: file.bytes, as: UTF8.self).replacing(">女<", with: ">甲乙<", maxReplacements: 1)
    let name = try #require(dirty.firstMatch(of: />([\u{4E00}-\u{9FFF}]{2,3})<\/Data>.{0,200}?>甲乙</)).output.1
    _ = try await browser.get("/hand-in")
    let sent = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [(file.name, Array(dirty.utf8))])
    let path = try #require(sent.header("location"))
    let page = try await HandInTests.settled(path, browser)
    let extract = try #require(page.text.components(separatedBy: "extract").first { $0.contains(">甲乙<") })
    #expect(extract.contains("class=\"it\"") && extract.contains("•"))
    #expect(!extract.contains(">\(name)<") && page.text.firstMatch(of: /\d{17}[\dX]/) == nil)
    await rig.close()
  }
}
