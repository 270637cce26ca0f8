// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `census`: the tables of the census at any unit.
struct CensusCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "census", abstract: Help.text("command.census.abstract"),
      discussion: Help.text("command.census.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.table"), valueName: "id"))
  var table: String?

  @Option(help: ArgumentHelp(Help.text("option.by-breakdown"), valueName: "sector|stage|children"))
  var by: BreakdownChoice?

  @Flag(help: ArgumentHelp(Help.text("option.publish")))
  var publish = false

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let census = try PeriodCensus(context: global.context(), period: period.period)
    let document = try CensusRun(census: census, tables: table.map { [$0] }).document(
      units: UnitSelection(unit), by: by.flatMap { IndicatorsRun.Breakdown(rawValue: $0.rawValue) },
      isPublished: publish)
    try global.terminal.print(document, census.context, as: output.format)
  }
}
