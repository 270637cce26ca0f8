// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The styles of an OpenDocument file that strike cells out or hide tables; those of a file of their own (`styles.xml`)
/// are not looked at: programs write what a hand struck out into the automatic styles beside the cells.
struct ODSStyles {
  /// A name as a number, as in `StyleTable`.
  typealias Key = StyleTable.Key

  static let none: Key = 0

  private struct Style {
    var parent: Key
    var isStruck: Bool?
    var isHidden: Bool?
  }

  private var styles: [Key: Style] = [:]
  private var current = none
  /// False as long as no style strikes out: cells need not ask.
  private(set) var hasStruck = false

  static func key(_ name: UnsafeBufferPointer<UInt8>) -> Key { StyleTable.key(name) }

  mutating func begin(_ name: Key, parent: Key) {
    current = name
    styles[name] = Style(parent: parent)
  }

  mutating func strike(_ isStruck: Bool) {
    styles[current]?.isStruck = isStruck
    hasStruck = hasStruck || isStruck
  }

  mutating func display(_ isShown: Bool) { styles[current]?.isHidden = !isShown }

  func isStruck(_ name: Key) -> Bool { value(name, \.isStruck) }
  func isHidden(_ name: Key) -> Bool { value(name, \.isHidden) }

  private func value(_ name: Key, _ property: KeyPath<Style, Bool?>) -> Bool {
    var next = name
    // A chain of parents is short; a circle of them ends here.
    for _ in 0..<16 {
      guard let style = styles[next] else { return false }
      if let value = style[keyPath: property] { return value }
      next = style.parent
    }
    return false
  }
}
