// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// 指标页: what an indicator means, how the units stand on it, how it is spread over sectors and stages.
struct IndicatorPage {
  private static let shownBars = 40
  private static let shownTrends = 23
  /// Fewer units than these are told one by one already.
  private static let leastSpread = 8
  /// Where more units have pages, the list is one of the children; no list is longer.
  static let shownUnits = 600

  let site: ReportSite
  let indicator: Indicator

  private var voice: ReportVoice { site.voice }

  func page() -> Page {
    let threshold = self.threshold
    var page = site.page(
      site.plan.indicator(indicator.id), title: voice.title(indicator),
      sections: [
        PageSection(
          id: "meaning", title: "", blocks: [.paragraphs([Phrase(indicator.meaning[voice.language])]), .facts(facts)]),
        PageSection(id: "chart", title: "", blocks: chart(threshold)),
        PageSection(
          id: "units", title: voice.text("indicator.units"), note: cut, blocks: [.grid(grid(threshold))]),
        PageSection(
          id: "trend", title: voice.text("indicator.trend"), note: voice.context.text("compare.trend.note"),
          blocks: trend),
        PageSection(
          id: "distribution", title: voice.text("indicator.distribution"),
          note: voice.text("indicator.distribution-note"),
          blocks: distribution),
        PageSection(id: "spread", title: voice.text("indicator.spread"), blocks: spread),
        PageSection(
          id: "definition", title: "",
          blocks: [.fold(title: voice.text("indicator.definition"), blocks: [.facts(conditions)])]),
      ])
    page.trail.append(PageLink(title: voice.text("nav.indicators"), path: site.plan.indicators))
    return page
  }

  /// The bound over a table of units: the first in force with a value of its own that judges one of them.
  private var threshold: Threshold? {
    let checks = site.pack.tasks.flatMap(\.checks).filter { $0.indicator == indicator.id }
    let day = site.run.census.ruleDay
    return checks.flatMap(\.binding).first { threshold in
      threshold.aim == .fixed && threshold.inForce.contains(day)
        && site.tree.children(of: site.unit).contains {
          threshold.applies(to: site.tree.nodes[$0], under: site.pack.assessment)
        }
    }
  }

  // MARK: Words

  private var facts: [Fact] {
    func meaning(_ id: String) -> String {
      let measure = site.pack.measure(id)
      return voice.measure(id) + voice.text("colon") + (measure?.meaning[voice.language] ?? "")
    }
    var facts = [
      Fact(label: voice.context.text("report.numerator"), text: Phrase(meaning(indicator.numerator))),
      Fact(label: voice.context.text("report.denominator"), text: Phrase(meaning(indicator.denominator))),
    ]
    if let advice = indicator.advice?[voice.language] {
      facts.append(Fact(label: voice.text("column.advice"), text: Phrase(advice)))
    }
    let source =
      indicator.source.map { site.pack.cite($0, in: voice.language) } ?? voice.context.text("explain.no-source")
    return facts + [Fact(label: voice.context.text("report.source"), text: Phrase(source))]
  }

  private var conditions: [Fact] {
    [indicator.numerator, indicator.denominator].compactMap { id in
      site.pack.measure(id).map { measure in
        let condition = measure.condition.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Fact(label: voice.measure(id), text: Phrase(condition), isCode: true)
      }
    }
  }

  // MARK: Units

  private func chart(_ threshold: Threshold?) -> [PageBlock] {
    let bars = site.tree.children(of: site.unit).compactMap { node -> BarChart.Bar? in
      let value = site.calculator.value(of: indicator, unit: node)
      guard let hundredths = value.hundredths else { return nil }
      let check = site.standings[node]?.check(of: indicator.id)
      var former: Int?
      if case .comparable(let old, _)? = site.changes.standing(of: value, against: .quarter) {
        former = old.value.hundredths
      }
      return BarChart.Bar(
        label: site.label(node), link: site.plan.address(of: node), value: hundredths, text: voice.percent(hundredths),
        former: former,
        mark: check.map { voice.mark($0.verdict) }.flatMap { [.met, .partlyMet, .notMet].contains($0) ? $0 : nil })
    }.sorted { left, right in
      indicator.direction == .lowerIsBetter ? left.value > right.value : left.value < right.value
    }
    guard bars.count > 1 else { return [] }
    return [
      .bars(
        BarChart(
          title: voice.title(indicator), bars: Array(bars.prefix(IndicatorPage.shownBars)),
          target: threshold?.hundredths,
          targetText: voice.bound(threshold)))
    ]
  }

