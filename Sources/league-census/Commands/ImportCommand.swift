// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusStore
import Foundation
import Intake
import Pipeline
import Reports
import Results

/// `import`: checks workbooks and stores their records in a period.
struct ImportCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "import", abstract: Help.text("command.import.abstract"),
      discussion: Help.text("command.import.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Argument(help: ArgumentHelp(Help.text("argument.paths")))
  var paths: [String]

  @Option(help: ArgumentHelp(Help.text("option.import-unit"), valueName: "unit"))
  var unit: String?

  @Option(help: ArgumentHelp(Help.text("option.by"), valueName: "who"))
  var by: String?

  @Flag(name: [.customLong("adds"), .customLong("add")], help: ArgumentHelp(Help.text("option.adds")))
  var adds = false

  @Option(help: ArgumentHelp(Help.text("option.replaces"), valueName: "number"))
  var replaces: Int?

  @Option(help: ArgumentHelp(Help.text("option.annotate"), valueName: "dir"))
  var annotate: String?

  @Option(help: ArgumentHelp(Help.text("option.jobs"), valueName: "n"))
  var jobs: Int?

  @OptionGroup var choices: ChoiceOptions
  @Flag(help: ArgumentHelp(Help.text("option.keep-originals")))
  var keepOriginals = false

  @OptionGroup var onlyNew: OnlyNewOption
  @OptionGroup var verbose: VerboseOption
  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError(Help.text("option.jobs-range")) }
    guard adds, replaces != nil else { return }
    throw ValidationError(Help.text("option.replaces-or-adds"))
  }

  private var intent: SubmissionDraft.Intent { replaces.map { .replaces($0) } ?? (adds ? .adds : .told) }

  func run() throws {
    let context = try global.context()
    let printer = IntakePrinter(context: context, terminal: global.terminal, verbose: verbose.verbose)
    var run = ImportRun(
      context: context, period: period.period, unit: unit, by: by, intent: intent, keepsOriginals: keepOriginals,
      progress: printer.progress)
    run.choices = choices.choices
    run.onlyNew = onlyNew.onlyNew
    run.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    run.annotate = annotate
    Interruption.tell(context.text("output.import-interrupted"))
    let result = try run.run(paths)
    try printer.print(result, as: output.format, failOn: failOn.failOn)
  }
}
