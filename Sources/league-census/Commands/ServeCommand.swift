// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Desk
import DeskStore
import Foundation
import Intake
import Pipeline
import Reports
import Results
import SampleRosters
import Synchronization

/// `serve`: opens the desk.
struct ServeCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "serve", abstract: Help.text("command.serve.abstract"),
      discussion: Help.text("command.serve.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.listen"), valueName: "host:port"))
  var listen: ListenAddress = ListenAddress(host: "127.0.0.1", port: 8080)

  @Option(help: ArgumentHelp(Help.text("option.tls-certificate"), valueName: "file.pem"))
  var tlsCertificate: String?

  @Option(help: ArgumentHelp(Help.text("option.tls-key"), valueName: "file.pem"))
  var tlsKey: String?

  @Option(help: ArgumentHelp(Help.text("option.desk-name"), valueName: "host"))
  var name: [String] = []

  @Flag(help: ArgumentHelp(Help.text("option.behind-proxy")))
  var behindProxy = false

  @Option(help: ArgumentHelp(Help.text("option.backups"), valueName: "dir"))
  var backups: String?

  @Flag(help: ArgumentHelp(Help.text("option.demo")))
  var demo = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard !demo || listen.isThisMachine else { throw ValidationError(Help.text("error.demo")) }
    guard (tlsCertificate == nil) == (tlsKey == nil) else { throw ValidationError(Help.text("error.tls")) }
  }

  private var settings: DeskSettings {
    var settings = DeskSettings(host: listen.host, port: listen.port, programVersion: Program.version)
    if let tlsCertificate, let tlsKey { settings.tls = (tlsCertificate, tlsKey) }
    settings.names = Set(name.map { $0.lowercased() })
    settings.isBehindProxy = behindProxy
    settings.backups = backups
    settings.isDemo = demo
    return settings
  }

  func run() throws {
    if demo { return try runDemo() }
    let (context, terminal) = (try global.context(), global.terminal)
    let desk = try Desk(settings: settings, log: DeskLog.logger) { [global] in try global.context() }
    let invitation = try desk.firstInvitation()
    try Waiting.until {
      try await desk.serve { address in
        terminal.print(context.text("desk.serve.ready", ["address": address]))
        guard let invitation else { return }
        let facts = ["name": invitation.name, "address": address + invitation.path]
        terminal.print(context.text("desk.serve.first", facts))
      }
    }
  }

  /// The invented city in a workspace that goes when the desk is closed.
  private func runDemo() throws {
    let folder = FileName.path(FileManager.default.temporaryDirectory.path, "league-census-demo-\(UUID().uuidString)")
    let interruption = Interruption(removing: folder)
    defer {
      interruption.waitForTheEnd()
      try? FileManager.default.removeItem(atPath: folder)
    }
    let (global, terminal) = (global, global.terminal)
    let load: @Sendable () throws -> CommandContext = {
      var context = try global.context()
      context.workspaceDirectory = FileName.path(folder, "workspace")
      return context
    }
    let context = try load()
    terminal.note(context.text("desk.serve.demo-begins"))
    for story in SampleStories.all.prefix(1) {
      try SampleCity(story.plan).write(to: FileName.path(folder, "rosters"))
      for period in story.plan.periods {
        let rosters = FileName.path(folder, "rosters", period.description)
        _ = try ImportRun(context: context, period: period).run([rosters])
      }
    }
    let desk = try Desk(settings: settings, log: DeskLog.logger, load: load)
    let accounts = try desk.addDemoAccounts()
    try Waiting.until {
      try await desk.serve { address in
        // The server ends by itself from here on, and so does this call.
        interruption.handOver([SIGINT, SIGTERM])
        terminal.print(context.text("desk.serve.ready", ["address": address]))
        for account in accounts {
          let facts = ["name": account.role.rawValue, "password": account.password]
          let role = context.text("desk.role." + account.role.rawValue)
          terminal.print(context.text("desk.serve.demo", facts.merging(["role": role]) { $1 }))
        }
      }
    }
  }
}

/// An address and a port as typed: `127.0.0.1:8080`, `[::1]:8080`.
struct ListenAddress: ExpressibleByArgument, Sendable {
  var host: String
  var port: Int

  init(host: String, port: Int) { (self.host, self.port) = (host, port) }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
      (0...65_535).contains(port)
    else { return nil }
    let host = argument[..<colon].replacing("[", with: "").replacing("]", with: "")
    guard !host.isEmpty else { return nil }
    (self.host, self.port) = (String(host), port)
  }

  /// Whether nobody outside this machine can get to it.
  var isThisMachine: Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

  var defaultValueDescription: String { "\(host):\(port)" }
}

/// Commands are plain calls; the one that serves waits for what goes on beside it.
enum Waiting {
  static func until(_ body: @escaping @Sendable () async throws -> Void) throws {
    let isDone = DispatchSemaphore(value: 0)
    let box = FailureBox()
    Task.detached {
      do { try await body() } catch { box.set(error) }
      isDone.signal()
    }
    isDone.wait()
    if let error = box.error { throw error }
  }

  private final class FailureBox: Sendable {
    private let failure = Mutex<(any Error)?>(nil)
    var error: (any Error)? { failure.withLock { $0 } }
    func set(_ error: any Error) { failure.withLock { $0 = error } }
  }
}
