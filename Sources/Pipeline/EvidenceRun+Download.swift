// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy
package import Results

extension EvidenceRun {
  /// The rows of a part in a unit's subtree as people read them, masked; they are read while they are handed out.
  package func table(of part: Part, unit: Int) -> ResultTable {
    let keys = EvidenceRun.keys(of: census.schemas[part.measure.kind])
    let columns = zip(keys, header(of: part)).enumerated().dropFirst(3).map { index, names in
      ResultColumn<[String]>(names.0, names.1) { .text($0[index]) }
    }
    return ResultTable("rows", columns: columns, titlesInCSV: true) { body in
      try rows(of: part, unit: unit) { try body(labels(of: $0, in: part)) }
    }
  }
}
