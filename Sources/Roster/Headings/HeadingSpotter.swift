// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Spots rows that may be the heading of a table, at the cost of a look at the first cells of each row.
struct HeadingSpotter: Sendable {
  private let headings: Set<String>
  /// Of headings of common hanzi alone, which are their own comparable form.
  private let fingerprints: Set<UInt64>
  /// Whether a heading begins with the character, by its number.
  private let begins: [Bool]

  init(headings: Set<String>) {
    self.headings = headings
    var begins = [Bool](repeating: false, count: 0x1_0000)
    for scalar in headings.compactMap(\.unicodeScalars.first) where scalar.value < 0x1_0000 {
      begins[Int(scalar.value)] = true
    }
    self.begins = begins
    fingerprints = Set(headings.map { Array($0.utf8).withUnsafeBytes { $0.fingerprint } })
  }

  /// Whether at least two cells, and half of those that are filled, are headings of some sheet.
  func isHeading(_ row: Row, of rows: RowBatch, _ bytes: ByteText) -> Bool {
    guard row.cellCount > 1, mayBegin(row, of: rows, bytes) else { return false }
    var (known, filled) = (0, 0)
    for cell in rows.cells(of: row) where cell.length > 0 {
      filled += 1
      if cell.kind == .string, cell.length < 120 { known += isKnown(rows.text(of: cell)) ? 1 : 0 }
    }
    return known > 1 && known * 2 >= filled
  }

  /// What is of hanzi alone is a heading letter by letter; anything else may be spelled in other ways.
  private func mayBeKnown(_ text: ByteText) -> Bool {
    guard text.allSatisfy({ $0 >= 0x80 && $0 != 0xE2 && $0 != 0xE3 && $0 != 0xEF && $0 != 0xC2 }) else { return true }
    return fingerprints.contains(text.fingerprint)
  }

  /// Whether a text is a heading of some sheet.
  func isKnown(_ text: String) -> Bool {
    let key = HeadingKey(text)
    return [key.normalised, key.bare, key.lead].contains { $0.map { !$0.isEmpty && headings.contains($0) } ?? false }
  }

  /// One of the first three cells begins like a heading: hanzi are looked up, and none is a number.
  private func mayBegin(_ row: Row, of rows: RowBatch, _ bytes: ByteText) -> Bool {
    let first = Int(row.firstCell)
    for index in first..<(first + min(3, Int(row.cellCount))) where rows.cells[index].kind == .string {
      let cell = rows.cells[index]
      let text = bytes.part(Int(cell.start), Int(cell.start + cell.length))
      guard text.count > 1, !text.isDigit(0) else { continue }
      guard text[0] & 0xF0 == 0xE0, text.count > 2 else {
        if text.count < 40, isKnown(text.string) { return true }
        continue
      }
      let scalar = Int(text[0] & 0x0F) << 12 | Int(text[1] & 0x3F) << 6 | Int(text[2] & 0x3F)
      if begins[scalar], mayBeKnown(text), isKnown(text.string) { return true }
    }
    return false
  }
}
