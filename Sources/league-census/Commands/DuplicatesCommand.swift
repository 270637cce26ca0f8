// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `duplicates`: who is probably one person twice; `--dismiss A B` remembers that two are not.
struct DuplicatesCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "duplicates", abstract: Help.text("command.duplicates.abstract"),
      discussion: Help.text("command.duplicates.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(parsing: .upToNextOption, help: ArgumentHelp(Help.text("option.dismiss"), valueName: "person"))
  var dismiss: [String] = []

  @Option(help: ArgumentHelp(Help.text("option.duplicate-reason"), valueName: "text"))
  var reason: String?

  @Option(help: ArgumentHelp(Help.text("option.duplicate-decided-by"), valueName: "who"))
  var by: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard !dismiss.isEmpty else { return }
    guard dismiss.count == 2, reason?.isEmpty == false, by?.isEmpty == false else {
      throw ValidationError(Help.text("error.dismiss"))
    }
  }

  func run() throws {
    let context = try global.context()
    let run = DuplicatesRun(context: context, period: period.period)
    if dismiss.count == 2 { try run.dismiss(dismiss[0], dismiss[1], reason: reason ?? "", by: by ?? "") }
    let document = DuplicatesDocument(context: context, pairs: try run.pairs())
    try global.terminal.print(document, context, as: output.format)
  }
}
