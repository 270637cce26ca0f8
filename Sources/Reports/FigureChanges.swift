// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Indicators
import Pipeline
import Policy
import ReportModel
import Results
import Synchronization

/// How figures moved against the last quarter and against the same quarter of the year before: on the boundary of the
/// report's own quarter, and only where the two can be compared.
struct FigureChanges {
  enum Against: String, CaseIterable { case quarter, year }

  /// A figure of an earlier quarter as it may be held against the present one.
  struct Former {
    var value: IndicatorValue
    /// Whether it was worked out anew on the present boundary.
    var isRebased: Bool
  }

  enum Standing {
    case comparable(Former, points: Int)
    case incomparable([String])
  }

  private struct Side {
    let run: CompareRun
    /// Earlier figures on the later boundary; nil where no organisation moved.
    let rebased: IndicatorCalculator?
  }

  private let sides: [Against: Side]
  private let voice: ReportVoice

  init(quarter: CompareRun?, year: CompareRun?, voice: ReportVoice) {
    self.voice = voice
    var sides: [Against: Side] = [:]
    for (against, run) in [(Against.quarter, quarter), (.year, year)] {
      guard let run else { continue }
      let hasMoves = !run.pairing.boundaryShifts().isEmpty || run.pairing.predecessors.contains { $0.count > 1 }
      sides[against] = Side(run: run, rebased: hasMoves ? run.earlierOnLaterBoundary() : nil)
    }
    self.sides = sides
  }

  func has(_ against: Against) -> Bool { sides[against] != nil }

  func run(_ against: Against) -> CompareRun? { sides[against]?.run }

  /// Nil where there is no such quarter, or no figure now.
  func standing(of value: IndicatorValue, against: Against) -> Standing? {
    guard let side = sides[against], let new = value.hundredths, value.group == nil,
      let indicator = side.run.context.pack.indicator(value.indicator)
    else { return nil }
    let reasons = side.run.comparison.reasons(for: indicator, unit: value.unit)
    let isMoved = !reasons.isEmpty && reasons.allSatisfy { ["boundary", "unit-merged"].contains($0.key) }
    let former =
      isMoved
      ? side.rebased?.value(of: indicator, unit: value.unit)
      : side.run.comparison.valueBefore(of: indicator, unit: value.unit)
    guard reasons.isEmpty || isMoved, let former, let old = former.hundredths, former.state.hasValue else {
      return .incomparable(reasons.map(side.run.words.reason))
    }
    return .comparable(
      Former(value: former, isRebased: isMoved), points: FigureChanges.points(former, value) ?? new - old)
  }

  /// The change of the exact ratios, rounded once: what the documents for other programs say as well.
  private static func points(_ old: IndicatorValue, _ new: IndicatorValue) -> Int? {
    guard let n0 = old.numerator, let d0 = old.denominator, d0 > 0, let n1 = new.numerator, let d1 = new.denominator,
      d1 > 0
    else { return nil }
    return (Fraction(n1, over: d1) - Fraction(n0, over: d0)).hundredths
  }

  /// As a page shows it; nil where there is nothing to hold the figure against.
  func change(of value: IndicatorValue, against: Against) -> Change? {
    guard let standing = standing(of: value, against: against), let side = sides[against] else { return nil }
    let period = voice.quarter(side.run.before.period)
    switch standing {
    case .incomparable(let reasons):
      let why = reasons.isEmpty ? voice.text("no-former") : voice.list(reasons)
      return Change(
        text: voice.text("not-comparable"), isUp: nil, tone: .incomparable,
        explanation: voice.text("change.not", ["period": period, "reasons": why]))
    case .comparable(let former, let points):
      let facts = ["period": period, "value": voice.percent(former.value)]
      return Change(
        text: points == 0 ? "0.00" : Percent.text(abs(points)), isUp: points == 0 ? nil : points > 0,
        tone: tone(points, of: value.indicator),
        explanation: voice.text(former.isRebased ? "change.rebased" : "change.from", facts))
    }
  }

  func tone(_ points: Int, of indicator: String) -> Change.Tone {
    switch voice.pack.indicator(indicator)?.direction {
    case .higherIsBetter where points != 0: points > 0 ? .better : .worse
    case .lowerIsBetter where points != 0: points < 0 ? .better : .worse
    default: .neutral
    }
  }

  /// A count of an earlier quarter, on the boundary of the ratios beside it; nil where the unit, or the figure, is new.
  func former(ofCount measure: String, unit: Int, against: Against) -> (count: Int64, isRebased: Bool)? {
    guard let side = sides[against], let own = side.run.comparison.countBefore(of: measure, unit: unit) else {
      return nil
    }
    let moved = side.run.pairing.afterNode(of: unit).flatMap { side.rebased?.count(of: measure, unit: $0) }
    return (moved ?? own, (moved ?? own) != own)
  }

