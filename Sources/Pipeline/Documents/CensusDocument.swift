// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Findings
package import Indicators
import Policy
package import Results

/// Census tables as they are printed: unit by unit, table by table, row by row.
package struct CensusDocument: ResultDocument {
  /// One table of one unit (or one group of it).
  package struct Block {
    /// Preorder number of the unit.
    package var unit: Int
    /// The group of its organisations; nil for all of them.
    package var group: IndicatorGroup?
    /// The table, with the names of its rows.
    package var table: TableCalculator
    /// Its figures here.
    package var counts: TableCounts
    /// Row and column of what is withheld from publication; nil for tables that are not for it.
    package var hidden: Set<[String]>?

    package init(unit: Int, group: IndicatorGroup?, table: TableCalculator, counts: TableCounts) {
      (self.unit, self.group, self.table, self.counts) = (unit, group, table, counts)
    }
  }

  /// By unit, then in the order of the tables.
  package internal(set) var blocks: [Block]
  let tree: OrganisationTree
  let census: PeriodCensus

  /// Blocks in the order in which they are printed.
  package init(blocks: [Block], tree: OrganisationTree, census: PeriodCensus) {
    self.blocks = blocks
    self.tree = tree
    self.census = census
  }

  /// One object for each table of a unit, with its rows and what is withheld.
  package var ownJSON: String? { JSONWriter.array(blocks.flatMap(objects)) }

  private func objects(_ block: Block) -> [String] {
    let node = tree.nodes[block.unit]
    let spelling = TableFormatter(block: block, census: census)
    return spelling.rows.map { row in
      let counts = zip(spelling.columns, row.counts).map { ($0.id, JSONWriter.number($1)) }
      return JSONWriter.object(
        [
          ("period", JSONWriter.quoted(census.period.description)), ("unit", JSONWriter.quoted(node.code)),
          ("unitName", JSONWriter.quoted(node.name)), ("group", census.json(block.group)),
          ("table", JSONWriter.quoted(block.table.table.id)), ("row", JSONWriter.quoted(row.code)),
          ("label", JSONWriter.quoted(row.label)), ("counts", JSONWriter.object(counts)),
          ("share", JSONWriter.percent(row.share)),
        ] + spelling.withheld(row))
    }
  }

  /// One count a line under the same headings for every table, so that a sheet can be filtered and pivoted.
  package var table: ResultTable {
    typealias Line = (block: Block, row: TableFormatter.Row, column: String, value: String)
    func title(_ key: String) -> String { census.context.text("census.csv.\(key)") }
    let (tree, census) = (tree, census)
    return ResultTable(
      "census",
      columns: [
        ResultColumn<Line>("period", title("period")) { _ in .text(census.period.description) },
        ResultColumn("unit", title("unit")) { .text(tree.nodes[$0.block.unit].code) },
        ResultColumn("unitName", title("unit-name")) { .text(tree.nodes[$0.block.unit].name) },
        ResultColumn("group", title("group")) { .text(census.label($0.block.group)) },
        ResultColumn("table", title("table")) { .text($0.block.table.table.id) },
        ResultColumn("row", title("row")) { .text($0.row.code) },
        ResultColumn("label", title("label")) { .text($0.row.label) },
        ResultColumn("column", title("column")) { .text($0.column) },
        ResultColumn("value", title("value")) { line in
          Int64(line.value).map { .number($0) } ?? .text(line.value)
        },
      ], titlesInCSV: true
    ) { body in
      for block in blocks {
        let spelling = TableFormatter(block: block, census: census)
        for row in spelling.rows {
          for (column, value) in zip(spelling.headings, spelling.cells(row)).dropFirst() {
            try body((block, row, column, value))
          }
        }
      }
    }
  }

  private var least: String { String(census.context.pack.publication?.least ?? 0) }

  /// Each table drawn for people, with unit and period above it.
  package var ownText: String? {
    blocks.map { block in
      let spelling = TableFormatter(block: block, census: census)
      let group = census.label(block.group)
      let place = [tree.nodes[block.unit].name, group, census.period.description].filter { !$0.isEmpty }
      let title = "\(spelling.title)  [\(block.table.table.id)]  \(place.joined(separator: " · "))"
      let note = block.hidden?.isEmpty == false ? census.context.text("table.withheld", ["least": least]) : ""
      return title + "\n" + spelling.text + (note.isEmpty ? "" : "\n" + note)
    }.joined(separator: "\n\n")
  }
}

