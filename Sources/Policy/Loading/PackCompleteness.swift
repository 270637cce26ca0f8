// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings

/// What a pack must say of each thing before others can rely on it: where it comes from, examples of both outcomes, and
/// dates that leave no day with two rules.
struct PackCompleteness {
  let pack: PolicyPack
  let origins: PackAssembly.Origins

  func errors() -> [PackError] { (sourceErrors() + exampleErrors() + dateErrors()).sorted(by: PackError.precedes) }

  /// Definitions of the pack's own, with the reason why they may ship, and code lists without a source.
  func notices() -> [PackError] {
    let reasons =
      pack.checks.map { ("checks/" + $0.id, $0.derivation) }
      + pack.measures.map { ("measures/" + $0.id, $0.derivation) }
      + pack.indicators.map { ("indicators/" + $0.id, $0.derivation) }
      + pack.derivedColumns.map { ("columns/" + $0.id, $0.derivation) }
    let own = reasons.compactMap { key, reason in
      reason.map { reason in
        var notice = origins.error(
          key, ["derived"], "own definition (derived): \(reason.chinese) / \(reason.english)")
        (notice.key, notice.facts) = ("own-definition", ["chinese": reason.chinese, "english": reason.english])
        return notice
      }
    }
    let lists = pack.vocabulary.codeLists.values.filter { $0.source == nil }.map { list in
      var notice = origins.error("codelists/" + list.id, [], "code list without a source: codes of this pack’s own")
      notice.key = "own-codes"
      return notice
    }
    return (own + lists).sorted(by: PackError.precedes)
  }

  // MARK: Sources

  private func sourceErrors() -> [PackError] {
    let message = "neither source nor derived: name the document, or say under derived why the pack sets this itself"
    let bare =
      pack.checks.filter { $0.source == nil && $0.derivation == nil }.map { "checks/" + $0.id }
      + pack.measures.filter { $0.source == nil && $0.derivation == nil }.map { "measures/" + $0.id }
      + pack.indicators.filter { $0.source == nil && $0.derivation == nil }.map { "indicators/" + $0.id }
    let columns = pack.derivedColumns.filter { $0.derivation == nil }.flatMap { column in
      column.cases.indices.filter { column.cases[$0].source == nil }
        .map { origins.error("columns/" + column.id, ["cases", .index($0)], message) }
    }
    return bare.map { origins.error($0, [], message) } + columns
  }

  // MARK: Examples

  private func exampleErrors() -> [PackError] {
    let checks = pack.checks.flatMap { bothSides($0.examples, of: "checks/" + $0.id) }
    // A measure without a condition counts every record: there is nothing it leaves out.
    let measures = pack.measures.filter { $0.condition != Measure.everything }
      .flatMap { bothSides($0.examples, of: "measures/" + $0.id) }
    return checks + measures + pack.derivedColumns.flatMap(exampleErrors) + pack.indicators.flatMap(exampleErrors)
      + pack.tasks.flatMap(exampleErrors)
  }

  private func bothSides(_ examples: [ConditionExample], of key: String) -> [PackError] {
    demand(
      key, (examples.contains { $0.expected == .integer(1) }, "an example for which it holds (gives: 1)"),
      (examples.contains { $0.expected != .integer(1) }, "an example for which it does not hold"))
  }

  private func exampleErrors(of column: DerivedColumn) -> [PackError] {
    let values = Set(column.cases.map { RecordValue.integer(Int64($0.value)) })
    let otherwise = column.otherwise.map { RecordValue.integer(Int64($0)) } ?? .null
    // A parameter holds for every record between its days: nothing is otherwise.
    let isParameter = column.cases.contains { $0.when.onOneLine == "1 = 1" }
    return demand(
      "columns/" + column.id,
      (column.examples.contains { values.contains($0.expected) }, "an example of a case that holds"),
      (isParameter || column.examples.contains { $0.expected == otherwise }, "an example of “otherwise”"))
  }

