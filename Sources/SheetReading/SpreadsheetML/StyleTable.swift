// SPDX-License-Identifier: Apache-2.0

/// Which styles of a workbook show numbers as dates or strike them out; styles inherit from their parents and all from `Default`.
struct StyleTable {
  /// A style ID as a number: IDs are compared by fingerprint, never kept as text.
  typealias Key = UInt64

  /// No style: cells without one take that of their row, column or table.
  static let none: Key = 0

  private struct Style {
    var parent: Key
    /// Nil where the style says nothing of numbers.
    var isDate: Bool?
    var isStruck: Bool?
  }

  private static let fallback = "Default".utf8.reduce(Key(0xcbf2_9ce4_8422_2325)) { fold($0, $1) }
  private var styles: [Key: Style] = [:]
  private var current = none
  /// False as long as no style is a date: cells need not ask.
  private(set) var hasDates = false
  /// Likewise of styles that strike out.
  private(set) var hasStruck = false

  @inline(__always) private static func fold(_ key: Key, _ byte: UInt8) -> Key {
    (key ^ Key(byte)) &* 0x100_0000_01b3
  }

  static func key(_ id: UnsafeBufferPointer<UInt8>) -> Key { id.reduce(0xcbf2_9ce4_8422_2325, fold) }

  mutating func begin(_ key: Key, parent: Key) {
    current = key
    if key != StyleTable.none { styles[key] = Style(parent: parent) }
  }

  mutating func format(_ code: String) {
    guard current != StyleTable.none else { return }
    let isDate = NumberFormat.isDate(code)
    styles[current]?.isDate = isDate
    hasDates = hasDates || isDate
  }

  /// A font of the current style; one that says nothing of a line strikes nothing out.
  mutating func font(isStruck: Bool) {
    guard current != StyleTable.none else { return }
    styles[current]?.isStruck = isStruck
    hasStruck = hasStruck || isStruck
  }

  /// Whether a number of this style is a date.
  func isDate(_ key: Key) -> Bool { value(of: key, \.isDate) }

  /// Whether a text of this style is struck through.
  func isStruck(_ key: Key) -> Bool { value(of: key, \.isStruck) }

  private func value(of key: Key, _ property: KeyPath<Style, Bool?>) -> Bool {
    var next = key == StyleTable.none ? StyleTable.fallback : key
    // A chain of parents is short; a circle of them ends here.
    for _ in 0..<16 {
      guard let style = styles[next] else {
        return next != StyleTable.fallback && value(of: StyleTable.fallback, property)
      }
      if let value = style[keyPath: property] { return value }
      guard next != StyleTable.fallback else { return false }
      next = style.parent == StyleTable.none ? StyleTable.fallback : style.parent
    }
    return false
  }
}
