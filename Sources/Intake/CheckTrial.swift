// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Pipeline
import Results

/// What a check tries the files against: the period as it is stored, where one is open; else the organisations of the
/// workspace; else nothing.
struct CheckTrial {
  let workspace: Workspace
  let known: CheckedAgainst

  /// - Throws: `WorkspaceError`.
  init(context: CommandContext, period: Period?) throws {
    guard let workspace = try context.workspaceIfAny() else {
      self.workspace = try context.trialWorkspace()
      known = CheckedAgainst(organisations: nil, gap: .noWorkspace, period: period)
      return
    }
    let organisations = try CheckTrial.organisations(of: workspace, for: period)
    let (trial, holdsPeriod) = try workspace.onTrial(period, knowing: organisations, label: context.labelOfKnownFiles)
    self.workspace = trial
    let isThere = try period.map { try workspace.periods.contains($0) } ?? false
    let gap: CheckedAgainst.Gap? = holdsPeriod ? nil : period == nil ? .noPeriod : isThere ? .sealed : .notStored
    known = CheckedAgainst(organisations: holdsPeriod ? period : organisations?.period, gap: gap, period: period)
  }

  /// The period of the workspace whose organisations are known: the one that is checked, else the last before it; without a
  /// period the latest. Nil where there is none.
  private static func organisations(of workspace: Workspace, for period: Period?) throws -> PeriodDatabase? {
    guard let known = try workspace.periods.last(where: { known in period.map { known <= $0 } ?? true }) else {
      return nil
    }
    let database = try workspace.period(known)
    return try database.hasOrganisations() ? database : nil
  }
}

/// What a check could hold the files against.
package struct CheckedAgainst: Sendable, Hashable {
  /// Why the files were not held against people of other files.
  package enum Gap: String, Sendable {
    /// There is no workspace yet.
    case noWorkspace = "no-workspace"
    /// No period was named, and no file says which it is of.
    case noPeriod = "no-period"
    /// Nothing was imported into the period yet.
    case notStored = "not-stored"
    /// The period is sealed.
    case sealed
  }

  /// The period whose organisations were known; nil where none is.
  package var organisations: Period?
  /// Nil where everything that is stored of the period was known.
  package var gap: Gap?
  /// The period that was checked for.
  package var period: Period?
}

extension CommandContext {
  /// What the files were held against, and what of it could not be done, in one sentence.
  package func sentence(on known: CheckedAgainst) -> String {
    let period = ["period": known.period?.description ?? ""]
    guard let gap = known.gap else { return text("check.known-period", period) }
    let organisations = known.organisations.map { text("check.known-organisations", ["period": $0.description]) }
    return [organisations, text("check.gap.\(gap.rawValue)", period)].compactMap(\.self)
      .joined(separator: text("report.sign.semicolon")) + text("check.stop")
  }
}
