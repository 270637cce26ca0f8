// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Findings
import Pipeline
import Results

/// `explanations`: what fell and must be explained before a period can be sealed.
struct ExplanationsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explanations", abstract: Help.text("command.explanations.abstract"),
      discussion: Help.text("command.explanations.discussion"),
      subcommands: [ExplanationsListCommand.self, ExplanationsAddCommand.self],
      defaultSubcommand: ExplanationsListCommand.self)
  }
}

/// `explanations list`: every item with its explanation, or that it owes one.
struct ExplanationsListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.explanations-list.abstract"))
  }

  @OptionGroup var period: PeriodOption
  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  /// Exit code 1 when an explanation is owed.
  func run() throws {
    let run = try ExplanationsRun(census: PeriodCensus(context: global.context(), period: period.period))
    let items = try run.items()
    try global.terminal.print(run.table(items), run.census.context, as: output.format)
    let owed = failOn.failOn.includes(.error) ? items.count { $0.given == nil } : 0
    if failOn.failOn.fails(owed, of: items.count) { throw ExitCode(ExitStatus.findings) }
  }
}

/// `explanations add`: gives one.
struct ExplanationsAddCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "add", abstract: Help.text("command.explanations-add.abstract"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.explained-unit"), valueName: "unit"))
  var unit: String

  @Option(help: ArgumentHelp(Help.text("option.explained-measure"), valueName: "id"))
  var measure: String

  @Option(help: ArgumentHelp(Help.text("option.explained-text"), valueName: "text"))
  var text: String

  @Option(help: ArgumentHelp(Help.text("option.decided-by"), valueName: "who"))
  var by: String

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if text.allSatisfy(\.isWhitespace) { throw ValidationError(Help.text("error.explanation-empty")) }
  }

  func run() throws {
    let context = try global.context()
    let run = try ExplanationsRun(census: PeriodCensus(context: context, period: period.period))
    try run.add(unit: unit, measure: measure, text: text, by: by)
    global.terminal.print(context.text("explanations.added", ["unit": unit, "measure": measure]))
  }
}
