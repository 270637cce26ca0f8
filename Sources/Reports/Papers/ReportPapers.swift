// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Papers
package import Pipeline
import Policy
package import Results

/// What an office sends and works in besides pages: which papers a report has.
package enum ReportPaper: String, Sendable, Hashable, CaseIterable {
  /// 数据.xlsx: every figure, verdict, rule and finding.
  case data
  /// 整改台账.xlsx: what falls short, to be filled in and handed in again.
  case ledger
  /// 通报.docx: how all units stand.
  case bulletin
  /// 整改通知书: one for each unit that falls short.
  case notice
  /// 对比表.docx: every figure beside that of the last quarter.
  case comparison

  /// The kind of output it belongs to.
  package var output: ReportOutput {
    switch self {
    case .data, .ledger: .xlsx
    case .bulletin, .notice, .comparison: .docx
    }
  }

  /// Its name in a language, of a notice in a folder of its own by the ID of the unit; Chinese and English papers may lie in
  /// one folder.
  package func fileName(in context: CommandContext, unit: String = "") -> String {
    context.text("paper.file.\(rawValue)", ["id": FileName(unit).text])
  }
}

/// The workbooks and papers of one unit's report: all of them say what the pages say, from the same figures.
///
/// A class because every paper holds it, and nothing of it is worth copying.
final class ReportPapers {
  let run: ReportRun
  let unit: Int
  let voice: ReportVoice
  let calculator: IndicatorCalculator
  let assessor: Assessor
  let standings: UnitStandings
  let changes: FigureChanges
  let figures: ReportRun.Figures

  var tree: OrganisationTree { calculator.tree }
  var pack: PolicyPack { voice.pack }
  var census: PeriodCensus { run.census }
  var context: CommandContext { run.census.context }

  /// - Parameter known: the standings of the units, where they were worked out before.
  init(run: ReportRun, unit: Int, figures: ReportRun.Figures, standings known: UnitStandings? = nil) {
    (self.run, self.unit, self.figures) = (run, unit, figures)
    voice = ReportVoice(census: run.census)
    calculator = figures.assess.calculator
    assessor = figures.assess.assessor
    let children = figures.assess.calculator.tree.children(of: unit)
    standings =
      known ?? UnitStandings(of: unit, keeping: Set([unit] + children), now: figures.assess, former: figures.former)
    changes = FigureChanges(quarter: run.comparison, year: run.yearBefore, voice: voice)
  }

  /// The unit and those right below it.
  var units: [Int] { [unit] + tree.children(of: unit) }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String { context.text("paper." + key, facts) }

  /// The papers that the outputs of the report ask for, in order of name.
  func files() throws -> [ReportFile] {
    try ReportPaper.allCases.filter { run.outputs.contains($0.output) }.flatMap { try files(of: $0) }
  }

  /// Whether a paper has anything to say; of notices, to the unit itself.
  func isMade(_ paper: ReportPaper, for node: Int) -> Bool {
    guard run.outputs.contains(paper.output) else { return false }
    switch paper {
    case .data, .bulletin: return node == unit
    case .ledger: return node == unit && units.contains { !gaps(of: $0).isEmpty }
    case .notice: return (node == unit || tree.nodes[node].parent == unit) && !gaps(of: node).isEmpty
    case .comparison: return node == unit && run.comparison != nil
    }
  }

  /// The files of one kind of paper; none where there is nothing to say.
  func files(of paper: ReportPaper) throws -> [ReportFile] {
    switch paper {
    case .data: [file(paper, try DataWorkbook(papers: self).workbook)]
    case .ledger: LedgerWorkbook(papers: self).workbook.map { [file(paper, $0)] } ?? []
    case .bulletin: [file(paper, try Bulletin(official: official).paper)]
    case .notice:
      try units.compactMap { node in
        try Notice(official: official, node: node).paper.map { file(paper, $0, unit: tree.nodes[node].code) }
      }
    case .comparison: try ComparisonTable(official: official).paper.map { [file(paper, $0)] } ?? []
    }
  }

  private func file(_ paper: ReportPaper, _ workbook: PaperWorkbook) -> ReportFile {
    PaperFiles.file(paper.fileName(in: context)) { try PaperWorkbookWriter().write(workbook, to: $0) }
  }

  private func file(_ paper: ReportPaper, _ words: WordPaper, unit: String = "") -> ReportFile {
    PaperFiles.file(paper.fileName(in: context, unit: unit)) { try WordPaperWriter().write(words, to: $0) }
  }

  private var official: OfficialPaper {
    get throws { OfficialPaper(papers: self, letterhead: try Letterhead(workspace: context.workspaceDirectory)) }
  }

  /// A workbook of this report.
  func workbook(_ sheets: [PaperSheet]) -> PaperWorkbook {
    let day = census.period.censusDay
    return PaperWorkbook(
      sheets: sheets, title: text("head", ["unit": tree.nodes[unit].name, "quarter": voice.quarter(census.period)]),
      footer: text("footer"), day: CivilDate(year: day.year, month: day.month, day: day.day).daysSince1970)
  }
}

extension ReportRun {
  /// The files of one kind of paper of a unit's report: bytes that a folder, an archive or an answer of a server takes. None
  /// where there is nothing to say, such as a comparison without a quarter to compare with.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `WorkspaceError` where the period cannot be read.
  package func papers(_ paper: ReportPaper, of selection: UnitSelection) throws -> [ReportFile] {
    try papers([paper], of: selection)
  }

  /// The files of several kinds of paper, one kind after the other, from one count of the period.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `WorkspaceError` where the period cannot be read.
  package func papers(_ kinds: [ReportPaper], of selection: UnitSelection) throws -> [ReportFile] {
    try requireIntact()
    let figures = try figures()
    let unit = try selection.nodes(in: figures.assess.calculator.tree)[0]
    let papers = ReportPapers(run: self, unit: unit, figures: figures)
    return try kinds.flatMap { try papers.files(of: $0) }
  }
}
