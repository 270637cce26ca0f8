// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Policy

/// One thing `verify` looked at.
package struct VerifyLine: Sendable, Hashable {
  package enum Subject: String, Sendable, Hashable {
    /// The catalogue's database as SQLite sees it.
    case catalogue
    /// The chain of the audit trail.
    case trail
    /// The bytes of a period's file.
    case file
    /// What the seal says against the catalogue, the audit trail and the content.
    case seal
    /// The copy of the pack against its hash.
    case pack
    /// The report, issued again, against the hashes of its bytes.
    case report
  }

  package var subject: Subject
  /// Nil for what concerns the whole workspace.
  package var version: PeriodVersion?
  package var state: VerifyState
  /// What exactly is wrong, where something is.
  package var detail: String
}

/// `verify`: hashes, audit trail, and that a report issued again has the same bytes.
package struct VerifyRun {
  package var desk: Desk
  package var programVersion: String

  package init(desk: Desk, programVersion: String) {
    self.desk = desk
    self.programVersion = programVersion
  }

  /// Looks at the catalogue and at every version of one period, or of all.
  ///
  /// - Throws: `WorkspaceError` when the catalogue cannot be read at all, or `period-missing`.
  package func lines(_ period: Period? = nil) throws -> [VerifyLine] {
    let workspace = try desk.workspace()
    let versions = try workspace.versions().filter { period == nil || $0.period == period }
    if let period, versions.isEmpty { _ = try workspace.period(period) }
    let trail = try workspace.auditTrail()
    let firstBreak = try workspace.firstBreakOfTrail()
    let own = [
      VerifyLine(subject: .catalogue, state: workspace.isCatalogueSound ? .good : .broken, detail: ""),
      VerifyLine(
        subject: .trail, state: firstBreak == nil ? .good : .broken,
        detail: firstBreak.map { "#\($0)" } ?? String(trail.count)),
    ]
    let current = Dictionary(grouping: versions, by: \.period).compactMapValues(\.last)
    return own
      + versions.flatMap { version in
        lines(of: version, isCurrent: current[version.period] == version, in: workspace, trail)
      }
  }

  /// A report may look at earlier periods, which may have been opened since a later version took the place of this one: then
  /// its bytes prove nothing.
  private func lines(
    of version: PeriodVersion, isCurrent: Bool, in workspace: Workspace, _ trail: [AuditEntry]
  ) -> [VerifyLine] {
    let state = workspace.state(of: version)
    let file = VerifyLine(subject: .file, version: version, state: state, detail: version.sha256 ?? "")
    guard version.isSealed, state == .good else { return [file] }
    return [file]
      + ([.seal, .pack] + (isCurrent ? [.report] : []) as [VerifyLine.Subject]).map { subject in
        do {
          let database = try workspace.database(of: version)
          guard let seal = try database.seal() else {
            return VerifyLine(subject: subject, version: version, state: .broken, detail: "seal")
          }
          let detail = try fault(subject, of: seal, version, in: database, trail)
          return VerifyLine(
            subject: subject, version: version, state: detail == nil ? .good : .broken, detail: detail ?? "")
        } catch {
          let words = desk.rendered(error)?.message ?? "\(error)"
          return VerifyLine(subject: subject, version: version, state: .broken, detail: words)
        }
      }
  }

  /// What is wrong; nil where nothing is.
  private func fault(
    _ subject: VerifyLine.Subject, of seal: Seal, _ version: PeriodVersion, in database: PeriodDatabase,
    _ trail: [AuditEntry]
  ) throws -> String? {
    switch subject {
    case .seal: return try fault(ofSeal: seal, version, in: database, trail)
    case .pack:
      return try SealedPack.load(database.packFiles(), id: seal.packID).hash == seal.packHash ? nil : seal.packHash
    case .report: return try fault(ofReport: seal, in: database)
    case .catalogue, .trail, .file: return nil
    }
  }

  /// The seal, the catalogue and the audit trail must tell the same; the trail must still hold the entry that was its last.
  private func fault(
    ofSeal seal: Seal, _ version: PeriodVersion, in database: PeriodDatabase, _ trail: [AuditEntry]
  ) throws -> String? {
    let entry = trail.last { $0.action == "seal" && $0.subject == "\(version.period) v\(version.number)" }
    guard let entry, entry.detail.hasPrefix("sha256 \(version.sha256 ?? "–") ") else { return "audit" }
    guard entry.who == seal.by, version.sealedBy == seal.by, version.sealedAt == seal.at else { return "by" }
    guard trail.contains(where: { $0.hash == seal.trailHash }) else { return "trail" }
    return try database.snapshotHash == seal.snapshotHash ? nil : "snapshot"
  }

  private func fault(ofReport seal: Seal, in database: PeriodDatabase) throws -> String? {
    var desk = desk
    desk.pack = try SealedPack.load(database.packFiles(), id: seal.packID)
    // The report names the program that made it; what it says must not depend on which one makes it again.
    let report = try SealedReport(
      census: PeriodCensus(desk: desk, database: database), programVersion: seal.programVersion)
    let hashes = try report.hashes()
    let differing = Set(hashes.keys).union(seal.reports.keys).filter { hashes[$0] != seal.reports[$0] }.sorted()
    guard !differing.isEmpty else { return nil }
    let programs = seal.programVersion == programVersion ? "" : " (\(seal.programVersion) → \(programVersion))"
    return differing.joined(separator: ", ") + programs
  }
}

extension VerifyRun {
  package static func json(_ lines: [VerifyLine]) -> String {
    JSONWriter.array(
      lines.map { line in
        JSONWriter.object([
          ("check", JSONWriter.quoted(line.subject.rawValue)),
          ("period", JSONWriter.quoted(line.version?.period.description)),
          ("version", JSONWriter.number(line.version?.number)),
          ("sealed", line.version.map { String($0.isSealed) } ?? "null"),
          ("state", JSONWriter.quoted(line.state.rawValue)), ("detail", JSONWriter.quoted(line.detail)),
        ])
      })
  }

  package func text(_ lines: [VerifyLine]) -> String {
    var table = TextTable([.left, .left, .left, .left])
    for line in lines {
      let kind = line.version.map { desk.text($0.isSealed ? "verify.sealed" : "verify.open") } ?? ""
      table.add([
        line.version.map { "\($0.period) v\($0.number)\(kind)" } ?? desk.text("verify.workspace"),
        desk.text("verify.\(line.subject.rawValue)"), desk.text("verify.state.\(line.state.rawValue)"), line.detail,
      ])
    }
    return table.text
  }
}