  /// A count against an earlier quarter, neither good nor bad.
  func change(ofCount measure: String, unit: Int, against: Against) -> Change? {
    guard let side = sides[against], let new = side.run.comparison.countAfter(of: measure, unit: unit),
      let old = former(ofCount: measure, unit: unit, against: against)
    else { return nil }
    let facts = ["period": voice.quarter(side.run.before.period), "value": String(old.count)]
    return Change(
      text: String((new - old.count).magnitude), isUp: new == old.count ? nil : new > old.count, tone: .neutral,
      explanation: voice.text(old.isRebased ? "change.rebased" : "change.from", facts))
  }
}

/// What moved figures, in words; the movements of a measure are worked out once.
final class ChangeCauses {
  private let run: CompareRun
  private let voice: ReportVoice
  private let known = Mutex<[String: UnitFlows]>([:])

  init(run: CompareRun, voice: ReportVoice) {
    self.run = run
    self.voice = voice
  }

  func flows(of measure: String) -> UnitFlows {
    known.withLock { known in
      let flows = known[measure] ?? run.comparison.flows(of: measure)
      known[measure] = flows
      return flows
    }
  }

  func bridge(of indicator: Indicator, unit: Int) -> NetBridge? {
    run.comparison.netBridge(
      of: indicator, unit: unit, flows: (flows(of: indicator.numerator), flows(of: indicator.denominator)))
  }

  /// "转接转出 51 人 +4.45": what did most in the direction of the change; empty where nothing is known.
  func main(of indicator: Indicator, unit: Int) -> String {
    guard let bridge = bridge(of: indicator, unit: unit), bridge.change != .zero else { return "" }
    let isUp = bridge.change > .zero
    if bridge.isRenewed {
      let isOfPersons = voice.pack.measure(indicator.denominator).map {
        voice.pack.vocabulary.schemas[$0.kind].namesPersons
      }
      return voice.text(
        "cause.renewed",
        [
          "before": String(bridge.before), "after": String(bridge.after),
          "unit": voice.text(isOfPersons == true ? "gap.person" : "gap.thing"),
        ])
    }
    guard let part = bridge.parts.first(where: { ($0.value > .zero) == isUp }) else { return "" }
    let measure = part.denominator != 0 ? indicator.denominator : indicator.numerator
    let kind = voice.pack.measure(measure)?.kind
    return voice.text(
      "cause",
      [
        "cause": part.cause.map { run.words.cause($0, of: kind) } ?? run.context.text("compare.part.unexplained"),
        "count": moved(part),
        "points": (isUp ? "+" : "−") + Percent.text(abs(part.value.hundredths)),
      ])
  }

  /// "分子 +368、分母 +1332"
  private func moved(_ part: NetBridge.Part) -> String {
    let facts = ["numerator": voice.signed(part.numerator), "denominator": voice.signed(part.denominator)]
    if part.numerator != 0, part.denominator != 0 { return voice.text("compare.counts", facts) }
    return part.denominator != 0
      ? voice.text("cause.denominator", ["count": voice.signed(part.denominator)])
      : voice.text("cause.numerator", ["count": voice.signed(part.numerator)])
  }

  /// "转接转出 146，新入团 31，其他 +2": what moved a count, the largest first; those nobody explains apart.
  ///
  /// - Parameter isRebased: whether organisations that came and went are no part of the change.
  func ofCount(
    _ measure: String, unit: Int, isRebased: Bool, shown: Int = 3
  ) -> (known: String, unexplained: Int64) {
    let kind = voice.pack.measure(measure)?.kind
    let movements = flows(of: measure).movements(at: unit).filter { movement in
      !isRebased || ![.unitMovedIn, .unitMovedOut].contains(movement.cause)
    }
    let named = movements.filter { $0.side != .unexplained && $0.amount != 0 }
      .sorted { $0.amount.magnitude > $1.amount.magnitude }
    var texts = named.prefix(shown).map { "\(run.words.cause($0.cause, of: kind)) \(voice.signed($0.amount))" }
    let rest = named.dropFirst(shown).reduce(0) { $0 + $1.amount }
    if rest != 0 { texts.append(voice.text("cause.rest", ["count": voice.signed(rest)])) }
    let open = movements.filter { $0.side == .unexplained }.reduce(0) { $0 + Int64($1.amount.magnitude) }
    return (voice.list(texts), open)
  }
}
