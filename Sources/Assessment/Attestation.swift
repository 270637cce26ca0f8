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
  package var description: String?
  package var evidence: String?
  /// As the store keeps it: masked unless the workspace keeps full names.
  package var person: String?
  package var reportedOn: CalendarDay?
  /// Nil means without end.
  package var validUntil: CalendarDay?
  package var file: String
  package var sheet: String
  package var row: Int

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
package enum AttestationStanding: String, Sendable, Hashable, CaseIterable {
  case valid
  case missing
  /// The day until which it was valid lies before the census day.
  case expired
  case withoutEvidence = "without-evidence"
  /// It was reported after the census day.
  case notYet = "not-yet"
  case stateUnknown = "state-unknown"
}

/// What the progress sheet comes to for one task and unit: the row that counts, or the latest one and why it does not.
package struct AttestationResult: Sendable, Hashable {
  package var standing: AttestationStanding
  package var attestation: Attestation?

  package init(standing: AttestationStanding, attestation: Attestation? = nil) {
    self.standing = standing
    self.attestation = attestation
  }
}

extension AttestationRule {
  /// The latest row that counts on `day`; when none does, the latest of all with its flaw. A row without a date is the
  /// oldest, of two rows of one day the later in the sheet wins.
  package func result(of rows: [Attestation], on day: CalendarDay) -> AttestationResult {
    let ordered = rows.enumerated().sorted {
      ($0.element.reportedOn?.rawValue ?? 0, $0.offset) < ($1.element.reportedOn?.rawValue ?? 0, $1.offset)
    }.map(\.element)
    if let row = ordered.last(where: { standing(of: $0, on: day) == .valid }) {
      return AttestationResult(standing: .valid, attestation: row)
    }
    // What was reported by the census day says more than what came later.
    let flawed = ordered.last { standing(of: $0, on: day) != .notYet } ?? ordered.last
    return AttestationResult(standing: flawed.map { standing(of: $0, on: day) } ?? .missing, attestation: flawed)
  }

  package func standing(of row: Attestation, on day: CalendarDay) -> AttestationStanding {
    if let reported = row.reportedOn, reported > day { return .notYet }
    if let until = row.validUntil, until < day { return .expired }
    guard let state = row.state.flatMap({ states[$0] }) else { return .stateUnknown }
    return state.needsEvidence && (row.evidence ?? "").isEmpty ? .withoutEvidence : .valid
  }

  /// The verdict of a row that counts.
  package func verdict(of row: Attestation) -> Verdict {
    row.state.flatMap { states[$0] }.flatMap { Verdict(rawValue: $0.verdict) } ?? .error
  }
}

/// The attestations of a period by task and unit.
package struct AttestationBook: Sendable {
  private struct Key: Hashable {
    var task: String
    var node: Int
  }

  private var rows: [Key: [Attestation]] = [:]

  package static let empty = AttestationBook([], pack: [])

  /// - Parameters:
  ///   - attestations: in order of file, sheet and row.
  ///   - pack: the tasks that may be attested; a row of any other task is not in the book.
  package init(_ attestations: [Attestation], pack tasks: [ReformTask]) {
    let known = Dictionary(tasks.map { (AttestationBook.comparable($0.id), $0.id) }) { first, _ in first }
    for attestation in attestations {
      guard let task = known[AttestationBook.comparable(attestation.task)] else { continue }
      rows[Key(task: task, node: attestation.node), default: []].append(attestation)
    }
  }

  package func rows(of task: String, unit: Int) -> [Attestation] { rows[Key(task: task, node: unit)] ?? [] }

  /// The form in which two spellings of a task number are the same: full-width letters and capitals do not matter.
  package static func comparable(_ task: String) -> String {
    var result = ""
    for scalar in task.unicodeScalars where scalar != " " && scalar != "\u{3000}" {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      result.unicodeScalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return result.lowercased()
  }
}
