// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// `check` has nothing under any name that an interruption could leave behind.
@Suite(.serialized) struct CheckLeftoverTests {
  @Test func theTemporaryFolderStaysEmptyHoweverItEnds() throws {
    let rig = try Rig(seed: 104, members: 1200)
    let temporary = rig.folder + "/tmp"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    func start() throws -> Process {
      try rig.start(
        ["-c", "TMPDIR='\(temporary)' exec '\(Rig.program)' check '\(rig.rosters(second))' >/dev/null"],
        workspace: rig.folder + "/none", executable: "/bin/bash")
    }
    // SQLite takes the name of its temporary file away before it writes a byte: for a moment an empty one may be seen.
    func leftovers() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: temporary).filter { name in
        var status = stat()
        return !name.hasPrefix("etilqs_") || lstat(temporary + "/" + name, &status) == 0 && status.st_size > 0
      }
    }
    let began = Date()
    let whole = try start()
    var seen: Set<String> = []
    while whole.isRunning {
      seen.formUnion(try leftovers())
      usleep(2_000)
    }
    let seconds = Date().timeIntervalSince(began)
    #expect(rig.end(whole).status <= 1)
    #expect(seen.isEmpty, "named while it ran: \(seen)")
    for signal in [SIGKILL, SIGINT, SIGTERM, SIGHUP] {
      for share in [0.3, 0.6, 0.9] {
        let process = try start()
        usleep(UInt32(seconds * share * 1_000_000))
        Glibc.kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(try leftovers() == [], "signal \(signal) after \(share)")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: rig.folder + "/none"))
  }

  /// Whoever presses Ctrl-C is told what to make of it, and the shell sees a signal.
  @Test func anImportThatIsInterruptedSaysSo() throws {
    let rig = try Rig(seed: 105, members: 20)
    // Both ends are open, so that it waits for more for as long as it lives.
    let process = try rig.start(
      ["-c", "mkfifo '\(rig.folder)/pipe'; exec '\(Rig.program)' import --period \(second) - 0<>'\(rig.folder)/pipe'"],
      workspace: rig.folder + "/ws", executable: "/bin/bash")
    // It listens when it no longer leaves the signal to the system.
    let since = Date()
    while process.isRunning, !Self.ignores(SIGINT, process.processIdentifier), Date().timeIntervalSince(since) < 60 {
      usleep(10_000)
    }
    usleep(200_000)
    Glibc.kill(process.processIdentifier, SIGINT)
    let ended = rig.end(process)
    #expect(process.terminationReason == .uncaughtSignal && ended.status == SIGINT, "\(ended)")
    #expect(ended.errors.contains("stored as a whole or not at all"), "\(ended)")
  }

  private static func ignores(_ signal: Int32, _ process: Int32) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let mask = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }?.split(separator: "\t").last
    return mask.flatMap { UInt64($0, radix: 16) }.map { $0 & 1 << (signal - 1) != 0 } ?? false
  }
}
