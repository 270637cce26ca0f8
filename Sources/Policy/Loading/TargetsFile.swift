// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
package import Foundation

/// `targets.yaml` of a workspace: the office's own targets.
///
/// ```yaml
/// - {indicator: staffing-rate, levels: [county], at-least: "95", from: 2019-04-01, until: 2019-12-31,
///    document: 甬团办〔2019〕3号, set-by: 团市委办公室, note: 年度考核}
/// - {task: 14-in-post, not-worse: true, from: 2019-04-01, document: …, set-by: …}
/// - {indicator: hollow-branch-share, half-the-gap: {since: 2019-Q1, by: 2019-Q4}, document: …, set-by: …}
/// - {indicator: staffing-rate, steps: [{by: 2019-06-30, at-least: "80"}, {by: 2019-12-31, at-least: "95"}], document: …,
///    set-by: …}
/// ```
package enum TargetsFile {
  /// Name of the file in a workspace.
  package static let fileName = "targets.yaml"

  /// The targets of a file's bytes, by the tasks, indicators and levels of a pack.
  ///
  /// - Throws: `PackError` with the line for an unknown key, task, indicator or level, and for a target without document,
  ///   who set it, or a first day.
  package static func targets(_ data: Data, for pack: PolicyPack) throws -> [OwnTarget] {
    try PackNode.root(of: data, file: fileName)?.list().flatMap { try targets($0, pack) } ?? []
  }

  private static let keys: Set<String> = [
    "indicator", "task", "units", "levels", "at-most", "at-least", "not-worse", "half-the-gap", "steps", "from",
    "until",
    "document", "date", "set-by", "note",
  ]

  private static func targets(_ node: PackNode, _ pack: PolicyPack) throws -> [OwnTarget] {
    let fields = try node.fields(keys)
    let task = try fields.optional("task").map { try $0.named(in: pack.tasks.map(\.id)) }
    let indicator = try indicator(fields, task.flatMap { pack.task($0) }, pack)
    let levels = try fields.list("levels").map { try $0.named(in: pack.assessment.levels.map(\.id)) }
    let (units, from, until) = (
      try fields.texts("units"), try fields.optional("from")?.day(), try fields.optional("until")?.day()
    )
    if let from, let until, until < from { throw node.failure("until stands before from") }
    let scope = units + levels.map { pack.assessment.level($0)?.title.chinese ?? $0 }
    let source = SourceReference(
      document: try fields.required("document").text(), date: try fields.optional("date")?.text(), confidence: .high)
    let (setBy, note) = (try fields.required("set-by").text(), try fields.optional("note")?.text())
    return try bounds(fields, of: indicator, DateRange(from: from, until: until)).map { bound in
      var threshold = Threshold(
        comparison: bound.comparison, hundredths: bound.hundredths, inForce: bound.inForce,
        scope: LocalizedText(chinese: scope.joined(separator: "、"), english: scope.joined(separator: ", ")),
        source: source)
      (threshold.standing, threshold.aim) = (.own, bound.aim)
      (threshold.levels, threshold.units) = (levels, units)
      (threshold.setBy, threshold.note) = (setBy, note)
      return OwnTarget(task: task, indicator: indicator.id, threshold: threshold)
    }
  }

  /// The indicator named, or the only one of the task.
  private static func indicator(_ fields: PackFields, _ task: ReformTask?, _ pack: PolicyPack) throws -> Indicator {
    if let task, task.method != .computed {
      throw fields.owner.failure("“\(task.id)” is attested; a figure cannot be asked of it")
    }
    let checked =
      task?.checks.map(\.indicator)
      ?? pack.tasks.filter { $0.method == .computed }
      .flatMap(\.checks).map(\.indicator)
    if let node = fields.optional("indicator") {
      let id = try node.named(in: Array(Set(checked)))
      return try pack.indicator(id) ?? { throw node.failure("there is no indicator “\(id)”") }()
    }
    guard let task else { throw fields.owner.failure("a target names an indicator, a task or both") }
    guard checked.count == 1, let found = pack.indicator(checked[0]) else {
      throw fields.owner.failure(
        "“\(task.id)” has several figures, name one under indicator: \(checked.joined(separator: ", "))")
    }
    return found
  }

  private struct Bound {
    var comparison: Threshold.Comparison
    var hundredths = 0
    var inForce: DateRange
    var aim = Threshold.Aim.fixed
  }

  private static func bounds(
    _ fields: PackFields, of indicator: Indicator, _ days: DateRange
  ) throws -> [Bound] {
    let ways = ["at-most", "at-least", "not-worse", "half-the-gap", "steps"].filter { fields.optional($0) != nil }
    guard ways.count == 1 else {
      throw fields.owner.failure("exactly one of at-most, at-least, not-worse, half-the-gap and steps is needed")
    }
    switch ways[0] {
    case "steps": return try steps(fields)
    case "half-the-gap": return [try halfTheGap(fields, of: indicator, days)]
    default: break
    }
    guard days.from != nil else { throw fields.owner.failure("“from” is missing") }
    if let flag = fields.optional("not-worse") {
      guard try flag.flag() else { throw flag.failure("not-worse is true or left out") }
      return [Bound(comparison: try better(indicator, flag), inForce: days, aim: .notWorse)]
    }
    let (comparison, node) = try Threshold.bound(of: fields)
    return [Bound(comparison: comparison, hundredths: try node.percentage(), inForce: days)]
  }

  private static func steps(_ fields: PackFields) throws -> [Bound] {
    var result: [Bound] = []
    for step in try fields.list("steps") {
      let parts = try step.fields(["by", "at-most", "at-least"])
      let (comparison, node) = try Threshold.bound(of: parts)
      let due = try parts.required("by").day()
      if let last = result.indices.last {
        guard let before = result[last].inForce.from, before < due else {
          throw step.failure("a step is due after the one before it")
        }
        result[last].inForce.until = due.dayBefore
      }
      let days = DateRange(from: due, until: try fields.optional("until")?.day())
      result.append(Bound(comparison: comparison, hundredths: try node.percentage(), inForce: days))
    }
    return result
  }

  /// `{since: 2019-Q1, by: 2019-Q4, to: "100"}`; without `to` the gap is that to the ideal of the indicator.
  private static func halfTheGap(
    _ fields: PackFields, of indicator: Indicator, _ days: DateRange
  ) throws -> Bound {
    let node = try fields.required("half-the-gap")
    let parts = try node.fields(["since", "by", "to"])
    let (since, by) = (try parts.required("since").period(), try parts.required("by").period())
    if by <= since { throw node.failure("by stands before since") }
    let comparison = try better(indicator, node)
    let ideal = comparison == .atLeast ? 10_000 : 0
    return Bound(
      comparison: comparison, hundredths: try parts.optional("to")?.percentage() ?? ideal,
      inForce: DateRange(from: by.censusDay, until: days.until), aim: .halfTheGap(since: since))
  }

  private static func better(_ indicator: Indicator, _ node: PackNode) throws -> Threshold.Comparison {
    switch indicator.direction {
    case .higherIsBetter: return .atLeast
    case .lowerIsBetter: return .atMost
    case .neutral: throw node.failure("neither direction of “\(indicator.id)” is the better one")
    }
  }
}

extension PackNode {
  fileprivate func named(in known: [String]) throws -> String {
    let name = try text()
    guard known.contains(name) else {
      let near = Nearest.names(to: name, among: Set(known)).joined(separator: ", ")
      throw failure("there is no “\(name)” here; near ones: \(near)")
    }
    return name
  }

  fileprivate func period() throws -> Period {
    let name = try text()
    guard let period = Period(name) else { throw failure("“\(name)” is no period such as 2019-Q2") }
    return period
  }
}
