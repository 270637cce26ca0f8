// SPDX-License-Identifier: Apache-2.0

import Findings
import Pipeline

/// Prints findings for a person: the gravest first, each cause once with its places and what to do.
struct FindingPrinter {
  let desk: Desk
  let terminal: Terminal

  /// Tells where all of them stand, where some are left out.
  var more = "output.more"

  func print(_ findings: [RenderedFinding], shownPlaces: Int) {
    let byCode = Dictionary(grouping: findings, by: \.finding.code)
    let ordered = byCode.values.sorted { left, right in
      if left[0].severity != right[0].severity { return left[0].severity > right[0].severity }
      if left.count != right.count { return left.count > right.count }
      return left[0].finding.code < right[0].finding.code
    }
    for group in ordered { printGroup(group, shownPlaces) }
  }

  private func printGroup(_ group: [RenderedFinding], _ shownPlaces: Int) {
    let first = group[0]
    let total = group.reduce(0) { $0 + $1.finding.count }
    let severity = terminal.painted(desk.text("severity.\(first.severity.rawValue)"), color(of: first.severity))
    let count = desk.text("output.times", ["count": String(total)])
    terminal.print("\n\(severity)  \(terminal.painted(first.title, .bold))  \(count)")
    let causes = FindingCause.causes(of: group, in: desk)
    for cause in causes.prefix(shownPlaces) { terminal.print("  " + cause.line(of: desk)) }
    let rest = causes.dropFirst(shownPlaces).reduce(0) { $0 + $1.count }
    if rest > 0 { terminal.print("  " + desk.text(more, ["count": String(rest)])) }
    if !first.remedy.isEmpty { terminal.print("  → " + first.remedy) }
  }

  private func color(of severity: Severity) -> Terminal.Color {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .info: .dim
    }
  }
}
