// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import CensusStore
package import Findings
import Policy
package import Results

/// A finding that somebody looked into, and what was said of it.
package struct AcceptedFinding: Sendable, Hashable {
  /// The finding, which counts nowhere among the open ones.
  package var finding: Finding
  /// What was found out, by whom and until when it holds.
  package var acceptance: Acceptance

  package init(finding: Finding, acceptance: Acceptance) {
    self.finding = finding
    self.acceptance = acceptance
  }
}

/// The findings of a period: what is open, what was accepted, and what was known before and is only counted.
package struct SortedFindings: Sendable {
  /// What nobody has looked into, in order of place.
  package var open: [Finding] = []
  /// What somebody has looked into, in order of place.
  package var accepted: [AcceptedFinding] = []
  /// Findings that were there before, where only new ones are asked for.
  package var known: [Finding] = []

  package init(open: [Finding] = [], accepted: [AcceptedFinding] = [], known: [Finding] = []) {
    self.open = open
    self.accepted = accepted
    self.known = known
  }
}

/// An accepted finding with its words in one language.
package struct RenderedAcceptance: Sendable, Hashable {
  /// The finding with its words.
  package var finding: RenderedFinding
  /// What was found out, by whom and until when it holds.
  package var acceptance: Acceptance

  /// "已核实：出生日期有户口本为证（王科长，至 2019-12-31）"
  package func remark(in context: CommandContext) -> String { acceptance.remark(in: context) }
}

extension CommandContext {
  /// The accepted findings with their words in the language of the context, in the same order.
  package func render(_ accepted: [AcceptedFinding]) -> [RenderedAcceptance] {
    accepted.map {
      RenderedAcceptance(finding: pack.messages.render($0.finding, in: language), acceptance: $0.acceptance)
    }
  }
}

extension PeriodCensus {
  /// Who handed in what; a check knows that itself, and a sealed period as it was then.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func submissions() throws -> [Submission] {
    try database.sealedSubmissions() ?? database.submissionsOnTrial() ?? context.workspace().submissions(of: period)
  }

  /// The acceptances that hold in the period, by fingerprint; of one finding the last that was given.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func acceptances() throws -> [String: Acceptance] {
    let all = try database.sealedAcceptances() ?? database.acceptancesOnTrial() ?? context.workspace().acceptances()
    return Dictionary(all.map { ($0.finding, $0) }) { _, later in later }.filter { $0.value.holds(in: period) }
  }

  /// The acceptances of findings, by where they stand in the list.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func acceptances(of findings: [Finding]) throws -> [Int: Acceptance] {
    let acceptances = try acceptances()
    guard !acceptances.isEmpty else { return [:] }
    return try fingerprints(of: findings).enumerated().reduce(into: [:]) { held, entry in
      held[entry.offset] = acceptances[entry.element.text]
    }
  }

  /// Takes accepted findings, and those that were known before, out of the open ones.
  ///
  /// - Parameter known: what was found before; nil asks for all.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func sorted(_ findings: [Finding], known: KnownFindings? = nil) throws -> SortedFindings {
    let acceptances = try acceptances()
    guard !acceptances.isEmpty || known != nil else { return SortedFindings(open: findings) }
    var sorted = SortedFindings()
    for (finding, fingerprint) in zip(findings, try fingerprints(of: findings)) {
      if let acceptance = acceptances[fingerprint.text] {
        sorted.accepted.append(AcceptedFinding(finding: finding, acceptance: acceptance))
      } else if known?.holds(fingerprint) == true {
        sorted.known.append(finding)
      } else {
        sorted.open.append(finding)
      }
    }
    return sorted
  }

  /// How many findings are open, by severity, and how many were accepted. Where nothing was accepted no row is read.
  func severityCounts() throws -> (open: [Severity: Int], accepted: Int) {
    var counts: [Severity: Int] = [:]
    guard try acceptances().isEmpty else {
      let sorted = try sortedFindings()
      for finding in sorted.open { counts[context.pack.messages.severity(of: finding.code), default: 0] += 1 }
      return (counts, sorted.accepted.count)
    }
    for (code, count) in try findingCounts() { counts[context.pack.messages.severity(of: code), default: 0] += count }
    return (counts.filter { $0.value > 0 }, 0)
  }

  /// The findings of the period, sorted.
  ///
  /// - Parameter onlyNew: whether those of the last quarter are only counted.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func sortedFindings(onlyNew: Bool = false) throws -> SortedFindings {
    try sorted(findings(), known: onlyNew ? KnownFindings(context: context, period: period) : nil)
  }
}
