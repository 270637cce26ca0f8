// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy

/// What one indicator hangs on, looked up once, and its values at any unit and by group.
///
/// A class for the reason of `CountedFigures`.
final class IndicatorFigures: Sendable {
  private let indicator: Indicator
  private let tree: OrganisationTree
  private let numerator: MeasureFigures?
  private let denominator: MeasureFigures?
  private let existing: MeasureFigures?
  private let sheets: [RecordKind: SheetCoverage]
  /// Those that the numerator or the denominator hangs on, by what hangs on them, in the order of kinds.
  private let counted: [CountedFigures]
  /// What counts organisations, or sums up figures of theirs, below the line: the value stands over those that reported.
  private let base: CountedFigures?
  /// Every kind, in order.
  private let kinds: [RecordKind]

  init(
    _ indicator: Indicator, tree: OrganisationTree, figures: [String: MeasureFigures],
    sheets: [RecordKind: SheetCoverage], kinds: [RecordKind]
  ) {
    self.kinds = kinds
    self.indicator = indicator
    self.tree = tree
    self.sheets = sheets
    numerator = figures[indicator.numerator]
    denominator = figures[indicator.denominator]
    existing = indicator.exists.flatMap { figures[$0] }
    counted = [numerator, denominator].compactMap { $0?.counted }
    base = denominator?.counted.flatMap { $0.isOfOrganisations ? $0 : nil }
  }

  /// Whether it was made for this very indicator, and not for another under its ID.
  func isOf(_ other: Indicator) -> Bool {
    indicator.numerator == other.numerator && indicator.denominator == other.denominator
      && indicator.exists == other.exists && indicator.eachGives == other.eachGives
  }

  struct Place {
    var unit: Int
    var group: IndicatorGroup?
  }

  /// The value for a unit with its descendants, or for one group of them.
  func value(at place: Place) -> IndicatorValue {
    let kinds = missingSheets(at: place)
    var facts = IndicatorState.Facts(numerator: count(numerator, at: place), denominator: denominator(at: place))
    facts.existing = existing.flatMap { count($0, at: place) }
    // What the ratio is about may be among those who stand outside the tree.
    if facts.existing == 0, kinds.contains(where: { sheets[$0]?.isTouched(place.unit) == true }) {
      facts.existing = nil
    }
    let lacksFigures = lacksFigures(at: place)
    facts.isIncomplete = !kinds.isEmpty || lacksFigures
    facts.isUnreported = kinds.contains { sheets[$0]?.isReported(place.unit, place.group) == false }
    let whole = facts
    if facts.isUnreported { facts.numerator = nil }
    if facts.numerator != nil { leaveOutSilent(kinds, from: &facts, at: place) }
    let state = IndicatorState(facts)
    var value = IndicatorValue(
      indicator: indicator.id, unit: place.unit, group: place.group, state: state, numerator: facts.numerator,
      denominator: facts.denominator)
    if state == .notApplicable { (value.numerator, value.denominator) = (nil, nil) }
    guard facts.isIncomplete, state == .incompleteReporting || state == .numeratorExceedsDenominator else {
      return value
    }
    value.isIncomplete = true
    value.missingSheets = kinds
    value.reported = share(kinds, facts, at: place)
    value.bounds = bounds(whole, kinds, isDenominatorOpen: lacksFigures, at: place)
    return value
  }

  private func count(_ figures: MeasureFigures?, at place: Place) -> Int64? {
    figures?.count(unit: place.unit, group: place.group)
  }

  /// Nil where nobody gave it; a sum of figures of which nobody gave one is no nought.
  private func denominator(at place: Place) -> Int64? {
    if let counted = denominator?.counted, !counted.isGiven(unit: place.unit, group: place.group) { return nil }
    return count(denominator, at: place)
  }

  /// What is incomplete stands over those that reported, above and below the line alike.
  private func leaveOutSilent(_ kinds: [RecordKind], from facts: inout IndicatorState.Facts, at place: Place) {
    guard let base, !kinds.isEmpty else { return }
    let missing = kinds.compactMap { sheets[$0] }
    for node in tree.subtree(of: place.unit) where missing.contains(where: { $0.isSilent(node: node) }) {
      guard isIn(node, place.group) else { continue }
      facts.numerator? -= numerator?.counted?.ownCount(node: node) ?? 0
      facts.denominator? -= base.ownCount(node: node) ?? 0
    }
  }

  private func isIn(_ node: Int, _ group: IndicatorGroup?) -> Bool {
    group.map { tree.nodes[node].belongs(to: $0) } ?? true
  }

