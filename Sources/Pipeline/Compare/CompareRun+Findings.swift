// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Comparison
import Findings
import Policy

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
  func findingLives() throws -> (lives: [FindingLife], before: IdentifiedFindings, after: IdentifiedFindings) {
    let (old, new) = (try before.identifiedFindings(), try after.identifiedFindings())
    let others = try desk.workspace().periods.filter { $0 < after.period && $0 != before.period }
    var sets = try others.map { try PeriodCensus(desk: desk, period: $0).identifiedFindings().set }
    sets += [old.set, new.set]
    sets.sort { $0.period < $1.period }
    let successors = Dictionary(
      pairing.before.nodes.indices.compactMap { node in
        pairing.successor[node].map { (pairing.before.nodes[node].code, pairing.after.nodes[$0].code) }
      }.filter { $0.0 != $0.1 }
    ) { first, _ in first }
    let history = FindingHistory(
      sets, from: before.period, to: after.period, aliases: aliases, successors: successors)
    let lives = history?.lives { old.kinds[$0] ?? new.kinds[$0] } ?? []
    return (lives, old, new)
  }

  func findingsTable(_ units: [Int]) throws -> ComparisonTable {
    let (lives, old, new) = try findingLives()
    let belongs = (
      before: try findingFilter(units, of: old.findings, isLater: false),
      after: try findingFilter(units, of: new.findings, isLater: true)
    )
    let columns = ["state", "state-title", "code", "severity", "title", "since", "last-seen", "place", "message"]
    return ComparisonTable("findings", columns) { add in
      for life in lives {
        let isLater = life.state != .resolved && life.state != .notCheckable
        let finding = (isLater ? new : old).findings[life.index]
        guard isLater ? belongs.after(finding) : belongs.before(finding) else { continue }
        let rendered = desk.pack.messages.render(finding, in: desk.language)
        try add([
          .text(life.state.rawValue), .text(desk.text("compare.life.\(life.state.rawValue)")), .text(finding.code),
          .text(desk.text("severity.\(rendered.severity.rawValue)")), .text(rendered.title),
          .text(life.since.description), .text(life.lastSeen?.description), .text(finding.place?.description),
          .text(rendered.message),
        ])
      }
    }
  }

  /// Whether a finding is about a row of one of the units; every finding belongs to the root.
  private func findingFilter(_ units: [Int], of findings: [Finding], isLater: Bool) throws -> (Finding) -> Bool {
    guard !units.contains(0) else { return { _ in true } }
    let census = isLater ? after : before
    let nodes = try census.database.nodes(of: Set(findings.compactMap(\.sheetRow)))
    let chosen = Set(units)
    return { finding in
      guard let node = finding.sheetRow.flatMap({ nodes[$0] }) else { return false }
      let holders = isLater ? pairing.unitsHolding(after: node) : pairing.unitsHolding(before: node)
      return holders.contains(where: chosen.contains)
    }
  }
}
