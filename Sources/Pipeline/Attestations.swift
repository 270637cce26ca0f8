// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import Results

extension PeriodCensus {
  private static let progressColumns = [
    "task", "state", "description", "evidence", "name", "reported_on", "valid_until",
  ]

  /// Every row of the progress sheets, by unit, file, sheet and row; rows of unknown organisations are not among them.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func attestations() throws -> [Attestation] {
    try attestations(in: database.progress(columns: PeriodCensus.progressColumns))
  }

  private func attestations(in rows: [(row: EvidenceRow, submission: Int)]) throws -> [Attestation] {
    guard !rows.isEmpty else { return [] }
    let senders = try senders()
    return rows.map { (row, submission) in
      let values = row.values
      var attestation = Attestation(
        task: text(values[0]) ?? "", node: row.node, state: text(values[1]), description: text(values[2]),
        evidence: text(values[3]), person: text(values[4]), reportedOn: day(values[5]), validUntil: day(values[6]),
        file: row.file, sheet: row.sheet, row: row.row)
      attestation.sender = senders[submission]
      return attestation
    }
  }

  /// The units that handed in, by number of submission. A check knows them itself: where a workspace is there by chance, it
  /// numbers other submissions.
  private func senders() throws -> [Int: Int] {
    let tree = try database.organisationTree()
    let submissions =
      try database.sealedSubmissions() ?? database.submissionsOnTrial() ?? context.workspace().submissions(of: period)
    return Dictionary(uniqueKeysWithValues: submissions.map { ($0.number, $0.unit) })
      .compactMapValues { $0.flatMap(tree.node(named:)) }
  }

  /// Rows of the progress sheets that count for no task: the task is unknown, the unit does not owe it, another unit that is
  /// no superior handed it in, figures decide, or two of one day contradict each other.
  func attestationFindings() throws -> [Finding] {
    let tree = try database.organisationTree()
    let rows = try database.progress(columns: PeriodCensus.progressColumns)
    let attestations = try attestations(in: rows)
    return try claimFindings(tree) + overlayFindings(tree)
      + zip(attestations, rows).compactMap { attestation, row in
        try finding(on: attestation, row: row.row, among: attestations, tree: tree)
      }
  }

  private func finding(
    on attestation: Attestation, row: EvidenceRow, among all: [Attestation], tree: OrganisationTree
  ) throws -> Finding? {
    let pack = context.pack
    let unit = tree.nodes[attestation.node]
    var facts = ["value": attestation.task, "unit": unit.name]
    func found(_ code: String, at field: String) throws -> Finding {
      Finding(code, at: try database.place(of: row, field: field), facts: facts)
    }
    guard let task = pack.task(named: attestation.task) else {
      let names = pack.tasks.map(\.id) + pack.tasks.map { $0.title[context.language] }
      let near = Nearest.names(to: attestation.task, among: Set(names))
      facts["nearest"] = near.map { name in
        pack.tasks.first { $0.title[context.language] == name }.map {
          context.language == .chinese ? "\($0.id)（\(name)）" : "\($0.id) (\(name))"
        } ?? name
      }.joined(separator: ", ")
      return try found("task-unknown", at: "task")
    }
    facts["value"] = task.id
    if !task.duty.applies(to: unit, under: pack.assessment) { return try found("task-not-owed", at: "organisation") }
    if !attestation.isEntitled(in: tree) {
      facts["sender"] = attestation.sender.map { tree.nodes[$0].name } ?? ""
      return try found("attested-by-another", at: "organisation")
    }
    if task.method == .computed { return try found("task-computed", at: "task") }
    let rivals = all.filter {
      $0.node == attestation.node && $0.task.foldedName == attestation.task.foldedName
        && $0.reportedOn == attestation.reportedOn && $0.isEntitled(in: tree)
    }
    guard Set(rivals.map(\.state)).count > 1, let day = attestation.reportedOn else { return nil }
    facts["day"] = day.description
    return try found("attestations-of-one-day", at: "state")
  }

  /// Units that a task's duty names and that the period does not have: `claims.yaml` may hold a misspelt one.
  private func claimFindings(_ tree: OrganisationTree) -> [Finding] {
    guard !tree.nodes.isEmpty else { return [] }
    return context.pack.tasks.flatMap { task in
      task.duty.units.filter { tree.node(named: $0) == nil }.map {
        Finding("claim-unit-unknown", facts: ["task": task.id, "unit": $0])
      }
    }
  }

  /// Units that targets and waivers in force name and that the period does not have: a misspelt one would bind or excuse
  /// nobody without a word.
  private func overlayFindings(_ tree: OrganisationTree) -> [Finding] {
    guard !tree.nodes.isEmpty else { return [] }
    // Most offices name no unit anywhere; a city has two hundred thousand names.
    lazy var names = Set(tree.nodes.map(\.code) + tree.nodes.map(\.name))
    func findings(_ code: String, _ units: [(unit: String, of: String)]) -> [Finding] {
      units.filter { !names.contains($0.unit) }.map { entry in
        let near = Nearest.names(to: entry.unit, among: names).joined(separator: ", ")
        return Finding(code, facts: ["unit": entry.unit, "value": entry.of, "nearest": near])
      }
    }
    let day = period.censusDay
    let targets = context.pack.targets.filter { $0.threshold.inForce.contains(day) }
    let waivers = context.pack.waivers.filter { $0.from <= day && day <= $0.until }
    return findings(
      "target-unit-unknown", targets.flatMap { target in target.threshold.units.map { ($0, target.indicator) } })
      + findings("waiver-unit-unknown", waivers.map { ($0.unit, $0.task) })
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
