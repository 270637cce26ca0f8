// SPDX-License-Identifier: Apache-2.0

/// Where the graduates of the base stand now: who of them meets which row of the rosters of members.
struct GraduateStandings {
  struct Person: Hashable {
    var high: Int64
    var low: Int64
  }

  struct Standing {
    var id: Int64
    /// Preorder numbers; nil where the organisation is unknown or no transfer was completed.
    fileprivate var origin: Int32?
    fileprivate var destination: Int32?
    /// The organisation on whose roster the person stands; -1 for none.
    fileprivate var first: Int32 = -1
    /// Others beside it; nearly always empty.
    fileprivate var more: Set<Int32> = []
    /// The next row of the base with the same person; -1 for none.
    fileprivate var next = -1

    /// On the rosters of how many organisations.
    var rosters: Int { first < 0 ? 0 : 1 + more.count }
    var isInOrigin: Bool { stands(at: origin) }
    var isInDestination: Bool { stands(at: destination) }

    private func stands(at node: Int32?) -> Bool { node.map { $0 == first || more.contains($0) } ?? false }
  }

  private(set) var standings: [Standing] = []
  private var byPerson: [Person: Int] = [:]

  mutating func add(id: Int64, person: Person, origin: Int32?, destination: Int32?) {
    var standing = Standing(id: id, origin: origin, destination: destination)
    standing.next = byPerson.updateValue(standings.count, forKey: person) ?? -1
    standings.append(standing)
  }

  mutating func meet(_ person: Person, at node: Int32) {
    var index = byPerson[person] ?? -1
    while index >= 0 {
      if standings[index].first < 0 {
        standings[index].first = node
      } else if standings[index].first != node {
        standings[index].more.insert(node)
      }
      index = standings[index].next
    }
  }
}
