// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import Comparison
import Findings
import Policy
import Results

/// A finding with what it is about, in one period.
struct IdentifiedFindings {
  var findings: [Finding]
  var set: FindingSet
  /// The sheet kind each identity comes from.
  var kinds: [FindingIdentity: RecordKind]
  /// Code of the organisation that has the row, where one is known.
  var subjects: [SheetRow: RowSubject]
}

extension PeriodCensus {
  /// Every finding of the period with its identity: what it says, of whom, wherever the row stands.
  func identifiedFindings() throws -> IdentifiedFindings {
    let findings = try findings()
    let rows = Set(findings.compactMap(\.sheetRow))
    let subjects = try database.subjects(of: rows)
    let sheetKinds = Dictionary(
      try database.sheets().map { ([$0.file, $0.name], $0.kind) }
    ) { first, _ in first }
    var result = IdentifiedFindings(
      findings: findings, set: FindingSet(period: period, kinds: try database.sheetKinds()), kinds: [:],
      subjects: subjects)
    for (index, finding) in findings.enumerated() {
      let place = finding.place
      let kind = place.flatMap { sheetKinds[[$0.file, $0.sheet ?? ""]] ?? nil }
      let subject: FindingIdentity.Subject
      switch finding.sheetRow.flatMap({ subjects[$0] }) {
      case .person(let person, _): subject = .person(person)
      case .organisation(let code, _): subject = .organisation(code)
      case nil: subject = .sheet(kind: kind?.rawValue ?? "", heading: place?.heading ?? "")
      }
      let identity = FindingIdentity(code: finding.code, subject: subject)
      result.set.add(identity, at: index)
      result.kinds[identity] = kind
    }
    return result
  }
}

extension Finding {
  var sheetRow: SheetRow? {
    guard let place, let sheet = place.sheet, let row = place.row else { return nil }
    return SheetRow(file: place.file, sheet: sheet, row: row)
  }
}

extension CompareRun {
  /// Every finding of either period and what became of it; "reopened" looks at all periods of the workspace.
  ///
  /// Costs the checks of every period, and one pass over the records of the two.
  func followFindings() throws -> FollowedFindings {
    let (old, new) = (try before.identifiedFindings(), try after.identifiedFindings())
    let workspace = try context.workspace()
    let others = try workspace.periods.filter { period in
      guard period < after.period, period != before.period else { return false }
      // Nobody is found again under the pseudonyms of another key.
      return try workspace.sharePseudonyms(workspace.period(period), after.database)
    }
    var sets = try others.map { try PeriodCensus(context: context, period: $0).identifiedFindings().set }
    sets += [old.set, new.set]
    sets.sort { $0.period < $1.period }
    let successors = Dictionary(
      pairing.before.nodes.indices.compactMap { node in
        pairing.successor[node].map { (pairing.before.nodes[node].code, pairing.after.nodes[$0].code) }
      }.filter { $0.0 != $0.1 }
    ) { first, _ in first }
    let history = FindingHistory(
      sets, from: before.period, to: after.period, aliases: aliases, successors: successors)
    let nodes = (
      before: try before.database.nodes(of: Set(old.findings.compactMap(\.sheetRow))),
      after: try after.database.nodes(of: Set(new.findings.compactMap(\.sheetRow)))
    )
    let lost = try lostFromSight(old, nodes.before)
    let lives = history?.lives { identity in
      let isHandedIn = (old.kinds[identity] ?? new.kinds[identity]).map(new.set.kinds.contains) ?? true
      return isHandedIn && !lost.contains(identity)
    }
    return FollowedFindings(
      lives: lives ?? [], before: old.findings, after: new.findings, accepted: try after.acceptances(of: new.findings),
      nodesBefore: nodes.before, nodesAfter: nodes.after)
  }

