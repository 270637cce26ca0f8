// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Tells names apart by the addresses of libxml2's interned strings: a name is compared as text only the first time.
///
/// Interned strings live as long as the parser that made them, and so must this table.
struct NameTable {
  typealias Text = UnsafePointer<UInt8>

  private struct Slot {
    var local: Text?
    var uri: Text?
    var token: UInt8 = 0
  }

  private var slots = [Slot](repeating: Slot(), count: 256)
  private let classify: (Text, Text?) -> UInt8

  /// - Parameter classify: gives the token of a local name and its namespace; 0 for a name that does not matter.
  init(_ classify: @escaping (Text, Text?) -> UInt8) { self.classify = classify }

  @inline(__always) mutating func token(_ local: Text, _ uri: Text?) -> UInt8 {
    // The names of a document lie close together: only a product spreads their addresses over the table.
    let mixed = (UInt64(UInt(bitPattern: local)) ^ UInt64(UInt(bitPattern: uri)) << 1) &* 0x9E37_79B9_7F4A_7C15
    let index = Int(truncatingIfNeeded: mixed >> 56)
    let slot = slots[index]
    if slot.local == local, slot.uri == uri { return slot.token }
    let token = classify(local, uri)
    slots[index] = Slot(local: local, uri: uri, token: token)
    return token
  }

  /// Whether `text` holds `part` anywhere; nil holds nothing.
  static func holds(_ text: Text?, _ part: StaticString) -> Bool {
    guard let text else { return false }
    return strstr(characters(text), characters(part.utf8Start)) != nil
  }

  /// Case is forgiven, as Office Web Components and hand-made files need it.
  static func equals(_ text: Text, _ name: StaticString) -> Bool {
    strcasecmp(characters(text), characters(name.utf8Start)) == 0
  }

  /// The token of the first name that equals `text`; 0 when none does.
  static func token<Token: RawRepresentable<UInt8>>(of text: Text, in names: [(StaticString, Token)]) -> UInt8 {
    names.first { equals(text, $0.0) }?.1.rawValue ?? 0
  }

  private static func characters(_ text: Text) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)
  }
}
