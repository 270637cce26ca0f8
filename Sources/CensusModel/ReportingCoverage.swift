// SPDX-License-Identifier: Apache-2.0

/// 实报: which organisations the sheets of a period speak for, kind by kind, and what stands outside the tree.
package struct ReportingCoverage: Sendable, Hashable {
  /// What the sheets of one kind speak for.
  package struct Sheets: Sendable, Hashable {
    /// Preorder ranges, ascending and apart: an organisation in one of them was reported on, be it with no row.
    package var covered: [ClosedRange<Int>]

    package init(covered: [ClosedRange<Int>] = []) { self.covered = covered }
  }

  /// Organisations that hang together with each other and not with the root of the tree.
  package struct Stray: Sendable, Hashable {
    /// Preorder number of their topmost organisation.
    package var root: Int
    /// The unit of the tree that IDs and districts say they belong to; nil where nothing tells.
    package var unit: Int?
    /// Rows that count for nobody in the tree, by kind.
    package var rows: [RecordKind: Int]

    package init(root: Int, unit: Int?, rows: [RecordKind: Int]) {
      self.root = root
      self.unit = unit
      self.rows = rows
    }
  }

  /// Every sheet that came in speaks for the whole tree: of periods whose store does not say more.
  package static let everything = ReportingCoverage(sheets: nil, strays: [])

  private let sheets: [RecordKind: Sheets]?
  /// Kinds whose rows belong to organisations that hand them in (`RosterSchema.coversUnits`); figures that hold for units
  /// have a rule of their own.
  private let kinds: Set<RecordKind>
  /// In order of their roots.
  package let strays: [Stray]

  /// - Parameters:
  ///   - sheets: of every kind that organisations hand in for themselves; a kind without an entry was not handed in. Nil
  ///     says that whatever came in speaks for all.
  ///   - kinds: those that organisations hand in for themselves.
  package init(sheets: [RecordKind: Sheets]?, strays: [Stray], kinds: Set<RecordKind> = []) {
    self.sheets = sheets
    self.strays = strays
    self.kinds = kinds
  }

  /// The ranges that sheets of a kind speak for; nil where a sheet that came in speaks for the whole tree.
  package func covered(by kind: RecordKind) -> [ClosedRange<Int>]? {
    guard let sheets, kinds.contains(kind) else { return nil }
    return sheets[kind]?.covered ?? []
  }

  /// Rows of a kind outside the tree, by the unit they should belong to.
  package func outside(_ kind: RecordKind) -> [Int: Int] {
    var rows: [Int: Int] = [:]
    for stray in strays {
      if let unit = stray.unit, let count = stray.rows[kind], count > 0 { rows[unit, default: 0] += count }
    }
    return rows
  }

  /// Ranges ascending and apart, whatever order they come in.
  package static func joined(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var joined: [ClosedRange<Int>] = []
    for range in ranges.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    return joined
  }
}

/// 应报与实报 of a period: what the sheets speak for, and of whom the office asked which.
package struct PeriodReporting: Sendable, Hashable {
  /// Of periods whose store does not say more: every sheet speaks for the whole tree, and no list says who owes what.
  package static let everything = PeriodReporting(coverage: .everything)

  /// 实报: what the sheets that came in speak for.
  package var coverage: ReportingCoverage
  /// Units (preorder numbers) that a list names as owing a kind; a kind no list names is owed as the pack says.
  package var expected: [RecordKind: Set<Int>]

  package init(coverage: ReportingCoverage, expected: [RecordKind: Set<Int>] = [:]) {
    self.coverage = coverage
    self.expected = expected
  }
}
