// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Papers
import Pipeline
import Policy
import Results

/// 规则: every rule of the pack, also those that found nothing or had nothing to look at.
struct RuleSheet {
  private struct Line {
    var code: String
    /// The kind of sheet it looks at; nil for rules on files, sheets and what lies across them.
    var kind: RecordKind?
    /// When it is raised.
    var rule: String
    var source: String
    /// How many records it looked at; nil where it looks at none by itself.
    var checked: Int64?
    var found: Int
  }

  let papers: ReportPapers
  /// By code.
  private let found: [String: Int]
  /// Records of the unit by kind.
  private let records: [RecordKind: Int64]

  init(papers: ReportPapers, findings: [Finding]) throws {
    self.papers = papers
    found = findings.reduce(into: [:]) { $0[$1.code, default: 0] += $1.count }
    // An organisation is a row of its own, and belongs to none.
    let kinds = Set(papers.pack.checks.map(\.kind)).subtracting([.organisation]).sorted { $0.rawValue < $1.rawValue }
    let nodes = papers.tree.subtree(of: papers.unit)
    var records = try papers.census.database.rowCounts(of: kinds).mapValues { counts in
      counts.reduce(0) { nodes.contains($1.key) ? $0 + $1.value : $0 }
    }
    records[.organisation] = Int64(nodes.count)
    self.records = records
  }

  var sheet: PaperSheet {
    let columns = ["code", "title", "severity", "sheet", "rule", "result", "checked", "found", "trial", "source"]
    return PaperSheet(
      papers.text("sheet.rules"), columns: columns.map { PaperColumn(papers.text("column.\($0)")) },
      rows: lines.map(row))
  }

  /// Checks on records first, then what the program itself looks at; each by its code.
  private var lines: [Line] {
    let pack = papers.pack
    let checks = pack.checks.sorted { $0.id < $1.id }.map { check in
      let words = pack.findingRules[check.id]?.rule?[papers.voice.language] ?? check.condition
      return Line(
        code: check.id, kind: check.kind, rule: words, source: source(check.source, check.derivation),
        checked: records[check.kind] ?? 0, found: found[check.id] ?? 0)
    }
    let known = Set(checks.map(\.code))
    let others = pack.findingRules.filter { !known.contains($0.key) && $0.value.rule != nil }
      .sorted { $0.key < $1.key }.map { code, rule in
        Line(
          code: code, rule: rule.rule?[papers.voice.language] ?? "", source: source(rule.source, rule.derivation),
          found: found[code] ?? 0)
      }
    return checks + others
  }

  private func source(_ source: SourceReference?, _ derivation: LocalizedText?) -> String {
    source.map { papers.pack.cite($0, in: papers.voice.language) } ?? derivation?[papers.voice.language] ?? ""
  }

  private func row(_ line: Line) -> [PaperCell] {
    let context = papers.context
    let definition = papers.pack.messages.findings[line.code]
    let severity = papers.pack.messages.severity(of: line.code)
    let result = line.found > 0 ? "found" : line.checked == 0 ? "idle" : "passed"
    let tone: PaperTone? = line.found > 0 ? PaperTone(severity) : line.checked == 0 ? .quiet : .good
    return [
      .text(line.code), .text(definition?.title[papers.voice.language] ?? line.code),
      .text(context.text("severity.\(severity.rawValue)")),
      .text(line.kind.map { context.text("kind.\($0.rawValue)") } ?? ""), .text(line.rule),
      PaperCell(.text(papers.text("rule.\(result)")), tone: tone), .number(line.checked), .number(line.found),
      .text(definition?.isTrial == true ? context.text("finding.on-trial") : ""), .text(line.source),
    ]
  }
}

/// 任务: the whole list with how the unit and those below it stand.
struct TaskSheet {
  let papers: ReportPapers

  var sheet: PaperSheet {
    let columns = [
      "task-id", "action", "task", "requirement", "method", "responsible", "own-verdict", "reason", "units-met",
      "units-owing", "units-failing", "advice", "source",
    ]
    return PaperSheet(
      papers.text("sheet.tasks"), columns: columns.map { PaperColumn(papers.text("column.\($0)")) },
      rows: papers.pack.tasks.indices.map(row))
  }

  private func row(_ index: Int) -> [PaperCell] {
    let (pack, language) = (papers.pack, papers.voice.language)
    let task = pack.tasks[index]
    let own = papers.standings[papers.unit]?.results[index]
    let owing = papers.tree.children(of: papers.unit).filter {
      (papers.standings[$0]?.results[index].verdict ?? .notApplicable) != .notApplicable
    }
    let met = owing.count { papers.standings[$0]?.results[index].verdict == .met }
    let failing = owing.filter { [.notMet, .partlyMet].contains(papers.standings[$0]?.results[index].verdict) }
    let reason = own.flatMap { CheckWords(pack: pack, language: language).reason(of: $0) } ?? ""
    return [
      .text(task.id), .number(task.action), .text(task.title[language]), .text(task.requirement[language]),
      .text(papers.text("method.\(task.method.rawValue)")), .text(task.responsible[language]),
      own.map { PaperCell($0.verdict, papers.voice) } ?? PaperCell(.nothing), .text(reason), .number(met),
      .number(owing.count),
      .text(failing.map { papers.label($0) }.joined(separator: papers.context.text("list.separator"))),
      .text(papers.voice.advice(on: task, nil)), .text(pack.cite(task.source, in: language)),
    ]
  }
}

extension ReportPapers {
  /// The short name of a unit.
  func label(_ node: Int) -> String { tree.nodes[node].shortName ?? tree.nodes[node].name }
}
