// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Indicators
package import Policy

/// `pack check`: what `Policy` sees in the files, and the examples of indicators and tasks worked out as verdicts are.
package struct PackCheckRun: Sendable {
  package init() {}

  /// - Throws: `PackError` when there is no such pack.
  package func run(_ nameOrDirectory: String) throws -> PackInspection {
    var inspection = try PackLoader.inspect(nameOrDirectory)
    let pack = inspection.pack
    for indicator in pack.indicators {
      for (number, example) in indicator.examples.enumerated() {
        guard let complaint = PackCheckRun.complaint(of: example, of: indicator) else { continue }
        inspection.add("example \(number + 1) \(complaint)", example: number, of: indicator.id, in: "indicators")
      }
    }
    guard let first = pack.effectiveFrom else { return inspection }
    for task in pack.tasks {
      for (number, example) in task.examples.enumerated() {
        let verdict = PackCheckRun.verdict(
          of: example, of: task, in: pack, on: example.day ?? first)
        guard verdict != example.verdict else { continue }
        let message = "example \(number + 1) is \(verdict), not \(example.verdict)"
        inspection.add(message, example: number, of: task.id, in: "tasks")
      }
    }
    return inspection
  }

  /// What is wrong with an example of an indicator: its state or the percentage it prints; nil where it holds.
  private static func complaint(of example: Indicator.Example, of indicator: Indicator) -> String? {
    guard let state = IndicatorState(rawValue: example.state) else {
      return
        "has the state “\(example.state)”; known: \(IndicatorState.allCases.map(\.rawValue).joined(separator: ", "))"
    }
    let value = IndicatorValue(
      indicator: indicator.id, unit: 0, state: state, numerator: example.numerator, denominator: example.denominator)
    let computed = value.hundredths.map(Percent.text)
    guard computed == example.value else {
      return "gives \(computed ?? "no value"), not \(example.value ?? "no value")"
    }
    return IndicatorState(facts(of: example)) == state ? nil : "does not fit its state \(state.rawValue)"
  }

  private static func facts(of example: Indicator.Example) -> IndicatorState.Facts {
    var facts = IndicatorState.Facts(numerator: example.numerator, denominator: example.denominator)
    facts.existing = example.existing
    let lacksFigures = zip(example.given, example.existing) { $0 < $1 }
    let lacksSheets = zip(example.reported, example.owing) { $0 < $1 }
    facts.isIncomplete = lacksFigures || lacksSheets
    facts.isUnreported = example.reported == 0
    return facts
  }

  private static func zip(_ first: Int64?, _ second: Int64?, _ holds: (Int64, Int64) -> Bool) -> Bool {
    guard let first, let second else { return false }
    return holds(first, second)
  }

  private static func verdict(
    of example: ReformTask.Example, of task: ReformTask, in pack: PolicyPack, on day: CalendarDay
  ) -> String {
    let checks = task.checks.flatMap { check in
      Assessor.judge(
        check, value: value(of: check.indicator, in: example),
        known: check.floorName(in: pack).map { value(of: $0, in: example) }, on: day)
    }
    let attested = example.attestation.map { row in
      Attestation(
        task: task.id, node: 0, state: row.state, evidence: row.evidence, person: row.person,
        reportedOn: row.reportedOn, validUntil: row.validUntil)
    }
    let result = Assessor.result(
      for: task, unit: 0, checks: checks, attestations: attested.map { [$0] } ?? [],
      by: pack.assessment.attestation, on: day)
    return result.verdict.rawValue
  }

  /// "30.01" as the exact fraction 3001 / 10000; none, or what is no percentage, is "denominator missing".
  private static func value(of indicator: String, in example: ReformTask.Example) -> IndicatorValue {
    guard let number = example.values[indicator].flatMap(PrintedNumber.init), number.decimals <= 4 else {
      return IndicatorValue(
        indicator: indicator, unit: 0, state: .denominatorMissing, numerator: nil, denominator: nil)
    }
    return IndicatorValue(
      indicator: indicator, unit: 0, state: .value, numerator: number.scaled(4).map(Int64.init),
      denominator: 1_000_000)
  }
}
