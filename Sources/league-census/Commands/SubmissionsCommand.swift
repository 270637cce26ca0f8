// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Intake
import Pipeline
import Policy
import Reports
import Results

/// `submissions`: what came in, and what becomes of it.
struct SubmissionsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "submissions", abstract: Help.text("command.submissions.abstract"),
      discussion: Help.text("command.submissions.discussion"),
      subcommands: [
        SubmissionsListCommand.self, SubmissionsChangesCommand.self, SubmissionsWithdrawCommand.self,
        SubmissionsRejectCommand.self, SubmissionsAcceptCommand.self, SubmissionsExpectCommand.self,
        SubmissionsDueCommand.self,
      ],
      defaultSubcommand: SubmissionsListCommand.self)
  }
}

/// `submissions list`: every submission of a period with its state.
struct SubmissionsListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.submissions-list.abstract"))
  }

  @OptionGroup var period: PeriodOption
  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = try SubmissionsDocument(context: context, period: period.period)
    try global.terminal.print(document, context, as: output.format)
  }
}

/// `submissions changes N`: what a re-submission changed, row by row.
struct SubmissionsChangesCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "changes", abstract: Help.text("command.submissions-changes.abstract"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.submission"), valueName: "n"))
  var number: Int

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let changes = try context.workspace().changes(of: number)
    try global.terminal.print(ChangesDocument(changes, context: context), context, as: output.format)
  }
}

/// Who decides, on what, and why.
struct DecisionOptions: ParsableArguments {
  @Argument(help: ArgumentHelp(Help.text("argument.submission"), valueName: "n"))
  var number: Int

  @Option(help: ArgumentHelp(Help.text("option.decided-by"), valueName: "who"))
  var by: String

  @OptionGroup var global: GlobalOptions

  func decide(_ state: SubmissionState, reason: String?) throws {
    let context = try global.context()
    try context.workspace().decide(number, state, by: by, why: reason, rules: context.pack.settlement)
    global.terminal.print(
      context.text(
        "submission.decided", ["number": String(number), "state": context.text("submission.\(state.rawValue)")]))
  }
}

/// `submissions withdraw N`: the sender takes it back; what it replaced counts again.
struct SubmissionsWithdrawCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "withdraw", abstract: Help.text("command.submissions-withdraw.abstract"))
  }

  @OptionGroup var decision: DecisionOptions

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String

  func run() throws { try decision.decide(.withdrawn, reason: reason) }
}

/// `submissions reject N`: the receiver does not take it; what it replaced counts again.
struct SubmissionsRejectCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "reject", abstract: Help.text("command.submissions-reject.abstract"))
  }

  @OptionGroup var decision: DecisionOptions

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String

  func run() throws { try decision.decide(.rejected, reason: reason) }
}

/// `submissions accept N`: takes one that was rejected or withdrawn after all.
struct SubmissionsAcceptCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "accept", abstract: Help.text("command.submissions-accept.abstract"))
  }

  @OptionGroup var decision: DecisionOptions

  @Option(help: ArgumentHelp(Help.text("option.decision-reason"), valueName: "text"))
  var reason: String?

  func run() throws { try decision.decide(.accepted, reason: reason) }
}
