// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 任务: one requirement of the task list, judged by its checks (考核要点).
package struct ReformTask: Sendable, Hashable {
  /// What decides the task: figures of the rosters, a document that is attested, or an interview that is attested.
  package enum Method: String, Sendable, Hashable { case computed, document, interview }

  /// Values and what the task must come to; `pack check` judges them.
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

  /// ID by which commands, waivers and claims name it: `14-ratio`.
  package var id: String
  /// Number of the special action of the work points, 1 to 16.
  package var action: Int
  /// Its clause within the special action, in the work points' words: 合理控制团青比.
  package var clause: String
  /// What the task is called.
  package var title: LocalizedText
  /// What the work points ask, quoted or closely told.
  package var requirement: LocalizedText
  /// What decides it. Checks of an attested task are shown and decide nothing.
  package var method: Method
  /// Who the work points make answer for it.
  package var responsible: LocalizedText
  /// What is looked at, in the order in which it is shown.
  package var checks: [TaskCheck]
  /// The document that sets the task, with its clause.
  package var source: SourceReference
  /// What a unit can do where the task is not met.
  package var advice: LocalizedText?
  /// Cases that `pack check` judges; the verdicts must agree.
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
