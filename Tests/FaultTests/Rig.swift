// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import TestSupport

let (first, second) = (Period("2019-Q1")!, Period("2019-Q2")!)

/// A small city's rosters and the means to break things; all of it goes away with it.
final class Rig {
  static let moment = "2019-07-02T08:00:00Z"
  /// Beside the test's own executable.
  static let program = BuiltProgram.path
  static let pack = Result { try PackLoader.load("ningbo-2019") }

  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fault-" + UUID().uuidString).path

  /// Rosters lie in `in/<period>/<unit>/`, as a batch wants them; the root's beside the folders.
  init(seed: UInt64, members: Int = 150) throws {
    try SampleCity(SampleCity.Plan(members: members, seed: seed, periods: [first, second])).write(to: folder + "/in")
    for period in [first, second] {
      let home = "\(folder)/in/\(period)"
      for name in try FileManager.default.contentsOfDirectory(atPath: home) where name.prefix(6).allSatisfy(\.isNumber)
      {
        try FileManager.default.createDirectory(
          atPath: home + "/" + name.prefix(6), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: home + "/" + name, toPath: "\(home)/\(name.prefix(6))/\(name)")
      }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func rosters(_ period: Period) -> String { "\(folder)/in/\(period)" }

  func context(_ workspace: String) throws -> CommandContext {
    CommandContext(
      workspaceDirectory: workspace, pack: try Rig.pack.get(), language: .english,
      clock: WallClock.stopped(at: Rig.moment)!)
  }

  func importing(_ period: Period, into workspace: String) throws {
    _ = try ImportRun(context: context(workspace), period: period).run([rosters(period)])
  }

  /// The second quarter's list of one county without some of its rows, in a folder of its own.
  func correction() throws -> String {
    let name = "330203-团员花名册-01.xml"
    let text = try String(contentsOfFile: "\(rosters(second))/330203/\(name)", encoding: .utf8)
    var rows = text.components(separatedBy: "<Row>")
    rows.removeSubrange((rows.count - 4)..<(rows.count - 2))
    let home = folder + "/correction/330203"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try rows.joined(separator: "<Row>").write(toFile: home + "/" + name, atomically: true, encoding: .utf8)
    return home
  }

  /// A copy of a workspace to break.
  func copy(_ workspace: String, as name: String) throws -> String {
    let target = folder + "/" + name
    try? FileManager.default.removeItem(atPath: target)
    if FileManager.default.fileExists(atPath: workspace) {
      try FileManager.default.copyItem(atPath: workspace, toPath: target)
    }
    return target
  }

  /// Everything a reader of the workspace can see, read through the store: what a killed writer left is rolled back by it.
  func state(of workspace: String) throws -> String {
    // A workspace that is not there yet and one that holds nothing yet are one state: commands make it by themselves.
    guard FileManager.default.fileExists(atPath: workspace + "/workspace.sqlite") else { return "" }
    let store = try Workspace.open(at: workspace)
    // Hashes of the trail hang on the key, which a workspace that is made anew has of its own.
    var lines = try store.auditTrail().map {
      "\($0.number) \($0.at) \($0.who ?? "–") \($0.action) \($0.subject) \($0.detail) \($0.clock ?? "–")"
    }
    // What `verify` would call broken.
    lines += try [store.faultOfTrail(), store.faultOfCatalogue(), store.faultOfKey()].compactMap { $0.map { "\($0)" } }
    lines += try store.faultsOfSeals().map { "\($0)" }
    lines += try store.strayFiles().filter { $0.state == .broken }.map { "\($0)" }
    lines += try store.versions().map(store.check).filter { $0.state == .broken }.map { "\($0)" }
    // The hash of a sealed file covers when and by whom it was sealed.
    lines += try store.versions().map { "\($0.period) \($0.number) \($0.isSealed) \($0.sealedBy ?? "")" }
    for version in try store.versions() {
      let database = try store.database(of: version)
      lines += try store.submissions(of: version.period).map { "\($0)" }
      lines += [try database.snapshotHash, "\(try database.organisationTree().nodes)"]
      lines += try database.findings().map(spelled) + database.sheets().map { "\($0)" }
      lines += try database.tallies(context(workspace).pack.queries(on: version.period.censusDay)).map { tally in
        // Sectors have no order of their own.
        let sectors = tally.bySector.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "\(tally.measure) \(tally.hasRecords) \(tally.entries) \(sectors)"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The facts of a finding have no order of their own.
  private func spelled(_ finding: Finding) -> String {
    let facts = finding.facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(finding.code) \(finding.place?.description ?? "") \(facts) \(finding.related) \(finding.count)"
  }

  func files(of workspace: String) -> [String] {
    (FileManager.default.enumerator(atPath: workspace)?.compactMap { $0 as? String } ?? []).sorted()
  }

  // MARK: The built program

  struct Run {
    var status: Int32
    var output: String
    var errors: String
  }

  func start(_ arguments: [String], workspace: String, now: String = moment, executable: String = program) throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    environment["LEAGUE_CENSUS_NOW"] = now
    environment["LEAGUE_CENSUS_LANG"] = "en"
    environment["LEAGUE_CENSUS_WORKSPACE"] = workspace
    process.environment = environment
    let name = folder + "/run-" + UUID().uuidString
    for suffix in [".out", ".err"] { _ = FileManager.default.createFile(atPath: name + suffix, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: name + ".out")
    process.standardError = FileHandle(forWritingAtPath: name + ".err")
    outputs[ObjectIdentifier(process)] = name
    try process.run()
    return process
  }

  private var outputs: [ObjectIdentifier: String] = [:]

  func end(_ process: Process) -> Run {
    process.waitUntilExit()
    let name = outputs[ObjectIdentifier(process)] ?? ""
    func text(_ suffix: String) -> String {
      String(decoding: FileManager.default.contents(atPath: name + suffix) ?? Data(), as: UTF8.self)
    }
    return Run(status: process.terminationStatus, output: text(".out"), errors: text(".err"))
  }

  func run(_ arguments: [String], workspace: String, now: String = moment) throws -> Run {
    end(try start(arguments, workspace: workspace, now: now))
  }
}

/// A file system of its own, as small as a test wants it; nil where the test may not mount.
final class SmallDisk {
  let path: String

  init?(kilobytes: Int) throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("disk-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard try SmallDisk.mount(["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path]) else {
      print("skipped: this test may not mount a tmpfs")
      try? FileManager.default.removeItem(atPath: path)
      return nil
    }
  }

  func remount(_ options: String) throws { _ = try SmallDisk.mount(["-o", "remount," + options, path]) }

  private static func mount(_ arguments: [String], with tool: String = "/bin/mount") throws -> Bool {
    guard FileManager.default.isExecutableFile(atPath: tool) else { return false }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  deinit {
    _ = try? SmallDisk.mount([path], with: "/bin/umount")
    try? FileManager.default.removeItem(atPath: path)
  }
}
