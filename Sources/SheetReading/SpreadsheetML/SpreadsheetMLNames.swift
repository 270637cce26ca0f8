// SPDX-License-Identifier: Apache-2.0

/// The elements and attributes of SpreadsheetML that matter; everything else is `other`.
enum SpreadsheetMLElement: UInt8 {
  case other, workbook, worksheet, table, row, cell, data, column, styles, style, numberFormat, font, date1904, visible
}

enum SpreadsheetMLAttribute: UInt8 {
  case other, index, span, mergeAcross, mergeDown, type, name, topCell, leftCell, styleID, id, parent, format,
    hidden, formula, strikeThrough
}

extension NameTable {
  static func spreadsheetMLElements() -> NameTable {
    let names: [(StaticString, SpreadsheetMLElement)] = [
      ("Workbook", .workbook), ("Worksheet", .worksheet), ("Table", .table), ("Row", .row), ("Cell", .cell),
      ("Data", .data), ("Column", .column), ("Styles", .styles), ("Style", .style), ("NumberFormat", .numberFormat),
      ("Font", .font),
    ]
    let settings: [(StaticString, SpreadsheetMLElement)] = [("Date1904", .date1904), ("Visible", .visible)]
    return NameTable { local, uri in
      if isSpreadsheetML(uri) { return token(of: local, in: names) }
      return holds(uri, ":excel") ? token(of: local, in: settings) : 0
    }
  }

  static func spreadsheetMLAttributes() -> NameTable {
    let names: [(StaticString, SpreadsheetMLAttribute)] = [
      ("Index", .index), ("Span", .span), ("MergeAcross", .mergeAcross), ("MergeDown", .mergeDown), ("Type", .type),
      ("Name", .name), ("TopCell", .topCell), ("LeftCell", .leftCell), ("StyleID", .styleID), ("ID", .id),
      ("Parent", .parent), ("Format", .format), ("Hidden", .hidden), ("Formula", .formula),
      ("StrikeThrough", .strikeThrough),
    ]
    return NameTable { local, uri in isSpreadsheetML(uri) ? token(of: local, in: names) : 0 }
  }

  /// The namespace of SpreadsheetML or of its component flavour, with blanks around it forgiven; no namespace is taken too.
  private static func isSpreadsheetML(_ uri: Text?) -> Bool { uri == nil || holds(uri, ":spreadsheet") }
}