  /// Kinds that were owed, that the figures hang on, and that did not come in for all.
  private func missingSheets(at place: Place) -> [RecordKind] {
    var missing: [RecordKind] = []
    for figures in counted {
      for sheet in figures.sheets
      where !missing.contains(sheet.kind) && sheet.isIncomplete(place.unit, place.group) && matters(sheet, place) {
        missing.append(sheet.kind)
      }
    }
    return missing.count < 2 ? missing : kinds.filter(missing.contains)
  }

  /// Whether the ratio is about anybody for whom a sheet did not come in.
  private func matters(_ sheet: SheetCoverage, _ place: Place) -> Bool {
    guard let base, sheet.isReported(place.unit, place.group), !sheet.isTouched(place.unit) else { return true }
    return tree.subtree(of: place.unit).contains { node in
      sheet.isSilent(node: node) && isIn(node, place.group)
        && (base.ownCount(node: node) != 0 || base.isUndecided(node: node))
    }
  }

  /// Whether some of those that should give the denominator did not.
  private func lacksFigures(at place: Place) -> Bool {
    if let reported = denominator?.reported {
      return reported.lacksFigure(unit: place.unit, group: place.group) { hasAny(in: $0, place.group) }
    }
    guard indicator.eachGives, let existing, let given = denominator?.counted, let all = count(existing, at: place)
    else { return false }
    return given.given(unit: place.unit, group: place.group) < all
  }

  private func hasAny(in node: Int, _ group: IndicatorGroup?) -> Bool {
    (numerator?.count(unit: node, group: group) ?? 0) > 0
  }

  // MARK: How much came in

  private func share(_ kinds: [RecordKind], _ facts: IndicatorState.Facts, at place: Place) -> ReportedShare {
    guard kinds.isEmpty else {
      return ReportedShare(of: kinds.compactMap { sheets[$0] }, unit: place.unit, in: tree)
    }
    if let reported = denominator?.reported {
      return reported.share(unit: place.unit, group: place.group) { hasAny(in: $0, place.group) }
    }
    let given = denominator?.counted?.given(unit: place.unit, group: place.group) ?? 0
    return ReportedShare(reported: given, owing: Int(facts.existing ?? 0))
  }

  // MARK: What the missing part could change

  private func bounds(
    _ facts: IndicatorState.Facts, _ kinds: [RecordKind], isDenominatorOpen: Bool, at place: Place
  ) -> IndicatorBounds? {
    guard let whole = facts.denominator, whole > 0 else { return nil }
    let least = facts.numerator ?? numerator?.counted?.known(unit: place.unit, group: place.group) ?? 0
    let isOpen =
      isDenominatorOpen || denominator?.counted?.isIncomplete(unit: place.unit, group: place.group) == true
    return IndicatorBounds(
      least: least, most: most(from: least, whole, kinds, at: place), denominator: whole, isDenominatorOpen: isOpen)
  }

  private func most(from least: Int64, _ whole: Int64, _ kinds: [RecordKind], at place: Place) -> Int64? {
    guard let top = numerator?.counted else { return nil }
    // Whoever gave no figure of its own is above the line as well only where the two are tied.
    if kinds.isEmpty { return indicator.eachGives ? nil : least }
    guard place.group == nil, !kinds.contains(where: { sheets[$0]?.isTouched(place.unit) == true }) else { return nil }
    if top.countsOrganisations { return least + Int64(top.undecided(unit: place.unit, group: place.group)) }
    // People who are missing are no more than the youth reported for where they are missing.
    guard let youth = denominator?.reported, let kind = kinds.first, kinds.count == 1, let sheet = sheets[kind] else {
      return nil
    }
    return least + min(youthWithoutSheet(sheet, youth, place.unit) ?? whole, whole)
  }

  /// The figures reported for the parts of a unit that a sheet does not speak for; nil where one of them gave none.
  private func youthWithoutSheet(_ sheet: SheetCoverage, _ youth: ReportedFigures, _ unit: Int) -> Int64? {
    if sheet.missing(unit, nil) == 0, sheet.isReported(unit, nil) || !sheet.owes(unit) { return 0 }
    if !sheet.isReported(unit, nil) {
      return youth.lacksFigure(unit: unit, group: nil) { _ in true } ? nil : youth.count(unit: unit, group: nil)
    }
    var sum: Int64 = 0
    for child in tree.children(of: unit) {
      guard let part = youthWithoutSheet(sheet, youth, child) else { return nil }
      sum += part
    }
    return sum
  }
}
