// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// What makes a finding the same one in another period: its code and whom or what it is about, wherever the row stands.
package struct FindingIdentity: Sendable, Hashable {
  /// Whom or what a finding is about.
  package enum Subject: Sendable, Hashable {
    /// The person of the row, by the later pseudonym where it changed.
    case person(Pseudonym)
    /// An organisation by its ID, for rows about no person.
    case organisation(String)
    /// Sheet kind and heading, for findings about no single record.
    case sheet(kind: String, heading: String)
  }

  /// The code of the finding.
  package var code: String
  /// Whom or what it is about.
  package var subject: Subject

  package init(code: String, subject: Subject) {
    self.code = code
    self.subject = subject
  }
}

/// The findings of one period by identity.
package struct FindingSet: Sendable {
  /// The quarter in which they were found.
  package let period: Period
  /// How many findings have the identity, and where the first one stands in the caller's list.
  package private(set) var entries: [FindingIdentity: (count: Int, first: Int)] = [:]
  /// Sheet kinds handed in.
  package let kinds: Set<RecordKind>

  package init(period: Period, kinds: Set<RecordKind>) {
    self.period = period
    self.kinds = kinds
  }

  /// Counts a finding; the first with an identity gives its place.
  ///
  /// - Parameter index: its place in the caller's list.
  package mutating func add(_ identity: FindingIdentity, at index: Int) {
    entries[identity, default: (0, index)].count += 1
  }
}

/// 问题的延续: what became of a finding between two periods.
package struct FindingLife: Sendable, Hashable {
  /// Whether the earlier period, the later or both have the finding; `reopened` where only one before the earlier has
  /// it too.
  package enum State: String, Sendable, Hashable, CaseIterable {
    case new, persisting, reopened, resolved
    case notCheckable = "no-longer-checkable"
  }

  /// What it is about, as the period of `index` has it.
  package var identity: FindingIdentity
  /// What became of it.
  package var state: State
  /// The first period of the unbroken run the finding is in (new: the later period itself).
  package var since: Period
  /// For one that came back: the period it was last seen in before.
  package var lastSeen: Period?
  /// Place in the later period's list, else in the earlier one's.
  package var index: Int
}

/// Follows findings through all periods of a workspace.
package struct FindingHistory {
  /// Oldest first; the last one is the later period of the comparison.
  private let sets: [FindingSet]
  private let earlier: Int
  /// Persons of an earlier period that are known under another identity later.
  private let aliases: [Pseudonym: Pseudonym]
  /// Organisations of an earlier period that have another ID later.
  private let successors: [String: String]

  /// - Parameter sets: all periods up to the later one, in order.
  /// - Returns: nil unless both periods are among them.
  package init?(
    _ sets: [FindingSet], from earlier: Period, to later: Period, aliases: [Pseudonym: Pseudonym] = [:],
    successors: [String: String] = [:]
  ) {
    guard let index = sets.firstIndex(where: { $0.period == earlier }), sets.last?.period == later, earlier < later
    else { return nil }
    self.sets = sets
    self.earlier = index
    self.aliases = aliases
    self.successors = successors
  }

  /// Every finding of either period with its state, those of the later period first, each in order of place.
  ///
  /// - Parameter isCheckable: whether what an earlier finding was found in was handed in later as well.
  package func lives(isCheckable: (FindingIdentity) -> Bool) -> [FindingLife] {
    let later = sets[sets.count - 1]
    let known = sets.map { set in Dictionary(set.entries.map { (current($0.key), $0.value) }) { first, _ in first } }
    var lives: [FindingLife] = later.entries.map { identity, entry in
      life(of: identity, index: entry.first, known)
    }.sorted { $0.index < $1.index }
    lives += sets[earlier].entries.filter { later.entries[current($0.key)] == nil }.map { identity, entry in
      FindingLife(
        identity: identity, state: isCheckable(identity) ? .resolved : .notCheckable,
        since: start(of: current(identity), upTo: earlier, known), index: entry.first)
    }.sorted { $0.index < $1.index }
    return lives
  }

  private typealias Known = [[FindingIdentity: (count: Int, first: Int)]]

  private func life(of identity: FindingIdentity, index: Int, _ known: Known) -> FindingLife {
    let last = sets.count - 1
    func life(_ state: FindingLife.State, since: Period, lastSeen: Period? = nil) -> FindingLife {
      FindingLife(identity: identity, state: state, since: since, lastSeen: lastSeen, index: index)
    }
    if known[earlier][identity] != nil {
      return life(.persisting, since: start(of: identity, upTo: earlier, known))
    }
    let seen = (0..<earlier).last { known[$0][identity] != nil }
    return life(seen == nil ? .new : .reopened, since: sets[last].period, lastSeen: seen.map { sets[$0].period })
  }

  /// The first period of the run of periods with the finding that ends at `index`.
  private func start(of identity: FindingIdentity, upTo index: Int, _ known: Known) -> Period {
    var first = index
    while first > 0, known[first - 1][identity] != nil { first -= 1 }
    return sets[first].period
  }

  /// The identity as the later period has it.
  private func current(_ identity: FindingIdentity) -> FindingIdentity {
    switch identity.subject {
    case .person(let person):
      return aliases[person].map { FindingIdentity(code: identity.code, subject: .person($0)) } ?? identity
    case .organisation(let code):
      return successors[code].map { FindingIdentity(code: identity.code, subject: .organisation($0)) } ?? identity
    case .sheet: return identity
    }
  }
}
