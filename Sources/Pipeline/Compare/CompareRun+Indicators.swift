// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Comparison
import Findings
import Indicators
package import Policy
package import Results

extension CompareRun {
  /// Hands out every chosen indicator at every chosen unit; the movements of a measure are worked out once.
  package func forEachDelta(
    _ units: [Int], _ indicators: [Indicator], _ body: (Indicator, IndicatorDelta) throws -> Void
  ) rethrows {
    for indicator in indicators {
      let flows = comparison.flows(of: indicator.numerator)
      for unit in units { try body(indicator, comparison.delta(of: indicator, unit: unit, flows: flows)) }
    }
  }

  func indicatorTable(_ units: [Int], _ indicators: [Indicator]) -> ResultTable {
    let columns = [
      "unit", "unit-name", "indicator", "indicator-title", "before-numerator", "before-denominator", "before-value",
      "after-numerator", "after-denominator", "after-value", "change", "change-exact", "comparable", "reasons",
    ]
    return ResultTable("indicators", columns) { add in
      try forEachDelta(units, indicators) { indicator, delta in
        let change = delta.bridge?.change
        try add([
          .text(words.unitCode(delta.unit)), .text(words.unitName(delta.unit)), .text(indicator.id),
          .text(words.indicator(indicator.id)), .number(delta.before?.numerator), .number(delta.before?.denominator),
          .hundredths(delta.before?.hundredths), .number(delta.after?.numerator), .number(delta.after?.denominator),
          .hundredths(delta.after?.hundredths), .hundredths(change?.hundredths),
          change.map { .fraction($0) } ?? .nothing, .flag(delta.isComparable), .texts(delta.reasons.map(words.reason)),
        ])
      }
    }
  }

  /// What moved each indicator of each unit, a row a cause.
  package func bridges(_ units: [Int], _ indicators: [Indicator]) -> ResultTable {
    let columns = [
      "unit", "unit-name", "indicator", "indicator-title", "part", "part-title", "count", "exact", "points",
    ]
    return ResultTable("bridges", columns) { add in
      for indicator in indicators {
        let (id, title) = (ResultCell.text(indicator.id), words.indicator(indicator.id))
        var steps = BridgeSteps(run: self, indicator: indicator)
        try comparison.forEachBridge(of: indicator, at: units) { unit, bridge in
          let node = pairing.node(of: unit)
          for step in steps.steps(of: bridge) {
            try add([
              .text(node.code), .text(node.name), id, .text(title), .text(step.key), .text(step.title),
              .number(step.count), .fraction(step.value), .hundredths(step.value.hundredths),
            ])
          }
        }
      }
    }
  }
}

/// Start, parts and end of the bridges of one indicator, in the order they are drawn; words are looked up once.
struct BridgeSteps {
  struct Step {
    var key: String
    var title: String
    /// For the picture, where the title is too long for it.
    var shortTitle: String?
    var count: Int64?
    var value: Fraction
  }

  private let words: ComparisonWords
  private let isDrawn: Bool
  private let kind: RecordKind?
  private let denominator: String
  private let start: String
  private let end: String
  private var causes: [MovementCause: (key: String, title: String)] = [:]

  /// - Parameter isDrawn: whether short titles are asked for.
  init(run: CompareRun, indicator: Indicator, isDrawn: Bool = false) {
    self.isDrawn = isDrawn
    words = run.words
    kind = run.context.pack.measure(indicator.numerator)?.kind
    denominator = words.measure(indicator.denominator)
    (start, end) = (run.before.period.description, run.after.period.description)
  }

  mutating func steps(of bridge: Bridge) -> [Step] {
    var steps = [Step(key: "start", title: start, count: nil, value: bridge.start)]
    for part in bridge.parts { steps.append(step(of: part)) }
    steps.append(Step(key: "end", title: end, count: nil, value: bridge.end))
    return steps
  }

  private mutating func step(of part: Bridge.Part) -> Step {
    switch part {
    case .movement(let movement, let value):
      let cause = spelled(movement.cause)
      return Step(key: cause.key, title: cause.title, count: movement.amount, value: value)
    case .denominator(let from, let to, let value):
      let facts = ["measure": denominator, "from": String(from), "to": String(to)]
      let title = words.context.text("compare.part.denominator", facts)
      let short = isDrawn ? words.context.text("compare.part.denominator-short", facts) : nil
      return Step(key: "denominator", title: title, shortTitle: short, count: nil, value: value)
    case .unexplained(let count, let value):
      return Step(key: "unexplained", title: words.context.text("compare.part.unexplained"), count: count, value: value)
    }
  }

  private mutating func spelled(_ cause: MovementCause) -> (key: String, title: String) {
    if let known = causes[cause] { return known }
    let spelled = (key: cause.key, title: words.cause(cause, of: kind))
    causes[cause] = spelled
    return spelled
  }
}
