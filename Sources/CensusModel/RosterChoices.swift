// SPDX-License-Identifier: Apache-2.0

/// What becomes of what the sender of a workbook does not see, or has crossed out; whatever it is, it is told.
package struct RosterChoices: Sendable, Hashable {
  /// Whether hidden and very hidden sheets are read.
  package var readsHiddenSheets: Bool
  /// Whether rows count that a filter or a hand hides.
  package var countsHiddenRows: Bool
  /// Whether rows count that are struck out.
  package var countsStruckRows: Bool

  package init(readsHiddenSheets: Bool = false, countsHiddenRows: Bool = true, countsStruckRows: Bool = true) {
    self.readsHiddenSheets = readsHiddenSheets
    self.countsHiddenRows = countsHiddenRows
    self.countsStruckRows = countsStruckRows
  }
}
