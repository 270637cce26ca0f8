// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

extension Measure {
  /// `measures/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "title", "meaning", "kind", "condition", "sum", "reporting", "reported", "fallback", "source", "derived",
      "examples",
    ])
    self.init(
      id: try fields.required("id").text(), title: try fields.required("title").localized(),
      meaning: try fields.required("meaning").localized(), kind: try fields.required("kind").kind(),
      condition: try fields.optional("condition")?.text() ?? Measure.everything,
      amount: try Measure.amount(fields),
      isReported: try fields.optional("reported")?.flag() ?? false,
      fallback: try fields.optional("fallback")?.text(), source: try fields.optional("source")?.source(),
      derivation: try fields.optional("derived")?.localized(),
      examples: try fields.list("examples").map(ConditionExample.init))
  }
}

extension Measure {
  /// What of the reporting itself is counted, instead of rows.
  private enum Reporting: String, CaseIterable {
    case covered, outside
    case outsideOrganisations = "outside-organisations"

    var amount: MeasureAmount<String> {
      switch self {
      case .covered: .covered
      case .outside: .outside
      case .outsideOrganisations: .outsideOrganisations
      }
    }
  }

  private static func amount(_ fields: PackFields) throws -> MeasureAmount<String> {
    guard let reporting = fields.optional("reporting") else {
      return try fields.optional("sum").map { .sum(of: try $0.text()) } ?? .rows
    }
    if fields.optional("sum") != nil { throw fields.owner.failure("a measure has sum or reporting, not both") }
    return try reporting.choice(Reporting.self).amount
  }
}

extension Indicator.Unit: CaseIterable {
  package static let allCases: [Indicator.Unit] = [.percent]
}

extension Indicator.Direction: CaseIterable {
  package static let allCases: [Indicator.Direction] = [.higherIsBetter, .lowerIsBetter, .neutral]
}

extension ReformTask.Method: CaseIterable {
  package static let allCases: [ReformTask.Method] = [.computed, .document, .interview]
}

extension Indicator {
  /// `indicators/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "title", "meaning", "numerator", "denominator", "exists", "each-gives", "unit", "decimals", "direction",
      "breakdowns", "source", "not-broken-down", "derived", "advice", "examples",
    ])
    self.init(
      id: try fields.required("id").text(), title: try fields.required("title").localized(),
      meaning: try fields.required("meaning").localized(), numerator: try fields.required("numerator").text(),
      denominator: try fields.required("denominator").text(),
      unit: try fields.optional("unit")?.choice(Unit.self) ?? .percent,
      decimals: try fields.optional("decimals")?.integer() ?? 2,
      direction: try fields.required("direction").choice(Direction.self),
      breakdowns: try fields.list("breakdowns").map { try $0.choice(Breakdown.self) },
      source: try fields.optional("source")?.source(), derivation: try fields.optional("derived")?.localized(),
      advice: try fields.optional("advice")?.localized(),
      examples: try fields.list("examples").map(Indicator.example))
    notBrokenDown = try Indicator.reasons(fields)
    exists = try fields.optional("exists")?.text()
    eachGives = try fields.optional("each-gives")?.flag() ?? false
    if eachGives, exists == nil { throw fields.owner.failure("each-gives needs exists: who should give it") }
  }

  /// `{stage: {zh-Hans: …, en: …}}`: why a way of breaking down says nothing of the indicator.
  private static func reasons(_ fields: PackFields) throws -> [Breakdown: LocalizedText] {
    var reasons: [Breakdown: LocalizedText] = [:]
    let ways = Set(Breakdown.allCases.map(\.rawValue))
    for (way, reason) in try fields.optional("not-broken-down")?.mapping(ways) ?? [] {
      if let way = Breakdown(rawValue: way) { reasons[way] = try reason.localized() }
    }
    let meant = try fields.list("breakdowns").map { try $0.choice(Breakdown.self) }
    for way in Breakdown.allCases where meant.contains(way) && reasons[way] != nil {
      throw fields.owner.failure("“\(way.rawValue)” stands in breakdowns and in not-broken-down")
    }
    return reasons
  }

  /// `{numerator: 3, denominator: 8, state: value, value: "37.50"}`
  private static func example(_ node: PackNode) throws -> Example {
    let fields = try node.fields([
      "numerator", "denominator", "state", "value", "exists", "given", "reported", "of",
    ])
    func number(_ key: String) throws -> Int64? { try fields.optional(key).map { Int64(try $0.integer()) } }
    var example = Example(
      numerator: try number("numerator"), denominator: try number("denominator"),
      state: try fields.required("state").text(), value: try fields.optional("value")?.text())
    (example.existing, example.given) = (try number("exists"), try number("given"))
    (example.reported, example.owing) = (try number("reported"), try number("of"))
    return example
  }
}

extension ReformTask {
  /// `tasks/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "action", "clause", "title", "requirement", "method", "responsible", "owed-by", "checks", "source",
      "advice",
      "examples",
    ])
    self.init(
      id: try fields.required("id").text(), action: try fields.required("action").integer(),
      clause: try fields.required("clause").text(), title: try fields.required("title").localized(),
      requirement: try fields.required("requirement").localized(),
      method: try fields.required("method").choice(Method.self),
      responsible: try fields.required("responsible").localized(),
      checks: try fields.list("checks").map(TaskCheck.init), source: try fields.required("source").source(),
      advice: try fields.optional("advice")?.localized(),
      examples: try fields.list("examples").map(ReformTask.example))
    duty = try fields.optional("owed-by").map(Duty.init) ?? .everyone
  }

  /// `{values: {indicator: "29.99"}, verdict: met, day: 2019-06-30}`, or with an attestation for the values.
  private static func example(_ node: PackNode) throws -> Example {
    let fields = try node.fields(["values", "attestation", "verdict", "day"])
    var values: [String: String] = [:]
    for (indicator, value) in try fields.optional("values")?.mapping() ?? [] { values[indicator] = try value.text() }
    var example = Example(
      values: values, verdict: try fields.required("verdict").text(), day: try fields.optional("day")?.day())
    example.attestation = try fields.optional("attestation").map(AttestationExample.init)
    return example
  }
}
