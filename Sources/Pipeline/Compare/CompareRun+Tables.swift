// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import CensusStore
package import Comparison
import Conditions
import Findings
import Indicators
import Policy
package import Results

/// A table of `compare`; the order is that of a comparison: structure first, findings last.
package enum ComparisonPart: String, Sendable, CaseIterable {
  case structure, units, boundaries, people, fields
  case stockFlow = "stock-flow"
  case indicators, bridges, mobility, flows, findings
}

extension CompareRun {
  /// Spells what the tables hold.
  package var words: ComparisonWords { ComparisonWords(context: context, pairing: pairing) }

  /// - Throws: `PipelineError("id-unknown")` for an unknown indicator.
  package func table(
    _ part: ComparisonPart, units: [Int], indicator: String? = nil
  ) throws -> ResultTable {
    switch part {
    case .structure: return try structure()
    case .units: return unitChanges(units)
    case .boundaries: return try boundaries(units, context.pack.indicators(named: indicator))
    case .people: return peopleTable(units)
    case .fields: return fieldsTable(units)
    case .stockFlow: return stockFlows(units)
    case .indicators: return indicatorTable(units, try context.pack.indicators(named: indicator))
    case .bridges: return bridges(units, try context.pack.indicators(named: indicator))
    case .mobility: return mobilityTable(units)
    case .flows: return flowsTable()
    case .findings: return try findingsTable(units)
    }
  }

  // MARK: Structure

  private func structure() throws -> ResultTable {
    let (old, new) = (comparison.before, comparison.after)
    var rows: [[ResultCell]] = []
    func add(_ item: String, _ before: String, _ after: String) {
      rows.append([.text(context.text("compare.item.\(item)")), .text(before), .text(after), .flag(before == after)])
    }
    add("census-day", old.period.censusDay.description, new.period.censusDay.description)
    add("pack", "\(old.pack.id) \(old.pack.version)", "\(new.pack.id) \(new.pack.version)")
    add("pack-hash", old.pack.hash, new.pack.hash)
    add("snapshot", try before.database.snapshotHash, try after.database.snapshotHash)
    add("organisations", String(old.tree.nodes.count), String(new.tree.nodes.count))
    for kind in after.schemas.kinds where old.kinds.contains(kind) || new.kinds.contains(kind) {
      let counts = [old, new].map { figures in
        figures.kinds.contains(kind)
          ? figures.rowCounts[kind].map { String($0[0...figures.tree.nodes.count - 1]) } : nil
      }
      let texts =
        kind == .organisation
        ? [old, new].map { context.text($0.kinds.contains(kind) ? "compare.yes" : "compare.no") }
        : counts.map { $0 ?? context.text("compare.no") }
      rows.append([
        .text(context.text("kind.\(kind.rawValue)")), .text(texts[0]), .text(texts[1]),
        .flag(old.kinds.contains(kind) == new.kinds.contains(kind)),
      ])
    }
    for measure in context.pack.measures where comparison.hasOtherDefinition(measure.id) {
      rows.append([
        .text(context.text("compare.item.definition", ["measure": words.measure(measure.id)])),
        .text(old.queries[measure.id]?.condition.text ?? ""), .text(new.queries[measure.id]?.condition.text ?? ""),
        .flag(false),
      ])
    }
    return ResultTable("structure", ["item", "before", "after", "same"], rows: rows)
  }

  // MARK: Units

  private func unitChanges(_ units: [Int]) -> ResultTable {
    let wanted = Set(units)
    let chosen = changesByWeight().filter { change in
      let touched =
        change.after.flatMap(pairing.unitsHolding(after:)) + change.before.flatMap(pairing.unitsHolding(before:))
      return touched.contains(where: wanted.contains)
    }
    let columns = ["change", "old-codes", "old-names", "new-codes", "new-names", "evidence"]
    let rows: [[ResultCell]] = chosen.map { change in
      let (old, new) = (change.before.map { pairing.before.nodes[$0] }, change.after.map { pairing.after.nodes[$0] })
      return [
        .text(context.text("compare.change.\(change.kind.rawValue)")), .texts(old.map(\.code)), .texts(old.map(\.name)),
        .texts(new.map(\.code)), .texts(new.map(\.name)),
        change.evidence.map { .text(context.text("compare.evidence.\($0.rawValue)")) } ?? .nothing,
      ]
    }
    return ResultTable("units", columns, rows: rows)
  }

  /// Units with another boundary, or with another below them: their figures on both.
  private func boundaries(_ units: [Int], _ indicators: [Indicator]) throws -> ResultTable {
    let columns = ["unit", "unit-name", "indicator", "before-old", "before-new", "after-old", "after-new"]
    let affected = affectedUnits(units)
    guard !affected.isEmpty else { return ResultTable("boundaries", columns, rows: []) }
    let reported = Set(context.pack.measures.filter(\.isReported).map(\.id))
    let (old, new) = (comparison.before, comparison.after)
    func tallies(_ figures: PeriodFigures) -> [Tally] { context.pack.measures.compactMap { figures.tally(of: $0.id) } }
    let later = earlierOnLaterBoundary()
    let earlier = IndicatorCalculator(
      pack: context.pack, tree: old.tree,
      tallies: pairing.laterFigures(tallies(new), of: new.calculator, reported: reported))
    return ResultTable("boundaries", columns) { add in
      for unit in affected {
        for indicator in indicators {
          let source = pairing.beforeNodes(of: unit).first
          try add([
            .text(words.unitCode(unit)), .text(words.unitName(unit)), .text(words.indicator(indicator.id)),
            cell(comparison.valueBefore(of: indicator, unit: unit)),
            cell(pairing.afterNode(of: unit).map { later.value(of: indicator, unit: $0) }),
            cell(source.map { earlier.value(of: indicator, unit: $0) }),
            cell(pairing.afterNode(of: unit).map { new.calculator.value(of: indicator, unit: $0) }),
          ])
        }
      }
    }
  }