  /// Said where not all units are shown.
  private var cut: String {
    let (shown, all) = (min(listed.count, IndicatorPage.shownUnits), listed.count)
    return shown < all ? voice.text("grid.cut", ["shown": String(shown), "count": String(all)]) : ""
  }

  /// The unit, those with a page, and the children that have none.
  private var listed: [Int] {
    let nodes = site.plan.nodes.filter { node in
      node == site.unit || site.tree.nodes[node].parent == site.unit
        || site.calculator.value(of: indicator, unit: node).hundredths != nil
    }
    let shown =
      nodes.count <= IndicatorPage.shownUnits
      ? nodes : nodes.filter { $0 == site.unit || site.tree.nodes[$0].parent == site.unit }
    return shown + site.tree.children(of: site.unit).filter { !site.plan.hasPage($0) }
  }

  private func grid(_ threshold: Threshold?) -> Grid {
    Grid(
      caption: voice.text("indicator.units"),
      columns: [
        .init(title: voice.text("unit")), .init(title: voice.text("column.now"), isNumber: true),
        .init(title: voice.context.text("report.numerator"), isNumber: true),
        .init(title: voice.context.text("report.denominator"), isNumber: true),
        .init(title: voice.text("column.change"), isNumber: true),
        .init(title: voice.text("column.year"), isNumber: true),
        .init(title: voice.text("column.rank"), isNumber: true), .init(title: voice.text("column.gap")),
      ], rows: listed.prefix(IndicatorPage.shownUnits).map(row), isSortable: true
    ).withoutEmptyColumns
  }

  private func row(_ node: Int) -> Grid.Row {
    let value = site.calculator.value(of: indicator, unit: node)
    let check = site.standings[node]?.check(of: indicator.id)
    let (quarter, year) = (
      site.changes.change(of: value, against: .quarter), site.changes.change(of: value, against: .year)
    )
    let rank = site.ranks.rank(of: node, indicator)
    let mark = check.map { voice.mark($0.verdict) }.flatMap { [.met, .partlyMet, .notMet].contains($0) ? $0 : nil }
    let gap = check.map(voice.gap) ?? ""
    return Grid.Row(
      id: Anchor.unit(site.tree.nodes[node].code),
      cells: [
        GridCell(text: site.label(node), link: site.plan.hasPage(node) ? site.plan.page(of: node) : nil),
        GridCell(
          text: voice.percent(value), link: evidence(node), mark: mark, note: voice.state(value),
          order: value.hundredths),
        GridCell(text: voice.number(value.numerator), order: value.numerator.map { Int($0) }),
        GridCell(text: voice.number(value.denominator), order: value.denominator.map { Int($0) }),
        quarter.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        year.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        GridCell(
          text: rank.map { voice.text("rank", ["rank": String($0.rank), "of": String($0.of)]) } ?? "", order: rank?.rank
        ),
        GridCell(text: gap, isSoft: true),
      ], level: site.tree.nodes[node].depth - site.tree.nodes[site.unit].depth, isTotal: node == site.unit)
  }

  /// The rows behind the figure; nil where they would lead back here.
  private func evidence(_ node: Int) -> String? {
    let path = site.rows(of: indicator, at: node)
    return path.hasPrefix(site.plan.indicator(indicator.id)) ? nil : path
  }

  // MARK: Quarters

  /// The unit of the report and those below it over the last quarters.
  private var trend: [PageBlock] {
    guard let trend = site.trend else { return [] }
    let nodes = [site.unit] + site.tree.children(of: site.unit).prefix(IndicatorPage.shownTrends)
    let charts = nodes.compactMap { node -> SmallMultiples.Chart? in
      let points = trend.points(of: indicator, unit: node)
      guard points.count(where: { $0.value?.hundredths != nil }) > 1 else { return nil }
      return SmallMultiples.Chart(
        title: site.label(node), values: points.map { $0.value?.hundredths.map { Double($0) / 100 } },
        texts: points.map { $0.value?.hundredths.map(Percent.text) ?? "–" },
        breaks: points.map { trend.reasons($0).joined(separator: voice.text("rows.separator")) })
    }
    guard !charts.isEmpty else { return [] }
    return [
      .multiples(
        SmallMultiples(
          title: voice.title(indicator), periods: trend.periodNames, charts: charts,
          breakTitle: voice.context.text("compare.trend.break")))
    ]
  }

  // MARK: Distribution

