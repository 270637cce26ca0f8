// SPDX-License-Identifier: Apache-2.0

/// An error whose sentence stands in the message files: what stops a job is told by a code and the facts of the sentence.
package protocol CodedError: Error {
  /// The key of the sentence, such as `workspace-busy`.
  var code: String { get }
  /// What fills the places of the sentence, by their names.
  var facts: [String: String] { get }
}
