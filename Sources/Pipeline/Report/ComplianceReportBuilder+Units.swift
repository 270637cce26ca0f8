// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import ReportModel

extension ComplianceReportBuilder {
  // MARK: League tables

  func league(_ indicator: Indicator) -> LeagueTable {
    let chosen = children.isEmpty ? units[...] : children
    let threshold = threshold(of: indicator)
    let rows = chosen.map { unit -> LeagueTable.Row in
      let value = calculator.value(of: indicator, unit: unit)
      return LeagueTable.Row(
        unit: tree.nodes[unit].code, name: label(unit), hundredths: value.hundredths, figure: figure(value),
        numerator: spelled(value.numerator), denominator: spelled(value.denominator),
        remaining: remaining(value, indicator, threshold), change: change(value))
    }
    var table = LeagueTable(
      indicator: indicator.id, title: indicator.title[language], meaning: indicator.meaning[language],
      remainingLabel: remainingLabel(indicator, threshold), threshold: bound(threshold),
      thresholdHundredths: threshold?.hundredths, rows: ordered(rows, indicator))
    table.parts = parts(of: indicator)
    return table
  }

  /// The best first; units without a value last; equal ones by ID.
  private func ordered(_ rows: [LeagueTable.Row], _ indicator: Indicator) -> [LeagueTable.Row] {
    let sign = indicator.direction == .lowerIsBetter ? 1 : -1
    return rows.sorted { left, right in
      let (first, second) = (
        left.hundredths.map { $0 * sign } ?? Int.max, right.hundredths.map { $0 * sign } ?? Int.max
      )
      return first == second ? left.unit < right.unit : first < second
    }
  }

  private func remainingLabel(_ indicator: Indicator, _ threshold: Threshold?) -> String {
    if threshold != nil { return text("remaining.excess") }
    return text(indicator.direction == .lowerIsBetter ? "remaining.numerator" : "remaining.gap")
  }

  /// What remains to be done as a whole number: beyond the threshold where there is one, else up to the ideal.
  private func remaining(_ value: IndicatorValue, _ indicator: Indicator, _ threshold: Threshold?) -> Int? {
    guard let numerator = value.numerator, let denominator = value.denominator, denominator > 0 else { return nil }
    if let threshold {
      let allowed = denominator * Int64(threshold.hundredths) / 10_000
      return threshold.comparison == .atMost ? max(0, Int(numerator - allowed)) : max(0, Int(allowed - numerator))
    }
    switch indicator.direction {
    case .lowerIsBetter: return Int(numerator)
    case .higherIsBetter: return max(0, Int(denominator - numerator))
    case .neutral: return nil
    }
  }

  /// Points against the quarter before; a word where the two cannot be held against each other.
  private func change(_ value: IndicatorValue) -> String {
    guard let comparison = run.comparison, value.hundredths != nil else { return "" }
    guard let change = comparison.change(of: value) else { return text("change.incomparable") }
    if change == 0 { return "0.00" }
    return (change < 0 ? "−" : "+") + PercentText.spelled(Int(change.magnitude))
  }

  // MARK: Unit by unit

  func detail(_ index: Int) -> UnitDetail {
    let node = tree.nodes[units[index]]
    let tasks = zip(pack.tasks, results[index]).map { task, result in
      var detail = UnitDetail.Task(
        id: task.id, title: task.title[language], requirement: task.requirement[language], mark: mark(result.verdict),
        reason: result.reason.map { pack.messages.text($0, in: language) } ?? "",
        checks: result.checks.compactMap(check))
      (detail.action, detail.isAttested) = (task.action, task.method != .computed)
      (detail.attestation, detail.waiver) = (attestation(result.attestation), note(result.waiver))
      return detail
    }
    return UnitDetail(unit: node.code, name: node.name, tasks: tasks, breakdowns: breakdowns(of: units[index]))
  }

  private func check(_ result: CheckResult) -> UnitDetail.Check? {
    guard let indicator = pack.indicator(result.indicator) else { return nil }
    func title(_ measure: String) -> String { pack.measure(measure)?.title[language] ?? measure }
    return UnitDetail.Check(
      indicator: indicator.id, title: indicator.title[language], numerator: spelled(result.value.numerator),
      numeratorLabel: title(indicator.numerator), denominator: spelled(result.value.denominator),
      denominatorLabel: title(indicator.denominator),
      figure: result.value.hundredths == nil ? "–" : figure(result.value), state: state(result.value),
      threshold: bound(result.threshold),
      source: result.threshold.map { pack.cite($0.source, in: language) } ?? "", mark: mark(result.verdict))
  }

