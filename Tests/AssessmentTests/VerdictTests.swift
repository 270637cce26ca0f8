// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Indicators
import Policy
import Testing

@Suite struct VerdictTests {
  /// Every example a task carries, judged on its day or the pack's first one.
  @Test func examplesOfThePackHold() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let first = try #require(pack.effectiveFrom)
    for task in pack.tasks {
      #expect(!task.examples.isEmpty, "\(task.id) has no example")
      for example in task.examples {
        let day = example.day ?? first
        let checks = try task.checks.flatMap { check in
          Assessor.judge(
            check, value: try value(of: check.indicator, in: example),
            known: try check.floorName(in: pack).map { try value(of: $0, in: example) }, on: day)
        }
        let rows = example.attestation.map { row in
          Attestation(
            task: task.id, node: 0, state: row.state, evidence: row.evidence, person: row.person,
            reportedOn: row.reportedOn, validUntil: row.validUntil)
        }
        let result = Assessor.result(
          for: task, unit: 0, checks: checks, attestations: rows.map { [$0] } ?? [], by: pack.assessment.attestation,
          on: day)
        #expect(result.verdict.rawValue == example.verdict, "\(task.id) \(example)")
      }
    }
  }

  /// "30.01" as the exact fraction 3001 / 10000; none is "denominator missing".
  private func value(of indicator: String, in example: ReformTask.Example) throws -> IndicatorValue {
    guard let text = example.values[indicator] else {
      return IndicatorValue(indicator: indicator, unit: 0, state: .denominatorMissing, numerator: nil, denominator: nil)
    }
    let hundredths = try #require(Int64(text.filter { $0 != "." }))
    return IndicatorValue(indicator: indicator, unit: 0, state: .value, numerator: hundredths, denominator: 10_000)
  }

  @Test func theExactFractionIsComparedNotThePrintedOne() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let check = try #require(pack.task("14-ratio")?.checks.first)
    let day = try #require(pack.effectiveFrom)
    // 30.0001 % prints as 30.00 % and is above the limit all the same.
    let above = IndicatorValue(
      indicator: check.indicator, unit: 0, state: .value, numerator: 300_001, denominator: 1_000_000)
    #expect(above.hundredths == 3000)
    #expect(Assessor.judge(check, value: above, on: day).map(\.verdict) == [.notMet])
  }

  @Test func aThresholdHoldsBetweenItsDays() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let check = try #require(pack.task("14-ratio")?.checks.last)
    let value = IndicatorValue(indicator: check.indicator, unit: 0, state: .value, numerator: 1, denominator: 2)
    let later = try #require(CalendarDay(rawValue: 20_240_630))
    let results = Assessor.judge(check, value: value, on: later)
    #expect(results.map(\.threshold) == [nil] && results.map(\.verdict) == [.notEvaluable])
  }
}
