// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `transitions`: the three transitions as pipelines, and the rows behind a gap.
struct TransitionsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "transitions", abstract: Help.text("command.transitions.abstract"),
      discussion: Help.text("command.transitions.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.which"), valueName: "school|pioneer|party"))
  var which: String?

  @Option(help: ArgumentHelp(Help.text("option.by-breakdown"), valueName: "sector|stage|children"))
  var by: BreakdownChoice?

  @Option(help: ArgumentHelp(Help.text("option.list"), valueName: "gap"))
  var list: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let census = try PeriodCensus(context: global.context(), period: period.period)
    let run = try TransitionsRun(census: census, which: which)
    let terminal = global.terminal
    if let list {
      let evidence = try EvidenceRun(census: census)
      return try terminal.print(
        evidence: evidence, parts: run.parts(ofList: list, in: evidence), unit: UnitSelection(unit), as: output.format)
    }
    let document = try run.document(
      units: UnitSelection(unit), by: by.flatMap { IndicatorsRun.Breakdown(rawValue: $0.rawValue) })
    try terminal.print(document, census.context, as: output.format)
  }
}
