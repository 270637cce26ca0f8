// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Assessment
import CensusModel
import Findings
import Pipeline
import Policy
import Results

/// `assess`: verdicts on the task list.
struct AssessCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "assess", abstract: Help.text("command.assess.abstract"),
      discussion: Help.text("command.assess.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(help: ArgumentHelp(Help.text("option.unit"), valueName: "unit|all"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.task"), valueName: "id"))
  var task: String?

  @Flag(help: ArgumentHelp(Help.text("option.summary")))
  var summary = false

  @Flag(help: ArgumentHelp(Help.text("option.how")))
  var how = false

  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if summary, task != nil { throw ValidationError(Help.text("error.summary-or-task")) }
  }

  /// Exit code 1 when a task is not met and not waived (with `--fail-on warning` also when it is partly met).
  func run() throws {
    if how { return try printHow() }
    let run = try AssessRun(census: PeriodCensus(context: global.context(), period: period.period))
    let notices = try run.notices(units: UnitSelection(unit))
    if output.format == .text { notices.forEach(global.terminal.print) } else { notices.forEach(global.terminal.note) }
    if summary {
      return try global.terminal.print(
        run.coverage(units: UnitSelection(unit)), run.census.context, as: output.format)
    }
    let document = try run.document(units: UnitSelection(unit), task: task)
    let context = run.census.context
    try global.terminal.print(document, context, as: output.format)
    if output.format == .text, task == nil {
      global.terminal.print("")
      try global.terminal.print(run.coverage(units: UnitSelection(unit)), context, as: .text)
    }
    try leave(document)
  }

  private func leave(_ document: VerdictsDocument) throws {
    var (unmet, all) = (0, 0)
    document.forEachResult { result in
      all += 1
      if isUnmet(result) { unmet += 1 }
    }
    if failOn.failOn.fails(unmet, of: all) { throw ExitCode(ExitStatus.findings) }
  }

  /// How each task is judged on the census day; needs no workspace.
  private func printHow() throws {
    let context = try global.context()
    let document = JudgingDocument(context: context, on: context.pack.ruleDay(of: period.period.censusDay))
    try global.terminal.print(document, context, as: output.format)
  }

  private func isUnmet(_ result: TaskResult) -> Bool {
    if result.waived { return false }
    return switch result.verdict {
    case .notMet, .error: failOn.failOn.includes(.error)
    case .partlyMet: failOn.failOn.includes(.warning)
    case .notEvaluable: failOn.failOn.includes(.info)
    case .met, .notApplicable: false
    }
  }
}
