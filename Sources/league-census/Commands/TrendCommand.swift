// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Reports

/// `trend`: indicators over all periods of the workspace.
struct TrendCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "trend", abstract: Help.text("command.trend.abstract"),
      discussion: Help.text("command.trend.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.trend-unit"), valueName: "unit|all|children"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.indicator"), valueName: "id"))
  var indicator: String?

  @Option(help: ArgumentHelp(Help.text("option.compare-mapping"), valueName: "file"))
  var mapping: String?

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.compare-out"), valueName: "dir"))
  var out: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = try TrendRun(context: global.context(), mapping: mapping)
    let units = try run.units(unit)
    if let out {
      let written = try run.write(to: out, units: units, indicator: indicator, programVersion: Program.version)
      for file in written { global.terminal.print(file) }
    } else {
      try global.terminal.print(run.table(units: units, indicator: indicator), run.context, as: output.format)
    }
  }
}

/// `history`: one person's branches, period by period.
struct HistoryCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "history", abstract: Help.text("command.history.abstract"),
      discussion: Help.text("command.history.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.compare-person"), valueName: "hex"))
  var person: String?

  @Option(help: ArgumentHelp(Help.text("option.history-period"), valueName: "2019-Q2"))
  var period: Period?

  @Option(help: ArgumentHelp(Help.text("option.compare-file"), valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp(Help.text("option.compare-row"), valueName: "number"))
  var row: Int?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  private var selection: HistoryRun.Selection? {
    if let person, period == nil, file == nil, row == nil { return .pseudonym(person) }
    guard person == nil, let period, let file, let row else { return nil }
    return .row(period, file: file, row: row)
  }

  func validate() throws {
    if selection == nil { throw ValidationError(Help.text("error.person-or-row")) }
  }

  func run() throws {
    guard let selection else { return }
    let run = HistoryRun(context: try global.context())
    try global.terminal.print(run.table(selection), run.context, as: output.format)
  }
}