  /// Findings of units that handed in nothing of the sheet's kind any more; but a person who stands elsewhere now was
  /// seen.
  private func lostFromSight(
    _ old: IdentifiedFindings, _ nodes: [SheetRow: Int]
  ) throws -> Set<FindingIdentity> {
    var lost: Set<FindingIdentity> = []
    var persons: [RecordKind: Set<Pseudonym>] = [:]
    for (identity, entry) in old.set.entries {
      guard let kind = old.kinds[identity], let row = old.findings[entry.first].sheetRow, let node = nodes[row],
        comparison.hasStopped(kind, earlier: node)
      else { continue }
      lost.insert(identity)
      if case .person(let person) = identity.subject { persons[kind, default: []].insert(person) }
    }
    for (kind, wanted) in persons {
      let seen = try after.database.persons(of: kind, among: Set(wanted.map { aliases[$0] ?? $0 }))
      lost = lost.filter { identity in
        guard old.kinds[identity] == kind, case .person(let person) = identity.subject else { return true }
        return !seen.contains(aliases[person] ?? person)
      }
    }
    return lost
  }

  func findingsTable(_ units: [Int]) throws -> ResultTable {
    let followed = try self.followed ?? followFindings()
    let chosen = Set(units)
    let columns = [
      "state", "state-title", "code", "severity", "title", "since", "last-seen", "place", "message", "accepted",
    ]
    return ResultTable("findings", columns) { add in
      for life in followed.lives {
        let isLater = life.state != .resolved && life.state != .notCheckable
        let finding = (isLater ? followed.after : followed.before)[life.index]
        guard belongs(finding, isLater: isLater, to: chosen, followed) else { continue }
        let rendered = context.pack.messages.render(finding, in: context.language)
        try add([
          .text(life.state.rawValue), .text(context.text("compare.life.\(life.state.rawValue)")), .text(finding.code),
          .text(context.text("severity.\(rendered.severity.rawValue)")), .text(rendered.title),
          .text(life.since.description), .text(life.lastSeen?.description), .text(finding.place.map(context.spelled)),
          .text(rendered.message), .text(isLater ? followed.accepted[life.index]?.remark(in: context) : nil),
        ])
      }
    }
  }

  /// How many findings of each state the units right below a unit have; who has none is left out.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func findingLives(below unit: Int) throws -> [(unit: Int, counts: [FindingLife.State: Int])] {
    // Units of the later period have the numbers of its organisations.
    guard pairing.after.nodes.indices.contains(unit) else { return [] }
    let followed = try self.followed ?? followFindings()
    let children = pairing.after.children(of: unit)
    var counts: [Int: [FindingLife.State: Int]] = [:]
    for life in followed.lives {
      let isLater = life.state != .resolved && life.state != .notCheckable
      let finding = (isLater ? followed.after : followed.before)[life.index]
      let nodes = isLater ? followed.nodesAfter : followed.nodesBefore
      guard let node = finding.sheetRow.flatMap({ nodes[$0] }) else { continue }
      let holders = isLater ? pairing.unitsHolding(after: node) : pairing.unitsHolding(before: node)
      for child in children where holders.contains(child) { counts[child, default: [:]][life.state, default: 0] += 1 }
    }
    return children.compactMap { child in counts[child].map { (child, $0) } }
  }

  /// Whether a finding is about a row of one of the units; every finding belongs to the root.
  private func belongs(_ finding: Finding, isLater: Bool, to units: Set<Int>, _ followed: FollowedFindings) -> Bool {
    if units.contains(0) { return true }
    let nodes = isLater ? followed.nodesAfter : followed.nodesBefore
    guard let node = finding.sheetRow.flatMap({ nodes[$0] }) else { return false }
    let holders = isLater ? pairing.unitsHolding(after: node) : pairing.unitsHolding(before: node)
    return holders.contains(where: units.contains)
  }
}

/// The findings of two periods and what became of each.
package struct FollowedFindings {
  var lives: [FindingLife]
  var before: [Finding]
  var after: [Finding]
  /// What was said of findings of the later period that somebody looked into, by their index.
  var accepted: [Int: Acceptance]
  /// The organisation each row with a finding belongs to.
  var nodesBefore: [SheetRow: Int]
  var nodesAfter: [SheetRow: Int]
}
