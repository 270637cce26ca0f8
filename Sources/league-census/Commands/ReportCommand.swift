// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `report`: writes the report files of a period.
struct ReportCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "report", abstract: Help.text("command.report.abstract"),
      discussion: Help.text("command.report.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.each"), valueName: "level"))
  var each: String?

  @Option(help: ArgumentHelp(Help.text("option.baseline"), valueName: "2019-Q1"))
  var baseline: Period?

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.out"), valueName: "dir"))
  var out: String

  @Option(help: ArgumentHelp(Help.text("option.outputs"), valueName: "html,json,csv"), transform: ReportOutput.list)
  var outputs: Set<ReportOutput> = Set(ReportOutput.allCases)

  @OptionGroup var onlyNew: OnlyNewOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if unit != nil, each != nil { throw ValidationError(Help.text("error.unit-or-each")) }
  }

  func run() throws {
    let desk = try global.desk()
    let terminal = global.terminal
    let progress = terminal.progress { step in
      if case .writing(let file) = step { desk.text("progress.writing", ["file": file]) } else { "" }
    }
    let census = try PeriodCensus(desk: desk, period: period.period)
    let run = try ReportRun(
      census: census, baseline: baseline, comparison: CompareRun(of: census, with: baseline), outputs: outputs,
      programVersion: Program.version, onlyNew: onlyNew.onlyNew, progress: progress)
    let written = try run.write(to: out, units: each.map(ReportRun.Scope.each) ?? .one(UnitSelection(unit)))
    terminal.endProgress()
    for file in written { terminal.print(file) }
  }
}

extension ReportOutput {
  /// `html,json` as typed.
  static func list(_ text: String) throws -> Set<ReportOutput> {
    try Set(
      text.split(separator: ",").map { name in
        guard let output = ReportOutput(rawValue: String(name)) else {
          let known = ReportOutput.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("\(Help.text("error.outputs")) \(name) (\(known))")
        }
        return output
      })
  }
}
