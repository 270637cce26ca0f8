// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which of several rows of one thing counts: that of the later day, then by state, by organisation ID, by everything else
/// that was sent. The number of a row comes last and decides between equal rows only, so that neither the order of rows and
/// files nor that of units changes a figure.
struct RowPrecedence {
  private let schema: RosterSchema

  init(_ schema: RosterSchema) { self.schema = schema }

  /// SQL over the row `t` for ORDER BY, the row that counts first.
  ///
  /// - Parameters:
  ///   - first: what goes before it, of which the greatest value counts.
  ///   - organisation: the ID of the row's organisation; left out where all rows agree in it.
  func descending(_ first: [String] = [], organisation: String? = nil) -> String {
    let terms = first + words + days + state + [organisation].compactMap { $0 } + rest
    return (terms + ["t.id"]).map { $0 + " DESC" }.joined(separator: ", ")
  }

  private var words: [String] {
    guard let words = schema.precedence.first else { return [] }
    func contains(_ text: String) -> String {
      "instr(COALESCE(t.\(words.column), ''), '\(text.replacing("'", with: "''"))') > 0"
    }
    return ["(\(contains(words.has))\(words.hasNot.isEmpty ? "" : " AND NOT " + contains(words.hasNot)))"]
  }

  private var days: [String] {
    schema.precedence.days.map { alternatives in
      let terms = alternatives.map { "t.\($0)" }
      return terms.count == 1 ? terms[0] : "COALESCE(\(terms.joined(separator: ", ")))"
    }
  }

  private var state: [String] { schema.precedence.state.map { ["t.\($0)"] } ?? [] }

  /// Days, then numbers, flags, texts, organisations, codes. Pseudonyms say nothing that two workspaces agree in.
  private var rest: [String] {
    let sent = schema.columns.filter { !$0.isSettled }
    return [ColumnType.day, .integer, .flag, .text, .organisation, .code].flatMap { type in
      sent.filter { $0.type == type }.map { column in
        type == .organisation
          ? "(SELECT r.text FROM organisation_ref AS r WHERE r.id = t.\(column.name))" : "t.\(column.name)"
      }
    }
  }
}
