// SPDX-License-Identifier: Apache-2.0

/// What a verb returned, as it is printed: a table, and where a table alone would not do, a text or an object of its own.
package protocol ResultDocument {
  /// The result in rows and columns: CSV, JSON Lines and a sheet of a workbook are always made from it.
  ///
  /// - Throws: what working it out throws; rows that are worked out later throw when they are handed out.
  var table: ResultTable { get throws }
  /// What a person reads on a terminal; nil where that is the table.
  ///
  /// - Throws: what working it out throws.
  var ownText: String? { get throws }
  /// Lines below the table for people; none by default.
  ///
  /// - Throws: what working it out throws.
  var remarks: [String] { get throws }
  /// What JSON is where it is no array of the rows; nil where it is.
  ///
  /// - Throws: what working it out throws.
  var ownJSON: String? { get throws }
}

extension ResultDocument {
  /// None: text is the table.
  package var ownText: String? { nil }
  /// None: JSON is an array of the rows.
  package var ownJSON: String? { nil }
  /// None.
  package var remarks: [String] { [] }

  /// Hands out the result in pieces of some thousand bytes, spelled in one of the formats.
  ///
  /// - Throws: what working the result out throws, and `PipelineError`: `out-unwritable`, `table-too-long` for workbooks.
  package func write(as format: ResultFormat, _ context: CommandContext, to body: @escaping ([UInt8]) throws -> Void)
    throws
  {
    switch format {
    case .text:
      if let text = try ownText {
        return try body(Array((PlainText.spelled(text, keepsLines: true) + "\n").utf8))
      }
    case .json: if let json = try ownJSON { return try body(Array(json.utf8)) }
    case .jsonl, .csv, .xlsx: break
    }
    try table.write(as: format, context, to: body)
    if format == .text {
      for line in try remarks { try body(Array((PlainText.spelled(line, keepsLines: true) + "\n").utf8)) }
    }
  }

  /// The JSON of the result as one text: for small results and for tests.
  ///
  /// - Throws: what working the result out throws.
  package func json() throws -> String { try ownJSON ?? table.json() }

  /// The table as CSV in one text: for small results and for tests.
  ///
  /// - Throws: what working the result out throws.
  package func csv() throws -> String { try table.csv() }

  /// What a person reads on a terminal, as one text.
  ///
  /// - Throws: what working the result out throws.
  package func text(_ context: CommandContext) throws -> String {
    var bytes: [UInt8] = []
    try write(as: .text, context) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ResultTable: ResultDocument {
  /// Itself.
  package var table: ResultTable { self }
}
