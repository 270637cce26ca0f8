// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Findings
import Indicators
import Policy
import Results

/// What one unit came to: what was seen, and apart from it what it means.
struct OSCALUnitResults {
  let report: OSCALReport
  let unit: Int
  /// Of tasks that the unit owes and that are about something it has, in the order of the pack.
  let results: [(task: ReformTask, result: TaskResult)]

  init(report: OSCALReport, unit: Int) {
    (self.report, self.unit) = (report, unit)
    results = report.tasks(owedBy: unit).map { task in
      (task: task, result: report.assessor.result(for: task, unit: unit))
    }.filter { $0.result.verdict != .notApplicable }
  }

  var code: String { report.tree.nodes[unit].code }
  /// Tasks met in part or not at all.
  var open: [(task: ReformTask, result: TaskResult)] {
    results.filter { $0.result.verdict == .notMet || $0.result.verdict == .partlyMet }
  }

  // MARK: Observations

  /// One for each bound that a task was held against, and one for what was attested.
  func observations(of task: ReformTask, _ result: TaskResult) -> [OSCALNode] {
    let seen = result.checks.enumerated().map { observation(of: task, at: $0, $1) }
    return task.method == .computed ? seen : [attested(task, result)] + seen
  }

  private func observation(of task: ReformTask, at place: Int, _ check: CheckResult) -> OSCALNode {
    let language = report.context.language
    let title = report.pack.indicator(check.indicator)?.title[language] ?? check.indicator
    let words = CheckWords(pack: report.pack, language: language)
    let value = check.value
    let percent = value.hundredths.map { Percent.text($0) + "%" }
    let told = [percent ?? report.context.state(of: value), words.bound(of: check), words.note(on: check)]
    return observation(
      observationID(task, place), title: title, description: told.filter { !$0.isEmpty }.joined(separator: "; "),
      method: "TEST",
      [
        ("indicator", check.indicator), ("state", value.state.rawValue),
        ("numerator", value.numerator.map { String($0) }), ("denominator", value.denominator.map { String($0) }),
        ("value", value.hundredths.map(Percent.text)), ("condition", words.condition(of: check)),
        ("standing", check.standing?.rawValue), ("remaining", check.remaining.map { String($0.count) }),
      ])
  }

  private func attested(_ task: ReformTask, _ result: TaskResult) -> OSCALNode {
    let standing = result.attestation?.standing.rawValue
    let words = CheckWords(pack: report.pack, language: report.context.language)
    return observation(
      report.names.uuid("attested", code, task.id), title: task.title[report.context.language],
      description: words.reason(of: result) ?? report.context.text("verdict.\(result.verdict.rawValue)"),
      method: task.method == .interview ? "INTERVIEW" : "EXAMINE",
      [("attestation", standing), ("state", result.attestation?.attestation?.state)])
  }

  private func observation(
    _ uuid: String, title: String, description: String, method: String, _ properties: [(String, String?)]
  ) -> OSCALNode {
    .object([
      ("uuid", .text(uuid)), ("title", .text(OSCALNames.line(title))), ("description", .text(description)),
      ("props", OSCALNames.properties(properties)), ("methods", .list([.text(method)])),
      ("subjects", .list([.object([("subject-uuid", .text(report.party(unit))), ("type", "party")])])),
      ("collected", .text(report.collected)),
    ])
  }

  private func observationID(_ task: ReformTask, _ place: Int) -> String {
    report.names.uuid("observation", code, task.id, String(place))
  }

  private func observationIDs(of task: ReformTask, _ result: TaskResult) -> [String] {
    let seen = result.checks.indices.map { observationID(task, $0) }
    return task.method == .computed ? seen : [report.names.uuid("attested", code, task.id)] + seen
  }

  func related(to task: ReformTask, _ result: TaskResult) -> OSCALNode {
    .list(observationIDs(of: task, result).map { .object([("observation-uuid", .text($0))]) })
  }

  // MARK: Findings

  func findingID(_ task: ReformTask) -> String { report.names.uuid("finding", code, task.id) }

  /// OSCAL knows satisfied and not; what we know besides stands in a property.
  func finding(_ task: ReformTask, _ result: TaskResult) -> OSCALNode {
    let (language, isMet) = (report.context.language, result.verdict == .met)
    let word = report.context.text("verdict.\(result.verdict.rawValue)")
    let reason = CheckWords(pack: report.pack, language: language).reason(of: result)
    let status: OSCALNode = .object([
      ("state", isMet ? "satisfied" : "not-satisfied"),
      ("reason", isMet ? "pass" : result.verdict == .notMet ? "fail" : "other"),
    ])
    return .object([
      ("uuid", .text(findingID(task))), ("title", .text(OSCALNames.line(task.title[language]))),
      ("description", .text([word, reason].compactMap(\.self).joined(separator: ": "))),
      (
        "props",
        OSCALNames.properties([
          ("task", task.id), ("unit", code), ("verdict", result.verdict.rawValue),
          ("waived", result.waived ? "true" : nil), ("waived-until", result.waiver?.until.description),
        ])
      ),
      (
        "target",
        .object([
          ("type", "objective-id"), ("target-id", .text(OSCALNames.objective(task.id))), ("status", status),
        ])
      ),
      ("related-observations", related(to: task, result)),
    ])
  }
}

/// The results of a report: one for each unit.
struct OSCALResults {
  let report: OSCALReport
  let results: [OSCALUnitResults]

  var json: String {
    let title = report.text("results", ["unit": report.tree.nodes[report.units[0]].name])
    return OSCALNode.document(
      "assessment-results",
      [
        ("uuid", .text(report.names.uuid("assessment-results"))),
        ("metadata", report.metadata(title, withUnits: true)),
        ("import-ap", .object([("href", .text(report.file(OSCALReport.plan)))])),
        ("results", .list(results.map(result))),
      ])
  }

  private func result(_ own: OSCALUnitResults) -> OSCALNode {
    let name = report.tree.nodes[own.unit].name
    let facts = ["unit": name, "day": report.period.censusDay.description]
    return .object([
      ("uuid", .text(report.names.uuid("result", own.code))), ("title", .text(OSCALNames.line(name))),
      ("description", .text(report.text("result", facts))), ("start", .text(report.collected)),
      ("end", .text(report.collected)),
      ("props", OSCALNames.properties([("unit", own.code)])),
      ("reviewed-controls", OSCALPlan.reviewed(own.results.map(\.task), report)),
      ("observations", .list(own.results.flatMap { own.observations(of: $0.task, $0.result) })),
      ("findings", .list(own.results.map { own.finding($0.task, $0.result) })),
    ])
  }
}
