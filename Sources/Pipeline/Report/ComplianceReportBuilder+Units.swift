// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
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
    let threshold = threshold(of: indicator, among: chosen)
    let rows = chosen.map { unit -> LeagueTable.Row in
      let value = calculator.value(of: indicator, unit: unit)
      var row = LeagueTable.Row(
        unit: tree.nodes[unit].code, name: label(unit), hundredths: value.hundredths, figure: figure(value),
        numerator: spelled(value.numerator), denominator: spelled(value.denominator),
        remaining: value.isIncomplete ? nil : remaining(value, indicator, threshold), change: change(value))
      // Until it is ranked: whether it is ranked at all.
      row.rank = value.isIncomplete || value.hundredths == nil ? nil : 0
      return row
    }
    var table = LeagueTable(
      indicator: indicator.id, title: indicator.title[language], meaning: indicator.meaning[language],
      remainingLabel: remainingLabel(indicator, threshold), threshold: bound(threshold),
      thresholdHundredths: threshold?.hundredths, rows: ordered(rows, indicator))
    table.parts = parts(of: indicator)
    return table
  }

  /// The best first; units whose figure is not of all, and those without one, last; equal ones by ID.
  private func ordered(_ rows: [LeagueTable.Row], _ indicator: Indicator) -> [LeagueTable.Row] {
    let sign = indicator.direction == .lowerIsBetter ? 1 : -1
    let sorted = rows.sorted { left, right in
      let (first, second) = (
        left.hundredths.map { $0 * sign } ?? Int.max, right.hundredths.map { $0 * sign } ?? Int.max
      )
      if (left.rank == nil) != (right.rank == nil) { return right.rank == nil }
      return first == second ? left.unit < right.unit : first < second
    }
    return ranked(sorted)
  }

  /// Equal figures share a rank; the next one counts all before it.
  private func ranked(_ rows: [LeagueTable.Row]) -> [LeagueTable.Row] {
    var rows = rows
    for index in rows.indices where rows[index].rank != nil {
      let isEqual = index > 0 && rows[index - 1].hundredths == rows[index].hundredths
      rows[index].rank = isEqual ? rows[index - 1].rank : index + 1
    }
    return rows
  }

  private func remainingLabel(_ indicator: Indicator, _ threshold: Threshold?) -> String {
    checkWords.label(Remaining.kind(under: threshold, indicator.direction), of: indicator.id)
  }

  /// What remains to be done as a whole number: up to the threshold where there is one that judges the unit, else to the
  /// ideal.
  private func remaining(_ value: IndicatorValue, _ indicator: Indicator, _ threshold: Threshold?) -> Int? {
    guard let threshold else { return Remaining(toIdealOf: value, indicator.direction).map { Int($0.count) } }
    guard threshold.binds(tree.nodes[value.unit], under: pack.assessment), value.numerator != nil,
      let denominator = value.denominator, denominator > 0
    else { return nil }
    let bound = Bound(threshold.comparison, hundredths: threshold.hundredths)
    return Int(Remaining(value, under: bound).count)
  }

  /// Points against the quarter before; a word where the two cannot be held against each other.
  private func change(_ value: IndicatorValue) -> String {
    guard let comparison = run.comparison, value.hundredths != nil else { return "" }
    guard let change = comparison.change(of: value) else { return text("change.incomparable") }
    if change == 0 { return "0.00" }
    return (change < 0 ? "−" : "+") + Percent.text(Int(change.magnitude))
  }

  // MARK: Unit by unit

  func detail(_ index: Int) -> UnitDetail {
    let node = tree.nodes[units[index]]
    // What a level of units does not owe is no line on its page.
    let owed = zip(pack.tasks, results[index]).filter {
      $0.duty.binds(node, under: pack.assessment) || $1.attestation != nil
    }
    let tasks = owed.map { task, result in
      var detail = UnitDetail.Task(
        id: task.id, title: task.title[language], requirement: task.requirement[language], mark: mark(result.verdict),
        reason: checkWords.reason(of: result) ?? "",
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
      figure: result.value.hundredths.map { Percent.text($0) + "%" } ?? "–", state: state(result.value),
      threshold: bound(result.threshold, result.bound),
      source: result.threshold.map { pack.cite($0, in: language) } ?? "",
      mark: result.reaches.map { $0 ? .reached : .short } ?? mark(result.verdict), note: checkWords.note(on: result))
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
      evidence: run.outputs.contains(.csv) ? ReportRun.path(ofIndicator: indicator.id) : nil)
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
  /// The same for accepted ones; each example says who looked into it and why.
  var acceptedGroups: [FindingGroup] {
    Dictionary(grouping: accepted, by: \.finding.finding.code).sorted { $0.key < $1.key }.map { _, accepted in
      var group = group(of: accepted.map(\.finding), like: accepted[0].finding)
      let desk = run.census.desk
      group.examples = zip(group.examples, accepted).map { "\($0) \($1.remark(in: desk))" }
      return group
    }
  }

  var knownFindings: String { known == 0 ? "" : text("findings-known", ["count": String(known)]) }

  func group(of findings: [RenderedFinding], like first: RenderedFinding) -> FindingGroup {
    FindingGroup(
      code: first.finding.code, severity: first.severity.rawValue,
      severityLabel: pack.messages.text("severity.\(first.severity.rawValue)", in: language), title: first.title,
      remedy: first.remedy, total: findings.reduce(0) { $0 + $1.finding.count },
      examples: findings.prefix(ComplianceReportBuilder.shownFindings).map { finding in
        (finding.finding.place.map { run.census.desk.spelled($0) + " — " } ?? "") + finding.message
      })
  }

  /// Files that could not be read, with their reason in place of a kind.
  private func refusedFiles() throws -> [Provenance.File] {
    let lines = RefusedLines(desk: run.census.desk)
    return refused.map { file in
      let facts = ["reason": lines.reason(file)]
      return Provenance.File(
        name: file.file, sha256: "–", kind: text("refused", facts), records: 0, setAside: 0)
    }
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
      files: try refusedFiles()
        + sheets.map { sheet in
          Provenance.File(
            name: sheet.file, sha256: sheet.sha256,
            kind: sheet.kind.map { pack.messages.text("kind.\($0.rawValue)", in: language) } ?? "–",
            records: sheet.records, setAside: sheet.setAside)
        })
  }
}
