// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Pipeline
import Reports
import Results

/// `originals`: the files as they were handed in, where they were kept.
struct OriginalsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "originals", abstract: Help.text("command.originals.abstract"),
      discussion: Help.text("command.originals.discussion"),
      subcommands: [OriginalsListCommand.self, OriginalsGetCommand.self], defaultSubcommand: OriginalsListCommand.self)
  }
}

/// `originals list`: every file that came in, and whether it is kept.
struct OriginalsListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.originals-list.abstract"))
  }

  @Option(help: ArgumentHelp(Help.text("option.status-period"), valueName: "2019-Q2"))
  var period: Period?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = try OriginalsDocument(context: context, period: period)
    try global.terminal.print(document, context, as: output.format)
  }
}

/// `originals get`: one file in clear; the audit trail keeps who asked for it and why.
struct OriginalsGetCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "get", abstract: Help.text("command.originals-get.abstract"),
      discussion: Help.text("command.originals-get.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.original"), valueName: "sha256"))
  var sha256: String

  @Option(help: ArgumentHelp(Help.text("option.original-out"), valueName: "file"))
  var out: String

  @OptionGroup var by: ByOption

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let original = try context.workspace().readOriginal(sha256.lowercased(), to: out, by: by.by, reason: reason)
    global.terminal.print(
      context.text(
        "originals.written",
        ["path": out, "period": original.period.description, "submission": String(original.submission)]))
  }
}
