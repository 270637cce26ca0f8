// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Indicators
import Papers
import Pipeline
import Policy
import Results

/// One thing that a unit does not meet.
struct TaskGap {
  var node: Int
  var task: ReformTask
  var result: TaskResult
  /// The figure that falls short; nil for a task judged by papers.
  var check: CheckResult?
}

extension ReportPapers {
  /// What a unit does not meet or meets in part, a line a figure: those that figures tell first, then in the order of the
  /// tasks. What is waived is not asked for.
  func gaps(of node: Int) -> [TaskGap] {
    guard let standing = standings[node] else { return [] }
    let all = zip(pack.tasks, standing.results).flatMap { task, result -> [TaskGap] in
      guard [.notMet, .partlyMet].contains(result.verdict), !result.waived else { return [] }
      let failing = result.checks.filter { [.notMet, .partlyMet].contains($0.verdict) }
      guard task.method == .computed, !failing.isEmpty else {
        return [TaskGap(node: node, task: task, result: result)]
      }
      return failing.map { TaskGap(node: node, task: task, result: result, check: $0) }
    }
    return all.filter { $0.check != nil } + all.filter { $0.check == nil }
  }

  /// "还差12个（…）"; of a task judged by papers what was reported, or why that does not count.
  func words(on gap: TaskGap) -> String {
    if let check = gap.check { return voice.gap(check) }
    let reason = CheckWords(pack: pack, language: voice.language).reason(of: gap.result)
    let state = gap.result.attestation?.attestation?.state.flatMap { pack.codeList("progress-state")?.entry($0) }
    return reason ?? state.map { text("attested", ["state": $0.label[voice.language]]) } ?? ""
  }
}

/// 整改台账.xlsx: a line for each gap, to be filled in and handed in with the next quarter. What came back stands in it.
struct LedgerWorkbook {
  let papers: ReportPapers

  /// Nil where nothing falls short.
  var workbook: PaperWorkbook? {
    let gaps = papers.units.flatMap(papers.gaps)
    guard !gaps.isEmpty else { return nil }
    let title = papers.text(
      "ledger.title",
      ["unit": papers.tree.nodes[papers.unit].name, "quarter": papers.voice.quarter(papers.census.period)])
    let sheet = PaperSheet(
      papers.text("sheet.ledger"), lines: [title, papers.text("ledger.how")], columns: columns,
      rows: gaps.enumerated().map { row($1, number: $0 + 1) })
    return papers.workbook([sheet])
  }

  /// Headings by which the sheet is known again: those of its vocabulary, whatever the language.
  private var columns: [PaperColumn] {
    let fields = papers.pack.vocabulary.sheets.first { $0.kind == .correctiveAction }?.fields ?? []
    func column(_ id: String, width: Double? = nil, _ blank: PaperColumn.Blank? = nil) -> PaperColumn {
      PaperColumn(fields.first { $0.id == id }?.heading ?? id, width: width, blank: blank)
    }
    return [
      column("serial", width: 5), column("task", width: 12), column("title", width: 16),
      column("organisation", width: 10), column("unit_name", width: 14), column("indicator", width: 14),
      column("indicator_title", width: 14), column("now", width: 8), column("fraction", width: 10),
      column("target", width: 9), column("gap", width: 18), column("measure", width: 26, .text),
      column("name", width: 9, .text), column("planned_on", width: 11, .day), column("done_on", width: 11, .day),
      column("state", width: 8, .choice(states)), column("closed", width: 6, .choice(flags)),
      column("remarks", width: 10, .text),
    ]
  }

  /// Words that the sheet is read back by stay Chinese.
  private var states: [String] { papers.pack.codeList("action-state")?.entries.map(\.label.chinese) ?? [] }
  private var flags: [String] { papers.pack.codeList("yes-no")?.entries.map(\.label.chinese) ?? [] }

  private func row(_ gap: TaskGap, number: Int) -> [PaperCell] {
    let (voice, unit) = (papers.voice, papers.tree.nodes[gap.node])
    let indicator = gap.check.flatMap { papers.pack.indicator($0.indicator) }
    let known = papers.run.actions.action(on: gap.task.id, indicator?.id, of: gap.node)
    let measure = known?.measure ?? ""
    let state = known?.state.flatMap { papers.pack.codeList("action-state")?.entry($0)?.label.chinese }
    return [
      .number(number), .text(gap.task.id), .text(gap.task.title[voice.language]), .text(unit.code), .text(unit.name),
      .text(indicator?.id ?? ""), .text(indicator.map { voice.title($0) } ?? ""),
      .percent(gap.check?.value.hundredths), .text(gap.check.map { voice.fraction($0.value) } ?? ""),
      .text(gap.check.map { voice.bound($0.threshold, $0.bound) } ?? ""),
      .text(papers.words(on: gap)),
      .text(measure.isEmpty ? voice.advice(on: gap.task, indicator) : measure), .text(known?.person ?? ""),
      .day(known?.planned?.description), .day(known?.done?.description), .text(state ?? ""),
      .text(known?.isClosed == true ? flags.first ?? "" : ""), .text(""),
    ]
  }
}
