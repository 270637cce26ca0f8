// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Counts the distinct names of a document by the addresses of libxml2's interned strings.
struct NameCount {
  typealias Text = UnsafePointer<UInt8>

  /// Those met lately, by their address: most names are met again and again.
  private var recent = [Text?](repeating: nil, count: 64)
  private var seen: Set<Text> = []

  var isTooLarge: Bool { seen.count > ReadingLimits.names }

  @inline(__always) mutating func note(_ name: Text) {
    let slot = Int(truncatingIfNeeded: (UInt64(UInt(bitPattern: name)) &* 0x9E37_79B9_7F4A_7C15) >> 58)
    if recent[slot] == name { return }
    recent[slot] = name
    seen.insert(name)
  }
}
