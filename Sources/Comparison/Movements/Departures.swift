// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Who left a stock, or moved inside it, and why: what explains that records these persons held are gone too.
///
/// Holds the persons who left only: some 40 bytes for each.
package struct Departures: Sendable {
  private struct Departure {
    var cause: MovementCause
    /// Where the person stood.
    var node: Int
  }

  private var departures: [Pseudonym: Departure] = [:]

  package init() {}

  /// Takes a movement of the stock.
  package mutating func note(_ movement: RowMovement) {
    guard let identity = movement.identity, let cause = movement.cause, let node = movement.before?.node else { return }
    if movement.after == nil {
      departures[identity] = Departure(cause: cause, node: node)
    } else if cause == .movedIn {
      departures[identity] = Departure(cause: .personMoved, node: node)
    }
  }

  /// Why somebody who stood in an earlier organisation is not there any more; nil where nothing is known of it.
  func cause(of identity: Pseudonym, at node: Int) -> MovementCause? {
    guard let departure = departures[identity], departure.cause != .vanished else { return nil }
    return departure.cause != .personMoved || departure.node == node ? departure.cause : nil
  }
}

/// Finds why records ended that say nothing of it themselves, such as posts: by the person who held them, then by the lists
/// of the later period, then by the organisation.
package struct EndingReasons {
  private let stock: ComparisonRules.Stock
  private let departures: Departures
  private let pairing: UnitPairing
  /// Which of some persons stand in a list of the later period.
  private let listed: (RecordKind, Set<Pseudonym>) throws -> Set<Pseudonym>

  /// The reasons of one kind that others hold.
  ///
  /// - Parameter departures: who left the stock that holds the records, or moved in it.
  /// - Parameter listed: which of some persons stand in a list of the later period.
  package init(
    _ stock: ComparisonRules.Stock, departures: Departures, pairing: UnitPairing,
    listed: @escaping (RecordKind, Set<Pseudonym>) throws -> Set<Pseudonym>
  ) {
    (self.stock, self.departures, self.pairing, self.listed) = (stock, departures, pairing, listed)
  }

  /// Gives rows that nobody has explained their reason, where there is one. One pass over each list.
  func explain(_ rows: inout [Leftover], where isOpen: (Int) -> Bool) throws {
    let open = rows.indices.filter { isOpen($0) && [.vanished, .unidentifiedOut].contains(rows[$0].cause) }
    guard !open.isEmpty else { return }
    let persons = Set(open.compactMap { rows[$0].row.identity })
    let lists = try stock.endingLists.map { (kind: $0, persons: try listed($0, persons)) }
    for index in open {
      let row = rows[index].row
      let departure = row.identity.flatMap { departures.cause(of: $0, at: row.node) }
      let list = row.identity.flatMap { person in lists.first { $0.persons.contains(person) } }
      // That the person left for a place nobody knows explains least.
      let isSure = departure?.side(of: -1) == .out
      let known = isSure ? departure : list.map { .list($0.kind) } ?? (isClosed(row.node) ? .unitClosed : departure)
      if let known { rows[index].cause = known }
    }
  }

  /// Whether an earlier organisation is closed, was split up, or went into one that goes by another ID.
  private func isClosed(_ node: Int) -> Bool {
    guard stock.endsWithOrganisation, node >= 0 else { return false }
    guard let target = pairing.successor[node] else { return true }
    return pairing.predecessors[target].count > 1 && pairing.before.nodes[node].code != pairing.after.nodes[target].code
  }
}
