// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Comparison
import Findings
import Indicators
import Papers
import Pipeline
import Policy
import ReportModel
import Results

/// 通报: how a unit and those below it stand, for all of them.
struct Bulletin {
  /// More would be no bulletin.
  private static let shownTasks = 8
  private static let shownMovers = 5
  private static let shownCauses = 5
  private static let namedUnits = 6

  let official: OfficialPaper

  private var papers: ReportPapers { official.papers }
  private var voice: ReportVoice { papers.voice }

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String { papers.text("bulletin." + key, facts) }

  var paper: WordPaper {
    get throws {
      let quarter = voice.quarter(papers.census.period)
      var sections: [(key: String, blocks: [WordBlock])] = [
        ("bulletin.whole", whole), ("bulletin.units", units), ("bulletin.problems", problems),
        ("bulletin.moved", moved), ("bulletin.data", try quality),
      ]
      sections.append(("bulletin.next", (1...3).map { official.sentence("bulletin.next-\($0)") }))
      let body = sections.filter { !$0.blocks.isEmpty }.enumerated().flatMap { index, section in
        [official.heading(index + 1, section.key)] + section.blocks
      }
      let facts = [
        "quarter": quarter, "day": official.day(papers.census.period.censusDay), "pack": title,
      ]
      let along = [ReportPaper.comparison, .ledger].filter { $0 == .ledger || papers.run.comparison != nil }
      return official.paper(
        title: text("title", facts), to: official.filled(official.letterhead.addressee, "addressee"),
        [.paragraph([.text(text("intro", facts))])] + body, enclosures: along.map { papers.text("name.\($0.rawValue)") }
      )
    }
  }

  /// Of the pack, without what stands in brackets behind it.
  private var title: String {
    let whole = papers.pack.title[voice.language]
    let short = whole.prefix { $0 != "（" && $0 != "(" }.trimmingPrefix(" ")
    return short.isEmpty ? whole : String(short)
  }

  // MARK: The whole

  private var whole: [WordBlock] {
    let overview = papers.pack.overview
    func count(_ measure: String) -> String { voice.number(papers.calculator.count(of: measure, unit: papers.unit)) }
    let facts = [
      "unit": papers.tree.nodes[papers.unit].name, "members": count(overview.members),
      "branches": count(overview.branches), "cadres": count(overview.cadres),
    ]
    var census = text("census", facts)
    if let ratio = papers.pack.indicator(overview.ratio) {
      census += official.figure(ratio, papers.calculator.value(of: ratio, unit: papers.unit)) + papers.text("stop")
    }
    return [census + changed, tasks].filter { !$0.isEmpty }.map { .paragraph([.text($0)]) }
  }

  /// "与2019年第二季度相比，团员减少12人 …"
  private var changed: String {
    guard let former = papers.run.comparison?.before.period else { return "" }
    let overview = papers.pack.overview
    let parts = [overview.members, overview.branches, overview.cadres].compactMap { measure -> String? in
      guard let change = papers.changes.change(ofCount: measure, unit: papers.unit, against: .quarter) else {
        return nil
      }
      let key = change.isUp.map { $0 ? "more" : "less" } ?? "same"
      return text(key, ["what": voice.measure(measure), "count": change.text])
    }
    return parts.isEmpty ? "" : text("changed", ["former": voice.quarter(former), "list": official.list(parts)])
  }

  private var tasks: String {
    guard let standing = papers.standings[papers.unit], standing.coverage.owed > 0 else { return "" }
    let coverage = standing.coverage
    var told = text(
      "tasks",
      [
        "owed": String(coverage.owed), "met": String(standing.count(.met)),
        "partly": String(standing.count(.partlyMet)),
        "not": String(standing.count(.notMet)), "none": String(coverage.owed - coverage.judged),
      ])
    if standing.former != nil {
      told += text(
        "tasks-moved", ["up": String(standing.newlyMet.count), "down": String(standing.newlyUnmet.count)])
    }
    return told
  }

  // MARK: Units

