// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings
import Pipeline
import Policy
import Results

/// `pack diff A B`: what changes between two packs.
struct PackDiffCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "diff", abstract: Help.text("command.pack-diff.abstract"),
      discussion: Help.text("command.pack-diff.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.pack-before"), valueName: "dir|name"))
  var before: String

  @Argument(help: ArgumentHelp(Help.text("argument.pack-after"), valueName: "dir|name"))
  var after: String

  @OptionGroup var format: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let document = PackDifferencesDocument(
      from: try PackLoader.load(before), to: try PackLoader.load(after), language: global.lang)
    try global.terminal.print(document, context, as: format.format)
  }
}

/// `pack document`: the reference pages of a pack.
struct PackDocumentCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "document", abstract: Help.text("command.pack-document.abstract"),
      discussion: Help.text("command.pack-document.discussion"))
  }

  @Argument(help: ArgumentHelp(Help.text("argument.pack"), valueName: "dir|name"))
  var directory: String = Program.defaultPack

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.document-out"), valueName: "dir"))
  var out: String

  @Option(help: ArgumentHelp(Help.text("option.document-since"), valueName: "dir|name"))
  var since: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let pack = try PackLoader.load(directory)
    let run = PackDocumentRun(pack: pack, since: try since.map { try PackLoader.load($0) }, language: global.lang)
    try run.write(to: out)
    let facts = ["count": String(run.files.count), "path": out]
    global.terminal.note(pack.messages.text("pack.documented", in: global.lang, facts))
  }
}
