// SPDX-License-Identifier: Apache-2.0

/// The names that look most like a mistyped one.
package enum Nearest {
  /// Up to three names within an edit distance of about a third of the length, nearest first.
  package static func names(to name: String, among known: some Sequence<String>) -> [String] {
    let limit = max(2, name.count / 3)
    let distances = known.map { (name: $0, distance: distance(name, $0)) }
    // Two short words without a common sign are not near, however few signs they have.
    let near = distances.filter {
      $0.distance <= limit && !Set($0.name).isDisjoint(with: name) || $0.name.contains(name) || name.contains($0.name)
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// Up to three names of which the text is a part, or nearly one: those that hold it first, then those with few signs changed;
  /// none where nothing is near.
  ///
  /// 月湖小学 finds 月湖中学团委, from which the whole text is as far as from 北湖小学团委.
  package static func names(around text: String, among known: some Sequence<String>) -> [String] {
    let limit = max(1, text.count / 3)
    guard text.count > 1 else { return [] }
    let distances = known.compactMap { name -> (name: String, part: Int, whole: Int)? in
      let part = min(distanceToPart(text, of: name), name.count > 1 && text.contains(name) ? 0 : Int.max)
      return part <= limit && part < text.count - 1 ? (name, part, distance(text, name)) : nil
    }
    return distances.sorted { ($0.part, $0.whole, $0.name) < ($1.part, $1.whole, $1.name) }.prefix(3).map(\.name)
  }

  /// The least Levenshtein distance to any run of characters of `name`.
  private static func distanceToPart(_ text: String, of name: String) -> Int {
    let target = Array(name)
    var row = [Int](repeating: 0, count: target.count + 1)
    for (index, character) in text.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, other) in target.enumerated() {
        let substituted = diagonal + (character == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(substituted, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row.min() ?? text.count
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