  private func exampleErrors(of indicator: Indicator) -> [PackError] {
    demand(
      "indicators/" + indicator.id, (indicator.examples.contains { $0.state == "value" }, "an example with a value"),
      (indicator.examples.contains { $0.state != "value" }, "an example of another state"))
  }

  private func exampleErrors(of task: ReformTask) -> [PackError] {
    let key = "tasks/" + task.id
    let strange = task.examples.enumerated().flatMap { number, example in
      example.values.keys.sorted().filter { name in
        !task.checks.contains { $0.indicator == name || $0.floorName(in: pack) == name }
      }.map { name in
        let path: [PackNode.Step] = ["examples", .index(number), "values", .key(name)]
        return origins.error(key, path, "example \(number + 1): the task does not check “\(name)”")
      }
    }
    // Without a threshold nothing can be met; one example that says so is enough.
    guard task.checks.contains(where: { !$0.binding.isEmpty }) else {
      return strange + demand(key, (!task.examples.isEmpty, "an example"))
    }
    return strange
      + demand(
        key, (task.examples.contains { $0.verdict == "met" }, "an example that is met"),
        (task.examples.contains { $0.verdict != "met" }, "an example that is not met"))
  }

  private func demand(_ key: String, _ wants: (isThere: Bool, what: String)...) -> [PackError] {
    wants.filter { !$0.isThere }.map { origins.error(key, ["examples"], "examples: \($0.what) is missing") }
  }

  // MARK: Dates

  private func dateErrors() -> [PackError] {
    let thresholds = pack.tasks.flatMap { task in
      task.checks.enumerated().flatMap { index, check in
        overlaps(check.thresholds.enumerated().map(rule), of: "tasks/" + task.id) {
          ["checks", .index(index), "thresholds", .index($0)]
        }
      } + doubledChecks(of: task)
    }
    let cases = pack.derivedColumns.flatMap { column in
      let scope = ConditionScope(kind: column.kind, pack: pack)
      let dated = column.cases.map { entry in
        ((try? scope.parse(entry.when).text) ?? entry.when, entry.inForce)
      }
      return overlaps(dated, of: "columns/" + column.id) { ["cases", .index($0)] }
    }
    return thresholds + cases
  }

  /// Two bounds are one rule when they say the same of the same units; every reference stands for itself.
  private func rule(_ number: Int, _ threshold: Threshold) -> (rule: String, days: DateRange) {
    let name = [threshold.standing.rawValue, threshold.comparison.rawValue] + threshold.levels.sorted()
    let own = threshold.standing == .reference ? String(number) : ""
    return (name.joined(separator: " ") + own, threshold.inForce)
  }

  /// Ranges that end before they begin, and ranges of one rule that share a day.
  private func overlaps(
    _ entries: [(rule: String, days: DateRange)], of key: String, at path: (Int) -> [PackNode.Step]
  ) -> [PackError] {
    entries.indices.flatMap { later -> [PackError] in
      let days = entries[later].days
      if let from = days.from, let until = days.until, until < from {
        return [origins.error(key, path(later), "until \(until) lies before from \(from)")]
      }
      return entries.indices.prefix(later).filter { earlier in
        entries[earlier].rule == entries[later].rule && entries[earlier].days.overlaps(days)
      }.map { earlier in
        let other = origins.error(key, path(earlier), "").line.map { " (line \($0))" } ?? ""
        return origins.error(
          key, path(later), "overlapping dates: the same rule\(other) is in force on some of these days")
      }
    }
  }

  private func doubledChecks(of task: ReformTask) -> [PackError] {
    task.checks.indices.filter { index in
      task.checks.prefix(index).contains { $0.indicator == task.checks[index].indicator }
    }.map { index in
      let message = "“\(task.checks[index].indicator)” is checked twice: put its thresholds under one check"
      return origins.error("tasks/" + task.id, ["checks", .index(index), "indicator"], message)
    }
  }
}
