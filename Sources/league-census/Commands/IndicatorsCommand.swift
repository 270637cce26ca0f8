// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Results

/// `indicators`: the values of a period, as exact fractions with their state.
struct IndicatorsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "indicators", abstract: Help.text("command.indicators.abstract"),
      discussion: Help.text("command.indicators.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.by-breakdown"), valueName: "sector|stage|children"))
  var by: BreakdownChoice?

  @Option(help: ArgumentHelp(Help.text("option.indicator"), valueName: "id"))
  var indicator: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let census = try PeriodCensus(context: global.context(), period: period.period)
    let run = try IndicatorsRun(census: census)
    let notices = try run.notices(units: UnitSelection(unit))
    let document = try run.document(
      units: UnitSelection(unit), by: by.flatMap { IndicatorsRun.Breakdown(rawValue: $0.rawValue) },
      indicator: indicator)
    // A program that reads the figures gets the states with them; people are told on the side.
    if output.format != .text { notices.forEach(global.terminal.note) }
    if output.format == .text { notices.forEach(global.terminal.print) }
    try global.terminal.print(document, census.context, as: output.format)
  }
}

enum BreakdownChoice: String, ExpressibleByArgument, CaseIterable { case sector, stage, children }