  private var units: [WordBlock] {
    let owing = papers.tree.children(of: papers.unit).compactMap { node in
      papers.standings[node].flatMap { $0.coverage.owed > 0 ? (node: node, standing: $0) : nil }
    }
    guard !owing.isEmpty else { return [] }
    let ordered = owing.sorted { left, right in
      let (first, second) = (left.standing.coverage.achievement, right.standing.coverage.achievement)
      return (second.hundredths ?? 0, left.node) < (first.hundredths ?? 0, right.node)
    }
    let facts = [
      "count": String(ordered.count), "best": papers.label(ordered[0].node),
      "worst": papers.label(ordered[ordered.count - 1].node),
    ]
    let heads = ["unit", "owed", "met", "partly-met", "not-met", "no-verdict", "ratio"]
    let table = WordTable(
      caption: text("units-caption"), heads: heads.map { papers.text("column.\($0)") },
      rows: ordered.map { row($0.node, $0.standing) }, widths: [26, 12, 10, 12, 12, 12, 16], numbers: Set(1...6))
    let sentence = text(ordered.count > 1 ? "units-told" : "units-one", facts)
    return [.paragraph([.text(sentence)]), .table(table)]
  }

  private func row(_ node: Int, _ standing: UnitStanding) -> [String] {
    let ratio = papers.pack.indicator(papers.pack.overview.ratio).map { papers.calculator.value(of: $0, unit: node) }
    let coverage = standing.coverage
    let counts = [
      coverage.owed, standing.count(.met), standing.count(.partlyMet), standing.count(.notMet),
      coverage.owed - coverage.judged,
    ]
    return [papers.label(node)] + counts.map { String($0) } + [ratio.map { voice.percent($0) } ?? "–"]
  }

  // MARK: What falls short

  private var problems: [WordBlock] {
    let open = OpenTask.all(of: papers.unit, papers.standings, in: papers.tree, papers.pack)
    return open.prefix(Bulletin.shownTasks).enumerated().flatMap { index, step -> [WordBlock] in
      let task = papers.pack.tasks[step.index]
      let said = [own(step), failing(step), advice(task, step)].joined()
      return [
        official.subheading(index + 1, task.title[voice.language]),
        .paragraph([.text(said.isEmpty ? task.requirement[voice.language] : said)]),
      ]
    }
  }

  private func own(_ step: OpenTask) -> String {
    guard let check = step.check, let indicator = papers.pack.indicator(check.indicator) else { return "" }
    return text(
      "problem",
      [
        "figure": official.figure(indicator, check.value), "bound": voice.bound(check.threshold, check.bound),
        "gap": voice.gap(check),
      ])
  }

  private func failing(_ step: OpenTask) -> String {
    guard !step.failing.isEmpty else { return "" }
    let named = official.list(step.failing.prefix(Bulletin.namedUnits).map(papers.label))
    let key = step.failing.count > Bulletin.namedUnits ? "failing-more" : "failing"
    return text(key, ["units": named, "count": String(step.failing.count)])
  }

  private func advice(_ task: ReformTask, _ step: OpenTask) -> String {
    let advice = voice.advice(on: task, step.check.flatMap { papers.pack.indicator($0.indicator) })
    return text("responsible", ["who": task.responsible[voice.language]])
      + (advice.isEmpty ? "" : text("advice", ["advice": advice]))
  }

  // MARK: What moved

  private var moved: [WordBlock] {
    let rows = papers.movements
    return [("worse", Change.Tone.worse), ("better", .better)].compactMap { key, tone -> WordBlock? in
      let shown = rows.filter { $0.tone == tone }.prefix(Bulletin.shownMovers).map { row in
        text(
          "mover",
          [
            "title": voice.title(row.indicator), "before": voice.percent(row.former), "after": voice.percent(row.value),
            "points": voice.points(row.points),
          ])
      }
      return shown.isEmpty ? nil : .paragraph([.text(text(key, ["list": shown.joined(separator: text("semicolon"))]))])
    }
  }

  // MARK: Data

  private var quality: [WordBlock] {
    get throws {
      let counts = try papers.run.findingCounts(in: papers.tree).counts(of: papers.unit)
      guard counts.all > 0 else { return [] }
      let findings = try papers.run.findings(below: papers.unit)
      let groups = Dictionary(grouping: findings, by: \.code).map { code, all in
        (code: code, count: all.reduce(0) { $0 + $1.count })
      }.filter { papers.pack.messages.severity(of: $0.code) != .info }
        .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
      let named = groups.prefix(Bulletin.shownCauses).map { group in
        let title = papers.pack.messages.findings[group.code]?.title[voice.language] ?? group.code
        return text("cause", ["title": title, "count": String(group.count)])
      }
      let facts = [
        "errors": String(counts.errors), "warnings": String(counts.all - counts.errors), "list": official.list(named),
      ]
      return [.paragraph([.text(text("data-told", facts))])]
    }
  }
}
