// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

/// Task list + indicators → verdicts.
package struct Assessor: Sendable {
  package init(pack: PolicyPack, calculator: IndicatorCalculator, censusDay: CalendarDay) {}

  package func result(for task: ReformTask, unit: Int) -> TaskResult {
    TaskResult(task: task.id, unit: unit, verdict: .notEvaluable, reason: nil, checks: [])
  }
}
