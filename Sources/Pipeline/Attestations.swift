// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Policy

extension PeriodCensus {
  private static let progressColumns = [
    "task", "state", "description", "evidence", "name", "reported_on", "valid_until",
  ]

  /// Every row of the progress sheets, by unit, file, sheet and row; rows of unknown organisations are not among them.
  package func attestations() throws -> [Attestation] {
    try progressRows().map { row in
      let values = row.values
      return Attestation(
        task: text(values[0]) ?? "", node: row.node, state: text(values[1]), description: text(values[2]),
        evidence: text(values[3]), person: text(values[4]), reportedOn: day(values[5]), validUntil: day(values[6]),
        file: row.file, sheet: row.sheet, row: row.row)
    }
  }

  private func progressRows() throws -> [EvidenceRow] {
    let tree = try database.organisationTree()
    guard !tree.nodes.isEmpty else { return [] }
    var rows: [EvidenceRow] = []
    let everything = MeasureQuery(id: "progress-rows", kind: .progress, condition: "1 = 1")
    try database.evidence(
      everything, among: [everything], nodes: 0...(tree.nodes.count - 1), columns: PeriodCensus.progressColumns
    ) { rows.append($0) }
    return rows
  }

  /// Rows of the progress sheets that count for no task: the task is unknown, the unit does not owe it, or figures decide.
  func attestationFindings() throws -> [Finding] {
    let pack = desk.pack
    let tasks = Dictionary(pack.tasks.map { (AttestationBook.comparable($0.id), $0) }) { first, _ in first }
    let tree = try database.organisationTree()
    return try claimFindings(tree)
      + progressRows().compactMap { row in
        let named = text(row.values[0]) ?? ""
        var facts = ["value": named, "unit": tree.nodes[row.node].name]
        guard let task = tasks[AttestationBook.comparable(named)] else {
          facts["nearest"] = Nearest.names(to: named, among: pack.tasks.map(\.id)).joined(separator: ", ")
          return Finding("task-unknown", at: try database.place(of: row, field: "task"), facts: facts)
        }
        if !task.duty.binds(tree.nodes[row.node], under: pack.assessment) {
          return Finding("task-not-owed", at: try database.place(of: row, field: "organisation"), facts: facts)
        }
        guard task.method == .computed else { return nil }
        return Finding("task-computed", at: try database.place(of: row, field: "task"), facts: facts)
      }
  }

  /// Units that a task's duty names and that the period does not have: `claims.yaml` may hold a misspelt one.
  private func claimFindings(_ tree: OrganisationTree) -> [Finding] {
    guard !tree.nodes.isEmpty else { return [] }
    return desk.pack.tasks.flatMap { task in
      task.duty.units.filter { tree.node(named: $0) == nil }.map {
        Finding("claim-unit-unknown", facts: ["task": task.id, "unit": $0])
      }
    }
  }

  private func text(_ value: RecordValue) -> String? {
    switch value {
    case .null: nil
    case .text(let text): text.isEmpty ? nil : text
    case .integer(let number): String(number)
    }
  }

  private func day(_ value: RecordValue) -> CalendarDay? {
    guard case .integer(let number) = value else { return nil }
    return CalendarDay(rawValue: Int(number))
  }
}
