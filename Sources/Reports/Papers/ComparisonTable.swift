// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Papers
import Pipeline
import Policy
import ReportModel
import Results

/// How an indicator moved against the last quarter.
struct IndicatorMovement {
  var indicator: Indicator
  var value: IndicatorValue
  var former: IndicatorValue
  var points: Int
  var tone: Change.Tone
}

extension ReportPapers {
  /// What moved on a base that can be compared, the most first.
  var movements: [IndicatorMovement] {
    pack.indicators.compactMap { indicator -> IndicatorMovement? in
      let value = calculator.value(of: indicator, unit: unit)
      guard case .comparable(let former, let points)? = changes.standing(of: value, against: .quarter), points != 0,
        min(value.denominator ?? 0, former.value.denominator ?? 0) >= CoverPage.leastBase
      else { return nil }
      return IndicatorMovement(
        indicator: indicator, value: value, former: former.value, points: points,
        tone: changes.tone(points, of: indicator.id))
    }.sorted { (abs($1.points), $0.indicator.id) < (abs($0.points), $1.indicator.id) }
  }
}

/// 对比表: every figure of a unit beside that of the last quarter.
struct ComparisonTable {
  let official: OfficialPaper

  private var papers: ReportPapers { official.papers }
  private var voice: ReportVoice { papers.voice }

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    papers.text("comparison." + key, facts)
  }

  /// Nil where there is no quarter to compare with.
  var paper: WordPaper? {
    guard let former = papers.run.comparison?.before.period else { return nil }
    let facts = [
      "unit": papers.tree.nodes[papers.unit].name, "now": voice.quarter(papers.census.period),
      "former": voice.quarter(former),
    ]
    return official.paper(
      title: text("title", facts), isNumbered: false,
      [
        .paragraph([.text(text("intro", facts))]), .table(counts(facts)), .table(indicators(facts)),
        .paragraph([.text(text("note"))]),
      ])
  }

  private func counts(_ facts: [String: String]) -> WordTable {
    let overview = papers.pack.overview
    let rows = [overview.members, overview.branches, overview.cadres].compactMap { measure -> [String]? in
      guard let comparison = papers.run.comparison?.comparison,
        let after = comparison.countAfter(of: measure, unit: papers.unit)
      else { return nil }
      let before = comparison.countBefore(of: measure, unit: papers.unit)
      let change = before.map { voice.signed(after - $0) } ?? "–"
      return [voice.measure(measure), voice.number(before), String(after), change]
    }
    return WordTable(
      caption: text("counts"),
      heads: [text("what"), facts["former"] ?? "", facts["now"] ?? "", text("difference")], rows: rows,
      widths: [34, 22, 22, 22], numbers: [1, 2, 3])
  }

  private func indicators(_ facts: [String: String]) -> WordTable {
    let rows = papers.pack.indicators.compactMap { indicator -> [String]? in
      let value = papers.calculator.value(of: indicator, unit: papers.unit)
      guard value.hundredths != nil else { return nil }
      switch papers.changes.standing(of: value, against: .quarter) {
      case .comparable(let former, let points)?:
        let tone = papers.changes.tone(points, of: indicator.id)
        let word = tone == .better ? text("better") : tone == .worse ? text("worse") : ""
        return [voice.title(indicator), voice.percent(former.value), voice.percent(value), voice.points(points), word]
      case .incomparable(let reasons)?:
        let why = reasons.isEmpty ? voice.text("no-former") : voice.list(reasons)
        return [voice.title(indicator), "–", voice.percent(value), voice.text("not-comparable"), why]
      case nil: return [voice.title(indicator), "–", voice.percent(value), "–", ""]
      }
    }
    return WordTable(
      caption: text("indicators"),
      heads: [text("what"), facts["former"] ?? "", facts["now"] ?? "", text("points"), text("remark")], rows: rows,
      widths: [34, 16, 16, 14, 20], numbers: [1, 2, 3])
  }
}
