// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// How the task list is judged besides thresholds: the special actions, the levels of units, what an attestation is worth.
package struct AssessmentRules: Sendable {
  /// The special actions, by number.
  package var actions: [ReformAction]
  /// The levels of units that thresholds and duties name.
  package var levels: [UnitLevel]
  /// Nil in a pack that takes no attestation.
  package var attestation: AttestationRule?

  package init(actions: [ReformAction] = [], levels: [UnitLevel] = [], attestation: AttestationRule? = nil) {
    self.actions = actions
    self.levels = levels
    self.attestation = attestation
  }

  /// The special action of this number; nil where the pack names none.
  package func action(_ number: Int) -> ReformAction? { actions.first { $0.number == number } }
  /// The level of this ID; nil where the pack has none.
  package func level(_ id: String) -> UnitLevel? { levels.first { $0.id == id } }
}

/// 专项行动: one of the special actions of the work points.
package struct ReformAction: Sendable, Hashable {
  /// Its number in the work points, 1 to 16.
  package var number: Int
  /// What the work points call it.
  package var title: LocalizedText

  package init(number: Int, title: LocalizedText) {
    self.number = number
    self.title = title
  }
}

/// 层级: a set of units known by organisation kind, depth in the tree and sector; an empty list means any.
package struct UnitLevel: Sendable, Hashable {
  /// ID by which thresholds, duties and targets name it: `county`.
  package var id: String
  /// What its units are called together.
  package var title: LocalizedText
  /// Codes of code list `organisation-kind`.
  package var kinds: [String]
  /// 0 is the root of the city.
  package var depths: [Int]
  /// Codes of code list `sector`.
  package var sectors: [String]

  package init(id: String, title: LocalizedText, kinds: [String], depths: [Int] = [], sectors: [String] = []) {
    self.id = id
    self.title = title
    self.kinds = kinds
    self.depths = depths
    self.sectors = sectors
  }

  /// Whether an organisation is of this level: by kind, depth and sector at once. One whose kind or sector is not known
  /// is of no level that asks for it.
  package func holds(_ node: OrganisationNode) -> Bool {
    (kinds.isEmpty || node.kind.map(kinds.contains) ?? false) && (depths.isEmpty || depths.contains(node.depth))
      && (sectors.isEmpty || node.sector.map(sectors.contains) ?? false)
  }
}

/// 认领: which units owe a task. A unit owes it when it is named, or when it is of one of the levels, kinds and sectors
/// (an empty list means any); a duty that names nothing at all is every unit's, unless it is only for who claims it.
package struct Duty: Sendable, Hashable {
  /// IDs of `UnitLevel`.
  package var levels: [String]
  /// Codes of code list `organisation-kind`.
  package var kinds: [String]
  /// Codes of code list `sector`.
  package var sectors: [String]
  /// Organisation IDs or full names.
  package var units: [String]
  /// Nobody owes it but units that `claims.yaml` of a workspace names.
  package var isByClaimOnly: Bool

  /// The duty of a task that names nobody: every unit owes it.
  package static let everyone = Duty()

  package init(
    levels: [String] = [], kinds: [String] = [], sectors: [String] = [], units: [String] = [],
    isByClaimOnly: Bool = false
  ) {
    self.isByClaimOnly = isByClaimOnly
    self.levels = levels
    self.kinds = kinds
    self.sectors = sectors
    self.units = units
  }

  /// Whether a unit owes the task.
  ///
  /// - Parameter rules: what the levels are.
  package func applies(to node: OrganisationNode, under rules: AssessmentRules) -> Bool {
    if units.contains(node.code) || units.contains(node.name) { return true }
    let isDescribed = !levels.isEmpty || !kinds.isEmpty || !sectors.isEmpty
    guard isDescribed else { return units.isEmpty && !isByClaimOnly }
    return (levels.isEmpty || levels.contains { rules.level($0)?.holds(node) ?? false })
      && (kinds.isEmpty || node.kind.map(kinds.contains) ?? false)
      && (sectors.isEmpty || node.sector.map(sectors.contains) ?? false)
  }
}

/// What a row of the progress sheet comes to.
package struct AttestationRule: Sendable, Hashable {
  /// What a 进展状态 is worth.
  package struct State: Sendable, Hashable {
    /// A verdict of the contract: met, partly-met or not-met.
    package var verdict: String
    /// Whether it counts only with evidence, person and date.
    package var needsEvidence: Bool

    package init(verdict: String, needsEvidence: Bool) {
      self.verdict = verdict
      self.needsEvidence = needsEvidence
    }
  }

  /// By code of code list `progress-state`.
  package var states: [String: State]
  /// How many quarters after its date a row without 有效期 counts.
  package var lapsesAfter: Int

  package init(states: [String: State], lapsesAfter: Int = 4) {
    self.states = states
    self.lapsesAfter = lapsesAfter
  }
}

/// An attestation as an example of a task gives it.
package struct AttestationExample: Sendable, Hashable {
  /// A code of code list `progress-state`.
  package var state: String
  /// What stands under 佐证材料; nil for an empty cell.
  package var evidence: String?
  /// Who answers for it; nil for an empty cell.
  package var person: String?
  /// The day it was reported; nil for an empty cell.
  package var reportedOn: CalendarDay?
  /// 有效期, the last day on which it counts; nil takes `AttestationRule.lapsesAfter`.
  package var validUntil: CalendarDay?

  package init(
    state: String, evidence: String?, person: String?, reportedOn: CalendarDay?, validUntil: CalendarDay?
  ) {
    self.state = state
    self.evidence = evidence
    self.person = person
    self.reportedOn = reportedOn
    self.validUntil = validUntil
  }
}

/// 豁免: a unit is excused from a task for a time. An overlay: the verdict stays as it is.
package struct Waiver: Sendable, Hashable {
  /// ID of the task.
  package var task: String
  /// Organisation ID or full name.
  package var unit: String
  /// Whether it holds for the units below as well.
  package var isForSubtree: Bool
  /// Why the unit is excused, in the office's words; reports print it.
  package var reason: String
  /// Who granted it; reports print it.
  package var approver: String
  /// Both days included.
  package var from: CalendarDay
  /// The last day on which it holds.
  package var until: CalendarDay

  package init(
    task: String, unit: String, isForSubtree: Bool = false, reason: String, approver: String, from: CalendarDay,
    until: CalendarDay
  ) {
    self.task = task
    self.unit = unit
    self.isForSubtree = isForSubtree
    self.reason = reason
    self.approver = approver
    self.from = from
    self.until = until
  }
}

/// A file of the workspace that adds to the pack: its name and the SHA-256 (hex) of its bytes.
package struct PackOverlay: Sendable, Hashable {
  /// Name of the file in the workspace: `waivers.yaml`.
  package var file: String
  /// Over its bytes; reports name it beside the pack's hash.
  package var sha256: String
}
