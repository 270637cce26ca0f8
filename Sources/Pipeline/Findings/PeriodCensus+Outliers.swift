// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import Findings
import Indicators
import Policy
import Results

/// Facts of an outlier that name it apart from its sentence.
package enum OutlierFacts {
  /// Organisation ID of the unit.
  static let unit = "unit-code"
  /// The code of such a finding.
  package static let code = "figure-far-from-last-quarter"
}

extension PeriodCensus {
  /// 与上季度相差过大的数: figures which the pack's rules hold for too far from the unit's own last quarter in the workspace. Asked
  /// of the units that hand in, of those at the levels the rule names and, where units give a figure themselves, of all that
  /// do. One finding for a figure of a unit; where a unit below explains a change, those above it are not told of it again.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func outliers() throws -> [Finding] {
    let pack = context.pack
    guard !pack.outliers.isEmpty, let workspace = try context.workspaceIfAny(),
      let former = try workspace.periods.last(where: { $0 < period })
    else { return [] }
    let places = try firstSheets()
    guard !places.isEmpty else { return [] }
    let before = PeriodCensus(context: context, database: try workspace.period(former))
    let figures = (before: try before.outlierFigures(), after: try outlierFigures())
    return pack.outliers.flatMap { rule in
      let own = kinds(of: rule.measure).compactMap { places[$0] }.reduce([:]) { $0.merging($1) { first, _ in first } }
      guard !own.isEmpty else { return [] as [Finding] }
      let units = units(asked: rule, figures.after).union(own.keys).sorted()
      return Outliers(rule: rule, before: figures.before, after: figures.after).of(units).map { found in
        finding(rule, found, former, figures.after.tree, at: place(of: found.node, own, figures.after.tree))
      }
    }
  }

  private func units(asked rule: OutlierRule, _ figures: IndicatorCalculator) -> Set<Int> {
    let nodes = figures.tree.nodes
    guard let root = nodes.first else { return [] }
    return Set(
      (0...root.last).filter { nodes[$0].depth <= rule.depth || figures.hasOwnFigure(of: rule.measure, node: $0) })
  }

  /// The sheet of the unit, else that of the nearest unit above it.
  private func place(of node: Int, _ own: [Int: Place], _ tree: OrganisationTree) -> Place? {
    sequence(first: node, next: { tree.nodes[$0].parent }).lazy.compactMap { own[$0] }.first
  }

  /// The kinds of sheets that a measure is counted from.
  private func kinds(of measure: String) -> [RecordKind] {
    let measure = context.pack.measure(measure)
    return [measure?.kind, measure?.fallback.flatMap(context.pack.measure)?.kind].compactMap(\.self)
  }

  private func outlierFigures() throws -> IndicatorCalculator {
    let wanted = Set(context.pack.outliers.map(\.measure))
    return try calculator(
      measures: wanted.union(context.pack.measures.filter { wanted.contains($0.id) }.compactMap(\.fallback)))
  }

  /// The first sheet of each kind that a unit handed in and that counts, by the unit's preorder number.
  private func firstSheets() throws -> [RecordKind: [Int: Place]] {
    let tree = try database.organisationTree()
    let sheets = try database.sheets()
    let senders = try senders(of: sheets)
    return sheets.reduce(into: [:]) { places, sheet in
      guard let kind = sheet.kind, let node = senders[sheet.file].flatMap(tree.node(named:)) else { return }
      if places[kind]?[node] == nil { places[kind, default: [:]][node] = Place(file: sheet.file) }
    }
  }

  private func finding(
    _ rule: OutlierRule, _ found: Outliers.Found, _ former: Period, _ tree: OrganisationTree, at place: Place?
  ) -> Finding {
    let title = context.pack.measure(rule.measure)?.title[context.language] ?? rule.measure
    return Finding(
      OutlierFacts.code, at: place,
      facts: [
        OutlierFacts.unit: tree.nodes[found.node].code, "unit": tree.nodes[found.node].name, "rule": rule.id,
        "figure": title, "before": String(found.before), "after": String(found.after),
        "earlier": context.inWords(former), "later": context.inWords(period),
      ])
  }
}

extension CommandContext {
  /// 2019年第二季度
  func inWords(_ period: Period) -> String {
    text("quarter.\(period.quarter)", ["year": String(period.year)])
  }
}

/// What one rule finds between two quarters.
private struct Outliers {
  struct Found {
    var node: Int
    var before, after: Int64
  }

  let rule: OutlierRule
  let before: IndicatorCalculator
  let after: IndicatorCalculator

  /// - Parameter units: preorder numbers of the later period, ascending.
  func of(_ units: [Int]) -> [Found] {
    var found: [Found] = []
    // Those below come before those above them.
    for node in units.reversed() {
      guard let change = change(of: node), isMet(node, change.before, change.after) else { continue }
      let below = found.filter { after.tree.subtree(of: node).contains($0.node) }
      let rest = topmost(below).reduce(change) { rest, part in
        (rest.before - part.before, rest.after - part.after)
      }
      if below.isEmpty || isMet(node, rest.before, rest.after) {
        found.append(Found(node: node, before: change.before, after: change.after))
      }
    }
    return found.reversed()
  }

  private func topmost(_ found: [Found]) -> [Found] {
    found.filter { one in
      !found.contains { $0.node != one.node && after.tree.subtree(of: $0.node).contains(one.node) }
    }
  }

  private func change(of node: Int) -> (before: Int64, after: Int64)? {
    guard let old = before.tree.node(named: after.tree.nodes[node].code),
      let former = before.count(of: rule.measure, unit: old), let now = after.count(of: rule.measure, unit: node)
    else { return nil }
    return (former, now)
  }

  /// Where rosters are missing that the other quarter had, that is the reason, and it is told elsewhere.
  private func isMet(_ node: Int, _ former: Int64, _ now: Int64) -> Bool {
    guard rule.isMet(before: former, after: now) else { return false }
    let old = before.tree.node(named: after.tree.nodes[node].code) ?? 0
    let missing = (before.unreported(rule.measure, unit: old), after.unreported(rule.measure, unit: node))
    return now > former ? missing.0 <= missing.1 : missing.1 <= missing.0
  }
}
