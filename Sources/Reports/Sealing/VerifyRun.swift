// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Foundation
import Pipeline
import Policy
package import Results

/// One thing `verify` looked at.
package struct VerifyLine: Sendable, Hashable {
  /// What was looked at.
  package enum Subject: String, Sendable, Hashable {
    /// The file of the workspace's key.
    case key
    /// The catalogue's database as SQLite sees it, and its tables.
    case catalogue
    /// The chain of the audit trail, and the tables it covers.
    case trail
    /// The entry that somebody kept: `--expect`.
    case head
    /// What the trail tells of seals against the rows of the catalogue.
    case seals
    /// A file in `periods/` that no version has.
    case stray
    /// The bytes of a period's file.
    case file
    /// What the seal says against the catalogue, the audit trail and the content.
    case seal
    /// The copy of the pack against its hash.
    case pack
    /// The report, issued again, against the hashes of its bytes.
    case report
    /// Why a version was sealed although its file was not as its last writer left it.
    case despite
    /// Every figure of the period, counted a second time.
    case recount
  }

  /// What was looked at.
  package var subject: Subject
  /// Nil for what concerns the whole workspace.
  package var version: PeriodVersion?
  /// How the look ended.
  package var state: VerifyState
  /// What exactly is wrong, where something is.
  package var detail: String
}

