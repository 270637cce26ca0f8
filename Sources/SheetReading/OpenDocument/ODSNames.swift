// SPDX-License-Identifier: Apache-2.0

/// The elements of OpenDocument spreadsheets that matter.
enum ODSElement: UInt8 {
  case other, spreadsheet, table, row, cell, covered, paragraph, space, tab, lineBreak,
    style, textProperties, tableProperties
}

/// The attributes of those elements.
enum ODSAttribute: UInt8 {
  case other, name, rowsRepeated, columnsRepeated, columnsSpanned, rowsSpanned, type, value, date, time, boolean,
    string,
    extendedType, count, formula, visibility, styleName, defaultStyle, parentStyle, lineThrough, display
}

extension NameTable {
  static func openDocumentElements() -> NameTable {
    let tables: [(StaticString, ODSElement)] = [
      ("table", .table), ("table-row", .row), ("table-cell", .cell), ("covered-table-cell", .covered),
    ]
    let texts: [(StaticString, ODSElement)] = [
      ("p", .paragraph), ("s", .space), ("tab", .tab), ("line-break", .lineBreak),
    ]
    let styles: [(StaticString, ODSElement)] = [
      ("style", .style), ("text-properties", .textProperties), ("table-properties", .tableProperties),
    ]
    return NameTable { local, uri in
      if holds(uri, "xmlns:table:") { return token(of: local, in: tables) }
      if holds(uri, "xmlns:text:") { return token(of: local, in: texts) }
      if holds(uri, "xmlns:style:") { return token(of: local, in: styles) }
      let isRoot = holds(uri, "xmlns:office:") && equals(local, "spreadsheet")
      return isRoot ? ODSElement.spreadsheet.rawValue : 0
    }
  }

  static func openDocumentAttributes() -> NameTable {
    let tables: [(StaticString, ODSAttribute)] = [
      ("name", .name), ("number-rows-repeated", .rowsRepeated), ("number-columns-repeated", .columnsRepeated),
      ("number-columns-spanned", .columnsSpanned), ("number-rows-spanned", .rowsSpanned),
      ("formula", .formula), ("visibility", .visibility), ("style-name", .styleName), ("display", .display),
      ("default-cell-style-name", .defaultStyle),
    ]
    let values: [(StaticString, ODSAttribute)] = [
      ("value-type", .type), ("value", .value), ("date-value", .date), ("time-value", .time),
      ("boolean-value", .boolean), ("string-value", .string),
    ]
    let styles: [(StaticString, ODSAttribute)] = [
      ("name", .name), ("parent-style-name", .parentStyle), ("text-line-through-style", .lineThrough),
      ("text-line-through-type", .lineThrough),
    ]
    return NameTable { local, uri in
      if holds(uri, "xmlns:table:") { return token(of: local, in: tables) }
      if holds(uri, "xmlns:office:") { return token(of: local, in: values) }
      if holds(uri, "xmlns:style:") { return token(of: local, in: styles) }
      if holds(uri, "xmlns:text:") { return equals(local, "c") ? ODSAttribute.count.rawValue : 0 }
      let isExtended = holds(uri, "calc:xmlns:calcext:") && equals(local, "value-type")
      return isExtended ? ODSAttribute.extendedType.rawValue : 0
    }
  }
}
