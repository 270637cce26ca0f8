// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import CensusStore
import Findings
import Papers
package import Pipeline
import Policy
import Results

/// `sample-rows`: a list of members to look at on the spot, drawn by chance that can be drawn again.
///
/// The members that count are taken in the order of the tree and cut into as many equal parts as rows are wanted; one row is
/// drawn from each. So every unit, whatever its level, has its share of the list, to one row more or less.
package struct SampleRowsRun {
  /// The period whose members are drawn from.
  package let census: PeriodCensus
  /// How many rows are wanted.
  package let size: Int
  /// The same seed draws the same rows from the same data.
  package let seed: UInt64

  /// - Parameters:
  ///   - size: at least 1; of fewer members all are taken.
  ///   - seed: any number; it stands on the list, so that anybody can draw it again.
  package init(census: PeriodCensus, size: Int, seed: UInt64) {
    (self.census, self.size, self.seed) = (census, size, seed)
  }

  /// Writes the list of a unit.
  ///
  /// - Returns: how many rows stand on it, and how many it was drawn from.
  /// - Throws: `PipelineError`: `unit-unknown`, `tree-empty`, `sample-nobody`, `out-unwritable`; `WorkspaceError` where the
  ///   period cannot be read.
  package func write(to path: String, unit selection: UnitSelection) throws -> (rows: Int, of: Int) {
    let tree = try census.database.organisationTree()
    let unit = try selection.nodes(in: tree)[0]
    let total = try count(tree.subtree(of: unit))
    guard total > 0 else { throw PipelineError("sample-nobody", facts: ["unit": tree.nodes[unit].name]) }
    let rows = try drawn(from: total, tree.subtree(of: unit))
    try PrivateFiles.makeFolder(PrivateFiles.parent(of: path))
    try PaperFiles.told {
      try PaperWorkbookWriter().write(workbook(rows, of: total, unit: tree.nodes[unit], in: tree), to: path)
    }
    return (rows.count, total)
  }

  // MARK: Drawing

  private struct Row {
    var node: Int
    var name: String
    var file, sheet: String
    var row: Int
  }

  private func count(_ nodes: ClosedRange<Int>) throws -> Int {
    var count = 0
    try forEachMember(nodes) { _ in count += 1 }
    return count
  }

  private func drawn(from total: Int, _ nodes: ClosedRange<Int>) throws -> [Row] {
    let parts = min(size, total)
    var chance = Chance(seed: seed)
    let wanted = (0..<parts).map { part in
      let (first, end) = (part * total / parts, (part + 1) * total / parts)
      return first + chance.number(below: end - first)
    }
    var rows: [Row] = []
    var place = 0
    try forEachMember(nodes) { row in
      if rows.count < wanted.count, wanted[rows.count] == place { rows.append(row) }
      place += 1
    }
    return rows
  }

  /// Members that count, in the order of the tree.
  private func forEachMember(_ nodes: ClosedRange<Int>, _ body: (Row) -> Void) throws {
    let queries = try census.queries()
    guard let counted = queries.first(where: { $0.id == census.context.pack.overview.members }),
      let name = census.schemas[counted.kind].columns.first(where: { $0.name == "name" })
    else { return }
    let words = census.words(of: counted.kind)
    try census.database.ledger(of: counted.kind, [counted], among: queries, nodes: nodes, columns: [name.name]) {
      row, counts in
      guard counts[0] else { return }
      body(
        Row(
          node: row.node, name: words.spelled(row.values[0], name), file: row.file, sheet: row.sheet, row: row.row))
    }
  }

  // MARK: The list

  private func workbook(_ rows: [Row], of total: Int, unit: OrganisationNode, in tree: OrganisationTree)
    -> PaperWorkbook
  {
    let context = census.context
    let quarter = ReportVoice(census: census).quarter(census.period)
    let facts = [
      "unit": unit.name, "quarter": quarter, "count": String(rows.count), "total": String(total),
      "seed": String(seed),
    ]
    let title = context.text("paper.sample.title", facts)
    let sheet = PaperSheet(
      context.text("paper.sheet.sample"), lines: [title, context.text("paper.sample.how", facts)], columns: columns,
      rows: rows.enumerated().map { index, row in
        let node = tree.nodes[row.node]
        return [
          .number(index + 1), .text(node.code), .text(node.name), .text(row.name), .text(row.file), .text(row.sheet),
          .number(row.row), .text(""), .text(""), .text(""), .day(nil), .text(""),
        ]
      })
    let day = census.period.censusDay
    return PaperWorkbook(
      sheets: [sheet], title: title, footer: context.text("paper.footer"),
      day: CivilDate(year: day.year, month: day.month, day: day.day).daysSince1970)
  }

  /// Headings by which the sheet is known again: those of its vocabulary, whatever the language.
  private var columns: [PaperColumn] {
    let pack = census.context.pack
    let fields = pack.vocabulary.sheets.first { $0.kind == .spotCheck }?.fields ?? []
    func column(_ id: String, width: Double? = nil, _ blank: PaperColumn.Blank? = nil) -> PaperColumn {
      PaperColumn(fields.first { $0.id == id }?.heading ?? id, width: width, blank: blank)
    }
    let results = pack.codeList("spot-result")?.entries.map(\.label.chinese) ?? []
    return [
      column("serial"), column("organisation"), column("branch"), column("member"), column("of_file"),
      column("of_sheet"), column("of_row"), column("result", width: 10, .choice(results)),
      column("note", width: 30, .text), column("name", width: 12, .text), column("checked_on", width: 14, .day),
      column("remarks", width: 16, .text),
    ]
  }
}

/// SplitMix64: the same numbers for the same seed on every machine.
private struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Int(mixed.multipliedFullWidth(by: UInt64(max(1, limit))).high)
  }
}
