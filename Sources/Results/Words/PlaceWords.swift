// SPDX-License-Identifier: Apache-2.0

package import Findings
import Policy

extension CommandContext {
  /// A place as a person reads it: file ▸ sheet ▸ C28, or “row 28” where no column is known.
  package func spelled(_ place: Place) -> String { pack.messages.spelled(place, in: language) }

  /// Several rows of one sheet (and one column, where it is known): neighbours as a range, the first few of many.
  package func spelled(_ places: [Place]) -> String {
    guard let first = places.first else { return "" }
    let rows = places.compactMap(\.row)
    guard places.count > 1, rows.count == places.count else { return spelled(first) }
    let ranges = CommandContext.ranges(of: Set(rows).sorted())
    let shown = ranges.prefix(CommandContext.shownRanges).map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }
    let key = ranges.count > shown.count ? "place.rows-more" : "place.rows"
    var facts = ["rows": shown.joined(separator: text("place.and")), "count": String(Set(rows).count)]
    facts["column"] = first.columnLetters.map { text("place.column", ["column": $0]) } ?? ""
    return spelled(first, text(key, facts))
  }

  private static let shownRanges = 6

  private func spelled(_ place: Place, _ cell: String) -> String {
    [place.file, place.sheet ?? "", cell].filter { !$0.isEmpty }.joined(separator: " ▸ ")
  }

  private static func ranges(of rows: [Int]) -> [ClosedRange<Int>] {
    rows.reduce(into: []) { ranges, row in
      if let last = ranges.last, last.upperBound + 1 == row {
        ranges[ranges.count - 1] = last.lowerBound...row
      } else {
        ranges.append(row...row)
      }
    }
  }
}
