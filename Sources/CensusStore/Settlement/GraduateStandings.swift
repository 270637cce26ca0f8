// SPDX-License-Identifier: Apache-2.0

/// Where the graduates of the base stand now: on the rosters of which organisations, by preorder number.
struct GraduateStandings {
  struct Standing {
    var id: Int64
    /// -1 where the organisation is unknown, or no transfer was completed.
    fileprivate var origin: Int32
    fileprivate var destination: Int32
    /// The organisation on whose roster the person stands; -1 for none.
    fileprivate var first: Int32 = -1
    /// Others beside it; nearly always empty.
    fileprivate var more: Set<Int32> = []

    /// On the rosters of how many organisations.
    var rosters: Int { first < 0 ? 0 : 1 + more.count }
    var isInOrigin: Bool { stands(at: origin) }
    var isInDestination: Bool { stands(at: destination) }

    private func stands(at node: Int32) -> Bool { node >= 0 && (node == first || more.contains(node)) }
  }

  private(set) var standings: [Standing] = []

  mutating func add(id: Int64, origin: Int32, destination: Int32) {
    standings.append(Standing(id: id, origin: origin, destination: destination))
  }

  /// - Parameter graduate: in the order of `add`.
  mutating func meet(_ graduate: Int, at node: Int32) {
    if standings[graduate].first < 0 {
      standings[graduate].first = node
    } else if standings[graduate].first != node {
      standings[graduate].more.insert(node)
    }
  }
}
