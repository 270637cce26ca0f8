// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Desk
import Findings
import Pipeline
import Policy

/// `pack`: what policy packs there are, and whether one holds together.
struct PackCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pack", abstract: Help.text("command.pack.abstract"),
      subcommands: [
        PackCheckCommand.self, PackListCommand.self, PackDiffCommand.self, PackDocumentCommand.self,
        PackNewCommand.self,
      ])
  }
}

/// `pack check DIR`: every error of a pack with file and line.
struct PackCheckCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check", abstract: Help.text("command.pack-check.abstract"),
      discussion: Help.text("command.pack-check.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.pack"), valueName: "dir|name"))
  var directory: String

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let inspection = try PackCheckRun().run(directory)
    for error in inspection.errors { global.terminal.print(Failure.text(of: error)) }
    guard inspection.errors.isEmpty else { throw ExitCode(ExitStatus.findings) }
    let pack = inspection.pack
    let word = pack.messages.text("pack.notice", in: global.lang)
    for notice in inspection.notices { global.terminal.note("\(word): \(Failure.text(of: notice))") }
    global.terminal.print(
      pack.messages.text(
        "output.pack-good", in: global.lang,
        [
          "id": pack.id, "measures": String(pack.measures.count), "indicators": String(pack.indicators.count),
          "checks": String(pack.checks.count), "tasks": String(pack.tasks.count),
        ]))
  }
}

/// `pack list`: the packs that come with the program.
struct PackListCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Help.text("command.pack-list.abstract"))
  }

  @OptionGroup var global: GlobalOptions

  func run() throws {
    for name in try PackLoader.shippedPacks() {
      let pack = try PackLoader.load(name)
      global.terminal.print("\(pack.id)\t\(pack.version)\t\(pack.title[global.lang])")
    }
  }
}
