// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Glibc
import Pipeline
import TestSupport
import Testing

/// `kill -9` at random moments, one verb after the other. `LEAGUE_CENSUS_KILLS` says how many in all, `LEAGUE_CENSUS_SEED`
/// which moments, `LEAGUE_CENSUS_KILL_SECONDS` after how long no new one is begun, `LEAGUE_CENSUS_KILL_VERBS` which verbs
/// alone (`erase,purge`).
@Suite(.serialized) struct KillTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let kills = environment["LEAGUE_CENSUS_KILLS"].flatMap { Int($0) } ?? 14
  static let seconds = environment["LEAGUE_CENSUS_KILL_SECONDS"].flatMap { Double($0) } ?? .infinity
  static let seed = RandomSeed.of("kills")

  @Test func nothingIsHalfDone() throws {
    let rig = try Rig(seed: 81)
    var dice = SeededDice(state: Self.seed)
    print("kills: at most \(Self.kills), seed \(Self.seed)")
    let start = Date()
    let verbs = Self.environment["LEAGUE_CENSUS_KILL_VERBS"]?.split(separator: ",").map(String.init)
    let wanted = try KillJob.all(rig).filter { verbs?.contains($0.name) ?? true }
    try #require(!wanted.isEmpty)
    let jobs = try wanted.map { try Trial(job: $0, rig) }
    var done = 0
    while done < Self.kills, Date().timeIntervalSince(start) < Self.seconds {
      try kill(jobs[done % jobs.count], rig, &dice)
      done += 1
    }
    for trial in jobs { print("\(trial.job.name): \(trial.counts) within \(trial.seconds) s") }
    print("kills: \(done), seed \(Self.seed)")
  }

  /// A job with what is to be seen before it and after it.
  private final class Trial {
    let job: KillJob
    let before: String
    let after: String
    let files: [String]
    let output: [String]
    let seconds: Double
    var counts = ["before": 0, "between": 0, "after": 0]

    init(job: KillJob, _ rig: Rig) throws {
      self.job = job
      before = try rig.state(of: job.workspace)
      let done = try rig.copy(job.workspace, as: "done")
      KillJob.clear(done)
      let start = Date()
      let run = try rig.run(job.arguments(done), workspace: done)
      seconds = Date().timeIntervalSince(start)
      #expect(run.status <= 1, "\(job.name): \(run.errors)")
      after = try rig.state(of: done)
      files = rig.files(of: done)
      output = rig.files(of: done + KillJob.output)
      #expect((before != after) == job.changes, "\(job.name)")
      #expect(job.changes || !output.isEmpty, "\(job.name) gives nothing")
    }
  }

  private func kill(_ trial: Trial, _ rig: Rig, _ dice: inout SeededDice) throws {
    let job = trial.job
    let workspace = try rig.copy(job.workspace, as: "killed")
    KillJob.clear(workspace)
    let wait = Double.random(in: 0...(trial.seconds * 1.05), using: &dice)
    let process = try rig.start(job.arguments(workspace), workspace: workspace)
    usleep(UInt32(wait * 1_000_000))
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let state = try rig.state(of: workspace)
    let isWhole = state == trial.before || state == trial.after
    #expect(isWhole || job.hasSteps, "\(job.name) killed after \(wait) s is half done")
    trial.counts[state == trial.before ? "before" : state == trial.after ? "after" : "between", default: 0] += 1
    if job.isRunAgain(state == trial.after) {
      let again = try rig.run(job.arguments(workspace), workspace: workspace)
      #expect(again.status <= 1 || state == trial.after, "\(job.name) killed after \(wait) s: \(again.errors)")
    }
    let end = Set(try rig.state(of: workspace).split(separator: "\n"))
    let other = end.symmetricDifference(trial.after.split(separator: "\n")).sorted()
    #expect(other == [], "\(job.name) killed after \(wait) s, then run again")
    let differing = Set(rig.files(of: workspace)).symmetricDifference(trial.files).sorted()
    #expect(differing == [], "\(job.name) killed after \(wait) s leaves files behind, or takes too many")
    #expect(rig.files(of: workspace + KillJob.output) == trial.output, "\(job.name) killed after \(wait) s")
    let leftovers = [".restoring", KillJob.output + ".new"].filter {
      FileManager.default.fileExists(atPath: workspace + $0)
    }
    #expect(leftovers == [], "\(job.name) killed after \(wait) s")
    if job.isVerified { #expect(try rig.run(["verify"], workspace: workspace).status == 0, "\(job.name), \(wait) s") }
  }
}

/// A verb that is killed: on a copy of `workspace`, by the built program.
struct KillJob {
  /// Where a verb writes that changes no workspace: beside it.
  static let output = "-out"