  /// How many units stand in each tenth of the scale: those of the lowest level that has pages.
  private var distribution: [PageBlock] {
    let values = site.plan.nodes.compactMap { node -> (depth: Int, hundredths: Int)? in
      guard node != site.unit, let value = site.calculator.value(of: indicator, unit: node).hundredths else {
        return nil
      }
      return (site.tree.nodes[node].depth, value)
    }
    guard let depth = values.map(\.depth).max() else { return [] }
    let deepest = values.filter { $0.depth == depth }.map(\.hundredths)
    guard deepest.count >= IndicatorPage.leastSpread else { return [] }
    let counts = Dictionary(deepest.map { (min($0 / 1_000, 10), 1) }, uniquingKeysWith: +)
    let bars = (0...10).map { tenth in
      BarChart.Bar(
        label: tenth == 10 ? "≥ 100%" : "\(tenth * 10)–\(tenth * 10 + 10)%", value: counts[tenth] ?? 0,
        text: String(counts[tenth] ?? 0))
    }
    // What no unit reaches at either end is left out.
    let first = bars.firstIndex { $0.value > 0 } ?? 0
    let last = bars.lastIndex { $0.value > 0 } ?? 0
    let facts = ["count": String(deepest.count)]
    return [.bars(BarChart(title: voice.text("indicator.distribution-of", facts), bars: Array(bars[first...last])))]
  }

  // MARK: Sectors and stages

  private var spread: [PageBlock] {
    let ways: [(Indicator.Breakdown, IndicatorGroup.Dimension)] = [(.sector, .sector), (.stage, .stage)]
    return ways.compactMap { way, dimension -> PageBlock? in
      guard indicator.notBrokenDown[way] == nil else { return nil }
      let values = site.calculator.groups(dimension, unit: site.unit).map { group in
        (group, site.calculator.value(of: indicator, unit: site.unit, group: group))
      }.filter { $0.1.hundredths != nil }
      guard values.count > 1 else { return nil }
      return .bars(
        BarChart(
          title: voice.context.text("report.by-\(way.rawValue)-of"),
          bars: values.map { group, value in
            BarChart.Bar(
              label: site.run.census.label(group), value: value.hundredths ?? 0,
              text: "\(voice.percent(value))  \(voice.fraction(value))")
          }))
    }
  }
}

/// 指标一览: every indicator of the report's unit, with target and change.
struct IndicatorList {
  let site: ReportSite

  func page() -> Page {
    site.page(
      site.plan.indicators, title: site.voice.text("nav.indicators"),
      sections: [PageSection(id: "indicators", title: "", blocks: [.grid(grid)])])
  }

  private var grid: Grid {
    let voice = site.voice
    let named = site.pack.tasks.flatMap(\.checks).map(\.indicator)
    let order = Dictionary(named.enumerated().map { ($1, $0) }) { first, _ in first }
    let indicators = site.pack.indicators.sorted { (order[$0.id] ?? Int.max, $0.id) < (order[$1.id] ?? Int.max, $1.id) }
    return Grid(
      caption: voice.text("nav.indicators"),
      columns: [
        .init(title: voice.text("indicator")), .init(title: voice.text("column.now"), isNumber: true),
        .init(title: voice.text("column.fraction"), isNumber: true),
        .init(title: voice.text("column.target"), isNumber: true),
        .init(title: voice.text("column.change"), isNumber: true),
        .init(title: voice.text("column.year"), isNumber: true),
      ], rows: indicators.map(row), isSortable: true
    ).withoutEmptyColumns
  }

  private func row(_ indicator: Indicator) -> Grid.Row {
    let voice = site.voice
    let value = site.calculator.value(of: indicator, unit: site.unit)
    let check = site.standings[site.unit]?.check(of: indicator.id)
    let (quarter, year) = (
      site.changes.change(of: value, against: .quarter), site.changes.change(of: value, against: .year)
    )
    return Grid.Row(cells: [
      GridCell(
        text: voice.title(indicator), link: site.plan.indicator(indicator.id), note: indicator.meaning[voice.language]),
      GridCell(
        text: voice.percent(value), link: site.rows(of: indicator, at: site.unit),
        mark: check.map { voice.mark(of: $0) }.flatMap { [.notApplicable, .notEvaluable].contains($0) ? nil : $0 },
        note: voice.state(value), order: value.hundredths),
      GridCell(text: voice.fraction(value), isSoft: true),
      GridCell(text: check.map { voice.bound($0.threshold, $0.bound) } ?? ""),
      quarter.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
      year.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
    ])
  }
}
