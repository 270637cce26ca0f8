// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Reads two periods of one kind in step and says of every record what became of it.
package struct MovementClassifier {
  /// What was asked of the records that it reads.
  package let questions: ComparisonQuestions
  /// Which organisation became which.
  package let pairing: UnitPairing
  private let columns: (before: any RecordColumns, after: any RecordColumns)
  private let steady: [Bool]
  private let reasons: EndingReasons?
  private let observe: (RowMovement) -> Void
  private(set) var ledger: MovementLedger
  private(set) var people: PeopleChanges
  private var lostBefore: [Leftover] = []
  private var foundAfter: [Leftover] = []

  /// - Parameters:
  ///   - columns: of the records of both periods.
  ///   - reasons: for records that do not say themselves why they ended.
  ///   - observe: called for every record that came, went, moved, changed or counts otherwise, in order of identity, those
  ///     known by a fallback last.
  package init(
    questions: ComparisonQuestions, pairing: UnitPairing,
    columns: (before: any RecordColumns, after: any RecordColumns),
    reasons: EndingReasons? = nil,
    observe: @escaping (RowMovement) -> Void = { _ in }
  ) {
    self.questions = questions
    self.pairing = pairing
    self.columns = columns
    self.reasons = reasons
    self.observe = observe
    steady = pairing.steadyNodes()
    ledger = MovementLedger(measures: questions.layout.measures)
    people = PeopleChanges(columnCount: questions.schema.columns.count, nodeCount: pairing.after.nodes.count)
  }

  /// Costs one pass over both cursors, and memory for the records that are in one period only.
  ///
  /// - Throws: what the cursors of `merge` and the columns throw.
  package mutating func run(_ merge: IdentityMerge) throws -> (ledger: MovementLedger, people: PeopleChanges) {
    var merge = merge
    while let group = try merge.next() { try settle(group) }
    try settleLeftovers()
    ledger.close()
    return (ledger, people)
  }

  private mutating func settle(_ group: IdentityMerge.Group) throws {
    let layout = questions.layout
    // Nearly every group is one record that counts as it did where it did.
    if group.before.count == 1, group.after.count == 1, isUnmoved(group.before[0], group.after[0]) {
      try settlePair(group.before[0], group.after[0], .identity)
      return
    }
    // Which of several rows goes with which is a matter of what they say, not of their order.
    var old = group.before.filter(layout.counts).sorted(by: IdentityRow.precedes)
    var new = group.after.filter(layout.counts).sorted(by: IdentityRow.precedes)
    if group.identity != nil { people.addRepeats(old.count, new.count) }
    for (before, after) in pairs(&old, &new) { try settlePair(before, after, .identity) }
    for row in old {
      lostBefore.append(
        try Leftover(row, group.identity, cause: outCause(row, group), questions, columns: columns.before))
    }
    for row in new {
      foundAfter.append(
        try Leftover(row, group.identity, cause: inCause(row, group), questions, columns: columns.after))
    }
  }

  private func isUnmoved(_ old: IdentityRow, _ new: IdentityRow) -> Bool {
    let marks = questions.layout.ofMarks.count
    return old.node >= 0 && new.node >= 0 && steady[old.node] && pairing.successor[old.node] == new.node
      && old.marks.prefix(marks) == new.marks.prefix(marks) && old.sums == new.sums
      && !old.marks.prefix(marks).isEmpty
  }

  /// Takes out the rows that belong together: those of one unit first, then, where a record can move, any two.
  private func pairs(
    _ old: inout [IdentityRow], _ new: inout [IdentityRow]
  ) -> [(before: IdentityRow, after: IdentityRow)] {
    var pairs: [(before: IdentityRow, after: IdentityRow)] = []
    func take(where belongs: (IdentityRow, IdentityRow) -> Bool) {
      for row in old {
        guard let index = new.firstIndex(where: { belongs(row, $0) }) else { continue }
        pairs.append((row, new.remove(at: index)))
        old.removeAll { $0.id == row.id }
      }
    }
    take { pairing.isSame($0.node, $1.node) && $0.marks == $1.marks && $0.fingerprint == $1.fingerprint }
    take { pairing.isSame($0.node, $1.node) }
    if questions.canMove { take { _, _ in true } }
    return pairs
  }

  /// Places of the columns that differ.
  private func changedColumns(_ old: IdentityRow, _ new: IdentityRow) throws -> [Int] {
    guard old.fingerprint != new.fingerprint else { return [] }
    let before = try columns.before.fingerprints(ofRecord: old.id)
    let after = try columns.after.fingerprints(ofRecord: new.id)
    return before.indices.filter { before[$0] != after[$0] && $0 != questions.shownKey }
  }

  private mutating func settlePair(_ old: IdentityRow, _ new: IdentityRow, _ match: RowMovement.Match) throws {
    let changed = match == .identity ? try changedColumns(old, new) : []
    let areCorrections = changed.allSatisfy(questions.corrected.contains)
    people.add(kept: new.node, changed: changed, areCorrections: areCorrections)
    let hasMoved = !pairing.isSame(old.node, new.node)
    let amounts = isUnmoved(old, new) ? [] : amounts(old, new, changed, match)
    if amounts.isEmpty, changed.isEmpty, !hasMoved, match == .identity { return }
    for amount in amounts { ledger.add(amount, from: old.node, to: new.node) }
    let change: MovementCause? =
      match != .identity ? .corrected : changed.isEmpty ? nil : areCorrections ? .corrected : .changed
    observe(
      RowMovement(
        identity: old.identity ?? new.identity, laterIdentity: old.identity == new.identity ? nil : new.identity,
        before: (old.id, old.node), after: (new.id, new.node), match: match,
        cause: hasMoved ? .movedIn : change, amounts: amounts, changed: changed))
  }

  private func amounts(
    _ old: IdentityRow, _ new: IdentityRow, _ changed: [Int], _ match: RowMovement.Match
  ) -> [RowMovement.Amount] {
    let (before, after) = (questions.layout.amounts(of: old), questions.layout.amounts(of: new))
    let isSteady = steady[old.node] && pairing.successor[old.node] == new.node
    // Nothing of the row explains it: then what became of its organisation may.
    let ofUnit =
      pairing.isSame(old.node, new.node) ? pairing.changeOfUnit(pairing.predecessors[new.node], new.node) : nil
    return before.indices.compactMap { measure in
      if before[measure] == 0 && after[measure] == 0 || isSteady && before[measure] == after[measure] { return nil }
      var cause =
        before[measure] == after[measure]
        ? ofUnit ?? .changed
        : questions.cause(ofMeasure: measure, changed: changed, isReidentified: match != .identity)
      if cause == .timePassed, let ofUnit {
        // On a list of the quarter other sheets decide what becomes of a row: a transfer was begun.
        cause = questions.hangsOnOthers[measure] && !questions.isStock ? .changed : ofUnit
      }
      return RowMovement.Amount(measure: measure, before: before[measure], after: after[measure], cause: cause)
    }
  }

  // MARK: Records in one period only

  private func outCause(_ row: IdentityRow, _ group: IdentityMerge.Group) -> MovementCause {
    guard questions.isStock else { return .delisted }
    guard group.identity != nil else { return .unidentifiedOut }
    if let state = group.after.lazy.filter({ !questions.layout.counts($0) }).compactMap(questions.state).first {
      return .state(state)
    }
    if group.after.contains(where: { $0.node < 0 }) { return .unplaced }
    if let transfer = lastTransfer(group) { return transfer.destination != nil ? .lostInTransfer : .transferredOut }
    return questions.leavingRule(row).map(MovementCause.rule) ?? .vanished
  }

  private func inCause(_ row: IdentityRow, _ group: IdentityMerge.Group) -> MovementCause {
    guard questions.isStock else { return .listed }
    guard group.identity != nil else { return questions.joinedSince(row) ? .joined : .unidentifiedIn }
    if group.before.contains(where: { !questions.layout.counts($0) && $0.node >= 0 }) { return .readmitted }
    let hasJoined = questions.joinedSince(row)
    if let transfer = lastTransfer(group), let place = transfer.destination {
      let leadsHere = (place...pairing.after.nodes[place].last).contains(row.node)
      // Who joined here and moved on from one branch to the next has joined.
      if leadsHere, !(hasJoined && transfer.isFromInside) { return .transferredIn }
    }
    return hasJoined ? .joined : .appeared
  }

  /// Of the person's completed transfers the last by date, then by the ID of where it leads; rows have no say in it.
  private func lastTransfer(_ group: IdentityMerge.Group) -> (destination: Int?, isFromInside: Bool)? {
    func destination(_ row: IdentityRow) -> Int? { row.sums.first.flatMap { $0 > 0 ? Int($0) - 1 : nil } }
    func rank(_ row: IdentityRow) -> (Int64, String) {
      (row.sums.last ?? 0, destination(row).map { pairing.after.nodes[$0].code } ?? "")
    }
    return group.transfers.max { rank($0) < rank($1) }.map { (destination($0), $0.node >= 0) }
  }

  /// Those still alone are matched by what else a row tells; the others came or went for the reason found.
  private mutating func settleLeftovers() throws {
    let matching = FallbackMatching(before: lostBefore, after: foundAfter, pairing: pairing)
    for match in matching.matches {
      try settlePair(lostBefore[match.before].row, foundAfter[match.after].row, match.by)
    }
    people.fallbacks = Dictionary(matching.matches.map { ($0.by, 1) }, uniquingKeysWith: +)
    try reasons?.explain(&lostBefore) { !matching.isMatchedBefore[$0] }
    for index in lostBefore.indices where !matching.isMatchedBefore[index] {
      settleAlone(lostBefore[index], isIn: false)
    }
    for index in foundAfter.indices where !matching.isMatchedAfter[index] { settleAlone(foundAfter[index], isIn: true) }
  }

  private mutating func settleAlone(_ leftover: Leftover, isIn: Bool) {
    let row = leftover.row
    let amounts = questions.layout.amounts(of: row).enumerated().compactMap { measure, amount in
      amount == 0
        ? nil
        : RowMovement.Amount(
          measure: measure, before: isIn ? 0 : amount, after: isIn ? amount : 0, cause: leftover.cause)
    }
    for amount in amounts { ledger.add(amount, from: isIn ? nil : row.node, to: isIn ? row.node : nil) }
    observe(
      RowMovement(
        identity: row.identity, before: isIn ? nil : (row.id, row.node), after: isIn ? (row.id, row.node) : nil,
        match: .identity, cause: leftover.cause, amounts: amounts, changed: []))
  }
}
