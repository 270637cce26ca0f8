// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline

/// `init`: creates a workspace with its key.
struct InitCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "init", abstract: Help.text("command.init.abstract"))
  }

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp(Help.text("option.names"), valueName: "masked|full"))
  var names: NameStorage = .masked

  func run() throws {
    let desk = try global.desk()
    _ = try desk.create(names: names)
    global.terminal.print(desk.text("output.workspace-created", ["path": desk.workspaceDirectory]))
  }
}
