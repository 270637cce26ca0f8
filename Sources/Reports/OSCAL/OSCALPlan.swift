// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Policy
import Results

/// What is looked at, of whom and how.
struct OSCALPlan {
  let report: OSCALReport
  let results: [OSCALUnitResults]

  var json: String {
    let (names, text) = (report.names, report.text)
    let system = names.uuid("system")
    return OSCALNode.document(
      "assessment-plan",
      [
        ("uuid", .text(names.uuid("assessment-plan"))),
        ("metadata", report.metadata(text("plan", ["unit": report.tree.nodes[report.units[0]].name]), withUnits: true)),
        ("import-ssp", .object([("href", .text("#" + system)), ("remarks", .text(text("system", [:])))])),
        ("reviewed-controls", OSCALPlan.reviewed(tasks, report)),
        ("assessment-subjects", .list([subjects])),
        ("tasks", .list(results.map(task))),
        (
          "back-matter",
          .object([
            (
              "resources",
              .list([
                .object([
                  ("uuid", .text(system)), ("title", .text(OSCALNames.line(text("system-title", [:])))),
                  ("description", .text(text("system", [:]))),
                  ("rlinks", .list([.object([("href", .text(report.file(OSCALReport.profile)))])])),
                ])
              ])
            )
          ])
        ),
      ])
  }

  /// Tasks that some unit is looked at for.
  private var tasks: [ReformTask] {
    let looked = Set(results.flatMap { $0.results.map(\.task.id) })
    return report.pack.tasks.filter { looked.contains($0.id) }
  }

  /// The tasks as controls that are looked at; of a unit that owes none that is said.
  static func reviewed(_ tasks: [ReformTask], _ report: OSCALReport) -> OSCALNode {
    let none = OSCALNode.object([("description", .text(report.text("none", [:])))])
    return .object([("control-selections", .list([tasks.isEmpty ? none : report.selection(tasks)]))])
  }

  private var subjects: OSCALNode {
    .object([
      ("type", "party"),
      (
        "include-subjects",
        .list(report.units.map { .object([("subject-uuid", .text(report.party($0))), ("type", "party")]) })
      ),
    ])
  }

  private func task(_ own: OSCALUnitResults) -> OSCALNode {
    let name = report.tree.nodes[own.unit].name
    return .object([
      ("uuid", .text(report.names.uuid("plan-task", own.code))), ("type", "action"),
      ("title", .text(OSCALNames.line(name))),
      ("description", .text(report.text("task", ["unit": name, "count": String(own.results.count)]))),
      ("timing", .object([("on-date", .object([("date", .text(report.collected))]))])),
    ])
  }
}

/// What is left to do: one item for each task of a unit that is not met, or only in part.
struct OSCALActions {
  let report: OSCALReport
  let results: [OSCALUnitResults]

  /// Nil where nothing is left to do: the schema knows no empty list.
  var json: String? {
    let items = results.flatMap { own in own.open.map { item(own, $0.task, $0.result) } }
    guard !items.isEmpty else { return nil }
    let unit = report.tree.nodes[report.units[0]]
    return OSCALNode.document(
      "plan-of-action-and-milestones",
      [
        ("uuid", .text(report.names.uuid("poam"))),
        ("metadata", report.metadata(report.text("actions", ["unit": unit.name]), withUnits: true)),
        (
          "system-id",
          .object([("identifier-type", .text(OSCALNames.namespace)), ("id", .text(OSCALNames.line(unit.code)))])
        ),
        (
          "observations",
          .list(results.flatMap { own in own.open.flatMap { own.observations(of: $0.task, $0.result) } })
        ),
        ("findings", .list(results.flatMap { own in own.open.map { own.finding($0.task, $0.result) } })),
        ("poam-items", .list(items)),
      ])
  }

  private func item(_ own: OSCALUnitResults, _ task: ReformTask, _ result: Assessment.TaskResult) -> OSCALNode {
    let language = report.context.language
    let facts = ["unit": report.tree.nodes[own.unit].name, "task": task.title[language]]
    let remaining = result.checks.compactMap { $0.remaining?.count }.max()
    return .object([
      ("uuid", .text(report.names.uuid("item", own.code, task.id))),
      ("title", .text(OSCALNames.line(report.text("item", facts)))),
      ("description", .text(task.advice?[language] ?? task.requirement[language])),
      (
        "props",
        OSCALNames.properties([
          ("task", task.id), ("unit", own.code), ("verdict", result.verdict.rawValue),
          ("remaining", remaining.map { String($0) }),
        ])
      ),
      ("related-findings", .list([.object([("finding-uuid", .text(own.findingID(task)))])])),
      ("related-observations", own.related(to: task, result)),
    ])
  }
}
