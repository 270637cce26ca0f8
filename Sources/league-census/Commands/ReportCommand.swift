// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Desk
import Pipeline
import Reports
import Results

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

  @Option(
    help: ArgumentHelp(Help.text("option.outputs"), valueName: "html,json,csv,xlsx,docx,oscal"),
    transform: ReportOutput.list)
  var outputs: Set<ReportOutput> = ReportOutput.usual

  @Option(help: ArgumentHelp(Help.text("option.report-package"), valueName: "file.zip"))
  var package: String?

  @OptionGroup var onlyNew: OnlyNewOption

  @Option(help: ArgumentHelp(Help.text("option.depth"), valueName: "n"))
  var depth: Int?

  @Flag(help: ArgumentHelp(Help.text("option.force-report")))
  var force = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if unit != nil, each != nil { throw ValidationError(Help.text("error.unit-or-each")) }
    if package != nil, each != nil { throw ValidationError(Help.text("error.package-or-each")) }
    if let depth, depth < 0 { throw ValidationError(Help.text("error.depth")) }
  }

  func run() throws {
    let context = try global.context()
    let terminal = global.terminal
    let progress = terminal.progress { step in
      if case .writing(let file) = step { context.text("progress.writing", ["file": file]) } else { "" }
    }
    let census = try PeriodCensus(context: context, period: period.period)
    let run = try ReportRun(
      census: census, baseline: baseline, comparison: CompareRun(of: census, with: baseline),
      yearBefore: baseline == nil ? nil : CompareRun.yearBefore(of: census, besides: baseline), outputs: outputs,
      programVersion: Program.version, depth: depth, onlyNew: onlyNew.onlyNew,
      progress: progress)
    let written = try run.write(
      to: out, units: each.map(ReportRun.Scope.each) ?? .one(UnitSelection(unit)), isForced: force)
    terminal.endProgress()
    terminal.print(outputs.contains(.html) ? written[0] : out)
    if let package { try write(package, context) }
  }

  private func write(_ target: String, _ context: CommandContext) throws {
    let package = AuditPackage(
      context: context, period: period.period, unit: UnitSelection(unit), outputs: outputs, depth: depth,
      programVersion: Program.version)
    let manifest = try package.write(to: target)
    let facts = ["path": target, "hash": try manifest.sha256, "version": manifest.subject ?? ""]
    global.terminal.print(context.text("package.done", facts))
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
