// SPDX-License-Identifier: Apache-2.0

import Findings

/// Finds the name that looks most like a mistyped one among many: only those that share most pairs of characters with it are
/// compared sign by sign.
struct NearestNames {
  /// So many are compared sign by sign.
  private static let candidates = 12
  /// A pair that stands in more names (团支, 支部) tells nothing.
  private static let commonest = 4000

  private let names: [String]
  /// Of the pairs that names which are sought have.
  private var byPair: [UInt64: [Int32]] = [:]

  /// - Parameter sought: the names that will be asked for.
  init(_ names: [String], sought: [String]) {
    self.names = names
    for name in sought { NearestNames.eachPair(of: name) { byPair[$0] = [] } }
    for (index, name) in names.enumerated() {
      NearestNames.eachPair(of: name) { pair in
        // Once for each name, however often it stands there.
        guard let place = byPair.index(forKey: pair), byPair.values[place].last != Int32(index) else { return }
        byPair.values[place].append(Int32(index))
      }
    }
  }

  /// Two characters on each other as one number.
  private static func eachPair(of name: String, _ body: (UInt64) -> Void) {
    var before: UInt64?
    for character in name {
      let scalars = character.unicodeScalars
      let only = scalars.count == 1 ? scalars.first : nil
      // Of several scalars there are hardly any; numbers beyond Unicode stand for them.
      let number = only.map { UInt64($0.value) } ?? UInt64(UInt32(truncatingIfNeeded: character.hashValue) | 1 << 31)
      if let before { body(before << 32 | number) }
      before = number
    }
  }

  /// The index of the nearest name; those of several that hold the whole of it, which are equally near; none where none is near.
  func indexes(to name: String) -> [Int] {
    var shared: [Int32: Int] = [:]
    var pairs: Set<UInt64> = []
    NearestNames.eachPair(of: name) { pairs.insert($0) }
    for pair in pairs {
      let holders = byPair[pair] ?? []
      if holders.count <= NearestNames.commonest { for index in holders { shared[index, default: 0] += 1 } }
    }
    let best = shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(NearestNames.candidates)
    let holding = best.filter { names[Int($0.key)].contains(name) }
    if holding.count > 1 { return holding.map { Int($0.key) } }
    let near = Nearest.names(to: name, among: best.map { names[Int($0.key)] }).first
    return best.first { names[Int($0.key)] == near }.map { [Int($0.key)] } ?? []
  }
}
