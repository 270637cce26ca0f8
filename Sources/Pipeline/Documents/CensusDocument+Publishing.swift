// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
package import Policy
import Results

/// One count of a published table. Totals of a measure are one cell in every table.
package struct PublishedCell: Hashable {
  var unit: Int
  var group: IndicatorGroup?
  var table: String
  var row: String
  var measure: String
}

extension CensusDocument {
  /// The same tables without small counts of persons and without those that would give them back.
  ///
  /// What adds up: the rows of a column to its total, and the children of a unit to the unit, where both are printed.
  func publishing(_ rules: PublicationRules) -> CensusDocument {
    var values: [PublishedCell: Int64] = [:]
    var lines: [SmallCells<PublishedCell>.Line] = []
    var related: [[PublishedCell]] = []
    for block in blocks {
      let persons = block.measures(of: census.context.pack).filter(\.isOfPersons)
      for measure in persons {
        for row in block.allRows { values[block.cell(row.code, measure.id)] = row.counts[measure.column] ?? 0 }
        let parts = block.counts.rows.map { block.cell($0.code, measure.id) }
        if !block.counts.total.isEmpty {
          lines.append(.init(parts: parts, whole: block.cell(CensusTable.total, measure.id)))
        }
      }
      if persons.count > 1 { related += block.allRows.map { row in persons.map { block.cell(row.code, $0.id) } } }
    }
    lines += unitLines(of: Set(values.keys))
    let small = SmallCells(values, lines: lines, related: related, least: rules.least)
    var document = self
    for index in document.blocks.indices { document.blocks[index].hide(small.hidden, of: census.context.pack) }
    return document
  }

  /// Each unit with its children.
  private func unitLines(of cells: Set<PublishedCell>) -> [SmallCells<PublishedCell>.Line] {
    let units = Set(cells.map(\.unit))
    let sorted = cells.sorted { ($0.unit, $0.table, $0.row, $0.measure) < ($1.unit, $1.table, $1.row, $1.measure) }
    return sorted.compactMap { cell in
      let parts = tree.children(of: cell.unit).filter(units.contains).map { child in
        var part = cell
        part.unit = child
        return part
      }
      return parts.isEmpty ? nil : .init(parts: parts, whole: cell)
    }
  }
}

extension CensusDocument.Block {
  /// A column of a table for publication: what it counts.
  package struct ColumnMeasure {
    var id: String
    var column: Int
    var isOfPersons: Bool
  }

  /// The measures of the columns; where rows are measures, one column that stands for none.
  package func measures(of pack: PolicyPack) -> [ColumnMeasure] {
    if case .measures = table.table.rows { return [ColumnMeasure(id: "", column: 0, isOfPersons: true)] }
    return table.table.columns.enumerated().map { column, id in
      ColumnMeasure(
        id: id, column: column,
        isOfPersons: pack.measure(id).map { pack.vocabulary.schemas[$0.kind].namesPersons } ?? true)
    }
  }

  var allRows: [TableCounts.Row] {
    counts.rows + (counts.total.isEmpty ? [] : [.init(code: CensusTable.total, counts: counts.total)])
  }

  /// The figure of a cell, or that it is withheld.
  package func cell(_ row: String, _ measure: String) -> PublishedCell {
    PublishedCell(
      unit: unit, group: group, table: row == CensusTable.total ? "" : table.table.id, row: row, measure: measure)
  }

  mutating func hide(_ hidden: Set<PublishedCell>, of pack: PolicyPack) {
    self.hidden = []
    for measure in measures(of: pack) {
      for row in allRows where hidden.contains(cell(row.code, measure.id)) {
        self.hidden?.insert([row.code, String(measure.column)])
      }
    }
  }
}
