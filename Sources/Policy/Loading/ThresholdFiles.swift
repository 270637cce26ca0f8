// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Findings

// The checks of a task and the bounds they are held against.

extension Threshold.Comparison: CaseIterable {
  package static let allCases: [Threshold.Comparison] = [.atMost, .atLeast]
}

extension TaskCheck {
  /// `{indicator: …, thresholds: [...], steps: [...], known: {indicator: …, at-least: "66.66", source: …}}`; in place of `indicator`,
  /// `among` names the measure of all of whom the indicator's denominator counts those that are known.
  init(_ node: PackNode) throws {
    let fields = try node.fields(["indicator", "thresholds", "steps", "known"])
    self.init(
      indicator: try fields.required("indicator").text(),
      thresholds: try fields.list("thresholds").map { try Threshold($0) }
        + Threshold.steps(fields.list("steps").map { ($0, try Threshold(step: $0)) }),
      known: try fields.optional("known").map(Floor.init))
  }
}

extension TaskCheck.Floor {
  init(_ node: PackNode) throws {
    let fields = try node.fields(["indicator", "among", "at-least", "source"])
    let shares = [
      try fields.optional("indicator").map { Share.indicator(try $0.text()) },
      try fields.optional("among").map { Share.among(measure: try $0.text()) },
    ].compactMap(\.self)
    guard shares.count == 1 else { throw node.failure("exactly one of indicator and among is needed") }
    self.init(
      share: shares[0],
      hundredths: try fields.required("at-least").percentage(), source: try fields.required("source").source())
  }
}

extension Threshold {
  /// A threshold without a source is an error, as is one without a first day that does not say that none was found: what
  /// no source gives ships empty, and nothing is silently in force.
  init(_ node: PackNode) throws {
    let fields = try node.fields([
      "at-most", "at-least", "from", "until", "scope", "source", "standing", "each", "unless-waived", "undated",
      "levels",
    ])
    let (comparison, bound) = try Threshold.bound(of: fields)
    self.init(
      comparison: comparison, hundredths: try bound.percentage(),
      inForce: DateRange(from: try fields.optional("from")?.day(), until: try fields.optional("until")?.day()),
      scope: try fields.required("scope").localized(), source: try fields.required("source").source())
    standing = try fields.optional("standing")?.choice(Authority.self) ?? .rule
    isEach = try fields.optional("each")?.flag() ?? false
    sparesWaived = try fields.optional("unless-waived")?.flag() ?? false
    isUndated = try fields.optional("undated")?.flag() ?? false
    levels = try fields.texts("levels")
    if standing == .own { throw node.failure("own targets stand in targets.yaml of a workspace, not in a pack") }
    if isUndated == (inForce.from != nil) {
      throw node.failure("a threshold needs from, or undated: true where no first day was found")
    }
    let isAllOrNone = comparison == .atMost ? hundredths == 0 : hundredths == 10_000
    if isEach, !isAllOrNone { throw node.failure("each: true asks for at-most 0 or at-least 100") }
  }

  /// `{by: 2019-12-31, at-least: "80", scope: …, source: …}`: what is due from that day on.
  init(step node: PackNode) throws {
    let fields = try node.fields(["by", "at-most", "at-least", "scope", "source"])
    let (comparison, bound) = try Threshold.bound(of: fields)
    self.init(
      comparison: comparison, hundredths: try bound.percentage(),
      inForce: DateRange(from: try fields.required("by").day(), until: nil),
      scope: try fields.required("scope").localized(), source: try fields.required("source").source())
  }

  /// Steps in order of their days, each in force until the day before the next one is due.
  ///
  /// - Throws: `PackError` where a step is not later than the one before.
  static func steps(_ steps: [(node: PackNode, threshold: Threshold)]) throws -> [Threshold] {
    var result = steps.map(\.threshold)
    for index in result.indices.dropFirst() {
      guard let due = result[index].inForce.from, let before = result[index - 1].inForce.from, before < due else {
        throw steps[index].node.failure("a step is due after the one before it")
      }
      result[index - 1].inForce.until = due.dayBefore
    }
    return result
  }

  /// Which of at-most and at-least is given, and its value.
  static func bound(of fields: PackFields) throws -> (Comparison, PackNode) {
    let bounds = [(Comparison.atMost, "at-most"), (.atLeast, "at-least")].compactMap { comparison, key in
      fields.optional(key).map { (comparison, $0) }
    }
    guard bounds.count == 1 else { throw fields.owner.failure("exactly one of at-most and at-least is needed") }
    return bounds[0]
  }
}

extension PackNode {
  /// "30" or "62.5" percent in hundredths, read as text so that no binary fraction comes in.
  func percentage() throws -> Int {
    guard let hundredths = Percent.hundredths(reading: try text()) else {
      throw failure("a percentage with at most two decimals is expected here")
    }
    return hundredths
  }
}
