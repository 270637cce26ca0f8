// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Intake
import Pipeline
import Policy
import Reports
import Results

/// `template`: a workbook to fill, with headings, lists and an example, or with rows to correct.
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

  @Option(help: ArgumentHelp(Help.text("option.template-period"), valueName: "period"))
  var period: Period?

  @Option(name: .customLong("from"), help: ArgumentHelp(Help.text("option.template-from"), valueName: "file"))
  var former: [String] = []

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if period != nil, unit == nil { throw ValidationError(Help.text("error.template-period")) }
  }

  func run() throws {
    let context = try global.context()
    var run = TemplateRun(context: context, kinds: try kind.chosen(from: context))
    if let unit { try run.fill(with: unit, of: period) }
    if !former.isEmpty { try run.fill(from: former, unit: unit) }
    try run.write(to: out)
    global.terminal.print(out)
    for line in run.told { global.terminal.print(line) }
  }
}

/// `all`, or one record kind by its ID.
struct TemplateKinds: ExpressibleByArgument {
  static let all = TemplateKinds(argument: "all")
  private let name: String

  init(argument: String) { name = argument }

  /// - Throws: `ValidationError` where the pack has no kind of the name.
  func chosen(from context: CommandContext) throws -> [RecordKind] {
    let schemas = context.pack.vocabulary.schemas
    if name == "all" { return TemplateRun.kindsToFill(of: context.pack) }
    if let kind = schemas.kind(named: name.replacing("-", with: "_")) { return [kind] }
    let known = ["all"] + schemas.kinds.map { $0.rawValue.replacing("_", with: "-") }
    throw ValidationError(
      context.text("usage.kind-unknown", ["value": name, "known": known.joined(separator: ", ")]))
  }

  var defaultValueDescription: String { "all" }

  static var allValueStrings: [String] { ["all"] + RecordKind.known.map { $0.rawValue.replacing("_", with: "-") } }
}
