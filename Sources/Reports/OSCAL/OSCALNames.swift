// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation
import Policy
import Results

/// Names by which the documents of one report refer to each other: worked out from what they name, never made up.
struct OSCALNames {
  /// The version of OSCAL the documents follow.
  static let version = "1.2.1"
  /// Of members that OSCAL has no word for.
  static let namespace = "urn:league-census:oscal"

  /// What the report is of: content, rules, program, language and unit.
  let scope: [String]

  /// A UUID of version 5 (RFC 9562): SHA-1 over a name space and the name.
  func uuid(_ parts: String...) -> String { OSCALNames.uuid(scope + parts) }

  private static func uuid(_ parts: [String]) -> String {
    var hash = Insecure.SHA1()
    hash.update(data: Array(namespace.utf8))
    for part in parts { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
    var bytes = Array(hash.finalize().prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = HexText.of(bytes)
    let ends = [0, 8, 12, 16, 20, 32]
    return zip(ends, ends.dropFirst()).map { start, end in
      String(digits.dropFirst(start).prefix(end - start))
    }.joined(separator: "-")
  }

  /// A task as a control: tokens do not begin with a digit.
  static func control(_ task: String) -> String { "task-" + task }
  static func objective(_ task: String) -> String { control(task) + "_obj" }
  static func statement(_ task: String) -> String { control(task) + "_smt" }

  /// A member of our own.
  static func property(_ name: String, _ value: String?) -> OSCALNode? {
    let line = value.map(OSCALNames.line) ?? ""
    guard !line.isEmpty else { return nil }
    return .object([("name", .text(name)), ("ns", .text(namespace)), ("value", .text(line))])
  }

  static func properties(_ pairs: [(String, String?)]) -> OSCALNode { .list(pairs.compactMap { property($0.0, $0.1) }) }

  /// Titles and values are one line without blanks at its ends.
  static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingCharacters(in: .whitespaces)
  }
}
