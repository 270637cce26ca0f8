// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings

// What `assessment.yaml` and the keys of a task about duty and attestation describe.

extension AssessmentRules {
  static let fileName = "assessment.yaml"

  /// `assessment.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields(["actions", "levels", "attestation", "attestation-lapses-after"])
    self.init(
      actions: try fields.optional("actions")?.mapping().map(ReformAction.init) ?? [],
      levels: try fields.optional("levels")?.mapping().map(UnitLevel.init) ?? [],
      attestation: try fields.optional("attestation").map(AttestationRule.init))
    if let quarters = fields.optional("attestation-lapses-after") {
      guard case let count = try quarters.integer(), count > 0 else {
        throw quarters.failure("an attestation lapses after one quarter or more")
      }
      attestation?.lapsesAfter = count
    }
  }
}

extension ReformAction {
  /// `14: {zh-Hans: 基层基础再夯实, en: …}`
  init(_ key: String, _ node: PackNode) throws {
    guard let number = Int(key) else { throw node.failure("an action is a whole number, “\(key)” is none") }
    self.init(number: number, title: try node.localized())
  }
}

extension UnitLevel {
  /// `county: {title: …, kinds: [leading-body], depths: [1]}`
  init(_ key: String, _ node: PackNode) throws {
    let fields = try node.fields(["title", "kinds", "depths", "sectors"])
    self.init(
      id: key, title: try fields.required("title").localized(), kinds: try fields.texts("kinds"),
      depths: try fields.list("depths").map { try $0.integer() }, sectors: try fields.texts("sectors"))
  }
}

extension AttestationRule {
  private enum Outcome: String, CaseIterable {
    case met
    case partlyMet = "partly-met"
    case notMet = "not-met"
  }

  /// `{completed: {verdict: met, needs-evidence: true}}`
  init(_ node: PackNode) throws {
    var states: [String: State] = [:]
    for (state, value) in try node.mapping() {
      let fields = try value.fields(["verdict", "needs-evidence"])
      states[state] = State(
        verdict: try fields.required("verdict").choice(Outcome.self).rawValue,
        needsEvidence: try fields.required("needs-evidence").flag())
    }
    self.init(states: states)
  }
}

extension Duty {
  /// `owed-by: {levels: [city, county]}`; left out, every unit owes the task. `owed-by: {claimed: true}`: nobody does
  /// until a workspace claims it.
  init(_ node: PackNode) throws {
    let fields = try node.fields(["levels", "kinds", "sectors", "units", "claimed"])
    self.init(
      levels: try fields.texts("levels"), kinds: try fields.texts("kinds"), sectors: try fields.texts("sectors"),
      units: try fields.texts("units"), isByClaimOnly: try fields.optional("claimed")?.flag() ?? false)
    if self == .everyone { throw node.failure("owed-by names nobody; leave it out where every unit owes the task") }
  }
}

extension AttestationExample {
  /// `{state: completed, evidence: …, person: …, reported: 2019-06-20, until: 2019-12-31}`
  init(_ node: PackNode) throws {
    let fields = try node.fields(["state", "evidence", "person", "reported", "until"])
    self.init(
      state: try fields.required("state").text(), evidence: try fields.optional("evidence")?.text(),
      person: try fields.optional("person")?.text(), reportedOn: try fields.optional("reported")?.day(),
      validUntil: try fields.optional("until")?.day())
  }
}

extension Waiver {
  static let fileName = "waivers.yaml"
  static let keys: Set<String> = ["task", "unit", "subtree", "reason", "approver", "from", "until"]

  /// One entry of `waivers.yaml`; reason, approver and both days are never left out.
  init(_ node: PackNode) throws {
    let fields = try node.fields(Waiver.keys)
    self.init(
      task: try fields.required("task").text(), unit: try fields.required("unit").text(),
      isForSubtree: try fields.optional("subtree")?.flag() ?? false, reason: try fields.required("reason").text(),
      approver: try fields.required("approver").text(), from: try fields.required("from").day(),
      until: try fields.required("until").day())
    if until < from { throw node.failure("until stands before from") }
  }
}

extension PackValidation {
  /// Levels, kinds, sectors and states that a task or `assessment.yaml` names, and the tasks that waivers name.
  func assessmentErrors() -> [PackError] {
    let rules = pack.assessment
    let file = attempt("assessment") {
      for level in rules.levels { try checkCodes(kinds: level.kinds, sectors: level.sectors) }
      for state in rules.attestation?.states.keys.sorted() ?? [] { try checkState(state) }
    }
    let tasks = pack.tasks.flatMap { task in attempt("tasks/" + task.id) { try validate(task) } }
    let waivers = attempt("waivers") {
      for waiver in pack.waivers where pack.task(waiver.task) == nil {
        throw ExpressionError("there is no task “\(waiver.task)”")
      }
    }
    return file + tasks + waivers
  }

  private func validate(_ task: ReformTask) throws {
    let rules = pack.assessment
    for level in task.duty.levels where rules.level(level) == nil {
      throw ExpressionError("owed-by: assessment.yaml has no level “\(level)”")
    }
    try checkCodes(kinds: task.duty.kinds, sectors: task.duty.sectors)
    if !rules.actions.isEmpty, rules.action(task.action) == nil {
      throw ExpressionError("assessment.yaml has no action \(task.action)")
    }
    for example in task.examples { try example.attestation.map { try checkState($0.state) } }
    for check in task.checks { try validate(check) }
    if task.method == .computed {
      if task.checks.isEmpty { throw ExpressionError("a computed task needs a check") }
    } else {
      if rules.attestation == nil { throw ExpressionError("assessment.yaml has no attestation rule") }
      if task.checks.contains(where: { !$0.binding.isEmpty }) {
        throw ExpressionError("an attested task shows figures without thresholds; judged by them it is computed")
      }
    }
  }

  private func validate(_ check: TaskCheck) throws {
    switch check.known?.share {
    case .indicator(let id) where pack.indicator(id) == nil:
      throw ExpressionError("known: there is no indicator “\(id)”")
    case .among(let id):
      let known = pack.indicator(check.indicator).flatMap { pack.measure($0.denominator) }
      guard let all = pack.measure(id), all.kind == known?.kind, !all.isReported, all.amount == .rows else {
        throw ExpressionError("known: “\(id)” counts no records of the kind that \(check.indicator) is about")
      }
    default: break
    }
    for level in check.thresholds.flatMap(\.levels) where pack.assessment.level(level) == nil {
      throw ExpressionError("thresholds: assessment.yaml has no level “\(level)”")
    }
  }

  private func checkCodes(kinds: [String], sectors: [String]) throws {
    for (list, codes) in [("organisation-kind", kinds), ("sector", sectors)] {
      for code in codes where pack.codeList(list)?.entry(code) == nil {
        throw ExpressionError("code list \(list) has no code '\(code)'")
      }
    }
  }

  private func checkState(_ state: String) throws {
    guard pack.codeList("progress-state")?.entry(state) != nil else {
      throw ExpressionError("code list progress-state has no code '\(state)'")
    }
  }
}
