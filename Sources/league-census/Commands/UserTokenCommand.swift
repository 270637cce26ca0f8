// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Desk
import Pipeline
import Reports
import Results

/// `user token`: secrets by which programs read and hand in as an account does.
struct UserTokenCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "token", abstract: Help.text("command.user-token.abstract"),
      subcommands: [Add.self, List.self, Revoke.self])
  }

  /// `user token add`
  struct Add: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "add", abstract: Help.text("command.user-token-add.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @Option(name: .customLong("for"), help: ArgumentHelp(Help.text("option.token-for"), valueName: "program"))
    var program: String
    @Option(help: ArgumentHelp(Help.text("option.user-by"), valueName: "who")) var by: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let context = try global.context()
      global.terminal.print(try DeskAccounts(context: context).addToken(name, for: program, by: by))
      global.terminal.note(context.text("desk.user.token-made"))
    }
  }

  /// `user token list`
  struct List: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "list", abstract: Help.text("command.user-token-list.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
      for line in try DeskAccounts(context: global.context()).tokenLines(name) { global.terminal.print(line) }
    }
  }

  /// `user token revoke`
  struct Revoke: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "revoke", abstract: Help.text("command.user-token-revoke.abstract"))
    }

    @Argument(help: ArgumentHelp(Help.text("argument.user-name"))) var name: String
    @Argument(help: ArgumentHelp(Help.text("argument.token-number"))) var number: Int64
    @Option(help: ArgumentHelp(Help.text("option.user-by"), valueName: "who")) var by: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let context = try global.context()
      try DeskAccounts(context: context).revokeToken(number, of: name, by: by)
      global.terminal.print(context.text("desk.user.token-gone", ["number": String(number)]))
    }
  }
}
