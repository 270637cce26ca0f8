// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Pipeline
import Results

/// The two questions before something is taken away for good; `--yes` answers both.
struct ConfirmationOption: ParsableArguments {
  @Flag(help: ArgumentHelp(Help.text("option.yes")))
  var yes = false

  /// Asks on the terminal; the second answer has to be a word that says what goes.
  ///
  /// - Throws: a usage error where nobody can answer; exit code 2 for any other answer than yes.
  func ask(_ question: String, word: String, _ context: CommandContext) throws {
    if yes { return }
    guard isatty(STDIN_FILENO) == 1 else { throw ValidationError(Help.text("error.confirm")) }
    Terminal.printError(question)
    Terminal.printError(context.text("confirm.first"))
    let first = readLine()?.lowercased() ?? ""
    guard ["yes", "是"].contains(first) else { throw refused(context) }
    Terminal.printError(context.text("confirm.second", ["value": word]))
    guard readLine() == word else { throw refused(context) }
  }

  private func refused(_ context: CommandContext) -> ExitCode {
    Terminal.printError(context.text("confirm.refused"))
    return ExitCode(ExitStatus.couldNotFinish)
  }
}

/// Who does it, for the audit trail.
struct ByOption: ParsableArguments {
  @Option(help: ArgumentHelp(Help.text("option.decided-by"), valueName: "who"))
  var by: String
}
