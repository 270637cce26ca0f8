// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Policy
import Results

/// `waiver`: units excused from a task for a time.
struct WaiverCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "waiver", abstract: Help.text("command.waiver.abstract"),
      discussion: Help.text("command.waiver.discussion"),
      subcommands: [WaiverAddCommand.self, WaiverListCommand.self])
  }
}

/// `waiver add`: adds one to the workspace's file and to the audit trail.
struct WaiverAddCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add", abstract: Help.text("command.waiver-add.abstract"),
      discussion: Help.text("command.waiver-add.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.task"), valueName: "id"))
  var task: String

  @Option(help: ArgumentHelp(Help.text("option.waiver-unit"), valueName: "unit"))
  var unit: String

  @Flag(help: ArgumentHelp(Help.text("option.subtree")))
  var subtree = false

  @Option(help: ArgumentHelp(Help.text("option.reason")))
  var reason: String

  @Option(help: ArgumentHelp(Help.text("option.approver")))
  var approver: String

  @Option(help: ArgumentHelp(Help.text("option.from"), valueName: "2019-04-01"))
  var from: CalendarDay

  @Option(help: ArgumentHelp(Help.text("option.until"), valueName: "2019-09-30"))
  var until: CalendarDay

  @Option(help: ArgumentHelp(Help.text("option.by"), valueName: "who"))
  var by: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let waiver = Waiver(
      task: task, unit: unit, isForSubtree: subtree, reason: reason, approver: approver, from: from, until: until)
    let kept = try WaiverRun(context: context).add(waiver, by: by)
    global.terminal.print(
      context.text(
        "waiver.added",
        ["task": kept.task, "unit": kept.unit, "from": kept.from.description, "until": kept.until.description]))
  }
}

/// `waiver list`: all of them, each with its standing on a census day.
struct WaiverListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.waiver-list.abstract"))
  }

  @Option(help: ArgumentHelp(Help.text("option.waiver-period"), valueName: "2019-Q2"))
  var period: Period?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = WaiversDocument(book: try WaiverRun(context: context).book(period: period), context: context)
    try global.terminal.print(document, context, as: output.format)
  }
}
