// SPDX-License-Identifier: Apache-2.0

import Findings
import Pipeline
import Results

/// Prints findings for a person: the gravest first, each kind on a line of its own where it stands in one sheet.
struct FindingPrinter {
  let context: CommandContext
  let terminal: Terminal
  /// Whether every finding is told, however many there are.
  var showsAll = false

  func print(_ findings: [RenderedFinding]) {
    for paragraph in FindingParagraph.paragraphs(of: findings, all: showsAll, in: context) { print(paragraph) }
  }

  private func print(_ paragraph: FindingParagraph) {
    let severity = terminal.painted(
      context.text("severity.\(paragraph.severity.rawValue)"), color(of: paragraph.severity))
    let head = severity + FindingParagraph.gap + terminal.painted(paragraph.title, .bold)
    let remedy = paragraph.remedy.isEmpty ? [] : ["→ " + paragraph.remedy]
    if paragraph.lines.count == 1 {
      terminal.print(([head] + paragraph.lines + remedy).joined(separator: FindingParagraph.gap))
    } else {
      terminal.print(([head] + remedy).joined(separator: FindingParagraph.gap))
      for line in paragraph.lines { terminal.print("  " + line) }
    }
  }

  private func color(of severity: Severity) -> Terminal.Color {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .info: .dim
    }
  }
}
