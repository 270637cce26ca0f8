// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusModel
import Findings
import Intake
import Pipeline
import Reports
import Results

/// `recognise`: what files are, before any rule runs.
struct RecogniseCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "recognise", abstract: Help.text("command.recognise.abstract"),
      discussion: Help.text("command.recognise.discussion"), aliases: ["recognize"])
  }

  @Argument(help: ArgumentHelp(Help.text("argument.paths")))
  var paths: [String]

  @OptionGroup var output: FormatOption
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let context = try global.context()
    let files = try RecogniseRun(context: context).run(paths)
    if output.format == .text {
      for file in files { print(file, context) }
    } else {
      try global.terminal.print(RecognitionDocument(files, context: context), context, as: output.format)
    }
    if files.allSatisfy(\.isRefused) { throw ExitCode(ExitStatus.couldNotFinish) }
  }

  private func print(_ file: FileRecognition, _ context: CommandContext) {
    let terminal = global.terminal
    let facts = [file.format, file.encoding, file.writer ?? context.text("recognise.writer-unknown")]
    terminal.print(terminal.painted(file.file, .bold) + (file.isRefused ? "" : "  " + facts.joined(separator: " · ")))
    for finding in file.findings { terminal.print("  " + finding.message) }
    for sheet in file.sheets { print(sheet, context) }
  }

  private func print(_ sheet: FileRecognition.Sheet, _ context: CommandContext) {
    let known = sheet.sheet
    let name = known.name.isEmpty ? context.text("output.sheet-unnamed") : known.name
    guard let kind = known.kind, let header = known.headerRows else {
      return global.terminal.print("  " + context.text("output.sheet-unknown", ["sheet": name]))
    }
    let rows = header.count == 1 ? "\(header.lowerBound)" : "\(header.lowerBound)–\(header.upperBound)"
    let counts: [String: String] = [
      "sheet": name, "kind": context.text("kind.\(kind.rawValue)"), "header": rows,
      "titles": String(header.lowerBound - 1), "records": String(sheet.records),
      "totals": String(sheet.leftOut["row-totals"] ?? 0), "notes": String(sheet.leftOut["row-note"] ?? 0),
    ]
    global.terminal.print("  " + context.text("recognise.sheet", counts))
    for match in [RecognisedSheet.Match.exact, .synonym, .guessed, .duplicate, .unknown] {
      let headings = known.headings.filter { $0.match == match && !$0.text.isEmpty }
      guard !headings.isEmpty else { continue }
      let names = headings.map { describe($0, context) }.joined(separator: context.text("place.and"))
      let label = context.text("recognise.\(match.rawValue)", ["count": String(headings.count)])
      global.terminal.print("    " + label + names)
    }
  }

  private func describe(_ heading: RecognisedSheet.Heading, _ context: CommandContext) -> String {
    let place = Place.letters(ofColumn: heading.column) + " " + heading.text.replacing("\n", with: "")
    switch heading.match {
    case .exact, .duplicate: return place
    case .synonym, .guessed: return place + (heading.field.map { " → \($0)" } ?? "")
    case .unknown:
      guard !heading.nearest.isEmpty else { return place }
      let isChinese = context.language == .chinese
      let nearest = heading.nearest.joined(separator: context.text("place.and"))
      return place + (isChinese ? "（\(nearest)？）" : " (\(nearest)?)")
    }
  }
}
