// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
package import Policy

/// A share as counted here: its fraction and what may be said of it.
package struct RecountedFigure: Sendable, Hashable {
  /// The count above the line; nil where it is not known.
  package var numerator: Int64?
  /// The count below the line, likewise.
  package var denominator: Int64?
  /// A state of the contract.
  package var state: String
  /// Percent in hundredths, half up; nil where the state has no value.
  package var hundredths: Int?

  package init(numerator: Int64? = nil, denominator: Int64? = nil, state: String, hundredths: Int? = nil) {
    (self.numerator, self.denominator, self.state, self.hundredths) = (numerator, denominator, state, hundredths)
  }
}

/// The figures of one cut through all units.
package struct CutFigures {
  /// What is known of a sheet for a unit.
  private struct Sheet {
    var isReported: [Bool]
    var isIncomplete: [Bool]
  }

  private let recount: Recount
  private let cut: Recount.Cut
  private let isChosen: [Bool]
  private var sums: [String: [Int64]] = [:]
  private var given: [String: [Int64]] = [:]
  private var open: [String: [Int64]] = [:]
  private var reported: [String: OwnFigures] = [:]
  private var sheets: [RecordKind: Sheet] = [:]
  /// The sheets that a measure hangs on.
  private let kinds: [String: [RecordKind]]
  /// Whether a sheet speaks for anybody in a unit at all.
  private var speaks: [RecordKind: [Bool]] = [:]

  init(_ recount: Recount, _ cut: Recount.Cut) {
    (self.recount, self.cut) = (recount, cut)
    kinds = recount.counts.mapValues { CutFigures.kinds(of: $0.query, recount) }
    let tree = recount.tree
    let isChosen = tree.units.map(cut.holds)
    self.isChosen = isChosen
    for report in recount.reports.values {
      speaks[report.kind] = tree.count { report.covered[$0] }.map { $0 > 0 }
      let covered = tree.count { isChosen[$0] && report.covered[$0] }
      let missing = tree.count { isChosen[$0] && report.owes[$0] && !report.covered[$0] }
      sheets[report.kind] = Sheet(
        isReported: covered.map { $0 > 0 },
        isIncomplete: tree.units.indices.map { unit in
          missing[unit] > 0 || report.touched.contains(unit) || report.isOwed && covered[unit] == 0
        })
    }
    for count in recount.counts.values { add(count) }
  }

  private mutating func add(_ count: MeasureCount) {
    let (tree, id) = (recount.tree, count.query.id)
    if count.query.isReported {
      let fallback = recount.pack.measure(id)?.fallback.flatMap { recount.counts[$0] }
      reported[id] = OwnFigures(count, instead: fallback, cut, tree)
      return
    }
    sums[id] = tree.rolledUp(tree.units.indices.map { isChosen[$0] ? count.total(of: $0) : 0 })
    if count.isSum { given[id] = tree.count { isChosen[$0] && count.given[$0] } }
    if count.undecided.contains(true) { open[id] = stillOpen(count) }
  }

  /// Organisations that nobody can decide on, as far as somebody owes the sheets that would: by unit.
  private func stillOpen(_ count: MeasureCount) -> [Int64] {
    let (tree, kinds) = (recount.tree, kinds[count.query.id, default: []])
    guard !kinds.isEmpty else { return tree.count { isChosen[$0] && count.undecided[$0] } }
    let all = tree.count { isChosen[$0] && count.undecided[$0] }
    let owed = tree.count { node in
      isChosen[node] && count.undecided[node] && kinds.contains { recount.reports[$0]?.owes[node] == true }
    }
    return tree.units.indices.map { unit in
      kinds.contains { speaks[$0]?[unit] == false } ? all[unit] : owed[unit]
    }
  }

  /// The sheets that a count hangs on, as far as they do not speak for everybody.
  private static func kinds(of query: MeasureQuery, _ recount: Recount) -> [RecordKind] {
    let used = query.kind == .organisation ? query.uses.compactMap { recount.counts[$0]?.query } : [query]
    return Set(used.filter(\.amount.readsRecords).map(\.kind)).filter { recount.reports[$0] != nil }.sorted {
      $0.rawValue < $1.rawValue
    }
  }

  // MARK: One figure

  /// The share of an indicator in a unit.
  package func figure(of indicator: Indicator, unit: Int) -> RecountedFigure {
    var top = count(indicator.numerator, unit)
    var bottom = denominator(indicator.denominator, unit)
    var existing = indicator.exists.flatMap { count($0, unit) }
    let missing = [indicator.numerator, indicator.denominator].flatMap { missingSheets($0, indicator, unit) }
    let isTouched = missing.contains { recount.reports[$0]?.touched.contains(unit) == true }
    if existing == 0, isTouched { existing = nil }
    let isSilent = missing.contains { sheets[$0]?.isReported[unit] == false }
    if isSilent { top = nil }
    if top != nil, let left = leftOut(missing, indicator, unit) {
      top = top.map { $0 - left.above }
      bottom = bottom.map { $0 - left.below }
    }
    let isPartial = !missing.isEmpty || lacksFigures(indicator, existing, unit)
    switch (top, bottom) {
    case _ where existing == 0: return RecountedFigure(state: "not-applicable")
    case _ where isSilent: return figure(top, bottom, "incomplete-reporting")
    case (_, nil): return figure(top, bottom, "denominator-missing")
    case (nil, _): return figure(top, bottom, "incomplete-reporting")
    case _ where isPartial: return figure(top, bottom, "incomplete-reporting")
    case (let top?, let bottom?) where bottom > 0 && top > bottom:
      return figure(top, bottom, "numerator-exceeds-denominator")
    case (_, 0): return figure(top, bottom, "denominator-zero")
    default: return figure(top, bottom, "value")
    }
  }

  private func figure(_ top: Int64?, _ bottom: Int64?, _ state: String) -> RecountedFigure {
    var figure = RecountedFigure(numerator: top, denominator: bottom, state: state)
    if let top, let bottom, bottom > 0 { figure.hundredths = Int((top * 20_000 + bottom) / (bottom * 2)) }
    return figure
  }

  private func count(_ measure: String, _ unit: Int) -> Int64? {
    if let own = reported[measure] { return own.totals[unit] }
    guard let count = recount.counts[measure], count.isKnown else { return nil }
    return isUnreported(count.query, unit) ? nil : sums[measure]?[unit]
  }

  /// A sum of figures of which nobody gave one is not nought.
  private func denominator(_ measure: String, _ unit: Int) -> Int64? {
    given[measure]?[unit] == 0 ? nil : count(measure, unit)
  }

  private func isUnreported(_ query: MeasureQuery, _ unit: Int) -> Bool {
    let silent = kinds[query.id, default: []].contains { sheets[$0]?.isReported[unit] == false }
    guard query.kind == .organisation else { return silent }
    return (silent || kinds[query.id, default: []].isEmpty) && (open[query.id]?[unit] ?? 0) > 0
  }

  /// Sheets that a count of an indicator hangs on and that did not come in for all whom the indicator is about.
  private func missingSheets(_ measure: String, _ indicator: Indicator, _ unit: Int) -> [RecordKind] {
    guard reported[measure] == nil, let query = recount.counts[measure]?.query else { return [] }
    return kinds[query.id, default: []].filter { kind in
      guard let sheet = sheets[kind], sheet.isIncomplete[unit] else { return false }
      guard let below = base(of: indicator), sheet.isReported[unit],
        recount.reports[kind]?.touched.contains(unit) != true
      else { return true }
      return silent([kind], unit).contains { below.total(of: $0) != 0 || isOpen(below, $0) }
    }
  }

  /// What counts organisations, or sums up figures of theirs, below the line.
  private func base(of indicator: Indicator) -> MeasureCount? {
    guard reported[indicator.denominator] == nil, let below = recount.counts[indicator.denominator],
      below.query.kind == .organisation
    else { return nil }
    return below
  }

  private func isOpen(_ count: MeasureCount, _ node: Int) -> Bool {
    let kinds = kinds[count.query.id, default: []]
    return count.undecided[node] && (kinds.isEmpty || kinds.contains { recount.reports[$0]?.owes[node] == true })
  }

  /// Organisations of a unit that owe one of some sheets and are in none, walked through one by one.
  private func silent(_ kinds: [RecordKind], _ unit: Int) -> [Int] {
    let reports = kinds.compactMap { recount.reports[$0] }
    var (found, rest): ([Int], [Int]) = ([], [unit])
    while let node = rest.popLast() {
      rest += recount.tree.children[node]
      if isChosen[node], reports.contains(where: { $0.owes[node] && !$0.covered[node] }) { found.append(node) }
    }
    return found
  }

  /// What organisations count that did not report, above and below the line; nil where nothing is left out.
  private func leftOut(
    _ missing: [RecordKind], _ indicator: Indicator, _ unit: Int
  ) -> (above: Int64, below: Int64)? {
    guard !missing.isEmpty, let below = base(of: indicator) else { return nil }
    let nodes = silent(missing, unit)
    let above = recount.counts[indicator.numerator]
    return (nodes.reduce(0) { $0 + (above?.total(of: $1) ?? 0) }, nodes.reduce(0) { $0 + below.total(of: $1) })
  }

  private func lacksFigures(_ indicator: Indicator, _ existing: Int64?, _ unit: Int) -> Bool {
    if let own = reported[indicator.denominator] {
      if cut != .whole, !own.isGivenAnywhere { return true }
      return own.isLacking(unit) { cut == .whole || (count(indicator.numerator, $0) ?? 0) > 0 }
    }
    guard indicator.eachGives, let existing, recount.counts[indicator.denominator] != nil else { return false }
    return (given[indicator.denominator]?[unit] ?? 0) < existing
  }
}
