// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which of many conditions a record meets, as SQL gives it: bits of whole numbers, `MeasureMarks.bitsPerWord` to each.
enum ConditionBits {
  /// SQL for each number, as many as the queries need; the conditions are in the order of the queries.
  static func words(of queries: [MeasureQuery]) -> [String] {
    stride(from: 0, to: queries.count, by: MeasureMarks.bitsPerWord).map { first in
      queries.dropFirst(first).prefix(MeasureMarks.bitsPerWord).enumerated().map { bit, query in
        "(CASE WHEN \(query.condition) THEN \(1 << bit) ELSE 0 END)"
      }.joined(separator: " | ")
    }
  }
}
