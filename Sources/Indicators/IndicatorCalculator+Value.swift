// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

extension IndicatorCalculator {
  /// The value of an indicator for a unit with its descendants, or for one group of them.
  package func value(of indicator: Indicator, unit: Int, group: IndicatorGroup? = nil) -> IndicatorValue {
    let place = Place(unit: unit, group: group)
    let sheets = missingSheets(of: indicator, at: place)
    var facts = IndicatorState.Facts(
      numerator: count(of: indicator.numerator, unit: unit, group: group),
      denominator: denominator(of: indicator, at: place))
    facts.existing = indicator.exists.flatMap { count(of: $0, unit: unit, group: group) }
    let lacksFigures = lacksFigures(indicator, at: place)
    facts.isIncomplete = !sheets.isEmpty || lacksFigures
    facts.isUnreported = sheets.contains { self.sheets[$0]?.isReported(unit, group) == false }
    let state = IndicatorState(facts)
    var value = IndicatorValue(
      indicator: indicator.id, unit: unit, group: group, state: state, numerator: facts.numerator,
      denominator: facts.denominator)
    if state == .notApplicable { (value.numerator, value.denominator) = (nil, nil) }
    guard facts.isIncomplete, state == .incompleteReporting || state == .numeratorExceedsDenominator else {
      return value
    }
    value.isIncomplete = true
    value.missingSheets = sheets
    value.reported = share(of: indicator, sheets, facts, at: place)
    value.bounds = bounds(of: indicator, facts, sheets, isDenominatorOpen: lacksFigures, at: place)
    return value
  }

  struct Place {
    var unit: Int
    var group: IndicatorGroup?
  }

  private func counted(_ measure: String) -> CountedFigures? { figures[measure] as? CountedFigures }

  /// Nil where nobody gave it; a sum of figures of which nobody gave one is no nought.
  private func denominator(of indicator: Indicator, at place: Place) -> Int64? {
    if let counted = counted(indicator.denominator), !counted.isGiven(unit: place.unit, group: place.group) {
      return nil
    }
    return count(of: indicator.denominator, unit: place.unit, group: place.group)
  }

  /// Kinds that were owed, that the figures hang on, and that did not come in for all.
  private func missingSheets(of indicator: Indicator, at place: Place) -> [RecordKind] {
    let incomplete = [indicator.numerator, indicator.denominator].compactMap(counted).filter {
      $0.isIncomplete(unit: place.unit, group: place.group)
    }
    let missing = incomplete.flatMap(\.sheets).filter { $0.isIncomplete(place.unit, place.group) }.map(\.kind)
    return missing.isEmpty ? [] : kinds.filter(missing.contains)
  }

  /// Whether some of those that should give the denominator did not.
  private func lacksFigures(_ indicator: Indicator, at place: Place) -> Bool {
    if let reported = figures[indicator.denominator] as? ReportedFigures {
      return reported.lacksFigure(unit: place.unit, group: place.group) { node in
        (count(of: indicator.numerator, unit: node, group: place.group) ?? 0) > 0
      }
    }
    guard indicator.eachGives, let exists = indicator.exists, let counted = counted(indicator.denominator),
      let all = count(of: exists, unit: place.unit, group: place.group)
    else { return false }
    return counted.given(unit: place.unit, group: place.group) < all
  }

  // MARK: How much came in

  private func share(
    of indicator: Indicator, _ kinds: [RecordKind], _ facts: IndicatorState.Facts, at place: Place
  ) -> ReportedShare {
    guard kinds.isEmpty else { return share(of: kinds, at: place) }
    if let reported = figures[indicator.denominator] as? ReportedFigures {
      return reported.share(unit: place.unit, group: place.group)
    }
    let given = counted(indicator.denominator)?.given(unit: place.unit, group: place.group) ?? 0
    return ReportedShare(reported: given, owing: Int(facts.existing ?? 0))
  }

  /// The children that owe sheets, and those of them for whom all came in; a unit without such children stands for itself.
  private func share(of kinds: [RecordKind], at place: Place) -> ReportedShare {
    let coverages = kinds.compactMap { sheets[$0] }
    let children = tree.children(of: place.unit).filter { child in coverages.contains { $0.owes(child) } }
    guard !children.isEmpty else { return ReportedShare(reported: 0, owing: 1) }
    let complete = children.filter { child in coverages.allSatisfy { !$0.isIncomplete(child, nil) } }
    return ReportedShare(reported: complete.count, owing: children.count)
  }

  /// For how many of a unit's children a kind of sheet came in; nil where it came in for all of it.
  package func reported(_ kind: RecordKind, unit: Int) -> ReportedShare? {
    guard let sheet = sheets[kind], sheet.isIncomplete(unit, nil) else { return nil }
    return share(of: [kind], at: Place(unit: unit, group: nil))
  }

  /// Whether a unit, or a part of it, owes a kind of sheet.
  package func owes(_ kind: RecordKind, unit: Int) -> Bool { sheets[kind]?.owes(unit) ?? false }

  // MARK: What the missing part could change

  private func bounds(
    of indicator: Indicator, _ facts: IndicatorState.Facts, _ kinds: [RecordKind], isDenominatorOpen: Bool,
    at place: Place
  ) -> IndicatorBounds? {
    guard let denominator = facts.denominator, denominator > 0 else { return nil }
    let least = facts.numerator ?? counted(indicator.numerator)?.known(unit: place.unit, group: place.group) ?? 0
    let isOpen =
      isDenominatorOpen || counted(indicator.denominator)?.isIncomplete(unit: place.unit, group: place.group) == true
    return IndicatorBounds(
      least: least, most: most(of: indicator, from: least, denominator, kinds, at: place), denominator: denominator,
      isDenominatorOpen: isOpen)
  }

  private func most(
    of indicator: Indicator, from least: Int64, _ denominator: Int64, _ kinds: [RecordKind], at place: Place
  ) -> Int64? {
    guard let numerator = counted(indicator.numerator) else { return nil }
    if kinds.isEmpty { return least }
    guard place.group == nil, !kinds.contains(where: { sheets[$0]?.isTouched(place.unit) == true }) else { return nil }
    if numerator.countsOrganisations { return least + Int64(numerator.undecided(unit: place.unit, group: place.group)) }
    // People who are missing are no more than the youth reported for where they are missing.
    guard let youth = figures[indicator.denominator] as? ReportedFigures, let kind = kinds.first, kinds.count == 1,
      let sheet = sheets[kind]
    else { return nil }
    return least + min(youthWithoutSheet(sheet, youth, place.unit) ?? denominator, denominator)
  }

  /// The figures reported for the parts of a unit that a sheet does not speak for; nil where one of them gave none.
  private func youthWithoutSheet(_ sheet: SheetCoverage, _ youth: ReportedFigures, _ unit: Int) -> Int64? {
    if sheet.missing(unit, nil) == 0, sheet.isReported(unit, nil) || !sheet.owes(unit) { return 0 }
    if !sheet.isReported(unit, nil) { return youth.count(unit: unit, group: nil) }
    var sum: Int64 = 0
    for child in tree.children(of: unit) {
      guard let part = youthWithoutSheet(sheet, youth, child) else { return nil }
      sum += part
    }
    return sum
  }
}

extension MeasureQuery.Amount {
  /// Whether figures that records give are added up, so that one that nobody gave is unknown.
  var isSum: Bool { if case .sum = self { true } else { false } }
}
