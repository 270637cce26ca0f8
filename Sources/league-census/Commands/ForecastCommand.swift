// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline

/// `forecast`: what a check would have found in the periods of the workspace.
struct ForecastCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "forecast", abstract: Help.text("command.forecast.abstract"),
      discussion: Help.text("command.forecast.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.check"), valueName: "id"))
  var check: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let run = try ForecastRun(context: context)
    let document = ForecastDocument(try run.forecasts(of: run.checks(named: check)), context: context)
    try global.terminal.print(document, context, as: output.format)
  }
}
