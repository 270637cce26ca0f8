// SPDX-License-Identifier: Apache-2.0

/// Why a verb could not finish: a message code of the pack and the facts of its sentence.
package struct PipelineError: Error, Sendable, Hashable {
  package var code: String
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
