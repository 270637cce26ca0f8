// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Intake
import Logging
import Pipeline
import Policy
import Reports
import Results
import SampleRosters

@testable import Desk

/// A desk that listens on a free port of this machine, over a workspace of invented people; all of it goes at the end.
final class DeskRig: Sendable {
  static let period = Period("2019-Q2")!
  static let password = "ten little words for tests"

  let folder: String
  let desk: Desk
  let port: Int
  private let serving: Task<Void, any Error>

  /// Read once: what a workspace adds to it is read for each.
  private static let shipped = Result { try PackLoader.load("ningbo-2019") }

  static func context(_ folder: String) throws -> CommandContext {
    let workspace = folder + "/workspace"
    var pack = try shipped.get()
    try WorkspaceOverlays.apply(directory: workspace, to: &pack)
    return CommandContext(workspaceDirectory: workspace, pack: pack, language: .chinese)
  }

  /// - Parameter imported: whether the town's rosters are in the workspace already.
  init(imported: Bool = true, _ change: (inout DeskSettings) -> Void = { _ in }) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("desk-" + UUID().uuidString).path
    self.folder = folder
    if imported { try DeskTown.copy(to: folder) } else { try PrivateFiles.makeFolder(folder) }
    var settings = DeskSettings(host: "127.0.0.1", port: 0, programVersion: "test")
    settings.cost = .slight
    settings.patience = .seconds(120)
    settings.executor = DeskThreads.shared
    change(&settings)
    var log = Logger(label: "desk-test") { _ in SwiftLogNoOpLogHandler() }
    log.logLevel = .critical
    let desk = try Desk(settings: settings, log: log) { try DeskRig.context(folder) }
    self.desk = desk
    let (addresses, caller) = AsyncStream<Int>.makeStream()
    serving = Task(executorPreference: DeskThreads.shared) {
      do {
        try await desk.serve { address in
          caller.yield(Int(address.split(separator: ":").last ?? "") ?? 0)
        }
        caller.finish()
      } catch {
        caller.finish()
        throw error
      }
    }
    var ports = addresses.makeAsyncIterator()
    guard let port = await ports.next() else {
      try await serving.value
      throw BrowserFailure(reason: "the desk did not open")
    }
    self.port = port
  }

  /// Ends the desk as SIGTERM does.
  func close() async {
    serving.cancel()
    _ = await serving.result
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// An account that can sign in.
  @discardableResult
  func add(_ name: String, _ role: Role, unit: String? = nil) throws -> Account {
    let account = try desk.store.add(name, role, unit: unit)
    let token = try desk.store.invite(account.id)
    return try desk.store.accept(token, password: PasswordHash(of: DeskRig.password, cost: .slight)) ?? account
  }

  /// A browser in which somebody has signed in.
  func signedIn(_ name: String, _ role: Role, unit: String? = nil) async throws -> Browser {
    try add(name, role, unit: unit)
    let browser = Browser(port: port)
    _ = try await browser.get("/sign-in")
    let answer = try await browser.post("/sign-in", ["name": name, "password": DeskRig.password])
    guard answer.status == 303 else { throw BrowserFailure(reason: "sign-in: \(answer.status) \(answer.text)") }
    _ = try await browser.get("/account")
    return browser
  }
}

/// Threads of the desks alone: beside suites that keep the common ones for minutes, a page is answered all the same.
final class DeskThreads: TaskExecutor {
  static let shared = DeskThreads()

  private let queue = DispatchQueue(label: "desk-tests", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// A town that is written and imported once, and copied for each test that needs it.
enum DeskTown {
  static let root = FileManager.default.temporaryDirectory.appendingPathComponent("desk-town-\(getpid())").path
  static var rosters: String { "\(root)/rosters/\(DeskRig.period)" }

  private static let made: Result<Void, any Error> = Result {
    let periods = ["2019-Q1", "2019-Q2"].compactMap { Period($0) }
    try SampleCity(SampleCity.Plan(members: 400, seed: 7, periods: periods)).write(to: root + "/rosters")
    for period in periods {
      _ = try ImportRun(context: DeskRig.context(root), period: period).run(["\(root)/rosters/\(period)"])
    }
  }

  static func copy(to folder: String) throws {
    try made.get()
    try PrivateFiles.makeFolder(folder)
    try FileManager.default.copyItem(atPath: root + "/workspace", toPath: folder + "/workspace")
  }

  /// Two units that lie beside one another, by organisation ID: the first children of the root.
  static func units() throws -> (own: String, foreign: String) {
    try made.get()
    let tree = try Workspace.open(at: root + "/workspace").period(DeskRig.period).organisationTree()
    let children = tree.children(of: 0).filter { tree.nodes[$0].last > $0 }
    return (tree.nodes[children[0]].code, tree.nodes[children[1]].code)
  }

  /// The unit that all others belong to.
  static func whole() throws -> OrganisationNode {
    try made.get()
    return try Workspace.open(at: root + "/workspace").period(DeskRig.period).organisationTree().nodes[0]
  }

  /// The files of the town, by the ID of their unit: name and bytes.
  static func files(of unit: String) throws -> [(name: String, bytes: [UInt8])] {
    try made.get()
    return try FileManager.default.contentsOfDirectory(atPath: rosters).filter { $0.hasPrefix(unit) }.sorted().map {
      ($0, Array(try Data(contentsOf: URL(fileURLWithPath: rosters + "/" + $0))))
    }
  }
}
