// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
package import Findings
package import Results
import Roster

/// `findings`: the findings of a period by name, and what is said of them.
package struct FindingsRun {
  /// Which of them are listed.
  package enum Choice: Sendable, Hashable { case open, new, accepted }

  /// A finding with the name it has on the command line.
  package struct Item: Sendable, Hashable {
    /// Hexadecimal digits: the same in every period of this workspace.
    package var id: String
    /// The finding with its words.
    package var finding: RenderedFinding
    /// What somebody found out about it; nil for an open one.
    package var acceptance: Acceptance?
    /// One that held until before this period.
    package var lapsed: Acceptance?

    package init(id: String, finding: RenderedFinding, acceptance: Acceptance? = nil, lapsed: Acceptance? = nil) {
      self.id = id
      self.finding = finding
      self.acceptance = acceptance
      self.lapsed = lapsed
    }
  }

  /// The period whose findings are listed.
  package let census: PeriodCensus
  private let workspace: Workspace

  /// - Parameter period: nil is the last one of the workspace.
  /// - Throws: `WorkspaceError` when there is no workspace or no such period.
  package init(context: CommandContext, period: Period?) throws {
    workspace = try context.workspace()
    guard let period = try period ?? workspace.periods.last else {
      throw WorkspaceError("period-missing", facts: ["period": "–", "known": "–"])
    }
    census = try PeriodCensus(context: context, period: period)
  }

  // MARK: List

  /// What is listed, the gravest first, and how many are not.
  package struct Listing: Sendable {
    /// The gravest first.
    package var items: [Item] = []
    /// Findings that were looked into, listed or not.
    package var accepted = 0
    /// Findings of the last quarter, where only new ones are listed; 0 else.
    package var known = 0
    /// The last quarter, where only new ones are listed.
    package var former: Period?
  }

  /// - Parameter unit: organisation ID or name; nil lists those of every unit.
  /// - Throws: `PipelineError("unit-unknown")`.
  package func list(_ choice: Choice, unit: String?) throws -> Listing {
    let known = try choice == .new ? KnownFindings(context: census.context, period: census.period) : nil
    let (held, ended) = (try census.acceptances(), try lapsed())
    var listing = Listing()
    listing.former = known?.former
    for (finding, fingerprint) in try findings(of: unit) {
      let acceptance = held[fingerprint.text]
      if acceptance != nil { listing.accepted += 1 }
      let isKnown = acceptance == nil && known?.holds(fingerprint) == true
      if isKnown { listing.known += 1 }
      guard (acceptance != nil) == (choice == .accepted), !isKnown else { continue }
      listing.items.append(
        Item(
          id: fingerprint.short, finding: census.context.render([finding])[0], acceptance: acceptance,
          lapsed: acceptance == nil ? ended[fingerprint.text] : nil))
    }
    listing.items = listing.items.enumerated().sorted { left, right in
      let (one, other) = (left.element.finding.severity, right.element.finding.severity)
      return one == other ? left.offset < right.offset : one > other
    }.map(\.element)
    return listing
  }

  /// Those that held before this period and do not any more.
  private func lapsed() throws -> [String: Acceptance] {
    let all = try workspace.acceptances().filter { $0.period <= census.period && !$0.holds(in: census.period) }
    return Dictionary(all.map { ($0.finding, $0) }) { _, later in later }
  }

  private func findings(of unit: String?) throws -> [(Finding, FindingFingerprint)] {
    let findings = try census.findings()
    let named = Array(zip(findings, try census.fingerprints(of: findings)))
    guard let unit else { return named }
    let tree = try census.database.organisationTree()
    let node = try UnitSelection.named(unit).nodes(in: tree)[0]
    return try PeriodFindings(findings, of: census).indexes(of: node, in: tree).map { named[$0] }
  }

  // MARK: Accept and reopen

  /// Remembers that findings were looked into and found to be as the sheets have them.
  ///
  /// - Parameters:
  ///   - ids: as `list` prints them, or their beginnings.
  ///   - until: the last census day that they hold on.
  /// - Throws: `PipelineError`: `finding-id-unknown`, `finding-id-ambiguous`, `acceptance-over` where the day is before the
  ///   period's census day.
  package func accept(
    _ ids: [String], by who: String, reason: String, until: CalendarDay?
  ) throws -> [Item] {
    if let until, until < census.period.censusDay {
      throw PipelineError(
        "acceptance-over", facts: ["until": until.description, "period": census.period.description])
    }
    let known = try findings(of: nil)
    let chosen = try ids.map { try FindingsRun.match($0, known, period: census.period) { $0.1.text } }
    let acceptances = chosen.map { finding, fingerprint in
      Acceptance(
        finding: fingerprint.text, code: finding.code, period: census.period, until: until,
        reason: PersonalNumbers.masked(reason, as: .prose), by: PersonalNumbers.masked(who, as: .prose),
        person: fingerprint.person)
    }
    try workspace.accept(acceptances)
    return zip(chosen, acceptances).map { chosen, acceptance in
      Item(
        id: chosen.1.short, finding: census.context.render([chosen.0])[0], acceptance: acceptance)
    }
  }

  /// Whether the period is sealed, so that an acceptance holds in later ones only.
  package var isSealed: Bool { census.database.isSealed }

  /// Opens accepted findings again.
  ///
  /// - Throws: `PipelineError`: `finding-id-unknown`, `finding-id-ambiguous`.
  package static func reopen(_ ids: [String], context: CommandContext, by who: String?, why: String?) throws -> Int {
    let workspace = try context.workspace()
    // The last one given for a finding stands for all.
    let known = Dictionary(try workspace.acceptances().map { ($0.finding, $0) }) { _, later in later }.values
    let chosen = try ids.map { try match($0, Array(known), period: nil) { $0.finding } }
    try workspace.reopen(
      chosen, by: who.map { PersonalNumbers.masked($0, as: .prose) },
      why: why.map { PersonalNumbers.masked($0, as: .prose) })
    return chosen.count
  }

  /// Fewer digits would name a finding by chance.
  private static let leastDigits = 6

  private static func match<Entry>(
    _ id: String, _ known: [Entry], period: Period?, _ text: (Entry) -> String
  ) throws -> Entry {
    let typed = id.lowercased()
    let found = typed.count < leastDigits ? [] : known.filter { text($0).hasPrefix(typed) }
    let facts = ["value": id, "period": period?.description ?? "–"]
    guard let first = found.first else {
      throw PipelineError(period == nil ? "acceptance-unknown" : "finding-id-unknown", facts: facts)
    }
    guard found.count == 1 else { throw PipelineError("finding-id-ambiguous", facts: facts) }
    return first
  }
}