/// The words and figures of one table in the context's language.
package struct TableFormatter {
  /// A row of a block.
  package struct Row {
    /// The code or organisation the row counts.
    package var code: String
    /// What its heading says, in the language of the context.
    package var label: String
    /// A count for each measure; nil where nobody reported it.
    package var counts: [Int64?]
    /// Hundredths of a percent of the total; nil where the table shows none.
    var share: Int?
  }

  /// What is spelled.
  package let block: CensusDocument.Block
  let census: PeriodCensus

  /// Spells one block.
  package init(block: CensusDocument.Block, census: PeriodCensus) {
    self.block = block
    self.census = census
  }

  private var table: CensusTable { block.table.table }
  private var language: Language { census.context.language }

  /// The title of the table.
  package var title: String { table.title[language] }

  /// ID and title of each column.
  package var columns: [(id: String, title: String)] {
    if case .measures = table.rows { return [("count", census.context.text("table.count"))] }
    return table.columns.map { ($0, census.context.pack.measure($0)?.title[language] ?? $0) }
  }

  /// Whether the table gives each row's share of the whole.
  package var hasShare: Bool { table.share != nil }

  /// Of its columns, in order.
  package var headings: [String] {
    [table.rowTitle[language]] + columns.map(\.title) + (hasShare ? [census.context.text("table.share")] : [])
  }

  /// The total stands last.
  package var rows: [Row] {
    let column = table.share.flatMap { table.columns.firstIndex(of: $0) }
    func share(_ code: String, _ counts: [Int64?]) -> Int? {
      guard let column, !isHidden(code, column), !isHidden(CensusTable.total, column), let part = counts[column],
        let whole = block.counts.total[column]
      else { return nil }
      return Percent.hundredths(part, of: whole)
    }
    let titles = Dictionary(block.table.rows.entries.map { ($0.code, $0.title) }) { first, _ in first }
    let rows = block.counts.rows.map { row in
      Row(
        code: row.code, label: titles[row.code]?[language] ?? word(row.code), counts: shown(row.code, row.counts),
        share: share(row.code, row.counts))
    }
    guard !block.counts.total.isEmpty else { return rows }
    let total = block.counts.total
    return rows + [
      Row(
        code: CensusTable.total, label: word(CensusTable.total),
        counts: shown(CensusTable.total, total), share: share(CensusTable.total, total))
    ]
  }

  private func isHidden(_ row: String, _ column: Int) -> Bool {
    block.hidden?.contains([row, String(column)]) ?? false
  }

  private func shown(_ row: String, _ counts: [Int64?]) -> [Int64?] {
    counts.enumerated().map { isHidden(row, $0) ? nil : $1 }
  }

  /// The columns of a row that are withheld, for JSON; nothing where the table is not for publication.
  package func withheld(_ row: Row) -> [(String, String)] {
    guard block.hidden != nil else { return [] }
    let ids = columns.enumerated().filter { isHidden(row.code, $0.offset) }.map { JSONWriter.quoted($0.element.id) }
    return [("withheld", "[" + ids.joined(separator: ", ") + "]")]
  }

  private func word(_ code: String) -> String {
    if code == CensusTable.unknown, let title = table.unknownTitle { return title[language] }
    return [CensusTable.unknown, CensusTable.unlisted, CensusTable.total].contains(code)
      ? census.context.text("table." + code) : code
  }

  /// The cells of a row, as the headings stand.
  package func cells(_ row: Row) -> [String] {
    [row.label]
      + row.counts.enumerated().map { column, count in
        count.map { String($0) } ?? (isHidden(row.code, column) ? "*" : "–")
      }
      + (hasShare ? [row.share.map { Percent.text($0) + "%" } ?? "–"] : [])
  }

  var text: String {
    var table = TextTable([.left] + columns.map { _ in .right } + (hasShare ? [.right] : []))
    table.add(headings)
    for row in rows { table.add(cells(row)) }
    return table.text
  }
}

extension PeriodCensus {
  /// A group as the contract shows it: by its Chinese label in every language.
  package func json(_ group: IndicatorGroup?) -> String {
    guard let group else { return "null" }
    let label = context.pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label.chinese ?? group.code
    return JSONWriter.object([(group.dimension.rawValue, JSONWriter.quoted(label))])
  }

  /// The name of a group of people; empty for all.
  package func label(_ group: IndicatorGroup?) -> String {
    guard let group else { return "" }
    return context.pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label[context.language] ?? group.code
  }
}
