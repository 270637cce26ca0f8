// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy
import Results

/// The task list: a group for each action, a control for each task.
struct OSCALCatalog {
  let report: OSCALReport

  private var pack: PolicyPack { report.pack }

  var json: String {
    OSCALNode.document(
      "catalog",
      [
        ("uuid", .text(report.names.uuid("catalog"))),
        ("metadata", report.metadata(pack.title[report.context.language])),
        ("groups", .list(actions.map(group))),
        ("back-matter", .object([("resources", .list(sources.map(resource)))])),
      ])
  }

  /// Actions that have tasks, in order.
  private var actions: [Int] {
    pack.tasks.reduce(into: []) { if !$0.contains($1.action) { $0.append($1.action) } }.sorted()
  }

  private func group(_ action: Int) -> OSCALNode {
    let title = pack.assessment.action(action)?.title[report.context.language] ?? ""
    return .object([
      ("id", .text("action-\(action)")), ("title", .text(OSCALNames.line("\(action) \(title)"))),
      ("controls", .list(pack.tasks.filter { $0.action == action }.map(control))),
    ])
  }

  private func control(_ task: ReformTask) -> OSCALNode {
    let language = report.context.language
    return .object([
      ("id", .text(OSCALNames.control(task.id))), ("title", .text(OSCALNames.line(task.title[language]))),
      (
        "props",
        OSCALNames.properties([
          ("task", task.id), ("method", task.method.rawValue), ("responsible", task.responsible[language]),
          ("clause", task.clause),
        ])
      ),
      (
        "links",
        .list([.object([("href", .text("#" + uuid(of: cited(task)))), ("rel", "reference")])])
      ),
      (
        "parts",
        .list(
          [
            part(OSCALNames.statement(task.id), "statement", task.requirement[language]),
            part(OSCALNames.objective(task.id), "assessment-objective", objective(task)),
          ] + (task.advice.map { [part(nil, "guidance", $0[language])] } ?? []))
      ),
    ])
  }

  private func part(_ id: String?, _ name: String, _ prose: String) -> OSCALNode {
    .object([("id", id.map { .text($0) }), ("name", .text(name)), ("prose", .text(prose))])
  }

  /// What is looked at, with every bound that judges or is shown.
  private func objective(_ task: ReformTask) -> String {
    let language = report.context.language
    let lines = task.checks.map { check in
      let title = pack.indicator(check.indicator)?.title[language] ?? check.indicator
      let bounds = check.thresholds.map { "\(pack.bound(of: $0, in: language)) (\(pack.cite($0, in: language)))" }
      return "\(title): " + (bounds.isEmpty ? report.text("no-threshold") : bounds.joined(separator: "; "))
    }
    return lines.isEmpty ? report.context.text("method.\(task.method.rawValue)") : lines.joined(separator: "\n")
  }

  // MARK: Documents

  private func cited(_ task: ReformTask) -> String { pack.cite(task.source, in: report.context.language) }

  private var sources: [String] {
    pack.tasks.map(cited).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private func uuid(of source: String) -> String { report.names.uuid("source", source) }

  private func resource(_ source: String) -> OSCALNode {
    .object([
      ("uuid", .text(uuid(of: source))), ("citation", .object([("text", .text(OSCALNames.line(source)))])),
    ])
  }
}

/// What units owe: of the catalog the tasks of each unit, as a profile.
struct OSCALProfile {
  let report: OSCALReport

  var json: String {
    let unit = report.units[0]
    let title = report.text("profile", ["unit": report.tree.nodes[unit].name])
    return OSCALNode.document(
      "profile",
      [
        ("uuid", .text(report.names.uuid("profile"))), ("metadata", report.metadata(title)),
        ("imports", .list([owed(report.tasks(owedBy: unit))])),
      ])
  }

  private func owed(_ tasks: [ReformTask]) -> OSCALNode {
    let ids = tasks.map { OSCALNode.text(OSCALNames.control($0.id)) }
    return .object([
      ("href", .text(report.file(OSCALReport.catalog))),
      ("include-controls", .list(ids.isEmpty ? [] : [.object([("with-ids", .list(ids))])])),
    ])
  }
}
