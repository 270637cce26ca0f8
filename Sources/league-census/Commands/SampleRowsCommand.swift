// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Reports
import Results

/// `sample-rows`: a list of members to look at on the spot.
struct SampleRowsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "sample-rows", abstract: Help.text("command.sample-rows.abstract"),
      discussion: Help.text("command.sample-rows.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.draw-size"), valueName: "n"))
  var size = 40

  @Option(help: ArgumentHelp(Help.text("option.draw-seed"), valueName: "n"))
  var seed: UInt64 = 1

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.draw-out"), valueName: "xlsx"))
  var out: String

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    guard (1...100_000).contains(size) else { throw ValidationError(Help.text("error.draw-size")) }
  }

  func run() throws {
    let context = try global.context()
    let census = try PeriodCensus(context: context, period: period.period)
    let drawn = try SampleRowsRun(census: census, size: size, seed: seed).write(to: out, unit: UnitSelection(unit))
    let facts = ["count": String(drawn.rows), "total": String(drawn.of), "seed": String(seed)]
    global.terminal.print(out)
    global.terminal.print(context.text("paper.sample.drawn", facts))
  }
}
