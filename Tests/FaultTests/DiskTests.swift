// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Pipeline
import Reports
import Testing

@Suite(.serialized) struct DiskTests {
  /// Disks of all sizes, so that it gets full at different moments: while the workspace is made, while records are written,
  /// while the transaction ends.
  @Test(arguments: [16, 64, 200, 500, 800]) func aFullDiskIsAClearErrorAndNothingIsLost(kilobytes: Int) throws {
    let rig = try Rig(seed: 82, members: 400)
    guard let disk = try SmallDisk(kilobytes: kilobytes) else { return }
    let workspace = disk.path + "/ws"
    let before = try? rig.state(of: workspace)
    let run = try rig.run(["import", "--period", "2019-Q1", rig.rosters(first)], workspace: workspace)
    #expect(run.status == 2, "\(run)")
    #expect(run.errors.contains("disk is full") || run.errors.contains("cannot be written"), "\(run.errors)")
    #expect(!run.errors.contains("Fatal") && !run.errors.contains("⟨"))
    let after = try rig.state(of: workspace)
    #expect(after == before || !after.contains("#1"), "a period is there")
    try disk.remount("size=64m")
    try rig.importing(first, into: workspace)
    #expect(try rig.state(of: workspace).contains("2019-Q1 #1"))
  }

  @Test func aDiskThatGetsFullLaterKeepsWhatIsThere() throws {
    let rig = try Rig(seed: 83, members: 400)
    guard let disk = try SmallDisk(kilobytes: 65_536) else { return }
    let workspace = disk.path + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    // Something else takes the rest.
    let room = 120
    let free = try FileManager.default.attributesOfFileSystem(forPath: disk.path)[.systemFreeSize] as? Int ?? 0
    try Data(count: max(0, free - room * 1024)).write(to: URL(fileURLWithPath: disk.path + "/ballast"))
    #expect(throws: WorkspaceError("workspace-full", facts: ["path": workspace])) {
      try rig.importing(second, into: workspace)
    }
    #expect(try rig.state(of: workspace) == before)
    let seal = SealRun(
      context: try rig.context(workspace), period: first, by: "王", remark: "", blockAt: nil, programVersion: "0")
    #expect(throws: WorkspaceError("workspace-full", facts: ["path": workspace])) { try seal.seal() }
    #expect(try rig.state(of: workspace) == before)
    try FileManager.default.removeItem(atPath: disk.path + "/ballast")
    #expect(try seal.seal().isNew)
    try rig.importing(second, into: workspace)
  }

  /// Root may write wherever permissions say no; a read-only file system stops it too.
  @Test func aReadOnlyFolderIsAClearErrorAndCanBeRead() throws {
    let rig = try Rig(seed: 84)
    guard let disk = try SmallDisk(kilobytes: 65_536) else { return }
    let workspace = disk.path + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    try disk.remount("ro")
    for arguments in [
      ["import", "--period", "2019-Q2", rig.rosters(second)], ["seal", "--period", "2019-Q1", "--by", "x"],
      ["submissions", "withdraw", "1", "--by", "x", "--reason", "y"],
    ] {
      let run = try rig.run(arguments, workspace: workspace)
      #expect(run.status == 2 && run.errors.contains("cannot be written"), "\(arguments): \(run.errors)")
    }
    #expect(try rig.run(["status"], workspace: workspace).status == 0)
    #expect(try rig.state(of: workspace) == before)
    try disk.remount("rw")
    try rig.importing(second, into: workspace)
  }
}
