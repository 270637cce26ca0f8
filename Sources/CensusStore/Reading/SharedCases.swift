// SPDX-License-Identifier: Apache-2.0

/// Derived columns stand in conditions as `(CASE … END)`, once for each condition that names them. Here those that several
/// conditions of one walk share become columns of its source, so that SQLite works each out once for a record.
struct SharedCases {
  /// The conditions with a column in the place of what they share.
  private(set) var conditions: [String]
  private var shared: [String] = []

  init(_ conditions: [String]) {
    self.conditions = conditions
    var counts: [Substring: Int] = [:]
    for condition in conditions { for found in SharedCases.cases(in: condition) { counts[found, default: 0] += 1 } }
    // The longest first: a shorter one within it is then done with it.
    let repeated = counts.filter { $0.value > 1 }.keys.sorted { ($1.count, $0) < ($0.count, $1) }
    for text in repeated.map(String.init) {
      let name = "shared_\(shared.count)"
      let replaced = self.conditions.map { $0.replacing(text, with: name) }
      guard replaced != self.conditions else { continue }
      self.conditions = replaced
      shared.append(text)
    }
  }

  /// The rows that count in `source`, with what the conditions share.
  ///
  /// The limit, which is none, keeps SQLite from writing the columns out again.
  func source(_ source: String) -> String {
    let rows = "\(source) WHERE superseded = 0 AND node IS NOT NULL"
    guard !shared.isEmpty else { return "(SELECT * FROM \(rows))" }
    let columns = shared.enumerated().map { ", \($1) AS shared_\($0)" }.joined()
    return "(SELECT *\(columns) FROM \(rows) LIMIT -1)"
  }

  /// Every `(CASE … )` of a condition up to the bracket that closes it; brackets within quotes are text.
  private static func cases(in condition: String) -> [Substring] {
    let (bytes, start) = (condition.utf8, Array("(CASE ".utf8))
    var found: [Substring] = []
    var (open, isQuoted): ([String.Index?], Bool) = ([], false)
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "'"): isQuoted.toggle()
      case UInt8(ascii: "(") where !isQuoted: open.append(bytes[index...].starts(with: start) ? index : nil)
      case UInt8(ascii: ")") where !isQuoted:
        if let begin = open.popLast() ?? nil { found.append(condition[begin...index]) }
      default: break
      }
    }
    return found
  }
}