  /// The leading indicator, where it is broken down by sector.
  private func breakdowns(of unit: Int) -> [LeagueTable] {
    guard let indicator = pack.indicator(pack.overview.ratio), indicator.breakdowns.contains(.sector) else {
      return []
    }
    let groups = calculator.groups(.sector, unit: unit)
    guard groups.count > 1 else { return [] }
    let rows = groups.map { group -> LeagueTable.Row in
      let value = calculator.value(of: indicator, unit: unit, group: group)
      let label = pack.codeList("sector")?.entry(group.code)?.label[language] ?? group.code
      return LeagueTable.Row(
        unit: group.code, name: label, hundredths: value.hundredths, figure: figure(value),
        numerator: spelled(value.numerator), denominator: spelled(value.denominator), remaining: nil, change: "")
    }
    guard rows.contains(where: { $0.hundredths != nil }) else { return [] }
    return [
      LeagueTable(
        indicator: indicator.id, title: indicator.title[language], meaning: "", remainingLabel: "", threshold: "",
        thresholdHundredths: nil, rows: rows)
    ]
  }

  // MARK: Definitions, findings, provenance

  func definition(_ indicator: Indicator) -> Definition {
    func words(_ id: String) -> (text: String, condition: String) {
      guard let measure = pack.measure(id) else { return (id, "") }
      let condition = measure.condition.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      var rule = "\(measure.kind.rawValue): \(condition)"
      if case .sum(let column) = measure.amount { rule += " → SUM(\(column))" }
      return (measure.title[language] + text("sign.colon") + measure.meaning[language], rule)
    }
    let (numerator, denominator) = (words(indicator.numerator), words(indicator.denominator))
    return Definition(
      indicator: indicator.id, title: indicator.title[language], meaning: indicator.meaning[language],
      numerator: numerator.text, numeratorCondition: numerator.condition, denominator: denominator.text,
      denominatorCondition: denominator.condition,
      source: indicator.source.map { pack.cite($0, in: language) }
        ?? pack.messages.text("explain.no-source", in: language),
      evidence: run.outputs.contains(.csv) ? "evidence/\(indicator.id).csv" : nil)
  }

  var findingGroups: [FindingGroup] {
    let groups = Dictionary(grouping: findings, by: \.finding.code).values.sorted { left, right in
      let (first, second) = (left[0], right[0])
      if first.severity != second.severity { return first.severity > second.severity }
      return left.count == right.count ? first.finding.code < second.finding.code : left.count > right.count
    }
    return groups.map { group(of: $0, like: $0[0]) }
  }

  /// - Parameter first: gives title, remedy and severity, also where nothing was found.
  func group(of findings: [RenderedFinding], like first: RenderedFinding) -> FindingGroup {
    FindingGroup(
      code: first.finding.code, severity: first.severity.rawValue,
      severityLabel: pack.messages.text("severity.\(first.severity.rawValue)", in: language), title: first.title,
      remedy: first.remedy, total: findings.reduce(0) { $0 + $1.finding.count },
      examples: findings.prefix(ComplianceReportBuilder.shownFindings).map { finding in
        (finding.finding.place.map { $0.description + " — " } ?? "") + finding.message
      })
  }

  func provenance() throws -> Provenance {
    let overlays = pack.overlays.map { [text("fact.overlay", ["file": $0.file]), $0.sha256] }
    let facts =
      [
        [text("fact.pack"), "\(pack.id) \(pack.version) · \(pack.title[language])"],
        [text("fact.pack-hash"), pack.hash],
        [text("fact.snapshot"), try run.census.database.snapshotHash], [text("fact.program"), run.programVersion],
      ] + overlays + (run.census.database.despite.map { [[text("fact.despite"), $0]] } ?? [])
    return Provenance(
      facts: facts,
      files: sheets.map { sheet in
        Provenance.File(
          name: sheet.file, sha256: sheet.sha256,
          kind: sheet.kind.map { pack.messages.text("kind.\($0.rawValue)", in: language) } ?? "–",
          records: sheet.records, setAside: sheet.setAside)
      })
  }
}
