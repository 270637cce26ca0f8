// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Pipeline
import Results

/// Rows that a template holds to be corrected: values by field, as they are typed into a cell.
struct TemplateRows {
  typealias Row = [String: String]

  private(set) var rows: [RecordKind: [Row]] = [:]

  mutating func add(_ row: Row, of kind: RecordKind) { rows[kind, default: []].append(row) }

  subscript(_ kind: RecordKind) -> [Row] { rows[kind] ?? [] }

  /// The rows of `other`, and of each kind that it does not have those that are here.
  func replaced(by other: TemplateRows) -> TemplateRows {
    var result = self
    for (kind, rows) in other.rows { result.rows[kind] = rows }
    return result
  }

  /// The fields that some row fills.
  func fields(of kind: RecordKind) -> Set<String> { Set(self[kind].flatMap(\.keys)) }
}
