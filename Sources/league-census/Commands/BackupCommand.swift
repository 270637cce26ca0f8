// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Pipeline
import Reports
import Results

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
  @OptionGroup var output: ObjectFormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let manifest = try KeepingRun(context: context, by: by.by, programVersion: Program.version)
      .backUp(to: to, withKey: withKey)
    if output.format == .json {
      return global.terminal.write(try KeepingDocument(context: context).json(manifest).utf8)
    }
    let facts = [
      "path": to, "files": String(manifest.files.count), "bytes": String(manifest.files.reduce(0) { $0 + $1.bytes }),
      "hash": try manifest.sha256, "count": String(manifest.trailCount), "head": manifest.trailHead,
    ]
    global.terminal.print(context.text("backup.done", facts))
    global.terminal.note(context.text(withKey ? "backup.with-key" : "backup.key-apart"))
  }
}

/// `restore`: puts a backup in the place of the workspace, or the sealed period of a package into it.
struct RestoreCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "restore", abstract: Help.text("command.restore.abstract"),
      discussion: Help.text("command.restore.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.restore-from"), valueName: "dir"))
  var from: String?

  @Option(help: ArgumentHelp(Help.text("option.restore-package"), valueName: "file.zip"))
  var package: String?

  @Option(help: ArgumentHelp(Help.text("option.expect-head"), valueName: "hash"))
  var expect: String?

  @Option(help: ArgumentHelp(Help.text("option.restore-key"), valueName: "file"))
  var key: String?

  @OptionGroup var by: ByOption
  @OptionGroup var confirmation: ConfirmationOption
  @OptionGroup var output: ObjectFormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard (from == nil) != (package == nil), package == nil || key == nil, from == nil || expect == nil else {
      throw ValidationError(Help.text("error.restore"))
    }
  }

  func run() throws {
    let context = try global.context()
    let run = KeepingRun(context: context, by: by.by, programVersion: Program.version)
    if let package { return try takeIn(package, run) }
    guard let from else { return }
    let plan = try run.planRestore(from: from, keyFile: key)
    let facts = [
      "path": context.workspaceDirectory, "made": plan.manifest.made, "versions": plan.versions.joined(separator: ", "),
      "lost": plan.lostSeals.joined(separator: ", "),
    ]
    if plan.replaces {
      let lost = plan.lostSeals.isEmpty ? "" : "\n" + context.text("restore.lost", facts)
      try confirmation.ask(context.text("restore.question", facts) + lost, word: "restore", context)
    }
    let aside = try run.restore(plan)
    if output.format == .json {
      return global.terminal.write(try KeepingDocument(context: context).json(plan, aside: aside).utf8)
    }
    global.terminal.print(context.text("restore.done", facts))
    if let aside { global.terminal.note(context.text("restore.aside", ["path": aside])) }
  }

  private func takeIn(_ path: String, _ run: KeepingRun) throws {
    let (version, isOfOtherKey) = try run.takeIn(path, expected: expect)
    if output.format == .json {
      return global.terminal.write(KeepingDocument(context: run.context).json(version, isOfOtherKey: isOfOtherKey).utf8)
    }
    let facts = [
      "period": version.period.description, "version": String(version.number), "by": version.sealedBy ?? "–",
      "at": version.sealedAt ?? "–",
    ]
    global.terminal.print(run.context.text("package.taken-in", facts))
    if isOfOtherKey { global.terminal.note(run.context.text("package.other-key")) }
  }
}
