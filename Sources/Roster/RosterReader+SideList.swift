// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

extension RosterReader {
  /// Reads a list that stood beside a table, where its own columns say of what kind it is and its own column or title
  /// whose: nothing is taken from the list beside it. Else its rows are told.
  mutating func read(_ beside: SideList, _ sink: some RosterSink) throws {
    guard let kind = beside.kind, let head = beside.rows else { return try tell(beside, sink) }
    let texts = head.rows.prefix(TableFinder.rowLimit).map { row in
      Dictionary(head.cells(of: row).map { (Int($0.column), head.text(of: $0)) }) { first, _ in first }
    }
    let finder = TableFinder(vocabulary: vocabulary, sheetName: "", rows: texts, above: beside.titles)
    guard let found = finder.find(at: 0, kind: kind).table.map(RosterReader.cleared),
      let source = ownSource(of: found, head)
    else { return try tell(beside, sink) }
    let announcement = Recognition(
      file: settings.file, sheetIndex: head.sheetIndex, sheetName: beside.announcement.sheetName,
      rowNumbers: head.rows.prefix(TableFinder.rowLimit).map { Int($0.number) })
    let linesOfSheet = lines
    try begin(finder.blocks(of: found), finder, source, head, announcement, sink)
    try readRows(of: head, from: found.headerRows.upperBound + 1, sink)
    try finishTable(sink)
    lines = linesOfSheet
  }

  /// Where the list itself says whose it is; the name of the sheet and the unit that hands in may speak of its neighbour.
  private func ownSource(of table: TableFinder.Table, _ rows: RowBatch) -> OrganisationSource? {
    switch source(of: table, rows) {
    case .sheetName, .unit, .fileName, nil: nil
    case let own: own
    }
  }

  private func tell(_ beside: SideList, _ sink: some RosterSink) throws {
    if let finding = beside.finding(settings.file) { try sink.found(finding) }
  }
}
