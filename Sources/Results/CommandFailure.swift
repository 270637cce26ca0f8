// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusStore
package import Findings
package import Tabular

/// Any error of a stage that stops a verb, as a finding with a code, so that one place can give it words.
package struct CommandFailure: Sendable, Hashable {
  /// The error's code and facts; without the place where there is none.
  package var finding: Finding

  /// - Returns: nil for an error no stage of ours threw (the command line's own, for instance).
  package init?(_ error: any Error) {
    switch error {
    case let error as WorkbookError: finding = Finding(error)
    case let error as FileFailure: finding = Finding(error.cause, file: error.file)
    case let error as any CodedError: finding = Finding(error.code, facts: error.facts)
    default: return nil
    }
  }

  /// Whether another program wrote while this one, which changed nothing itself, was reading: a second try may do.
  package static func isWorthAnotherTry(_ error: any Error) -> Bool {
    (error as? WorkspaceError)?.isOvertaken == true && Workspace.hasOnlyRead
  }
}

/// A workbook that could not be read, with the name of the file.
package struct FileFailure: Error, Sendable, Hashable {
  /// The file as it is shown to people.
  package var file: String
  /// Why it cannot be read.
  package var cause: WorkbookError

  package init(file: String, cause: WorkbookError) {
    self.file = file
    self.cause = cause
  }
}

extension Finding {
  /// A reading error as a finding: line and byte become facts.
  package init(_ error: WorkbookError, file: String? = nil) {
    var facts = error.facts
    if let line = error.line { facts["line"] = String(line) }
    if let byte = error.byte { facts["byte"] = String(byte) }
    self.init(error.code, at: file.map { Place(file: $0) }, facts: facts)
  }
}
