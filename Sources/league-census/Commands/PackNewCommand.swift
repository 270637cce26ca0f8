// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings
import Foundation
import Pipeline
import Policy

/// `pack new DIR`: a pack of one's own that extends the one in use.
struct PackNewCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "new", abstract: Help.text("command.pack-new.abstract"),
      discussion: Help.text("command.pack-new.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.pack-new"), valueName: "dir"))
  var directory: String

  @Option(help: ArgumentHelp(Help.text("option.pack-id"), valueName: "id"))
  var id: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let base = try PackLoader.load(global.pack)
    let name = id ?? (directory as NSString).standardizingPath.split(separator: "/").last.map(String.init) ?? "own"
    let files = try PackNewRun(extending: base).write(to: directory, id: name, language: global.lang)
    let facts = ["path": directory, "files": files.joined(separator: ", "), "base": base.id]
    global.terminal.print(base.messages.text("pack-new.made", in: global.lang, facts))
  }
}
