// SPDX-License-Identifier: Apache-2.0

package import Findings

extension Finding {
  /// The order in which findings are told: file, sheet, row, column, code, then the facts.
  package static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    func key(_ finding: Finding) -> (String, String, Int, Int, String) {
      let place = finding.place
      return (place?.file ?? "", place?.sheet ?? "", place?.row ?? 0, place?.column ?? 0, finding.code)
    }
    let (first, second) = (key(left), key(right))
    if first != second { return first < second }
    return left.facts.sorted { $0.key < $1.key }.map { $0.key + $0.value }
      .lexicographicallyPrecedes(right.facts.sorted { $0.key < $1.key }.map { $0.key + $0.value })
  }
}
