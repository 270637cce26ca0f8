// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Measures → ratios with states, at any unit and by group, from tallies and the preorder tree only.
package struct IndicatorCalculator: Sendable {
  package let pack: PolicyPack
  package let tree: OrganisationTree

  /// Builds prefix sums; costs one pass over the tallies.
  package init(pack: PolicyPack, tree: OrganisationTree, tallies: [Tally]) {
    self.pack = pack
    self.tree = tree
  }

  package func value(of indicator: Indicator, unit: Int, group: IndicatorGroup? = nil) -> IndicatorValue {
    IndicatorValue(
      indicator: indicator.id, unit: unit, group: group, state: .denominatorMissing, numerator: nil, denominator: nil)
  }

  /// The count of a measure in a unit's subtree (for reported figures: by the own-figure-wins rule); nil when unknown.
  package func count(of measure: String, unit: Int, group: IndicatorGroup? = nil) -> Int64? { nil }

  /// The groups of a dimension that occur in a unit, in code list order.
  package func groups(_ dimension: IndicatorGroup.Dimension, unit: Int) -> [IndicatorGroup] { [] }
}
