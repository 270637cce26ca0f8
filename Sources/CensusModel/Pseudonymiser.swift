// SPDX-License-Identifier: Apache-2.0

/// 128 bits that stand for a person, a phone or a member number; the same for the same text under one workspace key.
package struct Pseudonym: Sendable, Hashable {
  /// The upper 64 of its bits; the sign has no meaning.
  package var high: Int64
  /// The lower 64 of its bits; the sign has no meaning.
  package var low: Int64

  package init(high: Int64, low: Int64) {
    self.high = high
    self.low = low
  }
}

/// Turns personal numbers into keyed pseudonyms (HMAC-SHA-256 with the workspace key), so that none is stored in clear.
package protocol Pseudonymiser: Sendable {
  /// The pseudonym of `text`; `domain` keeps numbers of different meaning apart (1 identity, 2 phone, 3 member number, 4 fallback identity).
  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym
  /// A keyed hash of 64 bits, for names: enough to compare them, at a small part of the cost.
  func shortKey(of text: UnsafeRawBufferPointer) -> Int64
}

extension Pseudonymiser {
  /// The upper half of a whole pseudonym in a domain of its own (5): for pseudonymisers without a quicker hash.
  package func shortKey(of text: UnsafeRawBufferPointer) -> Int64 { pseudonym(of: text, domain: 5).high }
}

/// Whether names are stored whole or as 王*明.
package enum NameStorage: String, Sendable, Hashable, CaseIterable {
  case masked, full
}
