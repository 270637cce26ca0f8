// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import Glibc
import Pipeline
import TestSupport
import Testing

@testable import Desk

/// The program itself, killed while it takes in, checks and stores: what it said was received is there, and nothing twice.
@Suite(.serialized) struct KillTests {
  /// A server of its own process on a free port.
  private final class Server {
    let process = Process()
    let port: Int

    init(workspace: String) throws {
      process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
      process.arguments = ["serve", "--listen", "127.0.0.1:0", "--workspace", workspace, "--lang", "en"]
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardError = FileHandle.nullDevice
      try process.run()
      var line = ""
      while !line.contains("\n") {
        let more = pipe.fileHandleForReading.availableData
        guard !more.isEmpty else { throw BrowserFailure(reason: "the desk did not open: \(line)") }
        line += String(decoding: more, as: UTF8.self)
      }
      guard let port = line.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap({ Int($0.1) }) else {
        throw BrowserFailure(reason: line)
      }
      self.port = port
    }

    func end(_ signal: Int32) {
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
    }
  }

  private static func store(_ folder: String) throws -> DeskDatabase {
    let workspace = try Workspace.open(at: folder + "/workspace")
    return try DeskDatabase(path: workspace.directory + "/" + Workspace.deskFile, key: workspace.deskKey())
  }

  /// The roster with another telephone number or name in it: other bytes, the same people.
  private static func roster(_ unit: String, _ number: Int) throws -> (name: String, bytes: [UInt8]) {
    let file = try #require(try DeskTown.files(of: unit).first { $0.name.contains("团员") })
    let text = String(decoding: file.bytes, as: UTF8.self)
    return (file.name, Array((text + "<!-- \(number) -->").utf8))
  }

  /// - Returns: whether the desk said that it was received.
  private static func handIn(_ file: (name: String, bytes: [UInt8]), _ browser: Browser) async throws -> Bool {
    _ = try await browser.get("/hand-in")
    let sent = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [file])
    guard let path = sent.header("location") else { throw BrowserFailure(reason: "\(sent.status)") }
    while true {
      let page = try await browser.get(path)
      if page.text.contains("Received as #") { return true }
      if page.text.contains("/keep\"") {
        let intent = page.text.firstMatch(of: /<option value="(\d+)"/).map { ["intent": String($0.1)] } ?? [:]
        _ = try await browser.post(path + "/keep", intent)
      } else if !page.text.contains("http-equiv=\"refresh\"") {
        return false
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  @Test func nothingThatWasReceivedIsLostAndNothingIsThereTwice() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-kill-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try DeskTown.copy(to: folder)
    let (own, _) = try DeskTown.units()
    let store = try Self.store(folder)
    let account = try store.add("haishu", .department, unit: own)
    _ = try store.accept(store.invite(account.id), password: PasswordHash(of: DeskRig.password, cost: .slight))
    try store.close()
    let before = try Workspace.open(at: folder + "/workspace").submissions(of: DeskRig.period).count
    var dice = RandomSeed.dice("desk kills")
    let kills = Int(ProcessInfo.processInfo.environment["DESK_KILLS"] ?? "") ?? 6
    var said = 0
    for number in 0..<kills {
      let server = try Server(workspace: folder + "/workspace")
      let browser = Browser(port: server.port)
      _ = try await browser.get("/sign-in")
      _ = try await browser.post("/sign-in", ["name": "haishu", "password": DeskRig.password])
      let file = try Self.roster(own, number)
      let handing = Task { (try? await Self.handIn(file, browser)) ?? false }
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...2_500, using: &dice)))
      server.end(SIGKILL)
      if await handing.value { said += 1 }
    }
    // The next one goes on with what was being stored, and ends when it is told to.
    let server = try Server(workspace: folder + "/workspace")
    let after = try Self.store(folder)
    for _ in 0..<600 where try !after.uploads(in: [.checking, .storing]).isEmpty {
      try await Task.sleep(for: .milliseconds(50))
    }
    server.end(SIGTERM)
    #expect(server.process.terminationStatus == 0)
    let received = try after.uploads(in: [.received])
    let workspace = try Workspace.open(at: folder + "/workspace")
    let submissions = try workspace.submissions(of: DeskRig.period)
    #expect(received.count >= said)
    #expect(Set(received.flatMap(\.submissions)).count == received.count)
    #expect(submissions.count == before + received.count, "\(submissions.count) \(before) \(received.count)")
    #expect(try workspace.faultOfTrail() == nil)
    // Every upload that is left is one that its owner can still hand in.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/workspace/desk")
    #expect(Set(left).subtracting(["clear"]) == Set(try after.uploads(in: [.checked, .failed]).map(\.id)))
    print("desk kills: \(kills), received \(received.count), said so \(said)")
  }
}
