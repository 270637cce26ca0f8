// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Findings
import Pipeline
import Results

/// `findings`: the findings of a period by name, and those that somebody looked into.
struct FindingsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "findings", abstract: Help.text("command.findings.abstract"),
      discussion: Help.text("command.findings.discussion"),
      subcommands: [FindingsListCommand.self, FindingsAcceptCommand.self, FindingsReopenCommand.self],
      defaultSubcommand: FindingsListCommand.self)
  }
}

/// Which period; the last one where none is named.
struct LastPeriodOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.text("option.findings-period"), valueName: "2019-Q2"))
  var period: Period?
}

/// `findings list`: every open finding with its name; `--new` those of this quarter alone, `--accepted` those looked into.
struct FindingsListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.findings-list.abstract"))
  }

  @OptionGroup var period: LastPeriodOption

  @Option(help: ArgumentHelp(Help.text("option.findings-unit"), valueName: "unit"))
  var unit: String?

  @Flag(help: ArgumentHelp(Help.text("option.accepted")))
  var accepted = false

  @Flag(name: [.customLong("new"), .customLong("only-new")], help: ArgumentHelp(Help.text("option.new")))
  var new = false

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if accepted, new { throw ValidationError(Help.text("error.accepted-or-new")) }
  }

  func run() throws {
    let context = try global.context()
    let choice: FindingsRun.Choice = accepted ? .accepted : new ? .new : .open
    let listing = try FindingsRun(context: context, period: period.period).list(choice, unit: unit)
    let document = FindingsDocument(context: context, listing: listing, choice: choice)
    try global.terminal.print(document, context, as: output.format)
  }
}

/// `findings accept`: what was looked into and is as the sheet has it counts apart, in this and every later quarter.
struct FindingsAcceptCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "accept", abstract: Help.text("command.findings-accept.abstract"),
      discussion: Help.text("command.findings-accept.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.finding"), valueName: "id"))
  var ids: [String]

  @Option(help: ArgumentHelp(Help.text("option.accepted-by"), valueName: "who"))
  var by: String

  @Option(help: ArgumentHelp(Help.text("option.accepted-reason"), valueName: "text"))
  var reason: String

  @Option(help: ArgumentHelp(Help.text("option.accepted-until"), valueName: "2019-12-31|2019-Q4"))
  var until: LastDay?

  @OptionGroup var period: LastPeriodOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let isEmpty = [by, reason].contains { $0.allSatisfy(\.isWhitespace) }
    if isEmpty { throw ValidationError(Help.text("error.acceptance-empty")) }
  }

  func run() throws {
    let context = try global.context()
    let run = try FindingsRun(context: context, period: period.period)
    let items = try run.accept(ids, by: by, reason: reason, until: until?.day)
    for item in items { global.terminal.print("\(item.id)  \(item.finding.message)") }
    let facts = [
      "count": String(items.count), "period": run.census.period.description, "until": until?.day.description ?? "",
    ]
    global.terminal.print(context.text(run.isSealed ? "findings.accepted-sealed" : "findings.accepted", facts))
  }
}

/// `findings reopen`: an accepted finding is open again.
struct FindingsReopenCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "reopen", abstract: Help.text("command.findings-reopen.abstract"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.finding"), valueName: "id"))
  var ids: [String]

  @Option(help: ArgumentHelp(Help.text("option.reopened-by"), valueName: "who"))
  var by: String?

  @Option(help: ArgumentHelp(Help.text("option.reopened-reason"), valueName: "text"))
  var reason: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let count = try FindingsRun.reopen(ids, context: context, by: by, why: reason)
    global.terminal.print(context.text("findings.reopened", ["count": String(count)]))
  }
}

/// A day, or a quarter for its census day.
struct LastDay: ExpressibleByArgument {
  let day: CalendarDay

  init?(argument: String) {
    guard let day = CalendarDay(argument: argument) ?? Period(argument)?.censusDay else { return nil }
    self.day = day
  }
}
