// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Results

/// `submissions expect FILE`: takes the list of who owes which sheets by when.
struct SubmissionsExpectCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "expect", abstract: Help.text("command.submissions-expect.abstract"),
      discussion: Help.text("command.submissions-expect.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Argument(help: ArgumentHelp(Help.text("argument.expected"), valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp(Help.text("option.by"), valueName: "who"))
  var by: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let count = try ExpectedRun(context: context, period: period.period).take(file, by: by)
    global.terminal.print(context.text("expected.taken", ["count": String(count)]))
  }
}

/// `submissions due`: expected against received, sheet by sheet.
struct SubmissionsDueCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "due", abstract: Help.text("command.submissions-due.abstract"))
  }

  @OptionGroup var period: PeriodOption
  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = ExpectedRun(context: try global.context(), period: period.period)
    let lines = try run.lines()
    try global.terminal.print(run.table(lines), run.context, as: output.format)
  }
}
