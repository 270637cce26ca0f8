// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import Findings
import Indicators
import Policy

/// Verdicts as they are printed (contract section 3), by unit, then task in the order of the pack.
package struct VerdictsDocument {
  package let results: [TaskResult]
  private let tree: OrganisationTree
  private let pack: PolicyPack
  private let period: Period
  private let language: Language

  init(results: [TaskResult], tree: OrganisationTree, pack: PolicyPack, period: Period, language: Language) {
    self.tree = tree
    self.pack = pack
    self.period = period
    self.language = language
    self.results = results.sorted {
      (tree.nodes[$0.unit].code, $0.task, $0.unit) < (tree.nodes[$1.unit].code, $1.task, $1.unit)
    }
  }

  package func json() -> String { JSONWriter.array(results.map(object)) }

  private func object(_ result: TaskResult) -> String {
    let reason = result.reason.map { pack.messages.text($0, in: language) }
    return JSONWriter.object([
      ("period", JSONWriter.quoted(period.description)), ("unit", JSONWriter.quoted(tree.nodes[result.unit].code)),
      ("task", JSONWriter.quoted(result.task)), ("verdict", JSONWriter.quoted(result.verdict.rawValue)),
      ("waived", result.waived ? "true" : "false"),
      ("checks", "[" + result.checks.map(object).joined(separator: ", ") + "]"), ("reason", JSONWriter.quoted(reason)),
    ])
  }

  private func object(_ check: CheckResult) -> String {
    let condition = check.threshold.map { "\($0.comparison.rawValue) \(PercentText.plain($0.hundredths))" }
    return JSONWriter.object([
      ("indicator", JSONWriter.quoted(check.indicator)), ("state", JSONWriter.quoted(check.value.state.rawValue)),
      ("value", PercentText.json(check.value.hundredths)), ("condition", JSONWriter.quoted(condition)),
      ("threshold", PercentText.json(check.threshold?.hundredths)),
      ("source", JSONWriter.quoted(check.threshold.map { pack.cite($0.source, in: language) })),
      ("verdict", JSONWriter.quoted(check.verdict.rawValue)),
    ])
  }

  package func csv() -> String {
    let keys = ["period", "unit", "unitName", "task", "title", "verdict", "reason", "checks"]
    return CSVWriter.byteOrderMark + CSVWriter.line(keys)
      + results.map { result in
        let node = tree.nodes[result.unit]
        return CSVWriter.line([
          period.description, node.code, node.name, result.task, pack.task(result.task)?.title[language] ?? "",
          result.verdict.rawValue, result.reason.map { pack.messages.text($0, in: language) } ?? "",
          result.checks.map(figure).joined(separator: "; "),
        ])
      }.joined()
  }

  package func text() -> String {
    var table = TextTable([.left, .left, .left, .left])
    for result in results {
      let verdict = pack.messages.text("verdict.\(result.verdict.rawValue)", in: language)
      let reason = result.reason.map { ": " + pack.messages.text($0, in: language) } ?? ""
      table.add([
        tree.nodes[result.unit].name, pack.task(result.task)?.title[language] ?? result.task, verdict + reason,
        result.checks.map(figure).joined(separator: "; "),
      ])
    }
    return table.text
  }

  /// "团青比 26.97 % (<= 30)"
  private func figure(_ check: CheckResult) -> String {
    let title = pack.indicator(check.indicator)?.title[language] ?? check.indicator
    let value =
      check.value.hundredths.map { PercentText.spelled($0) + " %" }
      ?? pack.messages.text("state.\(check.value.state.rawValue)", in: language)
    let bound = check.threshold.map { " (\($0.comparison.rawValue) \(PercentText.plain($0.hundredths)))" } ?? ""
    return "\(title) \(value)\(bound)"
  }
}
