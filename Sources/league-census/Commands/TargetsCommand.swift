// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline

/// `targets`: the office's own targets.
struct TargetsCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "targets", abstract: Help.text("command.targets.abstract"),
      discussion: Help.text("command.targets.discussion"), subcommands: [TargetsTryCommand.self])
  }
}

/// `targets try`: what targets would have meant in the quarters of the workspace.
struct TargetsTryCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "try", abstract: Help.text("command.targets-try.abstract"),
      discussion: Help.text("command.targets-try.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.targets"), valueName: "targets.yaml"))
  var file: String?

  @Option(help: ArgumentHelp(Help.text("option.targets-unit"), valueName: "unit|all"))
  var unit: String?

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = TargetsRun(context: try global.context())
    let document = try run.trial(run.targets(of: file), units: unit)
    try global.terminal.print(document, run.context, as: output.format)
  }
}
