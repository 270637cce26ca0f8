// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Reports
import Results

/// `compare`: two periods held against each other.
struct CompareCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "compare", abstract: Help.text("command.compare.abstract"),
      discussion: Help.text("command.compare.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.compare-from"), valueName: "2019-Q1"))
  var from: Period

  @Option(help: ArgumentHelp(Help.text("option.compare-to"), valueName: "2019-Q2"))
  var to: Period

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.indicator"), valueName: "id"))
  var indicator: String?

  @Option(
    help: ArgumentHelp(
      Help.text("option.compare-part"), valueName: ComparisonPart.allCases.map(\.rawValue).joined(separator: "|")))
  var part: ComparisonPart?

  @Option(help: ArgumentHelp(Help.text("option.compare-rows"), valueName: "measure"))
  var rows: String?

  @Option(help: ArgumentHelp(Help.text("option.compare-cause"), valueName: "cause"))
  var cause: String?

  @Option(help: ArgumentHelp(Help.text("option.compare-mapping"), valueName: "file"))
  var mapping: String?

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.compare-out"), valueName: "dir"))
  var out: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = try CompareRun(
      context: global.context(), from: from, to: to, mapping: mapping, keepsRows: out != nil || rows != nil)
    let units = try run.units(UnitSelection(unit))
    let terminal = global.terminal
    if let out {
      for file in try run.write(to: out, units: units, programVersion: Program.version) { terminal.print(file) }
      return
    }
    if let rows {
      let table = try run.rowsTable(measure: rows, unit: units[0], cause: cause)
      return try print(table, run)
    }
    // A comparison is many tables; as CSV it is one, the bridges unless another is named.
    let parts = part.map { [$0] } ?? ([.csv, .jsonl].contains(output.format) ? [.bridges] : ComparisonPart.allCases)
    let tables = try parts.map { try run.table($0, units: units, indicator: indicator) }
    switch output.format {
    case .json where part == nil: try run.writeJSON(tables) { terminal.write($0) }
    case .xlsx: try terminal.print(ResultTables(tables), run.context)
    case .text, .json, .jsonl, .csv: for table in tables { try print(table, run) }
    }
  }

  private func print(_ table: ResultTable, _ run: CompareRun) throws {
    let terminal = global.terminal
    if output.format == .text { terminal.print(terminal.painted(run.title(of: table), .bold)) }
    try terminal.print(table, run.context, as: output.format)
    if output.format == .text { terminal.print("") }
  }
}

extension ComparisonPart: ExpressibleByArgument {}
