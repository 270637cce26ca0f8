// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusStore
import Desk
import DeskStore
import Pipeline
import Reports
import Results

/// `user`: accounts of the desk, also while it is open.
struct UserCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "user", abstract: Help.text("command.user.abstract"),
      subcommands: [Add.self, List.self, Reset.self, Disable.self, UserTokenCommand.self])
  }

  /// `user add`
  struct Add: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "add", abstract: Help.text("command.user-add.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @Option(
      help: ArgumentHelp(Help.text("option.user-role"), valueName: Role.allCases.map(\.rawValue).joined(separator: "|"))
    )
    var role: Role
    @Option(help: ArgumentHelp(Help.text("option.user-unit"), valueName: "id")) var unit: String?
    @Option(help: ArgumentHelp(Help.text("option.user-by"), valueName: "who")) var by: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let desk = try DeskAccounts(context: global.context())
      let invitation = try desk.add(name, role, unit: unit, by: by)
      global.terminal.print(desk.words(invitation))
    }
  }

  /// `user list`
  struct List: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "list", abstract: Help.text("command.user-list.abstract"))
    }

    @OptionGroup var global: GlobalOptions

    func run() throws {
      for line in try DeskAccounts(context: global.context()).lines() { global.terminal.print(line) }
    }
  }

  /// `user reset`
  struct Reset: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "reset", abstract: Help.text("command.user-reset.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @Option(help: ArgumentHelp(Help.text("option.user-by"), valueName: "who")) var by: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let desk = try DeskAccounts(context: global.context())
      global.terminal.print(desk.words(try desk.reset(name, by: by)))
    }
  }

  /// `user disable`
  struct Disable: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "disable", abstract: Help.text("command.user-disable.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @Option(help: ArgumentHelp(Help.text("option.user-by"), valueName: "who")) var by: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let context = try global.context()
      try DeskAccounts(context: context).disable(name, by: by)
      global.terminal.print(context.text("desk.user.done", ["name": name]))
    }
  }
}

extension Role: ExpressibleByArgument {}
