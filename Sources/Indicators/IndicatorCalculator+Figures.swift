// SPDX-License-Identifier: Apache-2.0

extension IndicatorCalculator {
  /// Whether an organisation gave a reported figure of its own, so that the sum of its parts does not count.
  package func hasOwnFigure(of measure: String, node: Int) -> Bool {
    (figures[measure] as? ReportedFigures)?.ownCount(node: node) != nil
  }

  /// Whether the period holds any record a measure counts; a reported figure has records when someone gave one.
  package func hasRecords(for measure: String) -> Bool {
    figures[measure]?.count(unit: 0, group: nil) != nil
  }
}
