// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Pages of tasks: who owes them, how they are judged, by which thresholds and attestations.
extension Explanation {
  func page(of task: ReformTask) -> ExplanationPage {
    let checks = task.checks.flatMap(lines(of:))
    return page(
      task.title[language], task.id, word("task"),
      [
        line("requirement", task.requirement[language]), line("clause", "\(task.action) · \(task.clause)"),
        line("responsible", task.responsible[language]),
        line("method", pack.messages.text("method.\(task.method.rawValue)", in: language)),
        line("owed-by", duty(task.duty)), checks.isEmpty ? nil : line("checks", ""),
      ] + checks + attestationRule(of: task) + waivers(of: task) + origin(task.source, nil)
        + [line("advice", advice(on: task))] + examples(of: task))
  }

  private func lines(of check: TaskCheck) -> [Line?] {
    let title = pack.indicator(check.indicator)?.title[language] ?? ""
    let thresholds = check.thresholds.flatMap { threshold in
      [
        item(bound(of: threshold), depth: 2), item(pack.cite(threshold, in: language), depth: 3),
      ]
    }
    let floor = check.known.map { floor in
      [
        item(
          word(
            "floor",
            [
              "indicator": pack.title(ofFloor: floor, of: check, in: language),
              "value": Threshold.percent(floor.hundredths),
            ]), depth: 2), item(pack.cite(floor.source, in: language), depth: 3),
      ]
    }
    return [item("\(title)  [\(check.indicator)]")]
      + (thresholds.isEmpty ? [item(word("no-threshold"), depth: 2)] : thresholds) + (floor ?? [])
  }

  /// "<= 30 %  [2019-01-01 – 2020-12-31]  scope"
  private func bound(of threshold: Threshold) -> String {
    let levels = threshold.levels.map { pack.assessment.level($0)?.title[language] ?? $0 }
    let parts = [
      pack.bound(of: threshold, in: language), threshold.inForce.spelled,
      levels.joined(separator: language == .chinese ? "、" : ", "), threshold.scope[language],
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private func duty(_ duty: Duty) -> String {
    let levels = duty.levels.map { pack.assessment.level($0)?.title[language] ?? $0 }
    let kinds = duty.kinds.map { pack.codeList("organisation-kind")?.entry($0)?.label[language] ?? $0 }
    let sectors = duty.sectors.map { pack.codeList("sector")?.entry($0)?.label[language] ?? $0 }
    let parts = [levels, kinds, sectors, duty.units].filter { !$0.isEmpty }.map {
      $0.joined(separator: language == .chinese ? "、" : ", ")
    }
    if parts.isEmpty { return word(duty.isByClaimOnly ? "owed-by-claim" : "owed-by-all") }
    return parts.joined(separator: "; ")
  }

  /// What each state of the progress sheet comes to, for tasks that it decides.
  private func attestationRule(of task: ReformTask) -> [Line?] {
    guard task.method != .computed, let rule = pack.assessment.attestation else { return [] }
    let states = pack.codeList("progress-state")?.entries ?? []
    return [line("attestation", word("attestation-rule"))]
      + [item(word("attestation-lapse", ["count": String(rule.lapsesAfter)]))]
      + states.compactMap { entry in
        rule.states[entry.code].map { state in
          item(
            "\(entry.label[language])（\(word(state.needsEvidence ? "needs-evidence" : "without-evidence"))） → "
              + pack.messages.text("verdict.\(state.verdict)", in: language))
        }
      }
  }

  private func waivers(of task: ReformTask) -> [Line?] {
    let waivers = pack.waivers.filter { $0.task == task.id }
    guard !waivers.isEmpty else { return [] }
    return [line("waived-now", "")]
      + waivers.map { item("\($0.unit)  \($0.from) – \($0.until)  \($0.approver)  \($0.reason)") }
  }

  private func examples(of task: ReformTask) -> [Line?] {
    guard !task.examples.isEmpty else { return [] }
    return [line("examples", "")]
      + task.examples.map { example in
        var parts = example.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) %" }
        if let row = example.attestation {
          let label = pack.codeList("progress-state")?.entry(row.state)?.label[language] ?? row.state
          let days = [row.reportedOn, row.validUntil].map { $0?.description ?? "…" }.joined(separator: " – ")
          parts.append("\(label), \(row.evidence ?? "–"), \(row.person ?? "–"), \(days)")
        }
        let given = parts.isEmpty ? "–" : parts.joined(separator: "; ")
        let day = example.day.map { "  (\($0))" } ?? ""
        return item("\(given) → " + pack.messages.text("verdict.\(example.verdict)", in: language) + day)
      }
  }
}
