// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Spells a table in each format; memory holds one row, but for a workbook.
package struct ResultWriter {
  private let table: ResultTable

  /// Writes one table.
  package init(_ table: ResultTable) { self.table = table }

  /// An array of one object per row.
  ///
  /// - Throws: What working the rows out, or taking the bytes, throws.
  package func writeJSON(to sink: inout ByteSink) throws {
    try writeArray(to: &sink)
    sink.append("\n")
  }

  /// The same without a line break after it, as a member of another document.
  ///
  /// - Throws: What working the rows out, or taking the bytes, throws.
  package func writeArray(to sink: inout ByteSink) throws {
    let isEmpty = try writeObjects(to: &sink, before: "[\n", between: ",\n")
    sink.append(isEmpty ? "[]" : "\n]")
  }

  /// One object on each line.
  func writeLines(to sink: inout ByteSink) throws {
    if try !writeObjects(to: &sink, before: "", between: "\n") { sink.append("\n") }
  }

  /// - Returns: whether there were no rows.
  private func writeObjects(to sink: inout ByteSink, before: StaticString, between: StaticString) throws -> Bool {
    let keys = table.headings(for: .json).map { Array((JSONWriter.quoted($0.key) + ": ").utf8) }
    var isFirst = true
    try table.forEachRow(as: .json) { row in
      sink.append(isFirst ? before : between)
      isFirst = false
      sink.append("{")
      var isFirstMember = true
      for (column, cell) in row.enumerated() where !cell.isAbsent {
        if !isFirstMember { sink.append(", ") }
        isFirstMember = false
        sink.append(keys[column])
        sink.append(json: cell)
      }
      sink.append("}")
      try sink.flushIfFull()
    }
    return isFirst
  }

  func writeCSV(to sink: inout ByteSink) throws {
    let headings = table.headings(for: .csv).map { table.titlesInCSV ? $0.title ?? $0.key : $0.key }
    sink.append(CSVWriter.byteOrderMark + CSVWriter.line(headings))
    try table.forEachRow(as: .csv) { row in
      for (column, cell) in row.enumerated() {
        if column > 0 { sink.append(",") }
        sink.append(csv: cell)
      }
      sink.append("\r\n")
      try sink.flushIfFull()
    }
  }

  /// Columns set in line; the rows are worked out twice, first for the widths.
  func writeText(_ context: CommandContext, to sink: inout ByteSink) throws {
    let headings = table.headings(for: .text).map { $0.title ?? context.text("compare.column.\($0.key)") }
    var layout = TextLayout(columns: headings.count)
    layout.fit(headings)
    var isEmpty = true
    try table.forEachRow(as: .text) { row in
      isEmpty = false
      layout.fit(row.map { VisibleText.spelled($0.shown(context)) })
      for column in row.indices where row[column].isNumber { layout.alignments[column] = .right }
    }
    if isEmpty, let text = table.emptyText { return sink.append(text + "\n") }
    sink.append(layout.line(headings) + "\n")
    try table.forEachRow(as: .text) { row in
      sink.append(layout.line(row.map { VisibleText.spelled($0.shown(context)) }) + "\n")
      try sink.flushIfFull()
    }
  }
}

extension ResultTable {
  /// Writes the whole table in pieces of some thousand bytes; memory holds one row.
  ///
  /// - Throws: `PipelineError("out-unwritable")` when a workbook finds no room in the temporary folder.
  package func write(as format: ResultFormat, _ context: CommandContext, to body: @escaping ([UInt8]) throws -> Void)
    throws
  {
    let writer = ResultWriter(self)
    if format == .xlsx { return try ResultWorkbook.write([self], context, to: body) }
    try ByteSink.write(to: body) { sink in
      switch format {
      case .text: try writer.writeText(context, to: &sink)
      case .csv: try writer.writeCSV(to: &sink)
      case .json: try writer.writeJSON(to: &sink)
      case .jsonl: try writer.writeLines(to: &sink)
      case .xlsx: break
      }
    }
  }
}
