// SPDX-License-Identifier: Apache-2.0

/// The organisation of rows that name none: that of the title, or of the row above.
struct OrganisationFill {
  let source: OrganisationSource
  /// Whether a line of its own within the list may name the branch of the rows below it.
  private let takesSections: Bool
  /// Text that names it; nil where rows must name their own.
  private(set) var organisation: [UInt8]?
  /// Rows that got it, and the first of them.
  private(set) var rows = 0
  private(set) var firstRow: Int?

  init(_ source: OrganisationSource, section: Bool) {
    self.source = source
    takesSections = section || source == .above
    organisation = source == .above ? [] : source.name.map { Array($0.utf8) }
  }

  var isKnown: Bool { organisation.map { !$0.isEmpty } ?? false }

  /// A row that names its own: it holds for those below.
  mutating func note(_ own: ByteText) {
    guard source == .above, !(organisation?.elementsEqual(own) ?? false) else { return }
    organisation = Array(own)
  }

  /// A line that names the branch of the rows below it.
  mutating func begin(section name: String) {
    if takesSections { organisation = Array(name.utf8) }
  }

  mutating func count(_ row: Int) {
    rows += 1
    firstRow = firstRow ?? row
  }
}
