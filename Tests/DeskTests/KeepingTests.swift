// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Glibc
import Pipeline
import Reports
import Results
import TestSupport
import Testing

@testable import Desk

/// Backup and purge while the desk runs; who is slow, and a disk that is full.
@Suite struct KeepingTests {
  @Test func aBackupOfARunningDeskIsRestoredWithItsAccounts() async throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("desk-backups-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: place) }
    let rig = try await DeskRig { $0.backups = place + "/made" }
    let browser = try await rig.signedIn("boss", .administrator)
    let made = try await browser.post("/keeping/backup")
    #expect(made.status == 200 && made.text.contains("Backed up to"), "\(made.text.suffix(400))")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: place + "/made").first)
    let context = CommandContext(
      workspaceDirectory: place + "/restored", pack: try DeskRig.context(rig.folder).pack, language: .english)
    let run = KeepingRun(context: context, by: "tests", programVersion: "test")
    let key = rig.desk.workspace.directory + "/workspace.key"
    _ = try run.restore(run.planRestore(from: place + "/made/" + name, keyFile: key))
    let restored = try Workspace.open(at: place + "/restored")
    let store = try DeskDatabase(path: place + "/restored/" + Workspace.deskFile, key: restored.deskKey())
    #expect(try store.account(named: "boss")?.role == .administrator)
    try store.close()
    #expect(try restored.submissions(of: DeskRig.period) == rig.desk.workspace.submissions(of: DeskRig.period))
    #expect(try VerifyRun(context: context, programVersion: "test").lines().allSatisfy { $0.state != .broken })
    let office = try await rig.signedIn("office", .office)
    #expect(try await office.post("/keeping/backup").status == 403)
    await rig.close()
  }

  @Test func oldQuartersGoWhenTheyAreNamedTwice() async throws {
    let rig = try await DeskRig()
    let browser = try await rig.signedIn("boss", .administrator)
    #expect(try await browser.post("/keeping/purge", ["before": "2019-Q2", "word": "2019-Q1"]).status == 400)
    #expect(try rig.desk.workspace.periods.count == 2)
    let answer = try await browser.post("/keeping/purge", ["before": "2019-Q2", "word": "2019-Q2"])
    #expect(answer.status == 200 && answer.text.contains("1 versions"), "\(answer.text.suffix(400))")
    #expect(try rig.desk.workspace.periods.map(\.description) == ["2019-Q2"])
    #expect(try rig.desk.workspace.firstBreakOfTrail() == nil)
    await rig.close()
  }

  @Test func whoSendsByteByByteIsSentAway() async throws {
    let rig = try await DeskRig(imported: false) { settings in
      settings.limits.formSeconds = 1
      settings.limits.seconds = 1
      settings.idleTimeout = 2
    }
    let browser = try await rig.signedIn("office", .office)
    let cookie = try #require(await browser.cookies["desk"])
    let host = "Host: 127.0.0.1:\(rig.port)\r\nCookie: desk=\(cookie)\r\n"
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nproof="
    let upload = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n"
    let slow = [
      "GET /sign-in HTTP/1.1\r\nHost: 127.0", "POST /language HTTP/1.1\r\n\(host)\(form)",
      "POST /hand-in HTTP/1.1\r\n\(host)\(upload)",
    ]
    // Each of many that never end is let go by itself, and others are served meanwhile.
    let descriptors = try slow.flatMap { head in
      try (0..<20).map { _ in
        let descriptor = try Wire.connect(port: rig.port)
        _ = head.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        return descriptor
      }
    }
    #expect(try await browser.get("/account").status == 200)
    for descriptor in descriptors {
      let end = await Wire.untilClosed(descriptor)
      #expect(end)
    }
    await rig.close()
  }

  /// Files of a server whose disk takes no more: said on the page, nothing kept, and what is small still comes in.
  @Test func aFullDiskIsSaidAndLosesNothing() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-full-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try DeskTown.copy(to: folder)
    let (own, _) = try DeskTown.units()
    let workspace = try Workspace.open(at: folder + "/workspace")
    let store = try DeskDatabase(path: workspace.directory + "/" + Workspace.deskFile, key: workspace.deskKey())
    let account = try store.add("haishu", .department, unit: own)
    _ = try store.accept(store.invite(account.id), password: PasswordHash(of: DeskRig.password, cost: .slight))
    // No file grows beyond 24 MB: so a disk that is full answers.
    let server = try KillTests.Server(workspace: folder + "/workspace", megabytes: 24)
    defer { server.end(SIGKILL) }
    let browser = try await KillTests.signedIn("haishu", server.port)
    _ = try await browser.get("/hand-in")
    let large = [UInt8](repeating: 65, count: 30 << 20)
    let refused = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [("large.csv", large)])
    #expect(refused.status == 409 && refused.text.contains("disk is full"), "\(refused.status)")
    #expect(try store.uploadIDs().isEmpty)
    let left = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/workspace/desk")) ?? []
    #expect(left.filter { $0 != "clear" }.isEmpty, "\(left)")
    let small = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [("a.csv", Array("a,b\r\n".utf8))])
    #expect(small.status == 303)
    try store.close()
  }

  @Test func aDemoThatIsInterruptedLeavesNothing() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-demo-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try PrivateFiles.makeFolder(folder)
    for pause in [300_000, 1_500_000, 3_000_000] as [UInt32] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
      process.arguments = ["serve", "--demo", "--listen", "127.0.0.1:0"]
      process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(pause)
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }
}

extension Wire {
  /// Whether the other side ends a connection, with an answer or without, within some time.
  static func untilClosed(_ descriptor: Int32) async -> Bool {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        var count = recv(descriptor, &buffer, buffer.count, 0)
        while count > 0 { count = recv(descriptor, &buffer, buffer.count, 0) }
        let isClosed = count == 0 || errno == ECONNRESET
        Glibc.close(descriptor)
        continuation.resume(returning: isClosed)
      }
    }
  }
}
