// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import Glibc
import Pipeline
import Reports
import TestSupport
import Testing

@testable import Desk

/// The program itself, killed while it takes in, checks and stores: what it said was received is there, and nothing twice.
@Suite(.serialized) struct KillTests {
  /// A server of its own process on a free port.
  final class Server {
    let process = Process()
    let port: Int

    /// - Parameter megabytes: beyond which no file of it can grow; nil sets no limit.
    init(workspace: String, megabytes: Int? = nil) throws {
      let arguments = ["serve", "--listen", "127.0.0.1:0", "--workspace", workspace, "--lang", "en"]
      if let megabytes {
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        // With the signal passed over, writing fails as it does on a full disk.
        let script = "trap '' XFSZ; ulimit -f $1; shift; exec \"$@\""
        process.arguments = ["-c", script, "bash", String(megabytes << 10), BuiltProgram.path] + arguments
      } else {
        process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
        process.arguments = arguments
      }
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

  /// - Returns: the upload of which the desk said that it was received; nil where it did not get to say so.
  private static func handIn(_ file: (name: String, bytes: [UInt8]), _ browser: Browser) async throws -> String? {
    _ = try await browser.get("/hand-in")
    let sent = try await browser.upload("/hand-in", [("period", "2019-Q2")], files: [file])
    guard let path = sent.header("location") else { throw BrowserFailure(reason: "\(sent.status)") }
    while true {
      let page = try await browser.get(path)
      if page.text.contains("Received as #") { return String(path.split(separator: "/")[1]) }
      if page.text.contains("/keep\"") {
        let intent = page.text.firstMatch(of: /<option value="(\d+)"/).map { ["intent": String($0.1)] } ?? [:]
        _ = try await browser.post(path + "/keep", intent)
      } else if !page.text.contains("http-equiv=\"refresh\"") {
        return nil
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Seals the quarter before and opens it again, over and over.
  private static func sealAndOpen(_ browser: Browser) async throws {
    while true {
      _ = try await browser.get("/seal?period=2019-Q1")
      _ = try await browser.post("/seal", ["period": "2019-Q1", "remark": "again"])
      _ = try await browser.get("/seal?period=2019-Q1")
      _ = try await browser.post("/unseal", ["period": "2019-Q1", "reason": "again"])
    }
  }

  static func signedIn(_ name: String, _ port: Int) async throws -> Browser {
    let browser = Browser(port: port)
    _ = try await browser.get("/sign-in")
    _ = try await browser.post("/sign-in", ["name": name, "password": DeskRig.password])
    return browser
  }

  /// Two units hand in and the office seals until the server is killed.
  ///
  /// - Returns: the uploads of which it said that they were received.
  private static func round(_ number: Int, _ units: [String], _ folder: String, after pause: Duration) async throws
    -> [String]
  {
    let server = try Server(workspace: folder + "/workspace")
    let port = server.port
    return try await withThrowingTaskGroup(of: [String].self) { group in
      for (place, unit) in units.enumerated() {
        let file = try roster(unit, number)
        group.addTask {
          guard let browser = try? await signedIn("unit-\(place)", port) else { return [] }
          return ((try? await handIn(file, browser)) ?? nil).map { [$0] } ?? []
        }
      }
      group.addTask {
        guard let browser = try? await signedIn("office", port) else { return [] }
        try? await sealAndOpen(browser)
        return []
      }
      try await Task.sleep(for: pause)
      server.end(SIGKILL)
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  @Test func nothingThatWasReceivedIsLostAndNothingIsThereTwice() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-kill-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try DeskTown.copy(to: folder)
    let (own, other) = try DeskTown.units()
    let store = try Self.store(folder)
    let accounts: [(String, Role, String?)] = [
      ("unit-0", .department, own), ("unit-1", .department, other), ("office", .office, nil),
    ]
    for (name, role, unit) in accounts {
      let account = try store.add(name, role, unit: unit)
      _ = try store.accept(store.invite(account.id), password: PasswordHash(of: DeskRig.password, cost: .slight))
    }
    try store.close()
    let before = try Workspace.open(at: folder + "/workspace").submissions(of: DeskRig.period).count
    var dice = RandomSeed.dice("desk kills")
    let asked = Int(ProcessInfo.processInfo.environment["LEAGUE_CENSUS_DESK_KILLS"] ?? "")
    let kills = asked ?? 4
    var said: [String] = []
    // How long it takes on this machine, now: kills come at every point of it.
    let whole = try await Self.whole(try Self.roster(own, -1), folder)
    // Beside other tests a machine may be so slow that the whole is minutes.
    let longest: Duration = asked == nil ? .seconds(12) : max(.seconds(12), whole * 1.5)
    for number in 0..<kills {
      let pause = min(whole * Double.random(in: 0.05...2.5, using: &dice), longest)
      said += try await Self.round(number, [own, other], folder, after: pause)
    }
    // The next one goes on with what was being stored, and ends when it is told to.
    let server = try Server(workspace: folder + "/workspace")
    let after = try Self.store(folder)
    for _ in 0..<6_000 where try !after.uploads(in: [.checking, .storing]).isEmpty {
      try await Task.sleep(for: .milliseconds(50))
    }
    server.end(SIGTERM)
    #expect(server.process.terminationStatus == 0)
    try Self.look(folder, after, before: before, said: said)
    print("desk kills: \(kills), received \(try after.uploads(in: [.received]).count), said so \(said.count)")
  }

  /// The time from signing in to “received”, of one who hands in alone.
  private static func whole(_ file: (name: String, bytes: [UInt8]), _ folder: String) async throws -> Duration {
    let server = try Server(workspace: folder + "/workspace")
    defer { server.end(SIGTERM) }
    let begun = ContinuousClock.now
    #expect(try await handIn(file, signedIn("unit-0", server.port)) != nil)
    return begun.duration(to: .now)
  }

  private static func look(_ folder: String, _ store: DeskDatabase, before: Int, said: [String]) throws {
    let received = try store.uploads(in: [.received])
    let workspace = try Workspace.open(at: folder + "/workspace")
    let submissions = try workspace.submissions(of: DeskRig.period)
    // Everything of which it said so is there …
    #expect(Set(said).isSubset(of: received.map(\.id)))
    #expect(Set(received.flatMap(\.submissions)).isSubset(of: submissions.map(\.number)))
    // … and nothing twice.
    #expect(Set(received.flatMap(\.submissions)).count == received.count)
    #expect(
      submissions.count == before + received.count && !received.isEmpty,
      "\(submissions.count) \(before) \(received.count)")
    let broken = try VerifyRun(context: DeskRig.context(folder), programVersion: "test").lines()
      .filter { $0.state == .broken }
    #expect(broken.isEmpty, "\(broken)")
    // Every upload that is left is one that its owner can still hand in.
    let left = try FileManager.default.contentsOfDirectory(atPath: folder + "/workspace/desk")
    #expect(Set(left).subtracting(["clear"]) == Set(try store.uploads(in: [.checked, .failed]).map(\.id)))
  }
}
