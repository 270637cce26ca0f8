// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `status`: what the workspace holds, by period.
struct StatusCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "status", abstract: Help.text("command.status.abstract"))
  }

  @Option(help: ArgumentHelp(Help.text("option.status-period"), valueName: "2019-Q2"))
  var period: Period?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = try StatusDocument(context: context, period: period)
    try global.terminal.print(document, context, as: output.format)
  }
}
