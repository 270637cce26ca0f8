// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings
import Pipeline
import Results

/// `audit-figures`: recomputes published figures.
struct AuditFiguresCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "audit-figures", abstract: Help.text("command.audit-figures.abstract"),
      discussion: Help.text("command.audit-figures.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.figures"), valueName: "file"))
  var file: String

  @OptionGroup var output: FormatOption
  @OptionGroup var failOn: FailOnOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = AuditRun(context: try global.context())
    let figures = try run.run(file)
    try global.terminal.print(run.table(figures), run.context, as: output.format)
    let counts = Dictionary(grouping: figures, by: \.result.rawValue).mapValues { String($0.count) }
    let all = ["agrees", "truncated", "differs", "undefined"].map { ($0, counts[$0] ?? "0") }
    global.terminal.note(run.context.text("audit.closing", Dictionary(uniqueKeysWithValues: all)))
    let wrong = failOn.failOn.includes(.error) ? figures.count { $0.result == .differs } : 0
    if failOn.failOn.fails(wrong, of: figures.count) { throw ExitCode(ExitStatus.findings) }
  }
}
