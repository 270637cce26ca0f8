// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 任务: one requirement of the task list, judged by its checks (考核要点).
package struct ReformTask: Sendable, Hashable {
  package enum Method: String, Sendable, Hashable { case computed, document, interview }

  package struct Example: Sendable, Hashable {
    /// Percent values (as text, exact) by indicator; a missing one is "denominator missing".
    package var values: [String: String]
    /// A verdict of the contract.
    package var verdict: String
    /// The census day the example is judged on, yyyymmdd; nil takes the pack's first effective day.
    package var day: CalendarDay?
    /// What the progress sheet says; nil where it says nothing.
    package var attestation: AttestationExample?

    package init(values: [String: String], verdict: String, day: CalendarDay? = nil) {
      self.values = values
      self.verdict = verdict
      self.day = day
    }
  }

  package var id: String
  /// Number of the special action of the work points, 1 to 16.
  package var action: Int
  package var clause: String
  package var title: LocalizedText
  package var requirement: LocalizedText
  package var method: Method
  package var responsible: LocalizedText
  package var checks: [TaskCheck]
  package var source: SourceReference
  /// What a unit can do where the task is not met.
  package var advice: LocalizedText?
  package var examples: [Example]
  /// Which units owe it.
  package var duty = Duty.everyone

  package init(
    id: String, action: Int, clause: String, title: LocalizedText, requirement: LocalizedText, method: Method,
    responsible: LocalizedText, checks: [TaskCheck], source: SourceReference, advice: LocalizedText? = nil,
    examples: [Example] = []
  ) {
    self.id = id
    self.action = action
    self.clause = clause
    self.title = title
    self.requirement = requirement
    self.method = method
    self.responsible = responsible
    self.checks = checks
    self.source = source
    self.advice = advice
    self.examples = examples
  }
}
