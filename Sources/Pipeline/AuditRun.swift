// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
package import Results
import Roster
import SheetReading
import Tabular

/// `audit-figures`: recomputes published figures and classifies each.
package struct AuditRun: Sendable {
  /// Gives the headings by which figures are known and the words of the result.
  package var context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// One row of the sheet by field.
  private typealias Fields = [String: String]

  /// - Throws: `WorkbookError`; `PipelineError("path-missing")`, or `"figures-unrecognised"` when no sheet has the headings.
  package func run(_ path: String) throws -> [AuditedFigure] {
    if path != "-", case .missing = FileEntry.kind(path) {
      throw PipelineError("path-missing", facts: ["path": NativePath.shown(path)])
    }
    let cursor = try WorkbookFiles.workbook(named: path).rows()
    var batch = RowBatch()
    var columns: [Int: String] = [:]
    var rows: [(row: Int, fields: Fields)] = []
    while try cursor.next(into: &batch) {
      let batch = batch.withoutBlankCells()
      for row in batch.rows {
        let cells = batch.cells(of: row).map { (Int($0.column), batch.text(of: $0)) }
        if columns.isEmpty {
          columns = self.columns(cells)
        } else {
          let fields = cells.compactMap { column, text in columns[column].map { ($0, text) } }
          rows.append((Int(row.number), Dictionary(fields) { first, _ in first }))
        }
      }
      if batch.endsSheet, !rows.isEmpty { break }
    }
    guard !rows.isEmpty else { throw PipelineError("figures-unrecognised") }
    return rows.compactMap { figure($0.fields, row: $0.row, among: rows.map(\.fields)) }
  }

  /// Field by column, where the row holds the headings that are needed.
  private func columns(_ cells: [(Int, String)]) -> [Int: String] {
    let headings = context.pack.publishedFigures
    let known = cells.compactMap { column, text -> (Int, String)? in
      let spelled = RosterHeadings.comparable(text)
      let field = headings.first { $0.value.contains { RosterHeadings.comparable($0) == spelled } }?.key
      return field.map { (column, $0) }
    }
    let fields = Set(known.map(\.1))
    guard fields.isSuperset(of: ["item", "numerator", "printed"]) else { return [:] }
    return Dictionary(known) { first, _ in first }
  }

  private func figure(_ fields: Fields, row: Int, among all: [Fields]) -> AuditedFigure? {
    guard let item = fields["item"] else { return nil }
    let isTotal = context.pack.codeList("yes-no")?.entries.contains { entry in
      entry.role == .yes && ([entry.label.chinese] + entry.synonyms).contains(fields["total"] ?? "")
    }
    var figure = AuditedFigure(
      row: row, item: item, numerator: fields["numerator"] ?? "", denominator: fields["denominator"] ?? "",
      printed: fields["printed"] ?? "", computed: nil, result: .undefined, isSum: isTotal == true,
      source: fields["source"] ?? "")
    if figure.isSum {
      audit(sum: &figure, of: all.filter { $0["group"] == fields["group"] && $0["item"] != item })
    } else if fields["group"] != nil, figure.printed.isEmpty {
      // A part of a sum is judged with its total.
      return nil
    } else {
      audit(&figure, places: fields["decimals"].flatMap { Int($0) })
    }
    return figure
  }

  private func audit(_ figure: inout AuditedFigure, places: Int?) {
    guard let numerator = PrintedNumber(figure.numerator), let denominator = PrintedNumber(figure.denominator) else {
      return
    }
    let printed = PrintedNumber(figure.printed)
    // Counts without a printed rate: the rate is worked out, there is nothing to hold it against.
    let places = places ?? printed?.decimals ?? 2
    guard let value = FigureAudit.percent(numerator, denominator, places: places) else { return }
    if let printed { figure.result = FigureAudit.judge(printed, against: value, places: places) }
    figure.computed = PrintedNumber.spelled(value.rounded, places)
  }

  private func audit(sum figure: inout AuditedFigure, of parts: [Fields]) {
    let numbers = parts.compactMap { $0["numerator"].flatMap(PrintedNumber.init) }
    guard let total = PrintedNumber(figure.numerator), !numbers.isEmpty, numbers.count == parts.count else { return }
    let sum = FigureAudit.sum(numbers)
    let scale = max(sum.decimals, total.decimals)
    let isSame = total.scaled(scale) == sum.digits * PrintedNumber.power(scale - sum.decimals)
    figure.result = isSame ? .agrees : .differs
    figure.computed = PrintedNumber.spelled(sum.digits, sum.decimals)
  }
}

extension AuditRun {
  /// One row for each published figure, in the order of the sheet; people read the result in words, programs its code.
  package func table(_ figures: [AuditedFigure]) -> ResultTable {
    func title(_ key: String) -> String { context.text("audit.\(key)") }
    return ResultTable(
      "figures",
      columns: [
        ResultColumn("row", title("row")) { .number($0.row) },
        ResultColumn("item", title("item")) { .text($0.item) },
        ResultColumn("numerator", title("numerator")) { .text($0.numerator) },
        ResultColumn("denominator", title("denominator")) { .text($0.denominator) },
        ResultColumn("printed", title("printed")) { .text($0.printed) },
        ResultColumn("computed", title("computed")) { .text($0.computed) },
        ResultColumn("isSum", for: .programs) { .flag($0.isSum) },
        ResultColumn("result", title("result")) { [context] figure in
          .code(figure.result.rawValue, word: context.text("audit.result.\(figure.result.rawValue)"))
        },
        ResultColumn("source", title("source")) { .text($0.source) },
      ], titlesInCSV: true, rows: figures)
  }
}
