// SPDX-License-Identifier: Apache-2.0

/// The names that look most like a mistyped one.
package enum Nearest {
  /// Up to three names within an edit distance of about a third of the length, nearest first.
  package static func names(to name: String, among known: some Sequence<String>) -> [String] {
    let limit = max(2, name.count / 3)
    let distances = known.map { (name: $0, distance: distance(name, $0)) }
    let near = distances.filter { $0.distance <= limit || $0.name.contains(name) || name.contains($0.name) }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// Levenshtein distance in characters.
  package static func distance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var row = Array(0...target.count)
    for (index, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in target.enumerated() {
        let substituted = diagonal + (character == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[target.count]
  }
}
