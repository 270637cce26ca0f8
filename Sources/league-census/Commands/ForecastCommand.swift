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
    let desk = try global.desk()
    let run = try ForecastRun(desk: desk)
    let document = ForecastDocument(try run.forecasts(of: run.checks(named: check)), desk: desk)
    try global.terminal.print(document, desk, as: output.format)
  }
}
