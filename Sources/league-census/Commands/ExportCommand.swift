// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Pipeline
import Results

/// `export`: all records of a period as CSV with a manifest, by pseudonym.
struct ExportCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "export", abstract: Help.text("command.export.abstract"),
      discussion: Help.text("command.export.discussion"))
  }

  @OptionGroup var period: PeriodOption

  @Option(name: [.long, .customShort("o")], help: ArgumentHelp(Help.text("option.export-to"), valueName: "dir"))
  var to: String

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let census = try PeriodCensus(context: context, period: period.period)
    let run = ExportRun(census: census, programVersion: Program.version)
    let progress = global.terminal.progress { step in
      if case .writing(let file) = step { context.text("progress.writing", ["file": file]) } else { "" }
    }
    let files = try run.write(to: to, progress: progress)
    global.terminal.endProgress()
    try global.terminal.print(ExportDocument(context: context, files: files), context, as: output.format)
  }
}
