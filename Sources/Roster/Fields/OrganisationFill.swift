// SPDX-License-Identifier: Apache-2.0

/// The organisation of rows that name none: that of the title, or of the row above.
struct OrganisationFill {
  private let source: OrganisationSource
  /// Whether a line of its own within the list may name the branch of the rows below it.
  private let takesSections: Bool
  private var isTracking: Bool
  /// Text that names it; nil where rows must name their own.
  private(set) var organisation: [UInt8]?
  /// Rows that got it, and the first of them.
  private(set) var rows = 0
  private(set) var firstRow: Int?
  /// Rows whose cell is part of a merge with the one above; nil where no merge is known.
  private var merges: [ClosedRange<Int>]?
  /// The last row that was marked as one of the organisation above; nil where none is.
  private var dittoRow: Int?

  init(_ source: OrganisationSource, section: Bool) {
    self.source = source
    takesSections = section || source == .above
    isTracking = source == .above
    organisation = source == .above ? [] : source.name.map { Array($0.utf8) }
  }

  /// Whether an organisation is known for a row that names none.
  func isKnown(for row: Int) -> Bool {
    guard let organisation, !organisation.isEmpty else { return false }
    if let dittoRow { return dittoRow == row }
    return merges.map { $0.contains { $0.contains(row) } } ?? true
  }

  /// Merges over rows of the column: from now on only what they cover is filled.
  mutating func note(merges new: [ClosedRange<Int>]) {
    guard !new.isEmpty, source == .above || source == .column else { return }
    merges = new
    isTracking = true
    if organisation == nil { organisation = [] }
  }

  /// What tells it.
  var told: OrganisationSource { isTracking ? .above : source }

  /// A row that names its own: it holds for those below.
  mutating func note(_ own: ByteText) {
    guard isTracking, !(organisation?.elementsEqual(own) ?? false) else { return }
    organisation = Array(own)
  }

  /// A row says, by a mark in its cell, that it belongs where the one above does.
  ///
  /// - Parameter last: the organisation of that one; nil where it has none.
  mutating func follows(_ row: Int, above last: [UInt8]?) {
    guard source == .column, merges == nil else { return }
    dittoRow = row
    if isTracking { return }
    isTracking = true
    organisation = last ?? []
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
