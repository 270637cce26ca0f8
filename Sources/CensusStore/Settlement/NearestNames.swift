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
  private var byPair: [String: [Int32]] = [:]

  init(_ names: [String]) {
    self.names = names
    for (index, name) in names.enumerated() {
      for pair in NearestNames.pairs(of: name) { byPair[pair, default: []].append(Int32(index)) }
    }
  }

  private static func pairs(of name: String) -> Set<String> {
    let characters = Array(name)
    return Set(zip(characters, characters.dropFirst()).map { String([$0, $1]) })
  }

  /// The index of the nearest name; nil where none is near.
  func index(to name: String) -> Int? {
    var shared: [Int32: Int] = [:]
    for pair in NearestNames.pairs(of: name) {
      let holders = byPair[pair] ?? []
      if holders.count <= NearestNames.commonest { for index in holders { shared[index, default: 0] += 1 } }
    }
    let best = shared.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(NearestNames.candidates)
    let near = Nearest.names(to: name, among: best.map { names[Int($0.key)] }).first
    return best.first { names[Int($0.key)] == near }.map { Int($0.key) }
  }
}
