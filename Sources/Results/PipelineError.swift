// SPDX-License-Identifier: Apache-2.0

import Basics

/// Why a verb could not finish: a message code of the pack and the facts of its sentence.
package struct PipelineError: CodedError, Sendable, Hashable {
  /// The pack's code of the sentence: `unit-unknown`.
  package var code: String
  /// Values for the `{placeholders}` of the sentence; nothing of a person.
  package var facts: [String: String]

  package init(_ code: String, facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }

  /// No ID of the pack, and those nearest to it.
  package static func unknownID(_ id: String, near: [String]) -> PipelineError {
    PipelineError("id-unknown", facts: ["value": id, "nearest": near.joined(separator: ", ")])
  }
}
