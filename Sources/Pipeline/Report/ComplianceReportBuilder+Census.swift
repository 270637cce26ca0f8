// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import ReportModel

extension ComplianceReportBuilder {
  static let shownPersons = 20

  // MARK: Census

  /// The tables of the pack for the report's unit, in order of file.
  func census(_ tables: CensusRun) -> [CensusTableView] {
    let own = Set(pack.censusTables.map(\.id))
    return tables.tables.filter { own.contains($0.table.id) }.map(view)
  }

  private func view(_ table: TableCalculator) -> CensusTableView {
    let block = CensusDocument.Block(unit: units[0], group: nil, table: table, counts: table.counts(unit: units[0]))
    return view(block)
  }

  private func view(_ block: CensusDocument.Block) -> CensusTableView {
    let spelling = TableSpelling(block: block, census: run.census)
    let table = block.table.table
    let share = spelling.hasShare ? [CensusTableView.Column(title: spelling.headings.last ?? "", evidence: nil)] : []
    return CensusTableView(
      id: table.id, title: spelling.title, meaning: table.meaning[language], rowTitle: table.rowTitle[language],
      columns: spelling.columns.map { .init(title: $0.title, evidence: run.evidencePath(of: $0.id)) } + share,
      rows: spelling.rows.map { row in
        CensusTableView.Row(
          code: row.code, label: row.label, cells: Array(spelling.cells(row).dropFirst()),
          isTotal: row.code == CensusTable.total)
      }, source: table.source.map { pack.cite($0, in: language) } ?? "",
      opening: text(
        "opening",
        ["period": run.census.period.description, "unit": tree.nodes[block.unit].code, "table": table.id]))
  }

  // MARK: Transitions

  func transitions(_ tables: CensusRun) -> [TransitionView] {
    let transitions = TransitionsRun(census: run.census, transitions: pack.transitions, tables: tables)
    return pack.transitions.map { transition in
      let block = transitions.block(of: transition, unit: units[0])
      func figures(_ part: TransitionsDocument.Part) -> [TransitionView.Figure] {
        block.figures(part).map { figure($0, share: block.share(of: $0)) }
      }
      return TransitionView(
        id: transition.id, title: transition.title[language], meaning: transition.meaning[language],
        source: transition.source.map { pack.cite($0, in: language) } ?? "", stages: figures(.stage),
        beside: figures(.beside), clocks: figures(.clock), tables: block.tables.map(view),
        gaps: figures(.gap).map(gap))
    }
  }

  private func figure(_ figure: TransitionsDocument.Figure, share: Int?) -> TransitionView.Figure {
    let measure = pack.measure(figure.measure)
    return TransitionView.Figure(
      id: figure.measure, label: measure?.title[language] ?? figure.measure, meaning: measure?.meaning[language] ?? "",
      count: spelled(figure.count), share: share, evidence: run.evidencePath(of: figure.measure))
  }

  /// The first rows of a gap in order of organisation, with the columns the transition shows.
  private func gap(_ figure: TransitionView.Figure) -> TransitionView.Gap {
    guard let list = gaps.list(of: figure.id, nodes: tree.subtree(of: units[0])) else {
      return TransitionView.Gap(figure: figure, headings: [], rows: [], more: 0)
    }
    let rows = list.rows.prefix(ComplianceReportBuilder.shownPersons).map { row in
      let cells = zip(list.columns, row.values).map { run.census.words(of: list.kind).spelled($1, $0) }
      return cells + [tree.nodes[row.node].name, Place(file: row.file, sheet: row.sheet, row: row.row).description]
    }
    let headings = (list.columns.map(\.name) + ["unit", "place"]).map { heading($0, of: list.kind) }
    return TransitionView.Gap(figure: figure, headings: headings, rows: rows, more: list.rows.count - rows.count)
  }

  private func heading(_ column: String, of kind: RecordKind) -> String {
    run.census.words(of: kind).title(column)
  }

  // MARK: Breakdowns

  /// An indicator of the report's unit by sector and by stage, or why it is not broken down so.
  func parts(of indicator: Indicator) -> [LeagueTable.Part] {
    let ways: [(Indicator.Breakdown, IndicatorGroup.Dimension)] = [(.sector, .sector), (.stage, .stage)]
    return ways.map { way, dimension in
      let title = text("by-\(way.rawValue)-of")
      if let reason = indicator.notBrokenDown[way] {
        return LeagueTable.Part(title: title, reason: reason[language], rows: [])
      }
      let rows = calculator.groups(dimension, unit: units[0]).map { group in
        let value = calculator.value(of: indicator, unit: units[0], group: group)
        return LeagueTable.Row(
          unit: group.code, name: run.census.label(group), hundredths: value.hundredths, figure: figure(value),
          numerator: spelled(value.numerator), denominator: spelled(value.denominator), remaining: nil, change: "")
      }
      return LeagueTable.Part(title: title, reason: rows.isEmpty ? text("nobody") : "", rows: rows)
    }
  }
}

extension PeriodCensus {
  /// What people call the columns of a kind and the codes in them.
  func words(of kind: RecordKind) -> ColumnWords {
    ColumnWords(pack: desk.pack, language: desk.language, kind: kind)
  }
}
