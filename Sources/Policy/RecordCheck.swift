// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// A check over single records: every record that meets the condition is a finding with the check's ID as code.
package struct RecordCheck: Sendable, Hashable {
  /// Also the finding code; its words stand in `PolicyPack.messages.findings`.
  package var id: String
  /// The kind whose records it looks at.
  package var kind: RecordKind
  /// Holds for a record that is wrong.
  package var condition: String
  /// The field whose cell is marked.
  package var field: String?
  /// Columns whose values fill placeholders of the message.
  package var facts: [String]
  /// Clause or source of the rule; nil where the pack sets it itself.
  package var source: SourceReference?
  /// Why the pack sets the rule itself, where no document does.
  package var derivation: LocalizedText?
  /// Records that `pack check` holds against the condition; the results must agree.
  package var examples: [ConditionExample]
  /// The day its trial began; nil for a check in force. A check on trial is told apart and blocks nothing.
  package var trialSince: CalendarDay?

  /// Whether the check is on trial, whatever the census day.
  package var isTrial: Bool { trialSince != nil }

  package init(
    id: String, kind: RecordKind, condition: String, field: String? = nil, facts: [String] = [],
    source: SourceReference? = nil, derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.kind = kind
    self.condition = condition
    self.field = field
    self.facts = facts
    self.source = source
    self.derivation = derivation
    self.examples = examples
  }
}
