// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusStore
import Pipeline
import Results

/// `audit`: the audit trail.
struct AuditCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "audit", abstract: Help.text("command.audit.abstract"),
      subcommands: [AuditListCommand.self, AuditAcceptClockCommand.self], defaultSubcommand: AuditListCommand.self)
  }
}

/// `audit list`: every entry with its hash.
struct AuditListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.audit-list.abstract"))
  }

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = try TrailDocument(context: context)
    try global.terminal.print(document, context, as: output.format)
  }
}

/// `audit accept-clock`: goes on after the clock was set back, and says so.
struct AuditAcceptClockCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "accept-clock", abstract: Help.text("command.audit-clock.abstract"))
  }

  @Option(help: ArgumentHelp(Help.text("option.decided-by"), valueName: "who"))
  var by: String

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    try context.workspace().acceptClock(by: by, reason: reason)
    global.terminal.print(context.text("trail.clock-accepted"))
  }
}
