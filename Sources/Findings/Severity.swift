// SPDX-License-Identifier: Apache-2.0

/// How much a finding weighs; ordered, so that `--fail-on` can compare.
package enum Severity: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
  case info, warning, error

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}
