// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tabular

extension Masking {
  /// As many digits on end as no date, amount or document number has: phones have eleven.
  private static let longest = 10

  /// The text with the digits of numbers of persons replaced by stars: eleven digits and more on end, and phones or ID
  /// numbers that blanks or hyphens cut into groups.
  ///
  /// - Returns: nil when it holds none, at the cost of counting its digits.
  static func withoutPersonalNumbers(_ text: ByteText) -> [UInt8]? {
    guard text.count > longest else { return nil }
    var digits = 0
    var isWide = false
    for (index, byte) in text.enumerated() {
      if byte &- 0x30 <= 9 { digits += 1 }
      // Full-width digits are EF BC 90 to EF BC 99.
      if byte == 0xEF, index + 2 < text.count, text[index + 1] == 0xBC, text[index + 2] &- 0x90 <= 9 { isWide = true }
    }
    if isWide {
      let plain = Array(text.string.precomposedStringWithCompatibilityMapping.utf8)
      return plain.withUnsafeBytes { masked($0) }
    }
    return digits > longest ? masked(text) : nil
  }

  static func withoutPersonalNumbers(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { withoutPersonalNumbers($0) }.map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// A mobile number or a valid ID number and nothing else; organisation IDs are neither.
  static func isPersonalNumber(_ text: ByteText) -> Bool {
    if text.count == 11 { return text.digits(0, 11) != nil && text[0] == 0x31 && text[1] >= 0x33 }
    guard text.count == 18, text.digits(0, 17) != nil else { return false }
    return NationalID(text, kind: .string).form == .valid
  }

  private static func masked(_ text: ByteText) -> [UInt8]? {
    var bytes = Array(text)
    var isChanged = false
    for run in runs(of: text) {
      for group in personal(run, text) {
        for index in group { bytes[index] = UInt8(ascii: "*") }
        isChanged = true
      }
    }
    return isChanged ? bytes : nil
  }

  /// Groups of digits with one blank or hyphen between them.
  private static func runs(of text: ByteText) -> [[Range<Int>]] {
    var runs: [[Range<Int>]] = []
    var index = 0
    while index < text.count {
      guard text.isDigit(index) else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, text.isDigit(index) { index += 1 }
      let isJoined = start > 0 && runs.last?.last?.upperBound == start - 1 && isJoint(text[start - 1])
      if isJoined { runs[runs.count - 1].append(start..<index) } else { runs.append([start..<index]) }
    }
    return runs
  }

  private static func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") }

  private static func personal(_ groups: [Range<Int>], _ text: ByteText) -> [Range<Int>] {
    var found = groups.filter { $0.count > longest }
    for first in groups.indices where !found.contains(groups[first]) {
      for last in groups.indices.dropFirst(first + 1).prefix(3) {
        let parts = Array(groups[first...last])
        let digits = parts.reduce(0) { $0 + $1.count }
        let start = groups[first].lowerBound
        let isPhone = digits == 11 && groups[first].count > 1 && text[start] == 0x31 && text[start + 1] >= 0x33
        let isID = (digits == 17 || digits == 18) && groups[first].count == 6
        if isPhone || isID { found += parts }
      }
    }
    return found
  }
}
