// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 考核要点: one indicator held against its thresholds; no threshold in force means "not evaluable: no threshold set".
package struct TaskCheck: Sendable, Hashable {
  /// 已知率下限: how much must be known before a share of what is known can acquit.
  package struct Floor: Sendable, Hashable {
    /// What tells which share is known.
    package enum Share: Sendable, Hashable {
      /// An indicator of its own.
      case indicator(String)
      /// The denominator of the check's indicator, of the records that a measure counts.
      case among(measure: String)
    }

    /// Which share is looked at.
    package var share: Share
    /// In hundredths of a percent.
    package var hundredths: Int
    /// The document behind the floor, or the pack's own reason.
    package var source: SourceReference

    package init(share: Share, hundredths: Int, source: SourceReference) {
      self.share = share
      self.hundredths = hundredths
      self.source = source
    }
  }

  /// ID of the indicator that is looked at.
  package var indicator: String
  /// Rules and references of the pack, then the office's own targets.
  package var thresholds: [Threshold]
  /// Nil where the figure speaks for everybody it is about.
  package var known: Floor?

  package init(indicator: String, thresholds: [Threshold], known: Floor? = nil) {
    self.indicator = indicator
    self.thresholds = thresholds
    self.known = known
  }

  /// The name under which an example of a task gives the known share: the indicator, or the measure of what is known.
  package func floorName(in pack: PolicyPack) -> String? {
    switch known?.share {
    case .indicator(let id): id
    case .among: pack.indicator(indicator)?.denominator
    case nil: nil
    }
  }

  /// Those a verdict can rest on.
  package var binding: [Threshold] { thresholds.filter { $0.standing != .reference } }
}

/// 目标值: a bound with its source, its scope and the days between which it is in force.
package struct Threshold: Sendable, Hashable {
  /// On which side of the bound the good lies; the bound itself is good.
  package enum Comparison: String, Sendable, Hashable {
    case atMost = "<="
    case atLeast = ">="
  }

  /// What a bound is worth: a document in force, a target the office set itself, or a value from elsewhere that never
  /// makes a verdict.
  package enum Authority: String, Sendable, Hashable, CaseIterable { case rule, own, reference }

  /// Where the bound of a target comes from.
  package enum Aim: Sendable, Hashable {
    /// `hundredths`.
    case fixed
    /// 不低于上季度: the figure of the quarter before.
    case notWorse
    /// 差距减半: half way from the figure of a quarter to `hundredths`.
    case halfTheGap(since: Period)
  }

  /// On which side the good lies.
  package var comparison: Comparison
  /// In hundredths of a percent (3000 is 30%).
  package var hundredths: Int
  /// The census days on which it judges.
  package var inForce: DateRange
  /// For whom the source sets it, in words.
  package var scope: LocalizedText
  /// The document that sets it; of an own target, the office's.
  package var source: SourceReference
  /// What the bound is worth: only rules and own targets make verdicts.
  package var standing = Authority.rule
  /// Whether the bound is a number of its own or follows from a figure of an earlier quarter.
  package var aim = Aim.fixed
  /// 逐个单位都要做到: an obligation of every single unit, all or none.
  package var isEach = false
  /// Whether a waiver of the task excuses a unit from the obligation, as the source lets a superior approve it.
  package var sparesWaived = false
  /// The day from which it is in force was looked for and not found.
  package var isUndated = false
  /// IDs of `UnitLevel` it judges; empty means every unit that owes the task.
  package var levels: [String] = []
  /// Organisation IDs or full names, of a target for single units.
  package var units: [String] = []
  /// Who set a target, and what is remarked on it.
  package var setBy: String?
  /// What is remarked on it (备注); nil where nothing is.
  package var note: String?

  package init(
    comparison: Comparison, hundredths: Int, inForce: DateRange, scope: LocalizedText, source: SourceReference
  ) {
    self.comparison = comparison
    self.hundredths = hundredths
    self.inForce = inForce
    self.scope = scope
    self.source = source
  }

  /// Whether it judges a unit at all, whatever the day.
  package func applies(to node: OrganisationNode, under rules: AssessmentRules) -> Bool {
    if units.isEmpty, levels.isEmpty { return true }
    return units.contains(node.code) || units.contains(node.name)
      || levels.contains { rules.level($0)?.holds(node) ?? false }
  }
}
