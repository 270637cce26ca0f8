// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings

/// `--fail-on`: which findings, and how many of them, end a run with exit code 1.
///
/// `error` is one error, `warning:20` twenty warnings or errors, `error:5%` errors of a twentieth of all that was looked at.
struct FailOn: ExpressibleByArgument {
  private enum Limit {
    case count(Int)
    /// Hundredths of a percent.
    case share(Int)
  }

  static let error = FailOn(severity: .error, limit: .count(1))

  /// Nil for `never`.
  private let severity: Severity?
  private let limit: Limit

  private init(severity: Severity?, limit: Limit) {
    self.severity = severity
    self.limit = limit
  }

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts[0] == "never" ? parts.count == 1 : Severity(rawValue: parts[0]) != nil,
      let limit = parts.count == 1 ? .count(1) : FailOn.limit(parts[1])
    else { return nil }
    self.init(severity: Severity(rawValue: parts[0]), limit: limit)
  }

  /// `3`, `5%` or `2.5%`.
  private static func limit(_ text: String) -> Limit? {
    if let percent = text.wholeMatch(of: /(\d{1,3})(?:\.(\d{1,2}))?%/) {
      let fraction = (percent.output.2 ?? "0") + "0"
      guard let whole = Int(percent.output.1), let hundredths = Int(fraction.prefix(2)) else { return nil }
      return .share(whole * 100 + hundredths)
    }
    return Int(text).flatMap { $0 > 0 ? .count($0) : nil }
  }

  var defaultValueDescription: String { "error" }

  static var allValueStrings: [String] { ["error", "warning", "info", "never"] }

  /// Whether a finding of this severity counts towards the limit.
  func includes(_ severity: Severity) -> Bool { self.severity.map { severity >= $0 } ?? false }

  /// Whether so many findings at or above the severity make the run fail.
  ///
  /// - Parameter total: what they are a share of: records read, verdicts given.
  func fails(_ count: Int, of total: Int) -> Bool {
    guard severity != nil, count > 0 else { return false }
    return switch limit {
    case .count(let least): count >= least
    case .share(let least): count * 10_000 >= least * max(total, 1)
    }
  }
}
