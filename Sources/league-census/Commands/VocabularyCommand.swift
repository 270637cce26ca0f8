// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Intake
import Pipeline
import Policy
import Reports
import Results

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

  @Flag(help: ArgumentHelp(Help.text("option.learn.keep")))
  var keep = false

  @Option(help: ArgumentHelp(Help.text("option.learn.unit"), valueName: "unit"))
  var unit: String?

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if unit != nil, !keep { throw ValidationError(Help.text("error.learn-unit")) }
  }

  func run() throws {
    let context = try global.context()
    if keep { return try keep(context) }
    global.terminal.write(try LearnRun(context: context).yaml(paths).utf8)
    global.terminal.note(
      context.text("learn.keep", ["path": global.workspaceDirectory + "/" + VocabularyOverlay.fileName]))
  }

  private func keep(_ context: CommandContext) throws {
    let added = try LearnRun(context: context).keep(paths, for: unit)
    for spelling in added {
      let sheet = context.pack.vocabulary.sheets.first { $0.kind == spelling.kind }
      let standard = sheet?.fields.first { $0.id == spelling.field }?.heading ?? spelling.field
      global.terminal.print(
        context.text("learn.added", ["value": spelling.text, "expected": standard, "sheet": sheet?.title ?? ""]))
    }
    let path = global.workspaceDirectory + "/" + VocabularyOverlay.fileName
    global.terminal.note(context.text(added.isEmpty ? "learn.nothing" : "learn.kept", ["path": path]))
  }
}
