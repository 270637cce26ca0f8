// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

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
    let census = try PeriodCensus(desk: global.desk(), period: period.period)
    let document = try IndicatorsRun(census: census).document(
      units: UnitSelection(unit), by: by.flatMap { IndicatorsRun.Breakdown(rawValue: $0.rawValue) },
      indicator: indicator)
    switch output.format {
    case .json: global.terminal.write(document.json().utf8)
    case .csv: global.terminal.write(document.csv().utf8)
    case .text: global.terminal.print(document.text())
    }
  }
}

enum BreakdownChoice: String, ExpressibleByArgument, CaseIterable { case sector, stage, children }
