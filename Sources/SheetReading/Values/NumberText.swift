// SPDX-License-Identifier: Apache-2.0

/// Numbers of binary files as text: every digit that the number has, and no exponent where a person would write none.
enum NumberText {
  static func spelled(_ value: Double) -> String {
    guard value == value.rounded(), abs(value) < 1e21 else { return "\(value)" }
    // Whole numbers up to 2^63 are exact; the longer ones keep the digits that tell them apart and end in zeros.
    if abs(value) < 9e18 { return String(Int64(value)) }
    let parts = "\(value)".split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    let digits = parts[0].replacing(".", with: "")
    let count = digits.filter(\.isNumber).count
    return digits + String(repeating: "0", count: max(0, exponent + 1 - count))
  }
}
