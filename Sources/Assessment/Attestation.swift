// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// 书面认定: one row of the progress sheet, which says how far a unit has come with a task.
package struct Attestation: Sendable, Hashable {
  /// The task's ID as the sheet gives it.
  package var task: String
  /// Preorder number of the unit that attests.
  package var node: Int
  /// Code of code list `progress-state`; nil when the sheet's word is none of them.
  package var state: String?
  /// What was done, in the sheet's own words (进展情况); nil where the cell is empty.
  package var description: String?
  /// 佐证材料: what proves it, in the sheet's own words; nil where the cell is empty.
  package var evidence: String?
  /// As the store keeps it: masked unless the workspace keeps full names.
  package var person: String?
  /// The day it was reported, as the sheet gives it; nil where it gives none. Tells which of several rows is the later
  /// one.
  package var reportedOn: CalendarDay?
  /// Nil means without end.
  package var validUntil: CalendarDay?
  /// The progress sheet's file, as it was named at import; empty where it is not known.
  package var file: String
  /// The sheet within that file.
  package var sheet: String
  /// Row number in the sheet, from 1; 0 where it is not known.
  package var row: Int
  /// Preorder number of the unit that handed the sheet in; nil for nobody in particular, who speaks for the whole city.
  package var sender: Int?

  package init(
    task: String, node: Int, state: String?, description: String? = nil, evidence: String? = nil,
    person: String? = nil, reportedOn: CalendarDay? = nil, validUntil: CalendarDay? = nil, file: String = "",
    sheet: String = "", row: Int = 0
  ) {
    self.task = task
    self.node = node
    self.state = state
    self.description = description
    self.evidence = evidence
    self.person = person
    self.reportedOn = reportedOn
    self.validUntil = validUntil
    self.file = file
    self.sheet = sheet
    self.row = row
  }
}

/// Whether an attestation counts on the census day, or why not.
package enum AttestationStatus: String, Sendable, Hashable, CaseIterable {
  /// It counts.
  case valid
  /// The unit handed in no row for the task.
  case missing
  /// The day until which it was valid lies before the census day.
  case expired
  /// Its state asks for 佐证材料, and the cell is empty.
  case withoutEvidence = "without-evidence"
  /// Its state asks for a person in charge, and the cell is empty.
  case withoutPerson = "without-person"
  /// Its state asks for the day of the report, and the cell is empty.
  case withoutDate = "without-date"
  /// It was reported after the census day.
  case notYet = "not-yet"
  /// The sheet's word for 进展状态 is none of the pack's.
  case stateUnknown = "state-unknown"
  /// Rows of the same day say different things: somebody has to decide which holds.
  case undecided
}

/// What the progress sheet comes to for one task and unit: the row that counts, or the latest one and why it does not.
package struct AttestationResult: Sendable, Hashable {
  /// Whether the row counts, or its flaw; `missing` where there is no row.
  package var standing: AttestationStatus
  /// The row that counts, or the latest one that does not; nil only where there is none.
  package var attestation: Attestation?

  package init(standing: AttestationStatus, attestation: Attestation? = nil) {
    self.standing = standing
    self.attestation = attestation
  }
}

extension AttestationRule {
  /// The latest row that counts on `day`; when none does, the latest of all with its flaw. A row without a date is the
  /// oldest; where rows of the latest day say different things, none of them counts. The order of rows never matters.
  package func result(of rows: [Attestation], on day: CalendarDay) -> AttestationResult {
    let ordered = rows.sorted(by: AttestationRule.precedes)
    if let row = ordered.last(where: { standing(of: $0, on: day) == .valid }) {
      let rivals = ordered.filter { $0.reportedOn == row.reportedOn && standing(of: $0, on: day) == .valid }
      let isUndecided = Set(rivals.map(\.state)).count > 1
      return AttestationResult(standing: isUndecided ? .undecided : .valid, attestation: row)
    }
    // What was reported by the census day says more than what came later.
    let flawed = ordered.last { standing(of: $0, on: day) != .notYet } ?? ordered.last
    return AttestationResult(standing: flawed.map { standing(of: $0, on: day) } ?? .missing, attestation: flawed)
  }

  /// Whether a row counts on a day, or the first flaw it has: the future first, then an unknown state, what a claim of
  /// its state must show, and last its age.
  package func standing(of row: Attestation, on day: CalendarDay) -> AttestationStatus {
    if let reported = row.reportedOn, reported > day { return .notYet }
    guard let state = row.state.flatMap({ states[$0] }) else { return .stateUnknown }
    if state.needsEvidence {
      if (row.evidence ?? "").isEmpty { return .withoutEvidence }
      if (row.person ?? "").isEmpty { return .withoutPerson }
      if row.reportedOn == nil { return .withoutDate }
    }
    if let until = lastDay(of: row), until < day { return .expired }
    return .valid
  }

  /// The last day on which a row counts: its 有效期, else so many quarters after its date; nil for one without either.
  package func lastDay(of row: Attestation) -> CalendarDay? {
    row.validUntil ?? row.reportedOn?.adding(months: 3 * lapsesAfter)
  }

  /// The verdict of a row that counts.
  package func verdict(of row: Attestation) -> Verdict {
    row.state.flatMap { states[$0] }.flatMap { Verdict(rawValue: $0.verdict) } ?? .error
  }

  /// By day, then by what the rows say.
  private static func precedes(_ first: Attestation, _ second: Attestation) -> Bool {
    func key(_ row: Attestation) -> [String] {
      [row.state, row.evidence, row.person, row.description, row.validUntil?.description].map { $0 ?? "" }
        + [row.file, row.sheet]
    }
    let (left, right) = (first.reportedOn?.rawValue ?? 0, second.reportedOn?.rawValue ?? 0)
    if left != right { return left < right }
    if key(first) != key(second) { return key(first).lexicographicallyPrecedes(key(second)) }
    return first.row < second.row
  }
}

/// The attestations of a period by task and unit.
package struct AttestationBook: Sendable {
  private struct Key: Hashable {
    var task: String
    var node: Int
  }

  private var rows: [Key: [Attestation]] = [:]

  /// No attestations at all: tasks that go by them are not evaluable.
  package static let empty = AttestationBook([], pack: [])

  /// - Parameters:
  ///   - attestations: in order of file, sheet and row.
  ///   - pack: the tasks that may be attested; a row of any other task is not in the book.
  ///   - tree: of the period; with it, a row that a unit handed in for another one that is not below it is left out.
  package init(_ attestations: [Attestation], pack tasks: [ReformTask], tree: OrganisationTree? = nil) {
    var known: [String: String] = [:]
    for task in tasks {
      for name in task.names where known[name] == nil { known[name] = task.id }
    }
    for attestation in attestations {
      guard let task = known[attestation.task.foldedName], attestation.isEntitled(in: tree) else { continue }
      rows[Key(task: task, node: attestation.node), default: []].append(attestation)
    }
  }

  /// The rows that a unit, a preorder number, may be judged by for a task, in order of file, sheet and row.
  package func rows(of task: String, unit: Int) -> [Attestation] { rows[Key(task: task, node: unit)] ?? [] }
}

extension Attestation {
  /// Whether the sender is the unit itself or a superior of it.
  package func isEntitled(in tree: OrganisationTree?) -> Bool {
    guard let tree, let sender else { return true }
    return tree.subtree(of: sender).contains(node)
  }
}
