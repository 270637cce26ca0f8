// SPDX-License-Identifier: Apache-2.0

import Basics
import Indicators
import Policy

/// How much of the task list was judged for a unit and by what means, and what it scores.
///
/// The five counts add up to the number of results.
package struct TaskCoverage: Sendable, Hashable {
  /// Judged from the rosters.
  package var computed = 0
  /// The figures are there, but no threshold is in force.
  package var shown = 0
  /// Judged from an attestation that counts.
  package var attested = 0
  /// No attestation that counts, or data missing.
  package var notAssessed = 0
  /// Not owed by the unit, or nothing there to judge.
  package var notApplicable = 0
  /// Judged, computed or attested, and met in full.
  package var met = 0
  /// Judged, not met in full, and waived.
  package var excused = 0

  /// Counts the results of one unit, each in one of the five groups.
  package init(_ results: [TaskResult]) {
    for result in results { add(result) }
  }

  /// Results altogether.
  package var total: Int { computed + shown + attested + notAssessed + notApplicable }
  /// Tasks with a verdict: met, partly met or not met.
  package var judged: Int { computed + attested }
  /// Tasks that apply to the unit, judged or not.
  package var owed: Int { total - notApplicable }

  /// Met ÷ owed: what units are ranked by, so that one with few verdicts never stands above one with all of them.
  package var achievement: Fraction { Fraction(numerator: met, denominator: owed) }

  /// Met ÷ judged: the share of applicable tasks with a verdict that are met in full.
  package var score: Fraction { Fraction(numerator: met, denominator: judged) }

  /// The same, tasks that are excused left out below the line.
  package var scoreWithWaivers: Fraction { Fraction(numerator: met, denominator: judged - excused) }

  /// A share of tasks, exact.
  package struct Fraction: Sendable, Hashable {
    /// Tasks above the line.
    package var numerator: Int
    /// Tasks below the line; 0 where there are none, and then there is no share.
    package var denominator: Int

    package init(numerator: Int, denominator: Int) {
      self.numerator = numerator
      self.denominator = denominator
    }

    /// Percent in hundredths, half-up; nil for 0 ÷ 0.
    package var hundredths: Int? { Percent.hundredths(Int64(numerator), of: Int64(denominator)) }
  }

  private static let unbound: Set<String?> = ["reason.no-threshold", "reason.not-due"]

  private mutating func add(_ result: TaskResult) {
    switch result.verdict {
    case .met, .partlyMet, .notMet:
      if result.method == .computed { computed += 1 } else { attested += 1 }
      if result.verdict == .met { met += 1 } else if result.waived { excused += 1 }
    case .notApplicable: notApplicable += 1
    case .notEvaluable where TaskCoverage.unbound.contains(result.reason) && result.hasFigure: shown += 1
    case .notEvaluable, .error: notAssessed += 1
    }
  }
}

extension TaskCoverage {
  /// The rank of each by what it met of what it owes, the best first; equal shares have one rank, and who owes nothing has
  /// none.
  package static func ranks(_ coverages: [TaskCoverage]) -> [Int?] {
    coverages.map { own in
      guard own.owed > 0 else { return nil }
      return 1 + coverages.count { $0.owed > 0 && $0.met * own.owed > own.met * $0.owed }
    }
  }
}

extension TaskResult {
  fileprivate var hasFigure: Bool { checks.contains { $0.value.hundredths != nil } }
}
