// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Intake
import Pipeline
import Reports

/// `check`: reads and checks workbooks without storing anything.
struct CheckCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check", abstract: Help.text("command.check.abstract"),
      discussion: Help.text("command.check.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.paths")))
  var paths: [String]

  @Option(help: ArgumentHelp(Help.text("option.check-period"), valueName: "2019-Q2"))
  var period: Period?

  @Option(help: ArgumentHelp(Help.text("option.import-unit"), valueName: "unit"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.annotate"), valueName: "dir"))
  var annotate: String?

  @OptionGroup var choices: ChoiceOptions
  @OptionGroup var onlyNew: OnlyNewOption
  @OptionGroup var verbose: VerboseOption
  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let printer = IntakePrinter(context: context, terminal: global.terminal, verbose: verbose.verbose)
    var run = CheckRun(context: context, period: period, annotate: annotate, progress: printer.progress)
    run.unit = unit
    run.choices = choices.choices
    run.onlyNew = onlyNew.onlyNew
    let result = try run.run(paths)
    try printer.print(result, as: output.format, failOn: failOn.failOn)
  }
}
