// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Results

/// `evidence`: every row behind a figure, never capped.
struct EvidenceCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "evidence", abstract: Help.text("command.evidence.abstract"),
      discussion: Help.text("command.evidence.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.measure"), valueName: "id"))
  var measure: String?

  @Option(help: ArgumentHelp(Help.text("option.indicator"), valueName: "id"))
  var indicator: String?

  @Option(help: ArgumentHelp(Help.text("option.task"), valueName: "id"))
  var task: String?

  @Option(help: ArgumentHelp(Help.text("option.table"), valueName: "id"))
  var table: String?

  @Option(help: ArgumentHelp(Help.text("option.row"), valueName: "code"))
  var row: String?

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    // A table may come with a measure: the column.
    let named = [table == nil ? measure : nil, indicator, task, table].compactMap { $0 }
    guard named.count == 1, (table == nil) == (row == nil) else {
      throw ValidationError(Help.text("error.evidence-one-of"))
    }
  }

  func run() throws {
    let run = try EvidenceRun(census: PeriodCensus(context: global.context(), period: period.period))
    let parts =
      if let table, let row {
        try run.parts(ofTable: table, row: row, measure: measure)
      } else {
        try run.parts(of: measure ?? indicator ?? task ?? "")
      }
    let terminal = global.terminal
    try terminal.print(evidence: run, parts: parts, unit: UnitSelection(unit), as: output.format)
  }
}

extension Terminal {
  /// Rows behind figures, as they come; in a workbook each kind of record is a sheet.
  func print(evidence run: EvidenceRun, parts: [EvidenceRun.Part], unit: UnitSelection, as format: ResultFormat) throws
  {
    if format == .xlsx {
      return try print(EvidenceFormatter.tables(run, parts: parts, unit: unit), run.census.context)
    }
    try EvidenceFormatter(format: format).write(run, parts: parts, unit: unit) { write($0) }
  }
}
