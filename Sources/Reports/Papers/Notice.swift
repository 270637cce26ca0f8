// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Indicators
import Papers
import Pipeline
import Policy
import ReportModel
import Results

/// 整改通知书: what one unit falls short of, and by when it is to be put right.
struct Notice {
  let official: OfficialPaper
  let node: Int

  private var papers: ReportPapers { official.papers }
  private var voice: ReportVoice { papers.voice }

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String { papers.text("notice." + key, facts) }

  /// Nil where the unit falls short of nothing.
  var paper: WordPaper? {
    let gaps = papers.gaps(of: node)
    guard !gaps.isEmpty else { return nil }
    let unit = papers.tree.nodes[node]
    let facts = [
      "quarter": voice.quarter(papers.census.period), "day": official.day(papers.census.period.censusDay),
      "count": String(Set(gaps.map(\.task.id)).count),
    ]
    let body: [WordBlock] =
      [.paragraph([.text(text("intro", facts))]), official.heading(1, "notice.problems"), .table(table(gaps))]
      + data + [official.heading(2, "notice.measures")] + measures(gaps)
      + [official.heading(3, "notice.demands")] + (1...3).map { official.sentence("notice.demand-\($0)") }
    return official.paper(
      title: text("title", facts), to: .text(unit.name), body, enclosures: [papers.text("name.ledger")])
  }

  private func table(_ gaps: [TaskGap]) -> WordTable {
    let heads = ["number", "task", "now", "target", "gap"]
    let rows = gaps.enumerated().map { index, gap -> [String] in
      let indicator = gap.check.flatMap { papers.pack.indicator($0.indicator) }
      let title = gap.task.title[voice.language] + (indicator.map { text("of", ["title": voice.title($0)]) } ?? "")
      let now = gap.check.map { [voice.percent($0.value), voice.fraction($0.value)] } ?? []
      return [
        String(index + 1), title,
        now.isEmpty ? voice.label(of: voice.mark(gap.result.verdict)) : now.joined(separator: " "),
        gap.check.map { voice.bound($0.threshold, $0.bound) } ?? "", papers.words(on: gap),
      ]
    }
    return WordTable(
      caption: text("caption"), heads: heads.map { papers.text("column.\($0)") }, rows: rows,
      widths: [8, 33, 20, 14, 25])
  }

  /// What is wrong with the rows themselves.
  private var data: [WordBlock] {
    guard let counts = try? papers.run.findingCounts(in: papers.tree).counts(of: node), counts.all > 0 else {
      return []
    }
    let facts = ["errors": String(counts.errors), "warnings": String(counts.all - counts.errors)]
    return [.paragraph([.text(text("data", facts))])]
  }

  /// One line for each piece of advice, with the tasks it is about.
  private func measures(_ gaps: [TaskGap]) -> [WordBlock] {
    var order: [String] = []
    var tasks: [String: [String]] = [:]
    for gap in gaps {
      let advice = voice.advice(on: gap.task, gap.check.flatMap { papers.pack.indicator($0.indicator) })
      guard !advice.isEmpty else { continue }
      if tasks[advice] == nil { order.append(advice) }
      let title = gap.task.title[voice.language]
      if tasks[advice]?.contains(title) != true { tasks[advice, default: []].append(title) }
    }
    return order.enumerated().map { index, advice in
      let facts = ["number": String(index + 1), "tasks": official.list(tasks[advice] ?? []), "advice": advice]
      return .paragraph([.text(text("measure", facts))])
    }
  }
}
