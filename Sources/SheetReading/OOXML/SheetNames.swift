// SPDX-License-Identifier: Apache-2.0

/// The elements of worksheets and shared strings that matter.
enum SheetElement: UInt8 {
  case other, worksheet, sheetData, row, cell, value, inline, si, t, phonetic, mergeCell, formula
}

/// The attributes of those elements.
enum SheetAttribute: UInt8 {
  case other, reference, type, style, range, hidden
}

extension NameTable {
  static func sheetElements() -> NameTable {
    let names: [(StaticString, SheetElement)] = [
      ("worksheet", .worksheet), ("sheetData", .sheetData), ("row", .row), ("c", .cell), ("v", .value),
      ("is", .inline), ("si", .si), ("t", .t), ("rPh", .phonetic), ("mergeCell", .mergeCell),
      ("f", .formula),
    ]
    // Transitional and strict namespaces both hold this word; extensions in other ones mean something else.
    return NameTable { local, uri in
      uri == nil || holds(uri, "spreadsheetml/") ? token(of: local, in: names) : 0
    }
  }

  static func sheetAttributes() -> NameTable {
    let names: [(StaticString, SheetAttribute)] = [
      ("r", .reference), ("t", .type), ("s", .style), ("ref", .range), ("hidden", .hidden),
    ]
    return NameTable { local, uri in uri == nil ? token(of: local, in: names) : 0 }
  }
}
