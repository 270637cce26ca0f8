// SPDX-License-Identifier: Apache-2.0

/// Where the graduates of the base stand now: on the rosters of which organisations, by preorder number.
struct GraduateEntries {
  private struct Entry {
    var id: Int64
    /// -1 where the organisation is unknown, or no transfer was completed.
    var origin: Int32
    var destination: Int32
    /// The organisation on whose roster the person stands; -1 for none.
    var first: Int32 = -1
  }

  struct Outcome {
    var id: Int64
    /// On the rosters of how many organisations.
    var rosters: Int
    var isInOrigin: Bool
    var isInDestination: Bool
  }

  private var entries: [Entry] = []
  /// Organisations beside the first, of the few who have any.
  private var more: [Int: Set<Int32>] = [:]

  /// - Parameter expected: about how many will come.
  init(expected: Int) { entries.reserveCapacity(expected) }

  var standings: some Sequence<Outcome> { entries.indices.lazy.map(standing) }

  private func standing(_ graduate: Int) -> Outcome {
    let (entry, others) = (entries[graduate], more[graduate] ?? [])
    func stands(at node: Int32) -> Bool { node >= 0 && (node == entry.first || others.contains(node)) }
    return Outcome(
      id: entry.id, rosters: entry.first < 0 ? 0 : 1 + others.count, isInOrigin: stands(at: entry.origin),
      isInDestination: stands(at: entry.destination))
  }

  mutating func add(id: Int64, origin: Int32, destination: Int32) {
    entries.append(Entry(id: id, origin: origin, destination: destination))
  }

  /// - Parameter graduate: in the order of `add`.
  mutating func meet(_ graduate: Int, at node: Int32) {
    if entries[graduate].first < 0 {
      entries[graduate].first = node
    } else if entries[graduate].first != node {
      more[graduate, default: []].insert(node)
    }
  }
}
