// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which of several rows of one thing counts: that of the later day, then by state, by organisation ID, by everything else
/// that was sent. The number of a row comes last and decides between equal rows only, so that neither the order of rows and
/// files nor that of units changes a figure.
struct RowPrecedence {
  let kind: RecordKind

  /// SQL over the row `t` for ORDER BY, the row that counts first.
  ///
  /// - Parameters:
  ///   - first: what goes before it, of which the greatest value counts.
  ///   - organisation: the ID of the row's organisation; left out where all rows agree in it.
  func descending(_ first: [String] = [], organisation: String? = nil) -> String {
    let terms = first + days + state + [organisation].compactMap { $0 } + rest
    return (terms + ["t.id"]).map { $0 + " DESC" }.joined(separator: ", ")
  }

  private var days: [String] {
    switch kind {
    case .organisation: ["t.last_election"]
    case .cadre: ["t.appointed"]
    case .transfer: ["COALESCE(t.completed, t.applied)"]
    case .youth: ["t.as_of"]
    default: []
    }
  }

  private var state: [String] {
    switch kind {
    case .member: ["t.membership"]
    case .cadre: ["t.in_post"]
    case .transfer: ["t.state"]
    default: []
    }
  }

  /// Days, then numbers, flags, texts, organisations, codes. Pseudonyms say nothing that two workspaces agree in.
  private var rest: [String] {
    let sent = kind.columns.filter { !$0.isSettled }
    return [ColumnType.day, .integer, .flag, .text, .organisation, .code].flatMap { type in
      sent.filter { $0.type == type }.map { column in
        type == .organisation
          ? "(SELECT text FROM organisation_ref WHERE id = t.\(column.name))" : "t.\(column.name)"
      }
    }
  }
}
