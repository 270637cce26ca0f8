// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Policy

/// `template`: an empty workbook to fill, with headings, lists and an example.
struct TemplateCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "template", abstract: Help.text("command.template.abstract"),
      discussion: Help.text("command.template.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.kind"), valueName: "kind"))
  var kind: TemplateKinds = .all

  @Option(
    name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.template-out"), valueName: "file.xlsx"))
  var out: String

  @Option(help: ArgumentHelp(Help.text("option.template-unit"), valueName: "unit"))
  var unit: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let desk = try global.desk()
    var run = TemplateRun(desk: desk, kinds: try kind.chosen(from: desk))
    if let unit { try run.offer(organisationsOf: unit) }
    try run.write(to: out)
    global.terminal.print(out)
  }
}

/// `all`, or one record kind by its ID.
struct TemplateKinds: ExpressibleByArgument {
  static let all = TemplateKinds(argument: "all")
  private let name: String

  init(argument: String) { name = argument }

  /// - Throws: `ValidationError` where the pack has no kind of the name.
  func chosen(from desk: Desk) throws -> [RecordKind] {
    let schemas = desk.pack.vocabulary.schemas
    if name == "all" { return schemas.kinds }
    if let kind = schemas.kind(named: name.replacing("-", with: "_")) { return [kind] }
    let known = ["all"] + schemas.kinds.map { $0.rawValue.replacing("_", with: "-") }
    throw ValidationError(
      desk.text("usage.kind-unknown", ["value": name, "known": known.joined(separator: ", ")]))
  }

  var defaultValueDescription: String { "all" }

  static var allValueStrings: [String] { ["all"] + RecordKind.known.map { $0.rawValue.replacing("_", with: "-") } }
}
