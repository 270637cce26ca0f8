// SPDX-License-Identifier: Apache-2.0

extension BinaryInteger {
  /// Decimal digits, with zeros in front up to `width`; a longer number stays whole.
  package func padded(to width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
