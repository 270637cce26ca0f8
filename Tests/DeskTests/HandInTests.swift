// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import Glibc
import Intake
import Pipeline
import Reports
import Results
import Testing

@testable import Desk

/// A department hands in: upload, what the check says, marked copy, in or away; what is hostile is refused and leaves nothing.
@Suite struct HandInTests {
  /// Waits until the desk has done what it was asked for.
  static func settled(_ path: String, _ browser: Browser) async throws -> Answer {
    for _ in 0..<600 {
      let answer = try await browser.get(path)
      if !answer.text.contains("http-equiv=\"refresh\"") { return answer }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(reason: "never done: \(path)")
  }

  private static func changed(_ bytes: [UInt8], _ old: String, _ new: String) throws -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let range = text.range(of: old) else { throw BrowserFailure(reason: "no \(old)") }
    return Array(text.replacingCharacters(in: range, with: new).utf8)
  }

  private static func stored(_ rig: DeskRig) throws -> Int {
    try rig.desk.workspace.submissions(of: DeskRig.period).count
  }

  @Test func aRosterIsCheckedCorrectedAndReceived() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let file = try #require(try DeskTown.files(of: own).first { $0.name.contains("团员") })
    let dirty = try Self.changed(file.bytes, ">女<", ">甲<")
    let before = try Self.stored(rig)
    _ = try await browser.get("/hand-in")
    let sent = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [(file.name, dirty)])
    #expect(sent.status == 303, "\(sent.text)")
    let path = try #require(sent.header("location"))
    let result = try await Self.settled(path, browser)
    #expect(result.text.contains("Hand in") && result.text.contains("marked/1"), "\(result.text.suffix(3_000))")
    #expect(try Self.stored(rig) == before)
    // The bytes lie encrypted: nothing of the sheet can be read in the folder.
    let id = String(path.split(separator: "/")[1])
    let files = UploadFiles(desk: rig.desk)
    let sealed = try Data(contentsOf: URL(fileURLWithPath: files.file(id, 1)))
    #expect(sealed.range(of: Data("Workbook".utf8)) == nil && sealed.range(of: Data("<Row".utf8)) == nil)
    #expect(!FileManager.default.fileExists(atPath: rig.desk.folder + "/clear/" + id))

    let marked = try await browser.get(path + "/marked/1")
    #expect(marked.status == 200 && marked.header("content-disposition")?.hasPrefix("attachment") == true)
    #expect(String(decoding: marked.bytes, as: UTF8.self).contains("Workbook"))
    #expect(try rig.desk.workspace.auditTrail().contains { $0.action == "read-marked" && $0.who == "haishu" })

    #expect(try await browser.post(path + "/discard").status == 303)
    #expect(!FileManager.default.fileExists(atPath: files.folder(id)))
    #expect(try await browser.get(path).status == 404)
    #expect(try Self.stored(rig) == before)

    // Corrected: handed in and received.
    _ = try await browser.get("/hand-in")
    let good = try Self.changed(file.bytes, ">女<", ">男<")
    let again = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [(file.name, good)])
    let next = try #require(again.header("location"))
    let checked = try await Self.settled(next, browser)
    #expect(checked.text.contains("Hand in"))
    let intent = checked.text.firstMatch(of: /<option value="(\d+)"/).map { ["intent": String($0.1)] } ?? [:]
    #expect(try await browser.post(next + "/keep", intent).status == 303)
    let received = try await Self.settled(next, browser)
    #expect(received.text.contains("Received as #"), "\(received.text.suffix(2_000))")
    #expect(try Self.stored(rig) == before + 1)
    let last = try #require(try rig.desk.workspace.submissions(of: DeskRig.period).last)
    #expect(last.unit == own && last.by == "haishu" && last.state == .accepted)
    #expect(!FileManager.default.fileExists(atPath: files.folder(String(next.split(separator: "/")[1]))))
    // The form once more stores nothing.
    #expect(try await browser.post(next + "/keep").status == 303)
    #expect(try Self.stored(rig) == before + 1)
    await rig.close()
  }

  @Test func whatIsNoRosterIsToldAndCannotBeHandedIn() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    _ = try await browser.get("/hand-in")
    let names = [
      "<script>alert(1)</script>.xml", "\u{202E}slx.exe", "=cmd|' /C calc'!A0.csv", "../../../../tmp/evil.xlsx",
    ]
    for name in names {
      let sent = try await browser.upload(
        "/hand-in", [("period", "2019-Q2")], files: [(name.replacing("\"", with: "%22"), Array("no roster\r\n".utf8))])
      let path = try #require(sent.header("location"), "\(name): \(sent.status)")
      let result = try await Self.settled(path, browser)
      #expect(!result.text.contains("<script>alert") && !result.text.contains("\u{202E}"), "\(name)")
      #expect(!result.text.contains("/keep\""), "\(name)")
      _ = try await browser.post(path + "/discard")
      _ = try await browser.get("/hand-in")
    }
    #expect(!FileManager.default.fileExists(atPath: "/tmp/evil.xlsx"))
    await rig.close()
  }

  @Test func whatIsTooLargeOrForeignLeavesNothing() async throws {
    let rig = try await DeskRig { settings in
      settings.limits.bytes = 10_000
      settings.limits.files = 2
    }
    let (own, foreign) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let small: (name: String, bytes: [UInt8]) = ("a.csv", Array("a,b\r\n".utf8))
    _ = try await browser.get("/hand-in")
    let period = [("period", "2019-Q2")]
    let large = try await browser.upload("/hand-in", period, files: [("a.xml", [UInt8](repeating: 65, count: 20_000))])
    #expect(large.status == 413)
    #expect(try await browser.upload("/hand-in", period, files: [small, small, small]).status == 413)
    let proof = String(repeating: "0", count: 32)
    #expect(try await browser.upload("/hand-in", period, files: [small], proof: proof).status == 403)
    #expect(try await browser.upload("/hand-in", [("period", "2019")], files: [small]).status == 400)
    #expect(try await browser.upload("/hand-in", period, files: []).status == 400)
    #expect(try await browser.upload("/hand-in", period + [("unit", foreign)], files: [small]).status == 400)
    let cut = "--x\r\nContent-Disposition: form-data; name=\"proof\"\r\n\r\n"
    let answer = try await browser.send(
      "POST", "/hand-in", headers: ["Content-Type": "multipart/form-data; boundary=x"], body: Array(cut.utf8))
    #expect(answer.status == 400)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: rig.desk.folder)) ?? []
    #expect(names.filter { $0 != "clear" }.isEmpty, "\(names)")
    #expect(try rig.desk.store.uploadIDs().isEmpty)
    await rig.close()
  }

  @Test func aConnectionThatBreaksOffLeavesNothing() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let page = try await browser.get("/hand-in")
    let proof = try #require(page.proof)
    let cookie = try #require(await browser.cookies["desk"])
    let head =
      "POST /hand-in HTTP/1.1\r\nHost: 127.0.0.1:\(rig.port)\r\nCookie: desk=\(cookie)\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
    let body =
      "--x\r\nContent-Disposition: form-data; name=\"proof\"\r\n\r\n\(proof)\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.xml\"\r\n\r\nabc"
    let descriptor = try Wire.connect(port: rig.port)
    let bytes = Array((head + body).utf8)
    #expect(Glibc.send(descriptor, bytes, bytes.count, 0) == bytes.count)
    try await Task.sleep(for: .milliseconds(300))
    Glibc.close(descriptor)
    var names: [String] = ["?"]
    for _ in 0..<100 where !names.isEmpty {
      try await Task.sleep(for: .milliseconds(50))
      names = ((try? FileManager.default.contentsOfDirectory(atPath: rig.desk.folder)) ?? []).filter { $0 != "clear" }
    }
    #expect(names.isEmpty)
    #expect(try rig.desk.store.uploadIDs().isEmpty)
    await rig.close()
  }

  /// What was being stored when the server died is stored by the next one, once.
  @Test func aStartGoesOnWhereTheLastOneStopped() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let account = try rig.add("haishu", .department, unit: own)
    let file = try #require(try DeskTown.files(of: own).first { $0.name.contains("团员") })
    let bytes = try Self.changed(file.bytes, ">女<", ">男<")
    let before = try Self.stored(rig)
    let id = UUID().uuidString.lowercased()
    let files = UploadFiles(desk: rig.desk)
    try files.makeFolder(id)
    var sealed = try SealedFile(path: files.file(id, 1), key: rig.desk.key)
    try sealed.write(bytes)
    let kept = Upload.File(number: 1, name: file.name, bytes: bytes.count, sha256: try sealed.finish())
    try rig.desk.store.enter(id, of: account.id, period: "2019-Q2", unit: own, files: [kept])
    _ = try rig.desk.store.move(id, from: .checking, to: .storing, intent: "adds")
    // A stray folder, and a clear copy that a killed check left.
    try PrivateFiles.makeFolder(rig.desk.folder + "/stray")
    try PrivateFiles.makeFolder(rig.desk.folder + "/clear/old")
    try rig.desk.recover()
    for _ in 0..<400 where try rig.desk.store.upload(id)?.state != .received {
      try await Task.sleep(for: .milliseconds(50))
    }
    let number = try #require(try rig.desk.store.upload(id)?.submissions)
    #expect(number.count == 1)
    #expect(try Self.stored(rig) == before + 1)
    let names = try FileManager.default.contentsOfDirectory(atPath: rig.desk.folder)
    #expect(!names.contains("stray") && !names.contains(id))
    // As if it had died between the import and the note of it: the same bytes are the same submission.
    try files.makeFolder(id)
    try SealedFile.write(bytes, to: files.file(id, 1), key: rig.desk.key)
    _ = try rig.desk.store.move(id, from: .received, to: .storing)
    rig.desk.jobs.wake()
    for _ in 0..<400 where try rig.desk.store.upload(id)?.state != .received {
      try await Task.sleep(for: .milliseconds(50))
    }
    #expect(try rig.desk.store.upload(id)?.submissions == number)
    #expect(try Self.stored(rig) == before + 1)
    await rig.close()
  }

  @Test func theTemplateIsThatOfTheUnit() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let browser = try await rig.signedIn("haishu", .department, unit: own)
    let answer = try await browser.get("/template")
    #expect(answer.status == 200 && answer.bytes.starts(with: Array("PK".utf8)))
    await rig.close()
  }
}