/// `verify`: hashes, audit trail, and that a report issued again has the same bytes.
package struct VerifyRun {
  /// The workspace that is looked at, and the words of the result.
  package var context: CommandContext
  /// Version of the program: reports of another may differ in bytes and are held against their figures.
  package var programVersion: String
  /// A head of the trail that was kept elsewhere, as `seal` and `verify` print it; nil asks for none.
  package var expected: String?
  /// Whether the packs of sealed periods are loaded and their reports issued again: what takes the time.
  package var issuesReports = true
  /// Whether every figure is counted a second time.
  package var recounts = false
  /// Who counts a second time, for the trail; nil names nobody.
  package var by: String?

  package init(context: CommandContext, programVersion: String, expected: String? = nil) {
    self.context = context
    self.programVersion = programVersion
    self.expected = expected
  }

  /// Looks at the catalogue and at every version of one period, or of all.
  ///
  /// - Throws: `WorkspaceError` when the catalogue cannot be read at all, or `period-missing`.
  package func lines(_ period: Period? = nil) throws -> [VerifyLine] {
    let workspace = try context.workspace()
    let versions = try workspace.versions().filter { period == nil || $0.period == period }
    if let period, versions.isEmpty { _ = try workspace.period(period) }
    let current = Dictionary(grouping: versions, by: \.period).compactMapValues(\.last)
    // Before the trail is read: what agrees is noted there.
    let recounts = try recounts ? current.keys.sorted().flatMap { try recount($0, current[$0], in: workspace) } : []
    let trail = try workspace.auditTrail()
    return try lines(of: workspace, trail)
      + versions.flatMap { version in
        try lines(of: version, isCurrent: current[version.period] == version, in: workspace, trail)
      } + recounts
  }

  /// Figures that agree are noted in the trail; of those that do not each has a line.
  private func recount(_ period: Period, _ version: PeriodVersion?, in workspace: Workspace) throws -> [VerifyLine] {
    let census = try PeriodCensus(context: context, period: period)
    guard let version, try census.database.hasOrganisations() else { return [] }
    let outcome = try RecountRun(census: census).outcome()
    func line(_ state: VerifyState, _ key: String, _ facts: [String: String]) -> VerifyLine {
      VerifyLine(subject: .recount, version: version, state: state, detail: context.text("verify.\(key)", facts))
    }
    guard outcome.disagreements.isEmpty else {
      return outcome.disagreements.map { other in
        let rows = other.rows.map { context.spelled($0) }.joined(separator: context.text("verify.recount-and"))
        return line(
          .broken, "recount-differs",
          [
            "unit": other.unit, "name": other.name, "figure": other.figure, "published": other.published,
            "recounted": other.recounted, "rows": rows.isEmpty ? "–" : rows,
          ])
      }
    }
    try workspace.audited(
      RecountRecord.action, by: by, subject: RecountRun.subject(version), detail: outcome.record.detail
    ) {}
    return [
      line(
        .good, "recount-agrees",
        ["figures": String(outcome.record.figures), "units": String(outcome.record.units)])
    ]
  }

  private func lines(of workspace: Workspace, _ trail: [AuditEntry]) throws -> [VerifyLine] {
    let keyFault = workspace.faultOfKey()
    var lines = [line(.key, keyFault), line(.catalogue, workspace.faultOfCatalogue()), trailLine(workspace, trail)]
    if let expected {
      let isThere = trail.contains { $0.head == expected.trimmingCharacters(in: .whitespaces) }
      lines.append(line(.head, isThere ? nil : VerifyFault("expect")))
    }
    lines += try workspace.faultsOfSeals().map { line(.seals, $0) }
    lines += try workspace.strayFiles().map { stray in
      VerifyLine(subject: .stray, version: nil, state: stray.state, detail: words(stray.fault))
    }
    return lines
  }

  private func trailLine(_ workspace: Workspace, _ trail: [AuditEntry]) -> VerifyLine {
    do {
      if let fault = try workspace.faultOfTrail() { return line(.trail, fault) }
      let stopped = trail.count { $0.clock != nil }
      let facts = ["head": trail.last?.head ?? "–", "clock": WallClock.variable, "count": String(stopped)]
      let detail = context.text("verify.head-is", facts) + (stopped > 0 ? context.text("verify.clock-set", facts) : "")
      return VerifyLine(subject: .trail, state: .good, detail: detail)
    } catch {
      return VerifyLine(subject: .trail, state: .broken, detail: words(error))
    }
  }

  private func line(_ subject: VerifyLine.Subject, _ fault: VerifyFault?) -> VerifyLine {
    VerifyLine(subject: subject, state: fault == nil ? .good : .broken, detail: fault.map(words) ?? "")
  }

  private func words(_ fault: VerifyFault) -> String { context.text("verify.fault.\(fault.code)", fault.facts) }

  private func words(_ error: any Error) -> String { context.rendered(error)?.message ?? "\(error)" }

  /// A report may look at earlier periods, which may have been opened since a later version took the place of this one: then
  /// its bytes prove nothing.
  private func lines(
    of version: PeriodVersion, isCurrent: Bool, in workspace: Workspace, _ trail: [AuditEntry]
  ) throws -> [VerifyLine] {
    let (state, faults) = try workspace.check(version)
    let detail = faults.isEmpty ? version.sha256 ?? "" : faults.map(words).joined(separator: "; ")
    var lines = [VerifyLine(subject: .file, version: version, state: state, detail: detail)]
    if let despite = version.despite {
      lines.append(VerifyLine(subject: .despite, version: version, state: .noted, detail: despite))
    }
    guard version.isSealed, state == .good else { return lines }
    let subjects: [VerifyLine.Subject] =
      [.seal] + (issuesReports ? [.pack] : []) + (isCurrent && issuesReports ? [.report] : [])
    return lines + subjects.map { check($0, of: version, in: workspace, trail) }
  }

  private func check(
    _ subject: VerifyLine.Subject, of version: PeriodVersion, in workspace: Workspace, _ trail: [AuditEntry]
  ) -> VerifyLine {
    func line(_ state: VerifyState, _ detail: String) -> VerifyLine {
      VerifyLine(subject: subject, version: version, state: state, detail: detail)
    }
    do {
      let database = try workspace.database(of: version)
      guard let seal = try database.seal() else { return line(.broken, words(VerifyFault("seal-missing"))) }
      if subject == .report { return try line(SealedIssueCheck(context: context, seal: seal, database: database)) }
      let fault = try subject == .seal ? fault(of: seal, version, in: database, trail) : faultOfPack(seal, database)
      return line(fault == nil ? .good : .broken, fault.map(words) ?? "")
    } catch {
      return line(.broken, words(error))
    }

    func line(_ check: SealedIssueCheck) throws -> VerifyLine {
      let (state, text) = try check.result(programVersion: programVersion)
      return line(state, text)
    }
  }

  private func faultOfPack(_ seal: Seal, _ database: PeriodDatabase) throws -> VerifyFault? {
    try SealedPack.load(database.packFiles(), id: seal.packID).hash == seal.packHash ? nil : VerifyFault("pack-hash")
  }

  /// The seal, the catalogue and the audit trail must tell the same; the trail must still hold the entry that was its last.
  private func fault(
    of seal: Seal, _ version: PeriodVersion, in database: PeriodDatabase, _ trail: [AuditEntry]
  ) throws -> VerifyFault? {
    let actions = ["seal", AuditEntry.intakeAction]
    let entry = trail.last { actions.contains($0.action) && $0.subject == "\(version.period) v\(version.number)" }
    guard let entry, entry.detail.hasPrefix("sha256 \(version.sha256 ?? "–") ") else {
      return VerifyFault("seal-audit")
    }
    // What came as a package was sealed under another trail, which was proved when it was taken in.
    let isOwn = entry.action == "seal"
    guard !isOwn || entry.who == seal.by, version.sealedBy == seal.by, version.sealedAt == seal.at,
      version.despite == seal.despite
    else { return VerifyFault("seal-by") }
    guard !isOwn || trail.contains(where: { $0.hash == seal.trailHash }) || seal.trailHash == AuditEntry.origin else {
      return VerifyFault("seal-trail")
    }
    return try database.snapshotHash == seal.snapshotHash ? nil : VerifyFault("seal-snapshot")
  }
}

extension VerifyRun {
  /// One row for each thing looked at, in the order of the lines.
  package func table(_ lines: [VerifyLine]) -> ResultTable {
    func title(_ key: String) -> String { context.text("verify.column.\(key)") }
    return ResultTable(
      "verify",
      columns: [
        ResultColumn("what", title("period"), for: .text) { [context] line in
          let kind = line.version.map { context.text($0.isSealed ? "verify.sealed" : "verify.open") } ?? ""
          return .text(line.version.map { "\($0.period) v\($0.number)\(kind)" } ?? context.text("verify.workspace"))
        },
        ResultColumn("check", title("check")) { [context] line in
          .term(line.subject.rawValue, word: context.text("verify.\(line.subject.rawValue)"))
        },
        ResultColumn("period", title("period"), for: .data) { .text($0.version?.period.description) },
        ResultColumn("version", title("version"), for: .data) { .number($0.version?.number) },
        ResultColumn("sealed", title("sealed"), for: .data) { .flag($0.version?.isSealed) },
        ResultColumn("state", title("state")) { [context] line in
          .term(line.state.rawValue, word: context.text("verify.state.\(line.state.rawValue)"))
        },
        ResultColumn("detail", title("detail")) { .text($0.detail) },
      ], rows: lines)
  }
}
