// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Pipeline
import Policy
import Reports
import Results
import TestSupport
import Testing

@Suite(.serialized) struct MishapTests {
  /// Two programs at once, into a workspace that neither finds: one waits for the other.
  @Test func twoImportsAtOnceBothArrive() throws {
    let rig = try Rig(seed: 85)
    for round in 0..<2 {
      let workspace = rig.folder + "/both\(round)"
      let runs = try [first, second].map { period in
        try rig.start(["import", "--period", period.description, rig.rosters(period)], workspace: workspace)
      }
      for run in runs.map(rig.end) { #expect(run.status <= 1, "\(run.errors)") }
      let store = try Workspace.open(at: workspace)
      #expect(try store.periods == [first, second])
      #expect(try store.firstBreakOfTrail() == nil)
    }
    // The same files at once: one stores them, the other finds them stored.
    let workspace = rig.folder + "/same"
    let runs = try (0..<2).map { _ in
      try rig.start(["import", "--period", "2019-Q1", rig.rosters(first)], workspace: workspace)
    }
    for run in runs.map(rig.end) { #expect(run.status <= 1, "\(run.errors)") }
    // As many submissions as one import makes: one for each unit that the files are about.
    let once = rig.folder + "/once"
    try rig.importing(first, into: once)
    let counts = try [workspace, once].map { try Workspace.open(at: $0).submissions(of: first).count }
    #expect(counts[0] == counts[1])
  }

  /// A writer that does not end is named as the reason.
  @Test func aWorkspaceInUseSaysSo() throws {
    let rig = try Rig(seed: 86)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    let holder = try rig.start(
      ["-c", "exec 9<>'\(workspace)/workspace.lock'; flock 9; sleep 60"], workspace: workspace, executable: "/bin/bash")
    usleep(300_000)
    var store = try Workspace.open(at: workspace)
    store.patience = 0.2
    #expect(throws: WorkspaceError("workspace-busy", facts: ["path": workspace])) {
      try store.decide(1, .withdrawn, by: "x", why: "y")
    }
    #expect(try rig.state(of: workspace) == before)
    #expect(try rig.run(["status"], workspace: workspace).status == 0)
    holder.terminate()
    holder.waitUntilExit()
  }

  /// Another program changes a period under the eyes of a reader: what was read and what would be read are of two states.
  @Test func aReaderThatIsOvertakenSaysSo() throws {
    let rig = try Rig(seed: 89)
    let workspace = rig.folder + "/ws"
    try rig.importing(second, into: workspace)
    let database = try Workspace.open(at: workspace).period(second)
    let members = try database.sheets().reduce(0) { $0 + $1.records }
    let correction = try rig.correction()
    let run = try rig.run(["import", "--period", "2019-Q2", correction, "--fail-on", "never"], workspace: workspace)
    #expect(run.status == 0, "\(run.errors)")
    let error = #expect(throws: WorkspaceError.self) { try database.sheets() }
    #expect(error?.isOvertaken == true && error?.facts == ["period": "2019-Q2"])
    #expect(throws: WorkspaceError.self) { try database.findings() }
    let anew = try Workspace.open(at: workspace).period(second)
    #expect(try anew.sheets().reduce(0) { $0 + $1.records } != members)
    // Its own changes overtake nobody: they are read.
    let store = try Workspace.open(at: workspace)
    let last = try #require(try store.submissions(of: second).last { $0.state == .accepted })
    try store.decide(last.number, .withdrawn, by: "x", why: nil)
    _ = try anew.sheets()
  }

  /// Readers, some at once all the time, while an import goes on: each ends well, before it or after it. `make soak` tries it on
  /// a city of 600 000, five a second.
  @Test func readersDuringAnImportEndWell() throws {
    let rig = try Rig(seed: 90)
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/readers.py"
    let process = try rig.start(
      ["python3", script, Rig.program, rig.folder + "/readers", "600", "4"], workspace: "", executable: "/usr/bin/env")
    let run = rig.end(process)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    print(run.output)
  }

  /// A batch that finds another one at work says which process and whose, and writes nothing.
  @Test func aBatchAtWorkIsNamed() throws {
    let rig = try Rig(seed: 92)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    let lock = workspace + "/batch.lock"
    let hold = "exec 9<>'\(lock)'; flock 9; printf '4711 王' >&9; touch '\(lock).held'; exec sleep 60"
    let holder = try rig.start(["-c", hold], workspace: workspace, executable: "/bin/bash")
    while !FileManager.default.fileExists(atPath: lock + ".held") { usleep(20_000) }
    var run = BatchRun(
      context: try rig.context(workspace), plan: try BatchPlan(incoming: rig.folder + "/in", out: rig.folder + "/out"),
      workers: 1, programVersion: "test")
    run.patience = 0.2
    #expect(throws: PipelineError("batch-busy", facts: ["who": "4711 王"])) { try run.run() }
    holder.terminate()
    holder.waitUntilExit()
    #expect(try rig.state(of: workspace) == before)
    #expect(!FileManager.default.fileExists(atPath: rig.folder + "/out"))
  }

  @Test func aFlippedByteIsFoundAndNamed() throws {
    let rig = try Rig(seed: 87)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    #expect(
      try rig.run(["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never"], workspace: workspace).status == 0
    )
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
    let file = workspace + "/periods/2019-Q1.sqlite"
    var bytes = try #require(FileManager.default.contents(atPath: file))
    var dice = RandomSeed.dice("flipped byte")
    let offset = Int.random(in: 100..<bytes.count, using: &dice)
    bytes[offset] ^= 1
    try FileManager.default.removeItem(atPath: file)
    try bytes.write(to: URL(fileURLWithPath: file))
    let verify = try rig.run(["verify"], workspace: workspace)
    #expect(verify.status == 1 && verify.output.contains("BROKEN"), "byte \(offset): \(verify.output)")
    let report = try rig.run(["report", "--period", "2019-Q1", "--out", rig.folder + "/r"], workspace: workspace)
    #expect(report.status == 2, "byte \(offset)")
    #expect(!FileManager.default.fileExists(atPath: rig.folder + "/r/index.html"))
    // Damage that SQLite itself stumbles over is said by whatever opens the file.
    bytes.replaceSubrange(0..<16, with: Data(count: 16))
    try FileManager.default.removeItem(atPath: file)
    try bytes.write(to: URL(fileURLWithPath: file))
    let status = try rig.run(["status"], workspace: workspace)
    #expect(status.status == 2 && status.errors.contains("database"), "\(status.errors)")
  }

  @Test func aClockThatGoesBackwardsIsSaid() throws {
    let rig = try Rig(seed: 88)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    let arguments = ["import", "--period", "2019-Q2", rig.rosters(second)]
    let run = try rig.run(arguments, workspace: workspace, now: "2019-01-01T00:00:00Z")
    #expect(run.status == 2 && run.errors.contains("2019-01-01") && run.errors.contains("2019-07-02"), "\(run.errors)")
    #expect(try rig.state(of: workspace) == before)
    #expect(try rig.run(arguments, workspace: workspace).status <= 1)
  }
}
