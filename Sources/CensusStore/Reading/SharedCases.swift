// SPDX-License-Identifier: Apache-2.0

import Conditions

/// Derived columns stand in conditions as `CASE`, once for each condition that names them. Here those that several conditions
/// of one walk share become columns of its source, so that SQLite works each out once for a record.
struct SharedCases {
  /// The conditions with a column in the place of what they share.
  private(set) var conditions: [Expression]
  private var shared: [Expression] = []

  init(_ conditions: [Expression]) {
    self.conditions = conditions
    var counts: [Expression: Int] = [:]
    for condition in conditions { SharedCases.eachCase(in: condition) { counts[$0, default: 0] += 1 } }
    // The longest first: a shorter one within it is then done with it.
    let repeated = counts.filter { $0.value > 1 }.keys.map { ($0, $0.text) }
    for (part, _) in repeated.sorted(by: { ($1.1.utf8.count, $0.1) < ($0.1.utf8.count, $1.1) }) {
      let column = Expression.column("shared_\(shared.count)")
      let replaced = self.conditions.map { $0.replacing { $0 == part ? column : nil } }
      guard replaced != self.conditions else { continue }
      self.conditions = replaced
      shared.append(part)
    }
  }

  /// The rows that count in `source`, with what the conditions share.
  ///
  /// The limit, which is none, keeps SQLite from writing the columns out again.
  func source(_ source: String) -> String {
    let rows = "\(source) WHERE superseded = 0 AND node IS NOT NULL"
    guard !shared.isEmpty else { return "(SELECT * FROM \(rows))" }
    let columns = shared.enumerated().map { ", \($1.sql) AS shared_\($0)" }.joined()
    return "(SELECT *\(columns) FROM \(rows) LIMIT -1)"
  }

  private static func eachCase(in condition: Expression, _ body: (Expression) -> Void) {
    if case .cases(let cases, _) = condition, !cases.isEmpty { body(condition) }
    for child in condition.children { eachCase(in: child, body) }
  }
}
