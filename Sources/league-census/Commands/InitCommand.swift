// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Results

/// `init`: creates a workspace with its key.
struct InitCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "init", abstract: Help.text("command.init.abstract"))
  }

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp(Help.text("option.names"), valueName: "masked|full"))
  var names: NameStorage = .masked

  func run() throws {
    let context = try global.context()
    _ = try context.create(names: names)
    global.terminal.print(context.text("output.workspace-created", ["path": context.workspaceDirectory]))
  }
}
