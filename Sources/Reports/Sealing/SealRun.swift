// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
package import Findings
package import Pipeline
import Policy
package import Results

/// What keeps a period from being sealed.
package enum SealBlocker: Sendable, Hashable {
  /// Open findings of one code.
  case findings(code: String, title: String, severity: Severity, count: Int)
  case explanation(ExplanationItem)
}

/// Thrown when something blocks; the period stays open.
package struct SealBlocked: Error, Sendable, Hashable {
  /// Never empty; findings first, then explanations that are owed.
  package var blockers: [SealBlocker]
}

/// `seal`: closes a period, with its tree, its pack and its report's hashes inside.
package struct SealRun {
  /// Where the workspace is, and the pack that the period is sealed with.
  package var context: CommandContext
  /// The period to be sealed.
  package var period: Period
  /// Who seals, for the seal and the audit trail.
  package var by: String
  /// What is remarked in the seal; empty for nothing.
  package var remark: String
  /// The least severity of an open finding that blocks; nil lets every finding pass.
  package var blockAt: Severity?
  /// Version of the program, which the seal names.
  package var programVersion: String
  /// Why to seal even if the period's file is not as its last writer left it; nil refuses that.
  package var despite: String?

  package init(
    context: CommandContext, period: Period, by: String, remark: String, blockAt: Severity?, programVersion: String,
    despite: String? = nil
  ) {
    self.context = context
    self.period = period
    self.by = by
    self.remark = remark
    self.blockAt = blockAt
    self.programVersion = programVersion
    self.despite = despite
  }

  /// - Returns: the sealed version; where the period was sealed before, that one, and nothing changes.
  /// - Throws: `SealBlocked`; `WorkspaceError` (`earlier-open` …); `PipelineError("pack-changed")`.
  package func seal() throws -> (version: PeriodVersion, isNew: Bool) {
    let workspace = try context.workspace()
    if let version = try workspace.version(of: period), version.isSealed { return (version, false) }
    let files = try SealedPack.files(of: context)
    let draft = SealDraft(
      by: by, remark: remark, packID: context.pack.id, packVersion: context.pack.version, packHash: context.pack.hash,
      overlayHashes: context.pack.overlays.map(\.sha256), packFiles: files, programVersion: programVersion,
      despite: despite)
    let version = try workspace.seal(period, draft) { database in
      let census = PeriodCensus(context: context, database: database)
      let issue = try SealedReport(census: census, programVersion: programVersion)
      // What is far from the last quarter is no part of the report that is sealed, which knows this period alone.
      let outliers = try census.sorted(census.outliers()).open
      let blockers = try self.blockers(of: census, findings: issue.findings + outliers)
      guard blockers.isEmpty else { throw SealBlocked(blockers: blockers) }
      return try issue.issued()
    }
    return (version, true)
  }

  /// What is told before a period is sealed and does not keep it from that: figures far from the last quarter, and how many
  /// findings somebody looked into. Nothing of a period that is sealed.
  ///
  /// - Throws: `WorkspaceError("period-missing")`.
  package func remarks() throws -> (outliers: [RenderedFinding], accepted: Int) {
    let census = try PeriodCensus(context: context, period: period)
    guard !census.database.isSealed else { return ([], 0) }
    let sorted = try census.sortedFindings()
    return (context.render(sorted.open.filter { $0.code == OutlierFacts.code }), sorted.accepted.count)
  }

  /// What would keep the period from being sealed now, as it stands.
  ///
  /// - Throws: `WorkspaceError("period-missing")` …
  package func blockers() throws -> [SealBlocker] {
    let census = try PeriodCensus(context: context, period: period)
    return try blockers(of: census, findings: census.sortedFindings().open)
  }

  private func blockers(of census: PeriodCensus, findings: [Finding]) throws -> [SealBlocker] {
    let grave = context.render(findings).filter { finding in blockAt.map { finding.severity >= $0 } ?? false }
    let groups = Dictionary(grouping: grave, by: \.finding.code).values.sorted { left, right in
      (right[0].severity, left[0].finding.code) < (left[0].severity, right[0].finding.code)
    }
    let open = groups.map { group in
      SealBlocker.findings(
        code: group[0].finding.code, title: group[0].title, severity: group[0].severity, count: group.count)
    }
    let owed = try ExplanationsRun(census: census).items().filter { $0.given == nil }
    return open + owed.map { .explanation($0) }
  }
}

/// The report whose bytes a seal vouches for: the root's, HTML and JSON, in Chinese, without a baseline and without a look
/// at older periods (which may be unsealed and change later, and do not go with a package).
struct SealedReport {
  private let run: ReportRun

  init(census: PeriodCensus, programVersion: String) throws {
    var context = census.context
    context.language = .chinese
    run = try ReportRun(
      census: PeriodCensus(context: context, database: census.database), baseline: nil, outputs: [.html, .json],
      programVersion: programVersion, looksBack: false)
  }

  /// Every finding of the period.
  var findings: [Finding] { get throws { try run.findings(below: 0) } }

  /// SHA-256 of each file by name, and the figures themselves.
  func issued() throws -> SealedIssue {
    var hashes: [String: String] = [:]
    var figures: [UInt8] = []
    try run.forEachFile(of: .root) { file in
      hashes[file.name] = try file.sha256()
      if file.name == "indicators.json" { figures = try file.bytes() }
    }
    return SealedIssue(hashes: hashes, figures: figures)
  }
}

extension SealRun {
  /// What a sealed period will say for ever of what did not come in.
  ///
  /// - Throws: `WorkspaceError`.
  package func notices() throws -> [String] {
    let census = try PeriodCensus(context: context, period: period)
    guard try census.database.hasOrganisations() else { return [] }
    return try ReportingNotices(census: census).all(unit: 0, choosesRoot: true, census.calculator(measures: []))
  }
}
