// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Policy
import Results

/// `explain`: meaning, rule, source and examples of anything that has an ID.
struct ExplainCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "explain", abstract: Help.text("command.explain.abstract"),
      discussion: Help.text("command.explain.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.id"), valueName: "id"))
  var id: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    guard let explanation = context.pack.explain(id, in: context.language) else {
      throw PipelineError.unknownID(id, near: context.pack.nearest(to: id))
    }
    global.terminal.print(explanation)
  }
}
