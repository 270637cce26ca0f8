// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import CensusStore
import Pipeline
import Reports
import Results

/// `purge`: takes old periods away for good.
struct PurgeCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "purge", abstract: Help.text("command.purge.abstract"),
      discussion: Help.text("command.purge.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.purge-before"), valueName: "2019-Q2"))
  var before: Period

  @Option(help: ArgumentHelp(Help.text("option.purge-sealed"), valueName: "2019-Q1"))
  var sealed: [Period] = []

  @OptionGroup var by: ByOption
  @OptionGroup var confirmation: ConfirmationOption
  @OptionGroup var output: ObjectFormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let run = KeepingRun(context: context, by: by.by, programVersion: Program.version)
    var plan = try run.planPurge(before: before, named: Set(sealed))
    if !plan.versions.isEmpty, plan.refused.isEmpty {
      let names = plan.versions.map { "\($0.period) v\($0.number)\($0.isSealed ? "*" : "")" }
      try confirmation.ask(
        context.text("purge.question", ["versions": names.joined(separator: ", ")]), word: before.description, context)
    }
    if !plan.versions.isEmpty { plan = try run.purge(plan) }
    if output.format == .json { return global.terminal.write(KeepingDocument(context: context).json(plan).utf8) }
    let facts = [
      "count": String(plan.versions.count), "originals": String(plan.originals),
      "dismissals": String(plan.dismissals), "period": before.description,
    ]
    global.terminal.print(context.text(plan.versions.isEmpty ? "purge.none" : "purge.done", facts))
    if !plan.versions.isEmpty { global.terminal.note(context.text("purge.elsewhere")) }
  }
}