  var name: String
  var workspace: String
  var arguments: (String) -> [String]
  /// Whether the workspace is another afterwards; else something is written to the output.
  var changes = true
  /// Whether it commits step by step: it may stop between two of them.
  var hasSteps = false
  /// Whether it must not be run again once it is done: it would do something else.
  var isOnce = false
  var isVerified = true

  func isRunAgain(_ isDone: Bool) -> Bool { !isDone || !isOnce }

  static func clear(_ workspace: String) {
    for suffix in [output, output + ".new", ".restoring", ".replaced-1", ".replaced-2"] {
      try? FileManager.default.removeItem(atPath: workspace + suffix)
    }
  }

  static func all(_ rig: Rig) throws -> [KillJob] {
    let stage = try KillStage(rig)
    return stage.filling(rig) + stage.keeping() + stage.reading()
  }
}

/// The workspaces that verbs start from.
struct KillStage {
  private static let quiet = ["--fail-on", "never", "--quiet"]
  private let folder: String
  private let correction: String
  private var empty: String { folder + "/empty" }
  private var full: String { folder + "/full" }
  private var sealed: String { folder + "/sealed" }
  private var backup: String { folder + "/backup" }
  private var plan: String { folder + "/plan.yaml" }

  init(_ rig: Rig) throws {
    folder = rig.folder
    correction = try rig.correction()
    for period in [first, second] {
      let run = try rig.run(
        ["import", "--period", period.description, rig.rosters(period), "--keep-originals"] + Self.quiet,
        workspace: folder + "/full")
      #expect(run.status == 0, "\(run.errors)")
    }
    _ = try rig.copy(full, as: "sealed")
    let seal = ["seal", "--period", "2019-Q1", "--by", "王", "--block-at", "never"]
    #expect(try rig.run(seal, workspace: sealed).status == 0)
    #expect(try rig.run(["backup", "--to", backup, "--by", "W", "--with-key"], workspace: sealed).status == 0)
    try "incoming: in\nout: reports\nperiods: [2019-Q1]\noutputs: [json]\n"
      .write(toFile: plan, atomically: true, encoding: .utf8)
  }

  func filling(_ rig: Rig) -> [KillJob] {
    let again = ["import", "--period", "2019-Q2"]
    let seal = ["seal", "--period", "2019-Q1", "--by", "王", "--block-at", "never"]
    return [
      KillJob(name: "first import", workspace: empty, arguments: { _ in again + [rig.rosters(second)] + Self.quiet }),
      KillJob(name: "correction", workspace: full, arguments: { _ in again + [correction] + Self.quiet }),
      KillJob(
        name: "import beside, originals kept", workspace: full,
        arguments: { _ in again + [correction, "--adds", "--keep-originals"] + Self.quiet }),
      KillJob(
        name: "withdraw", workspace: full,
        arguments: { _ in ["submissions", "withdraw", "2", "--by", "x", "--reason", "y"] }, isOnce: true),
      KillJob(name: "seal", workspace: full, arguments: { _ in seal }),
      KillJob(
        name: "unseal", workspace: sealed,
        arguments: { _ in ["unseal", "--period", "2019-Q1", "--by", "x", "--reason", "y"] }, isOnce: true),
      KillJob(
        name: "batch", workspace: empty, arguments: { _ in ["batch", plan, "--workers", "1", "--quiet"] },
        hasSteps: true),
    ]
  }

  func keeping() -> [KillJob] {
    let yes = ["--by", "W", "--yes"]
    return [
      KillJob(
        name: "backup", workspace: sealed,
        arguments: { ["backup", "--to", $0 + KillJob.output, "--by", "W"] }, changes: false),
      KillJob(
        name: "restore", workspace: full, arguments: { _ in ["restore", "--from", backup] + yes }, isOnce: true),
      KillJob(
        name: "purge", workspace: sealed,
        arguments: { _ in ["purge", "--before", "2019-Q2", "--sealed", "2019-Q1"] + yes }, hasSteps: true),
      KillJob(
        name: "erase", workspace: full,
        arguments: { _ in ["erase", "--file", "2019-Q2/330203/330203-团员花名册-01.xml", "--row", "5"] + yes },
        hasSteps: true),
    ]
  }

  func reading() -> [KillJob] {
    [
      KillJob(
        name: "report", workspace: full,
        arguments: { ["report", "--period", "2019-Q2", "--out", $0 + KillJob.output, "--quiet"] }, changes: false),
      KillJob(
        name: "compare", workspace: full,
        arguments: {
          ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "--out", $0 + KillJob.output, "--quiet"]
        }, changes: false),
      KillJob(
        name: "check", workspace: full,
        arguments: { ["check", correction, "--annotate", $0 + KillJob.output] + Self.quiet }, changes: false),
    ]
  }
}
