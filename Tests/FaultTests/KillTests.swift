// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Glibc
import Pipeline
import Testing

/// `kill -9` at random moments. `LEAGUE_CENSUS_KILLS` says how many in all (12 by default), `LEAGUE_CENSUS_SEED` which.
@Suite(.serialized) struct KillTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let kills = environment["LEAGUE_CENSUS_KILLS"].flatMap { Int($0) } ?? 12
  static let seed = environment["LEAGUE_CENSUS_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0 ... .max)

  /// SplitMix64: the moments are the same for the same seed.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  /// A job that is killed: on a copy of `workspace`, by the built program; `again` is the next run.
  private struct Job {
    var name: String
    var workspace: String
    var arguments: [String]
    var again: (String) throws -> Void
    /// A batch commits unit by unit: it may stop between two of them.
    var hasSteps = false
  }

  @Test func nothingIsHalfDone() throws {
    let rig = try Rig(seed: 81)
    let jobs = try self.jobs(rig)
    var dice = Dice(state: Self.seed)
    print("kills: \(Self.kills), seed \(Self.seed)")
    for (index, job) in jobs.enumerated() {
      let count = Self.kills / jobs.count + (index < Self.kills % jobs.count ? 1 : 0)
      try kill(job, times: count, rig, &dice)
    }
  }

  private func jobs(_ rig: Rig) throws -> [Job] {
    let (empty, full) = (rig.folder + "/empty", rig.folder + "/full")
    for period in [first, second] { try rig.importing(period, into: full) }
    let correction = try rig.correction()
    let plan = rig.folder + "/plan.yaml"
    try "incoming: in\nout: reports\nperiods: [2019-Q1]\noutputs: [json]\n"
      .write(toFile: plan, atomically: true, encoding: .utf8)
    let seal = ["seal", "--period", "2019-Q1", "--by", "王", "--block-at", "never"]
    let batch = ["batch", plan, "--workers", "1"]
    return [
      Job(name: "first import", workspace: empty, arguments: ["import", "--period", "2019-Q2", rig.rosters(second)]) {
        try rig.importing(second, into: $0)
      },
      Job(name: "correction", workspace: full, arguments: ["import", "--period", "2019-Q2", correction]) {
        _ = try ImportRun(desk: rig.desk($0), period: second).run([correction])
      },
      Job(
        name: "seal", workspace: full,
        arguments: seal
      ) {
        // A sealed period holds the version of the program: only the program itself comes to the same end.
        let run = try rig.start(seal, workspace: $0)
        #expect(rig.end(run).status <= 1)
      },
      Job(
        name: "batch", workspace: empty, arguments: batch,
        again: { workspace in
          let run = try rig.start(batch + ["--quiet"], workspace: workspace)
          #expect(rig.end(run).status <= 1)
        }, hasSteps: true),
    ]
  }

  private func kill(_ job: Job, times: Int, _ rig: Rig, _ dice: inout Dice) throws {
    let before = try rig.state(of: job.workspace)
    let done = try rig.copy(job.workspace, as: "done")
    let start = Date()
    let run = try rig.run(job.arguments, workspace: done)
    let seconds = Date().timeIntervalSince(start)
    #expect(run.status <= 1, "\(job.name): \(run.errors)")
    let after = try rig.state(of: done)
    let files = rig.files(of: done)
    #expect(before != after)
    var counts = (before: 0, between: 0, after: 0)
    for _ in 0..<times {
      let workspace = try rig.copy(job.workspace, as: "killed")
      let wait = Double.random(in: 0...(seconds * 1.05), using: &dice)
      let process = try rig.start(job.arguments, workspace: workspace)
      usleep(UInt32(wait * 1_000_000))
      Glibc.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let state = try rig.state(of: workspace)
      let isWhole = state == before || state == after
      #expect(isWhole || job.hasSteps, "\(job.name) killed after \(wait) s is half done")
      if state == before {
        counts.before += 1
      } else if state == after {
        counts.after += 1
      } else {
        counts.between += 1
      }
      try job.again(workspace)
      #expect(try rig.state(of: workspace) == after, "\(job.name) killed after \(wait) s, then run again")
      #expect(rig.files(of: workspace) == files, "\(job.name) killed after \(wait) s leaves files behind")
    }
    print("\(job.name): \(times) kills within \(seconds) s: \(counts)")
  }
}
