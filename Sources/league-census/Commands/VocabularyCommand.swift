// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline
import Policy

/// `vocabulary`: the spellings of headings that a workspace knows beside the pack's.
struct VocabularyCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "vocabulary", abstract: Help.text("command.vocabulary.abstract"),
      discussion: Help.text("command.vocabulary.discussion"), subcommands: [VocabularyLearnCommand.self])
  }
}

/// `vocabulary learn`: proposes spellings for unknown headings.
struct VocabularyLearnCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "learn", abstract: Help.text("command.learn.abstract"),
      discussion: Help.text("command.learn.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.paths")))
  var paths: [String]

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let desk = try global.desk()
    global.terminal.write(try LearnRun(desk: desk).yaml(paths).utf8)
    global.terminal.note(
      desk.text("learn.keep", ["path": global.workspaceDirectory + "/" + VocabularyOverlay.fileName]))
  }
}
