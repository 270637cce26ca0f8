// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Desk
import Findings
import Foundation
import Glibc
import Pipeline
import Policy
import Results

/// The documented exit codes (contract section 1).
enum ExitStatus {
  /// Done, with findings or unmet tasks at or above `--fail-on`.
  static let findings: Int32 = 1
  static let couldNotFinish: Int32 = 2
}

/// The one place that turns an error into text and exit code.
enum Failure {
  static func leave(with error: any Error) -> Never {
    if let failure = CommandFailure(error) {
      print(failure)
      exit(ExitStatus.couldNotFinish)
    }
    if let pack = error as? PackError {
      Terminal.printError(text(of: pack))
      exit(ExitStatus.couldNotFinish)
    }
    if LeagueCensus.exitCode(for: error) == .validationFailure {
      Terminal.printError(UsageMessage(error, arguments: Array(CommandLine.arguments.dropFirst())).text)
      exit(ExitCode.validationFailure.rawValue)
    }
    LeagueCensus.exit(withError: error)
  }

  /// "tasks/14-ratio.yaml:12: …", as compilers write it.
  static func text(of error: PackError) -> String {
    "\(error.file)\(error.line.map { ":\($0)" } ?? ""): \(error.sentence(of: catalogue, in: Help.language))"
  }

  /// Empty where not even the pack that comes with the program is at hand.
  private static let catalogue = (try? PackLoader.load(Program.defaultPack))?.messages ?? MessageCatalogue()

  private static func print(_ failure: CommandFailure) {
    let rendered = catalogue.render(failure.finding, in: Help.language)
    let place = failure.finding.place.map { "\($0): " } ?? ""
    Terminal.printError(place + rendered.message)
    if !rendered.remedy.isEmpty { Terminal.printError(rendered.remedy) }
  }
}
