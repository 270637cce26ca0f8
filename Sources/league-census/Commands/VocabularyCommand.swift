// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Pipeline

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

  @Flag(help: ArgumentHelp(Help.text("option.keep-spellings")))
  var keep = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let desk = try global.desk()
    let run = LearnRun(desk: desk)
    global.terminal.write(try (keep ? run.keep(paths) : run.yaml(paths)).utf8)
    global.terminal.note(desk.text(keep ? "learn.is-kept" : "learn.keep", ["path": run.keptPath]))
  }
}
