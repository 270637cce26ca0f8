// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Findings
import Indicators
import Policy
import ReportModel

/// What a report says of the task list as a whole: coverage, scores, waivers, checks on trial.
extension ComplianceReportBuilder {
  var actions: [HeatMap.Action] {
    pack.assessment.actions.map { HeatMap.Action(number: $0.number, title: $0.title[language]) }
  }

  var coverage: CoverageTable {
    let tasks = pack.tasks
    var facts = ["count": String(tasks.count), "actions": String(Set(tasks.map(\.action)).count)]
    for method in ReformTask.Method.allCases {
      facts[method.rawValue] = String(tasks.filter { $0.method == method }.count)
    }
    let coverages = results.map { TaskCoverage($0) }
    // The first is the superior of the others.
    let ranks = [nil] + TaskCoverage.ranks(Array(coverages.dropFirst()))
    return CoverageTable(
      list: text("coverage.list", facts),
      rows: units.indices.map { index in
        var row = row(of: units[index], coverages[index])
        (row.achievement, row.achievementFraction) = (
          percent(coverages[index].achievement), fraction(coverages[index].achievement)
        )
        row.rank = ranks[index].map { String($0) } ?? "–"
        return row
      })
  }

  private func row(of unit: Int, _ coverage: TaskCoverage) -> CoverageTable.Row {
    let (plain, waived) = (coverage.score, coverage.scoreWithWaivers)
    return CoverageTable.Row(
      unit: tree.nodes[unit].code, name: label(unit), computed: coverage.computed, shown: coverage.shown,
      attested: coverage.attested, notAssessed: coverage.notAssessed, notApplicable: coverage.notApplicable,
      score: percent(plain), scoreFraction: fraction(plain), scoreWithWaivers: percent(waived),
      fractionWithWaivers: fraction(waived))
  }

  private func percent(_ score: TaskCoverage.Fraction) -> String {
    score.hundredths.map { Percent.text($0) + "%" } ?? "–"
  }

  private func fraction(_ score: TaskCoverage.Fraction) -> String { "\(score.numerator) ÷ \(score.denominator)" }

  /// "The list has 87 tasks; for the unit itself 5 are computed …"
  var coverageSentence: String {
    let coverage = TaskCoverage(results[0])
    return text(
      "sentence.coverage",
      [
        "unit": label(units[0]), "computed": String(coverage.computed), "shown": String(coverage.shown),
        "attested": String(coverage.attested), "open": String(coverage.notAssessed),
        "none": String(coverage.notApplicable), "score": percent(coverage.score),
        "waived": percent(coverage.scoreWithWaivers),
      ])
  }

  // MARK: Waivers

  var waiverLines: [WaiverLine] {
    assessor.waivers.waivers(within: units[0]).map { judged in
      let waiver = judged.waiver
      let unit = judged.node.map(label) ?? waiver.unit
      return WaiverLine(
        task: pack.task(waiver.task)?.title[language] ?? waiver.task,
        unit: unit + (waiver.isForSubtree ? pack.messages.text("waiver.and-below", in: language) : ""),
        standing: pack.messages.text("waiver.standing.\(judged.standing.rawValue)", in: language),
        isInForce: judged.standing == .inForce, from: waiver.from.description, until: waiver.until.description,
        approver: waiver.approver, reason: waiver.reason)
    }
  }

  func note(_ waiver: Waiver?) -> String {
    guard let waiver else { return "" }
    let facts = ["reason": waiver.reason, "approver": waiver.approver, "until": waiver.until.description]
    return pack.messages.text("waiver.note", in: language, facts)
  }

  // MARK: Attestations

  func attestation(_ result: AttestationResult?) -> UnitDetail.Attestation? {
    guard let row = result?.attestation else { return nil }
    let label = row.state.flatMap { pack.codeList("progress-state")?.entry($0)?.label[language] }
    return UnitDetail.Attestation(
      state: label ?? "–", evidence: row.evidence ?? "–", person: row.person ?? "–",
      reportedOn: row.reportedOn?.description ?? "–", validUntil: lastDay(of: row),
      place: run.census.desk.spelled(Place(file: row.file, sheet: row.sheet, row: row.row)))
  }

  /// 有效期至 as the row gives it, else the day on which it lapses.
  private func lastDay(of row: Attestation) -> String {
    guard row.validUntil == nil else { return row.validUntil?.description ?? "" }
    guard let day = pack.assessment.attestation?.lastDay(of: row) else { return text("without-end") }
    return text("lapses", ["day": day.description])
  }

  // MARK: Checks on trial

  /// Every check on trial, also one that finds nothing.
  func trialChecks() throws -> [TrialCheck] {
    let checks = pack.checks.filter(\.isTrial)
    guard !checks.isEmpty else { return [] }
    let desk = run.census.desk
    let found = try desk.render(run.trialFindings(below: units[0]))
    let groups = Dictionary(grouping: found, by: \.finding.code)
    return zip(checks, run.forecasts).map { check, forecast in
      let findings = groups[check.id] ?? []
      let sample = desk.pack.messages.render(Finding(check.id), in: language)
      return TrialCheck(
        group: group(of: findings, like: findings.first ?? sample), since: check.trialSince?.description ?? "",
        forecast: forecast.counts.map { [$0.period.description, String($0.findings)] })
    }
  }
}
