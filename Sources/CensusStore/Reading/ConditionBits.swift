// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

extension Expression {
  /// As SQL: the language of conditions is a part of it, in which every engine agrees.
  var sql: String { text }
}

/// Which of many conditions a record meets, as SQL gives it: bits of whole numbers, `MeasureBitset.bitsPerWord` to each.
enum ConditionBits {
  /// SQL for each number, as many as the conditions need, in their order.
  static func packedPredicates(of conditions: [Expression]) -> [String] {
    stride(from: 0, to: conditions.count, by: MeasureBitset.bitsPerWord).map { first in
      conditions.dropFirst(first).prefix(MeasureBitset.bitsPerWord).enumerated().map { bit, condition in
        "(CASE WHEN \(condition.sql) THEN \(1 << bit) ELSE 0 END)"
      }.joined(separator: " | ")
    }
  }
}
