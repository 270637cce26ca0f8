// SPDX-License-Identifier: Apache-2.0

/// Which cells of additive tables are withheld so that no small count of persons is shown or can be worked out from
/// totals and differences.
package struct SmallCells<Cell: Hashable> {
  /// Cells of which those before the last add up to the last.
  package struct Line {
    /// The cells that are added up.
    package var parts: [Cell]
    /// The cell that holds their sum.
    package var whole: Cell

    package init(parts: [Cell], whole: Cell) { (self.parts, self.whole) = (parts, whole) }
  }

  private let values: [Cell: Int64]
  private let least: Int64
  /// The cells that are withheld.
  package private(set) var hidden: Set<Cell>

  /// - Parameters:
  ///   - values: the counts of persons.
  ///   - lines: what adds up; each is seen from the smallest cell that would be given back.
  ///   - related: cells of which some may add up to others, nobody knows which; they are withheld together.
  package init(_ values: [Cell: Int64], lines: [Line], related: [[Cell]], least: Int64) {
    self.values = values
    self.least = least
    hidden = Set(values.filter { (1..<least).contains($0.value) }.keys)
    var grew = true
    while grew {
      grew = false
      for line in lines where !isSafe(line) { grew = hideOneMore(of: line.parts, else: line.whole) || grew }
      for cells in related where cells.contains(where: hidden.contains) {
        for cell in cells where value(of: cell) > 0 && hidden.insert(cell).inserted { grew = true }
      }
    }
  }

  /// Whether what is hidden may be several numbers each, at least one of them no small one.
  private func isSafe(_ line: Line) -> Bool {
    let withheld = line.parts.filter(hidden.contains)
    if hidden.contains(line.whole) { return !withheld.isEmpty || value(of: line.whole) == 0 }
    guard !withheld.isEmpty else { return true }
    let rest = withheld.reduce(0) { $0 + value(of: $1) }
    return withheld.count > 1 && rest - Int64(withheld.count) + 1 >= least
  }

  private mutating func hideOneMore(of cells: [Cell], else whole: Cell?) -> Bool {
    let shown = cells.filter { value(of: $0) > 0 && !hidden.contains($0) }
    // The first of equals: the same for the same tables.
    let smallest = shown.indices.min { (value(of: shown[$0]), $0) < (value(of: shown[$1]), $1) }
    guard let cell = smallest.map({ shown[$0] }) ?? whole.flatMap({ hidden.contains($0) ? nil : $0 }) else {
      return false
    }
    return hidden.insert(cell).inserted
  }

  private func value(of cell: Cell) -> Int64 { values[cell] ?? 0 }
}
