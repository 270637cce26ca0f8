// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// What a pack says of a finding that the program itself raises, beside its words: when, on whose authority, an example.
package struct FindingRule: Sendable, Hashable {
  /// One case that makes the program raise it.
  package struct Example: Sendable, Hashable {
    /// What stands in the sheets, in words; nil where the message alone says it.
    package var given: LocalizedText?
    /// What fills the placeholders of the message.
    package var facts: [String: LocalizedText]

    package init(given: LocalizedText? = nil, facts: [String: LocalizedText] = [:]) {
      (self.given, self.facts) = (given, facts)
    }
  }

  /// When exactly it is raised; nil for an error of a command, whose message says it.
  package var rule: LocalizedText?
  /// Nil where the rule is the program's own.
  package var source: SourceReference?
  /// Why the program sets the rule itself, where that is worth saying.
  package var derivation: LocalizedText?
  /// A case to show in the reference; nil where none is needed.
  package var example: Example?

  package init(
    rule: LocalizedText?, source: SourceReference?, derivation: LocalizedText?, example: Example?
  ) {
    (self.rule, self.source, self.derivation, self.example) = (rule, source, derivation, example)
  }
}
