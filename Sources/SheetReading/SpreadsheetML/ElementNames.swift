// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The elements and attributes of SpreadsheetML that matter; everything else is `other`.
enum ElementName: UInt8 {
  case other, workbook, worksheet, table, row, cell, data
}

enum AttributeName: UInt8 {
  case other, index, span, mergeAcross, mergeDown, type, name, topCell, leftCell
}

/// Tells names apart by the addresses of libxml2's interned strings: a name is compared as text only the first time.
///
/// Interned strings live as long as the parser that made them, and so does this table.
struct NameTable {
  typealias Text = UnsafePointer<UInt8>

  private struct Slot {
    var local: Text?
    var uri: Text?
    var token: UInt8 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 256)
  private let classify: (Text) -> UInt8

  init(_ classify: @escaping (Text) -> UInt8) { self.classify = classify }

  @inline(__always) mutating func token(_ local: Text, _ uri: Text?) -> UInt8 {
    let mixed = UInt(bitPattern: local) >> 3 ^ UInt(bitPattern: uri) >> 5
    let index = Int(bitPattern: mixed & 255)
    let slot = slots[index]
    if slot.local == local, slot.uri == uri { return slot.token }
    let token = NameTable.isSpreadsheet(uri) ? classify(local) : 0
    slots[index] = Slot(local: local, uri: uri, token: token)
    return token
  }

  /// The namespace of SpreadsheetML or of its component flavour, with blanks around it forgiven; no namespace is taken too.
  private static func isSpreadsheet(_ uri: Text?) -> Bool {
    guard let uri else { return true }
    return strstr(UnsafeRawPointer(uri).assumingMemoryBound(to: CChar.self), ":spreadsheet") != nil
  }

  static func elements() -> NameTable {
    NameTable { local in
      let names: [(StaticString, ElementName)] = [
        ("Workbook", .workbook), ("Worksheet", .worksheet), ("Table", .table), ("Row", .row), ("Cell", .cell),
        ("Data", .data),
      ]
      return names.first { NameTable.equals(local, $0.0) }?.1.rawValue ?? 0
    }
  }

  static func attributes() -> NameTable {
    NameTable { local in
      let names: [(StaticString, AttributeName)] = [
        ("Index", .index), ("Span", .span), ("MergeAcross", .mergeAcross), ("MergeDown", .mergeDown), ("Type", .type),
        ("Name", .name), ("TopCell", .topCell), ("LeftCell", .leftCell),
      ]
      return names.first { NameTable.equals(local, $0.0) }?.1.rawValue ?? 0
    }
  }

  /// Case is forgiven, as Office Web Components and hand-made files need it.
  private static func equals(_ text: Text, _ name: StaticString) -> Bool {
    strcasecmp(
      UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self),
      UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }
}