  private func affectedUnits(_ units: [Int]) -> [Int] {
    let shifts = pairing.boundaryShifts()
    let around = units.flatMap { unit in [unit] + (pairing.afterNode(of: unit).map(pairing.after.children) ?? []) }
    let split = Set(pairing.splits.flatMap { [pairing.unitOfBefore[$0.key]] + $0.value })
    return Set(around).sorted().filter { unit in
      shifts[unit] != nil || split.contains(unit)
        || unit < pairing.after.nodes.count && pairing.predecessors[unit].count > 1
    }
  }

  /// `12/345 = 3.48`, or the state where there is no number.
  private func cell(_ value: IndicatorValue?) -> ResultCell {
    guard let value else { return .nothing }
    guard let numerator = value.numerator, let denominator = value.denominator, let hundredths = value.hundredths else {
      return .text(context.text("state.\(value.state.rawValue)"))
    }
    return .text("\(numerator)/\(denominator) = \(Percent.text(hundredths))%")
  }

  // MARK: People

  private func peopleTable(_ units: [Int]) -> ResultTable {
    let measure = context.pack.overview.members
    let flows = comparison.flows(of: measure)
    return ResultTable("people", ["unit", "unit-name", "cause", "cause-title", "count"]) { add in
      func row(_ unit: Int, _ key: String, _ title: String, _ count: Int64) throws {
        try add([
          .text(words.unitCode(unit)), .text(words.unitName(unit)), .text(key), .text(title), .number(count),
        ])
      }
      for unit in units {
        try row(unit, "opening", context.text("compare.opening"), comparison.countBefore(of: measure, unit: unit) ?? 0)
        for movement in flows.movements(at: unit) {
          try row(unit, movement.cause.key, words.cause(movement.cause, of: .member), movement.amount)
        }
        try row(unit, "closing", context.text("compare.closing"), comparison.countAfter(of: measure, unit: unit) ?? 0)
        for (key, count) in keptCounts(unit) { try row(unit, key, context.text("compare.people.\(key)"), count) }
      }
      guard let changes = people[.member] else { return }
      let repeated = changes.repeatedBefore + changes.repeatedAfter
      try row(0, "repeated", context.text("compare.people.repeated"), Int64(repeated))
      for match in RowMovement.Match.allCases {
        guard let count = changes.fallbacks[match] else { continue }
        try row(0, "match:\(match.rawValue)", context.text("compare.match.\(match.rawValue)"), Int64(count))
      }
    }
  }

  /// Persons in both periods, and what changed in their rows; these are no movements.
  private func keptCounts(_ unit: Int) -> [(String, Int64)] {
    guard let node = pairing.afterNode(of: unit), let changes = people[.member] else { return [] }
    func sum(_ counts: [Int64]) -> Int64 { counts[pairing.after.subtree(of: node)].reduce(0, +) }
    return [("kept", sum(changes.kept)), ("changed", sum(changes.changed)), ("corrected", sum(changes.corrected))]
  }

  private func fieldsTable(_ units: [Int]) -> ResultTable {
    ResultTable("fields", ["unit", "unit-name", "field", "meaning", "count"]) { add in
      guard let changes = people[.member] else { return }
      let changed = zip(after.schemas[.member].columns, changes.fields).filter { !$0.1.isEmpty }
        .map { ($0.0, PrefixSums($0.1, count: pairing.after.nodes.count)) }
      let titles = ColumnWords(pack: context.pack, language: context.language, kind: .member)
      for unit in units {
        guard let node = pairing.afterNode(of: unit) else { continue }
        for (column, sums) in changed {
          let count = sums[pairing.after.subtree(of: node)]
          guard count > 0 else { continue }
          try add([
            .text(words.unitCode(unit)), .text(words.unitName(unit)), .text(column.name),
            .text(titles.title(column.name)),
            .number(count),
          ])
        }
      }
    }
  }

  private func stockFlows(_ units: [Int]) -> ResultTable {
    let columns = [
      "unit", "unit-name", "measure", "opening", "in", "out", "unexplained", "closing", "open-causes",
    ]
    let overview = context.pack.overview
    let measures = [overview.members, overview.branches, overview.cadres].filter { context.pack.measure($0) != nil }
    return ResultTable("stock-flow", columns) { add in
      for measure in measures {
        let flows = comparison.flows(of: measure)
        let kind = context.pack.measure(measure)?.kind
        for unit in units {
          let check = comparison.stockFlow(of: measure, unit: unit, flows: flows)
          try add([
            .text(words.unitCode(unit)), .text(words.unitName(unit)), .text(words.measure(measure)),
            .number(check.opening), .number(check.into), .number(check.out), .number(check.unexplained),
            .number(check.closing),
            .texts(check.open.map { "\(words.cause($0.cause, of: kind)) \($0.amount > 0 ? "+" : "")\($0.amount)" }),
          ])
        }
      }
    }
  }
}

extension CompareRun {
  /// What happened to organisations, what an inspector must know first in front.
  package func changesByWeight() -> [UnitChange] {
    let kinds: [UnitChange.Kind] = [.merged, .split, .moved, .renamed, .recoded, .closed, .reclassified, .new]
    let groups = Dictionary(grouping: pairing.changes(), by: \.kind)
    return kinds.flatMap { groups[$0] ?? [] }
  }
}
