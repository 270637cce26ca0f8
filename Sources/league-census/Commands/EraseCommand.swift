// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CensusStore
import Glibc
import Pipeline
import Reports
import Results

/// `erase`: deletes one person's rows.
struct EraseCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "erase", abstract: Help.text("command.erase.abstract"),
      discussion: Help.text("command.erase.discussion"))
  }

  @Option(help: ArgumentHelp(Help.text("option.erase-file"), valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp(Help.text("option.erase-sheet"), valueName: "sheet"))
  var sheet: String?

  @Option(help: ArgumentHelp(Help.text("option.erase-row"), valueName: "n"))
  var row: Int?

  @Flag(help: ArgumentHelp(Help.text("option.erase-id")))
  var idFromStdin = false

  @OptionGroup var by: ByOption
  @OptionGroup var confirmation: ConfirmationOption
  @OptionGroup var output: ObjectFormatOption
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let isAddress = file != nil && row != nil
    guard idFromStdin ? file == nil && row == nil && sheet == nil : isAddress else {
      throw ValidationError(Help.text("error.erase"))
    }
  }

  /// Exit code 1 where sealed periods hold the person: those rows stay.
  func run() throws {
    let context = try global.context()
    let run = KeepingRun(context: context, by: by.by, programVersion: Program.version)
    let plan = try run.planErase(person(context))
    let document = KeepingDocument(context: context)
    if plan.rowCount > 0 || !plan.originals.isEmpty {
      try confirmation.ask(
        document.text(plan) + "\n" + context.text("erase.question", ["count": String(plan.rowCount)]),
        word: String(plan.rowCount), context)
      try run.erase(plan)
    }
    if output.format == .json {
      global.terminal.write(document.json(plan).utf8)
    } else {
      global.terminal.print(document.text(plan))
      global.terminal.print(
        context.text("erase.done", ["count": String(plan.rowCount), "originals": String(plan.originals.count)]))
      global.terminal.note(context.text("purge.elsewhere"))
    }
    if !plan.sealed.isEmpty { throw ExitCode(ExitStatus.findings) }
  }

  /// An ID number is read from standard input, where neither the list of processes nor the shell's history keeps it.
  private func person(_ context: CommandContext) throws -> ErasedPerson {
    if let file, let row { return .address(file: file, sheet: sheet, row: row) }
    if isatty(STDIN_FILENO) == 1 { Terminal.printError(context.text("erase.type-id")) }
    return try .typed(EraseCommand.hiddenLine() ?? "", in: context)
  }

  /// A line that is not shown while it is typed.
  private static func hiddenLine() -> String? {
    var shown = termios()
    guard tcgetattr(STDIN_FILENO, &shown) == 0 else { return readLine() }
    var hidden = shown
    hidden.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
    defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown) }
    return readLine()
  }
}
