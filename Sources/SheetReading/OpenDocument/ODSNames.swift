// SPDX-License-Identifier: Apache-2.0

/// The elements of OpenDocument spreadsheets that matter.
enum ODSElement: UInt8 {
  case other, spreadsheet, table, row, cell, covered, paragraph, space, tab, lineBreak
}

/// The attributes of those elements.
enum ODSAttribute: UInt8 {
  case other, name, rowsRepeated, columnsRepeated, columnsSpanned, rowsSpanned, type, value, date, time, boolean,
    string,
    extendedType, count
}

extension NameTable {
  static func openDocumentElements() -> NameTable {
    let tables: [(StaticString, ODSElement)] = [
      ("table", .table), ("table-row", .row), ("table-cell", .cell), ("covered-table-cell", .covered),
    ]
    let texts: [(StaticString, ODSElement)] = [
      ("p", .paragraph), ("s", .space), ("tab", .tab), ("line-break", .lineBreak),
    ]
    return NameTable { local, uri in
      if holds(uri, "xmlns:table:") { return token(of: local, in: tables) }
      if holds(uri, "xmlns:text:") { return token(of: local, in: texts) }
      let isRoot = holds(uri, "xmlns:office:") && equals(local, "spreadsheet")
      return isRoot ? ODSElement.spreadsheet.rawValue : 0
    }
  }

  static func openDocumentAttributes() -> NameTable {
    let tables: [(StaticString, ODSAttribute)] = [
      ("name", .name), ("number-rows-repeated", .rowsRepeated), ("number-columns-repeated", .columnsRepeated),
      ("number-columns-spanned", .columnsSpanned), ("number-rows-spanned", .rowsSpanned),
    ]
    let values: [(StaticString, ODSAttribute)] = [
      ("value-type", .type), ("value", .value), ("date-value", .date), ("time-value", .time),
      ("boolean-value", .boolean), ("string-value", .string),
    ]
    return NameTable { local, uri in
      if holds(uri, "xmlns:table:") { return token(of: local, in: tables) }
      if holds(uri, "xmlns:office:") { return token(of: local, in: values) }
      if holds(uri, "xmlns:text:") { return equals(local, "c") ? ODSAttribute.count.rawValue : 0 }
      let isExtended = holds(uri, "calc:xmlns:calcext:") && equals(local, "value-type")
      return isExtended ? ODSAttribute.extendedType.rawValue : 0
    }
  }
}
