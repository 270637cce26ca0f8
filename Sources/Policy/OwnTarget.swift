// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// 本级目标: what the office itself asks of units, from `targets.yaml` of a workspace.
package struct OwnTarget: Sendable, Hashable {
  /// The task it makes a verdict of; nil means every task that checks the indicator.
  package var task: String?
  /// ID of the indicator that it bounds.
  package var indicator: String
  /// The bound with its days and its document, always of standing `own`.
  package var threshold: Threshold

  package init(task: String?, indicator: String, threshold: Threshold) {
    self.task = task
    self.indicator = indicator
    self.threshold = threshold
  }
}

extension PolicyPack {
  /// Adds targets to the checks of the tasks they are for.
  mutating func add(_ targets: [OwnTarget]) {
    self.targets += targets
    for target in targets {
      for task in tasks.indices where target.task == nil || tasks[task].id == target.task {
        for check in tasks[task].checks.indices where tasks[task].checks[check].indicator == target.indicator {
          guard tasks[task].method == .computed else { continue }
          tasks[task].checks[check].thresholds.append(target.threshold)
        }
      }
    }
  }

  /// The pack with these targets in the place of its own and no other bound, whatever the quarter: what they would mean.
  package func trying(_ trial: [OwnTarget]) -> PolicyPack {
    var pack = self
    pack.targets = []
    for task in pack.tasks.indices {
      for check in pack.tasks[task].checks.indices { pack.tasks[task].checks[check].thresholds = [] }
    }
    pack.add(
      trial.map { target in
        var target = target
        if case .halfTheGap(let since) = target.threshold.aim {
          target.threshold.inForce.from = since.censusDay
        } else {
          target.threshold.inForce = .always
        }
        return target
      })
    return pack
  }

  /// The periods whose figures relative targets are held against, for a period that is judged.
  package func basePeriods(of period: Period) -> Set<Period> {
    Set(
      tasks.flatMap(\.checks).flatMap(\.thresholds).compactMap { threshold in
        switch threshold.aim {
        case .fixed: nil
        case .notWorse: period.previous
        case .halfTheGap(let since): since
        }
      })
  }
}
