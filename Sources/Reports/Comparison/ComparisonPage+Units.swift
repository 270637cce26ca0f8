// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Findings
import Pipeline
import Policy
import Results

extension ComparisonPage {
  /// Of each kind so many are told in a sentence; the table has them all.
  private static let told = 8

  /// What happened to organisations, in words; classes that begin or rise are only counted.
  func unitSentences() -> [String] {
    let groups = Dictionary(grouping: run.changesByWeight().filter(concerns), by: \.kind)
    return run.changesByWeight().map(\.kind).reduce(into: [UnitChange.Kind]()) { kinds, kind in
      if kinds.last != kind { kinds.append(kind) }
    }.flatMap { kind -> [String] in
      let changes = groups[kind] ?? []
      let told = [.new, .reclassified].contains(kind) ? 0 : ComparisonPage.told
      let rest = changes.count - min(told, changes.count)
      let facts = ["change": run.context.text("compare.change.\(kind.rawValue)"), "count": String(rest)]
      return changes.prefix(told).map(sentence)
        + (rest > 0 ? [run.context.text("compare.sentence.other-units", facts)] : [])
    }
  }

  private func concerns(_ change: UnitChange) -> Bool {
    let pairing = run.pairing
    return change.after.contains { pairing.unitsHolding(after: $0).contains(unit) }
      || change.before.contains { pairing.unitsHolding(before: $0).contains(unit) }
  }

  private func sentence(_ change: UnitChange) -> String {
    let pairing = run.pairing
    let separator = run.context.language == .chinese ? "、" : ", "
    var facts = [
      "change": run.context.text("compare.change.\(change.kind.rawValue)"),
      "old": change.before.map { pairing.before.nodes[$0].name }.joined(separator: separator),
      "new": change.after.map { pairing.after.nodes[$0].name }.joined(separator: separator),
      "evidence": change.evidence.map { run.context.text("compare.evidence.\($0.rawValue)") } ?? "–",
    ]
    switch change.kind {
    case .moved:
      facts["from"] = pairing.before.nodes[change.before[0]].parent.map { pairing.before.nodes[$0].name } ?? "–"
      facts["to"] = pairing.after.nodes[change.after[0]].parent.map { pairing.after.nodes[$0].name } ?? "–"
      return run.context.text("compare.sentence.moved", facts)
    case .closed:
      let members = run.comparison.countBefore(
        of: run.context.pack.overview.members, unit: pairing.unitOfBefore[change.before[0]])
      facts["count"] = String(members ?? 0)
      return run.context.text("compare.sentence.closed", facts)
    default: return run.context.text("compare.sentence.changed", facts)
    }
  }

  /// Which part of a stock nobody explains; empty when it closes.
  func openSentences(_ check: StockFlow) -> [String] {
    let causes = check.open.filter { $0.amount != 0 }
    guard !causes.isEmpty else { return [] }
    let texts = causes.map {
      "\(run.words.cause($0.cause, of: .member)) \($0.amount > 0 ? "+" : "−")\($0.amount.magnitude)"
    }
    let facts = ["causes": texts.joined(separator: run.context.language == .chinese ? "、" : ", ")]
    return [run.context.text("compare.sentence.open", facts)]
  }
}
