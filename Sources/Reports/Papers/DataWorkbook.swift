// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import CensusStore
import Comparison
import Findings
import Indicators
import Intake
import Papers
import Pipeline
import Policy
import Results

/// 数据.xlsx: what an inspector works in. The rows of every sheet are those of the report's JSON.
struct DataWorkbook {
  let papers: ReportPapers

  private var run: ReportRun { papers.run }
  private var context: CommandContext { papers.context }
  private var voice: ReportVoice { papers.voice }

  var workbook: PaperWorkbook {
    get throws {
      let findings = try run.findings(below: papers.unit) + run.trialFindings(below: papers.unit)
      var sheets = [
        try overview, indicators, verdicts, try RuleSheet(papers: papers, findings: findings).sheet,
        causes(findings), try list(findings),
      ]
      if let comparison = try comparison { sheets.append(comparison) }
      sheets.append(TaskSheet(papers: papers).sheet)
      return papers.workbook(sheets)
    }
  }

  private func name(_ key: String) -> String { papers.text("sheet.\(key)") }

  // MARK: Overview

  private var overview: PaperSheet {
    get throws {
      let columns = [
        "unit-id", "unit", "members", "branches", "cadres", "ratio", "owed", "met", "partly-met", "not-met",
        "no-verdict",
        "achievement", "errors", "findings",
      ]
      let counts = try run.findingCounts(in: papers.tree)
      var sheet = PaperSheet(
        name("overview"), lines: try papers.about,
        columns: columns.map { PaperColumn(papers.text("column.\($0)"), width: $0 == "unit-id" ? 12 : nil) },
        rows: papers.units.map { row($0, counts) })
      sheet.charts = charts(columns)
      // The first row is the unit itself, which is no rival of those below it.
      sheet.chartsFrom = papers.units.count > 1 ? 1 : 0
      return sheet
    }
  }

  private func row(_ node: Int, _ findings: FindingCounts) -> [PaperCell] {
    let (overview, unit) = (papers.pack.overview, papers.tree.nodes[node])
    let standing = papers.standings[node].flatMap { $0.coverage.owed > 0 ? $0 : nil }
    let ratio = papers.pack.indicator(overview.ratio).map { papers.calculator.value(of: $0, unit: node) }
    let counts = findings.counts(of: node)
    func count(_ verdict: Verdict) -> PaperCell { .number(standing?.count(verdict)) }
    return [.text(unit.code), .text(unit.name)]
      + [overview.members, overview.branches, overview.cadres].map {
        .number(papers.calculator.count(of: $0, unit: node))
      }
      + [
        .percent(ratio?.hundredths), .number(standing?.coverage.owed), count(.met), count(.partlyMet), count(.notMet),
        .number(standing.map { $0.coverage.owed - $0.coverage.judged }),
        .percent(standing?.coverage.achievement.hundredths), .number(counts.errors), .number(counts.all),
      ]
  }

  private func charts(_ columns: [String]) -> [PaperChart] {
    func place(_ key: String) -> Int { columns.firstIndex(of: key) ?? 0 }
    let (verdicts, ratio) = (papers.text("chart.verdicts"), papers.text("chart.ratio"))
    return [
      PaperChart(
        title: verdicts, alternative: papers.text("chart.alternative", ["title": verdicts]), labels: place("unit"),
        series: [
          .init(column: place("met"), tone: .good), .init(column: place("partly-met"), tone: .fair),
          .init(column: place("not-met"), tone: .bad), .init(column: place("no-verdict"), tone: .quiet),
        ], isPercent: false),
      PaperChart(
        title: ratio, alternative: papers.text("chart.alternative", ["title": ratio]), labels: place("unit"),
        series: [.init(column: place("ratio"), tone: .good)], isPercent: true),
    ]
  }

  // MARK: Figures and verdicts

  private var indicators: PaperSheet {
    let values = papers.units.flatMap { unit in
      papers.pack.indicators.map { papers.calculator.value(of: $0, unit: unit) }
    }
    let document = IndicatorsRun(census: papers.census, calculator: papers.calculator)
      .document(of: values, against: run.comparison)
    return PaperSheet(name("indicators"), of: document.table, context)
  }

  private var verdicts: PaperSheet {
    let results = papers.units.flatMap { unit in
      papers.pack.tasks.map { papers.assessor.result(for: $0, unit: unit) }
    }
    return PaperSheet(name("verdicts"), of: papers.figures.assess.document(of: results).table, context)
  }

  // MARK: Findings

  private func causes(_ findings: [Finding]) -> PaperSheet {
    let columns = ["severity", "code", "title", "places", "files", "remedy", "trial"]
    let groups = Dictionary(grouping: findings, by: \.code).map { code, findings in
      (code: code, findings: findings, rendered: context.render([findings[0]])[0])
    }.sorted { left, right in
      let (first, second) = (left.rendered.severity.weight, right.rendered.severity.weight)
      return first == second ? left.code < right.code : first < second
    }
    return PaperSheet(
      name("causes"), columns: columns.map { PaperColumn(papers.text("column.\($0)")) },
      rows: groups.map { group in
        [
          severity(group.rendered.severity), .text(group.code), .text(group.rendered.title),
          .number(group.findings.reduce(0) { $0 + $1.count }),
          .number(Set(group.findings.compactMap { $0.place?.file }).count), .text(group.rendered.remedy),
          .text(group.rendered.isTrial ? context.text("finding.on-trial") : ""),
        ]
      })
  }

  private func severity(_ severity: Severity) -> PaperCell {
    PaperCell(.text(context.text("severity.\(severity.rawValue)")), tone: PaperTone(severity))
  }

  private func list(_ findings: [Finding]) throws -> PaperSheet {
    let table = FindingLines.table(
      context.render(findings), accepted: try run.acceptedFindings(below: papers.unit), context: context)
    return PaperSheet(name("findings"), of: table, context)
  }

  private var comparison: PaperSheet? {
    get throws {
      guard let comparison = run.comparison else { return nil }
      return PaperSheet(name("comparison"), of: try comparison.table(.indicators, units: papers.units), context)
    }
  }
}

extension Severity {
  /// The gravest first.
  var weight: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .info: 2
    }
  }
}

extension PaperTone {
  init?(_ severity: Severity) {
    switch severity {
    case .error: self = .bad
    case .warning: self = .fair
    case .info: return nil
    }
  }
}

extension ReportPapers {
  /// What the workbook is about and what it rests on: above the first table.
  var about: [String] {
    get throws {
      let facts = [
        "unit": tree.nodes[unit].name, "id": tree.nodes[unit].code, "quarter": voice.quarter(census.period),
        "day": census.period.censusDay.description, "pack": "\(pack.id) \(pack.version)", "hash": pack.hash,
        "snapshot": try census.database.snapshotHash, "program": run.programVersion,
      ]
      return ["about.title", "about.period", "about.pack", "about.snapshot"].map { text($0, facts) }
    }
  }
}
