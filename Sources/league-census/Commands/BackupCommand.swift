// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusStore
import Pipeline

/// `backup`: copies the workspace with a manifest of hashes.
struct BackupCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "backup", abstract: Help.text("command.backup.abstract"),
      discussion: Help.text("command.backup.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.backup-to"), valueName: "dir"))
  var to: String

  @Flag(help: ArgumentHelp(Help.text("option.with-key")))
  var withKey = false

  @OptionGroup var by: ByOption
  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let desk = try global.desk()
    let manifest = try KeepingRun(desk: desk, by: by.by, programVersion: Program.version)
      .backUp(to: to, withKey: withKey)
    if output.format == .json {
      return global.terminal.write(try KeepingDocument(desk: desk).json(manifest).utf8)
    }
    let facts = [
      "path": to, "files": String(manifest.files.count), "bytes": String(manifest.files.reduce(0) { $0 + $1.bytes }),
      "hash": try manifest.sha256, "count": String(manifest.trailCount), "head": manifest.trailHead,
    ]
    global.terminal.print(desk.text("backup.done", facts))
    global.terminal.note(desk.text(withKey ? "backup.with-key" : "backup.key-apart"))
  }
}

/// `restore`: puts a backup in the place of the workspace.
struct RestoreCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "restore", abstract: Help.text("command.restore.abstract"),
      discussion: Help.text("command.restore.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.restore-from"), valueName: "dir"))
  var from: String

  @Option(help: ArgumentHelp(Help.text("option.restore-key"), valueName: "file"))
  var key: String?

  @OptionGroup var by: ByOption
  @OptionGroup var confirmation: ConfirmationOption
  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let desk = try global.desk()
    let run = KeepingRun(desk: desk, by: by.by, programVersion: Program.version)
    let plan = try run.planRestore(from: from, keyFile: key)
    let facts = [
      "path": desk.workspaceDirectory, "made": plan.manifest.made, "versions": plan.versions.joined(separator: ", "),
      "lost": plan.lostSeals.joined(separator: ", "),
    ]
    if plan.replaces {
      let lost = plan.lostSeals.isEmpty ? "" : "\n" + desk.text("restore.lost", facts)
      try confirmation.ask(desk.text("restore.question", facts) + lost, word: "restore", desk)
    }
    let aside = try run.restore(plan)
    if output.format == .json {
      return global.terminal.write(try KeepingDocument(desk: desk).json(plan, aside: aside).utf8)
    }
    global.terminal.print(desk.text("restore.done", facts))
    if let aside { global.terminal.note(desk.text("restore.aside", ["path": aside])) }
  }
}
