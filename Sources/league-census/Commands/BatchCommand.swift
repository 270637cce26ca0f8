// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Desk
import Findings
import Foundation
import Pipeline
import Policy
import Reports
import Results

/// `batch`: imports, computes, compares and reports everything of a quarter without a question.
struct BatchCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "batch", abstract: Help.text("command.batch.abstract"),
      discussion: Help.text("command.batch.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.batch"), valueName: "file.yaml|dir"))
  var path: String

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.batch-out"), valueName: "dir"))
  var out: String?

  @Option(help: ArgumentHelp(Help.text("option.workers"), valueName: "n"))
  var workers: Int?

  @Option(help: ArgumentHelp(Help.text("option.by"), valueName: "who"))
  var by: String?

  @OptionGroup var onlyNew: OnlyNewOption
  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let workers, workers < 1 { throw ValidationError(Help.text("error.workers")) }
  }

  func run() throws {
    let context = try global.context()
    let terminal = global.terminal
    var run = BatchRun(
      context: context, plan: try plan(), workers: workers ?? ProcessInfo.processInfo.activeProcessorCount,
      programVersion: Program.version, progress: IntakePrinter(context: context, terminal: terminal).progress)
    run.onlyNew = onlyNew.onlyNew
    let summary = try run.run()
    terminal.endProgress()
    switch output.format {
    case .json:
      terminal.write(summary.json().utf8)
      BatchPrinter(context: context, terminal: terminal).printFailures(of: summary)
    case .jsonl, .csv, .xlsx:
      try terminal.print(summary.table(context), context, as: output.format)
      BatchPrinter(context: context, terminal: terminal).printFailures(of: summary)
    case .text: BatchPrinter(context: context, terminal: terminal).print(summary, out: run.plan.out)
    }
    try leave(summary)
  }

  private func plan() throws -> BatchPlan {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw PipelineError("path-missing", facts: ["path": path])
    }
    var plan = try isFolder.boolValue ? BatchPlan(incoming: path, out: out ?? "reports") : BatchPlan(file: path)
    if let out { plan.out = out }
    if let by { plan.by = by }
    return plan
  }

  /// 2 when something could not be finished; else 1 for findings and unmet tasks at or above `--fail-on`.
  private func leave(_ summary: BatchSummary) throws {
    if summary.hasFailed { throw ExitCode(ExitStatus.couldNotFinish) }
    let fails = failOn.failOn
    let grave = summary.findings.filter { fails.includes($0.key) }.values.reduce(0, +)
    let unmet = summary.unmet.filter { fails.includes($0.key) }.values.reduce(0, +)
    let isGrave = fails.fails(grave, of: summary.records) || fails.fails(unmet, of: summary.verdicts)
    if isGrave { throw ExitCode(ExitStatus.findings) }
  }
}

/// Prints what a batch did, a line for each unit.
struct BatchPrinter {
  let context: CommandContext
  let terminal: Terminal

  /// With `--quiet` only what is not good.
  func print(_ summary: BatchSummary, out: String) {
    for part in summary.periods {
      let intakes = part.intakes.filter { !terminal.isQuiet || !$0.isFinished || $0.errors > 0 }
      let reports = part.reports.filter { !terminal.isQuiet || $0.state == .failed }
      if !terminal.isQuiet || !intakes.isEmpty || !reports.isEmpty || part.failure != nil || !part.withdrawn.isEmpty {
        terminal.print(terminal.painted(part.period.description, .bold))
      }
      for intake in intakes { print(intake) }
      for file in part.withdrawn { terminal.print("  " + context.text("batch.withdrawn", ["files": file])) }
      for report in reports { print(report) }
      if let failure = part.failure { terminal.print("  " + terminal.painted(failure.message, .red)) }
    }
    if !terminal.isQuiet { terminal.print(context.text("batch.done", ["file": out + "/index.html"])) }
    printFailures(of: summary)
  }

  /// On standard error, also with `--quiet`: why a unit is not finished, file by file.
  func printFailures(of summary: BatchSummary) {
    for stray in summary.strays { Terminal.printError(stray.message) }
    for part in summary.periods {
      if let failure = part.failure { Terminal.printError("\(part.period): \(failure.message)") }
      for intake in part.intakes where !intake.isFinished {
        if let failure = intake.failure { Terminal.printError("\(part.period) \(name(intake)): \(failure.message)") }
        for refusal in intake.refusals { Terminal.printError("\(part.period) " + line(refusal, of: intake)) }
      }
      for report in part.reports {
        if let failure = report.failure { Terminal.printError("\(part.period) \(report.unit): \(failure.message)") }
      }
    }
  }

  private func print(_ report: BatchSummary.Report) {
    let state = context.text("batch.report.\(report.state.rawValue)")
    terminal.print("  \(state)  \(report.path)  \(report.name)")
    if let failure = report.failure { terminal.print("    " + terminal.painted(failure.message, .red)) }
  }

  private func print(_ intake: BatchSummary.Intake) {
    let words = BatchSummary.words(of: intake, in: context)
    terminal.print("  \(context.text("batch.intake.\(intake.state.rawValue)"))  \(name(intake))  \(words)")
    if let failure = intake.failure { terminal.print("    " + terminal.painted(failure.message, .red)) }
    for note in intake.notes { terminal.print("    " + note) }
    for refusal in intake.refusals { terminal.print("    " + terminal.painted(line(refusal, of: intake), .red)) }
  }

  private func name(_ intake: BatchSummary.Intake) -> String {
    intake.unit.isEmpty ? context.text("batch.root") : intake.unit
  }

  private func line(_ refusal: BatchSummary.Intake.Refusal, of intake: BatchSummary.Intake) -> String {
    context.text(
      "batch.refused-file", ["unit": name(intake), "file": refusal.file, "message": refusal.message])
  }
}
