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
    return .comparable(Former(value: former, isRebased: isMoved), points: new - old)
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

  /// A count against an earlier quarter, neither good nor bad.
  func change(ofCount measure: String, unit: Int, against: Against) -> Change? {
    guard let side = sides[against], let new = side.run.comparison.countAfter(of: measure, unit: unit) else {
      return nil
    }
    guard let old = side.run.comparison.countBefore(of: measure, unit: unit) else { return nil }
    let facts = ["period": voice.quarter(side.run.before.period), "value": String(old)]
    return Change(
      text: String((new - old).magnitude), isUp: new == old ? nil : new > old, tone: .neutral,
      explanation: voice.text("change.from", facts))
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
    guard let part = bridge.parts.first(where: { ($0.value > .zero) == isUp }) else { return "" }
    let measure = part.denominator != 0 ? indicator.denominator : indicator.numerator
    let moved = part.denominator != 0 ? part.denominator : part.numerator
    let kind = voice.pack.measure(measure)?.kind
    return voice.text(
      "cause",
      [
        "cause": part.cause.map { run.words.cause($0, of: kind) } ?? run.context.text("compare.part.unexplained"),
        "count": voice.text(
          part.denominator != 0 ? "cause.denominator" : "cause.numerator",
          ["count": (moved > 0 ? "+" : "−") + String(moved.magnitude)]),
        "points": (isUp ? "+" : "−") + Percent.text(abs(part.value.hundredths)),
      ])
  }

  /// "转接转出 146，新入团 31": what moved a count, the largest first; those nobody explains apart.
  func ofCount(_ measure: String, unit: Int, shown: Int = 3) -> (known: String, unexplained: Int64) {
    let kind = voice.pack.measure(measure)?.kind
    let movements = flows(of: measure).movements(at: unit)
    let named = movements.filter { $0.side != .unexplained && $0.amount != 0 }
      .sorted { $0.amount.magnitude > $1.amount.magnitude }
    let texts = named.prefix(shown).map { movement in
      "\(run.words.cause(movement.cause, of: kind)) \(movement.amount > 0 ? "+" : "−")\(movement.amount.magnitude)"
    }
    let open = movements.filter { $0.side == .unexplained }.reduce(0) { $0 + Int64($1.amount.magnitude) }
    return (voice.list(texts), open)
  }
}
