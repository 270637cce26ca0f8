// SPDX-License-Identifier: Apache-2.0

package import Findings

/// Findings of one code as a person reads them: what is wrong, where, and what to do, on as few lines as can be.
package struct FindingParagraph: Sendable {
  /// Code of the findings.
  package let code: String
  /// How much harm the cause does.
  package let severity: Severity
  /// What is wrong, with how many times where that is more than once.
  package let title: String
  /// A line for each sheet, with what was seen there; sheets with the same cause share one.
  package let lines: [String]
  /// What to do; empty where there is nothing.
  package let remedy: String

  /// The paragraphs of several findings: the gravest first, then the most frequent.
  ///
  /// - Parameter all: whether every finding stands on a line of its own; else causes are told, of many the first few and a
  ///   number that says where all of them are.
  package static func paragraphs(
    of findings: [RenderedFinding], all: Bool = false, in context: CommandContext
  ) -> [FindingParagraph] {
    let byCode = Dictionary(grouping: findings, by: \.finding.code)
    let ordered = byCode.values.sorted { left, right in
      if left[0].severity != right[0].severity { return left[0].severity > right[0].severity }
      if left.count != right.count { return left.count > right.count }
      return left[0].finding.code < right[0].finding.code
    }
    return ordered.map { FindingParagraph($0, all, context) }
  }

  /// How many causes of one code the text form tells; the marked copies, JSON and CSV tell all.
  private static let shownCauses = 5

  private init(_ findings: [RenderedFinding], _ all: Bool, _ context: CommandContext) {
    let first = findings[0]
    let total = findings.reduce(0) { $0 + $1.finding.count }
    code = first.finding.code
    severity = first.severity
    title = total > 1 ? first.title + context.text("output.times", ["count": String(total)]) : first.title
    remedy = first.remedy
    if all {
      lines = findings.map { finding in
        [finding.finding.place.map { context.spelled($0) } ?? "", finding.message].filter { !$0.isEmpty }
          .joined(separator: FindingParagraph.gap)
      }
      return
    }
    let causes = FindingCause.causes(of: findings, in: context)
    var lines = FindingParagraph.lines(of: causes.prefix(FindingParagraph.shownCauses), context)
    let rest = causes.dropFirst(FindingParagraph.shownCauses).reduce(0) { $0 + $1.count }
    if rest > 0, !lines.isEmpty {
      lines[lines.count - 1] += FindingParagraph.gap + context.text("output.more", ["count": String(rest)])
    }
    self.lines = lines
  }

  /// Stands between what is told one after the other.
  package static let gap = "  "

  /// Causes that stand in one sheet share its name and a line, in the place of the first.
  private static func lines(of causes: ArraySlice<FindingCause>, _ context: CommandContext) -> [String] {
    var lines: [String] = []
    var ofSheet: [[String?]: Int] = [:]
    for cause in causes {
      guard let sheet = cause.sheet else {
        lines.append(cause.line(of: context))
        continue
      }
      if let line = ofSheet[sheet] {
        lines[line] += gap + cause.line(of: context, withinSheet: true)
      } else {
        ofSheet[sheet] = lines.count
        lines.append(cause.line(of: context))
      }
    }
    return lines
  }
}

extension FindingCause {
  /// The file and sheet in which all of it stands; nil where that is none or several.
  fileprivate var sheet: [String?]? {
    let sheets = Set(places.map { [$0.file, $0.sheet] })
    return sheets.count == 1 ? sheets.first : nil
  }
}
