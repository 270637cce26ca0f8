// SPDX-License-Identifier: Apache-2.0

/// The elements of an XML Spreadsheet 2003 file that marking looks at, each where Excel writes it.
enum SpreadsheetMLPart {
  case workbook, settings, activeSheet, styles, names, sheet, options, selected, table, column, row, cell, data,
    comment,
    commentText, other

  private static let places: [(parent: SpreadsheetMLPart?, space: MarkupScope.Space, name: StaticString, part: Self)] =
    [
      (.row, .spreadsheet, "Cell", .cell), (.cell, .spreadsheet, "Data", .data), (.table, .spreadsheet, "Row", .row),
      (.table, .spreadsheet, "Column", .column), (.cell, .spreadsheet, "Comment", .comment),
      (.comment, .spreadsheet, "Data", .commentText), (.sheet, .spreadsheet, "Table", .table),
      (.sheet, .excel, "WorksheetOptions", .options), (.options, .excel, "Selected", .selected),
      (.workbook, .spreadsheet, "Worksheet", .sheet), (.workbook, .spreadsheet, "Styles", .styles),
      (.workbook, .spreadsheet, "Names", .names), (.workbook, .excel, "ExcelWorkbook", .settings),
      (.settings, .excel, "ActiveSheet", .activeSheet), (nil, .spreadsheet, "Workbook", .workbook),
    ]
  /// Names by which the reader takes cells wherever they stand, and in whatever letters.
  private static let taken: Set<String> = ["workbook", "worksheet", "table", "column", "row", "cell", "data", "styles"]

  /// - Throws: `MarkingRefusal` for what the reader takes and Excel does not.
  init(_ tag: MarkupTag, in parent: SpreadsheetMLPart?, _ scope: MarkupScope) throws {
    let space = scope.space(tag.bytes[tag.name.startIndex..<tag.localName.startIndex].dropLast())
    guard space != .doubtful else { throw MarkingRefusal() }
    let place = SpreadsheetMLPart.places.first {
      $0.parent == parent && $0.space == space && tag.isNamed($0.name)
    }
    self = place?.part ?? .other
    guard self == .other, space == .spreadsheet else { return }
    guard !SpreadsheetMLPart.taken.contains(String(decoding: tag.localName, as: UTF8.self).lowercased()) else {
      throw MarkingRefusal()
    }
  }
}
