// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Comparison
import Findings
import Indicators
import Policy
import Results

/// Words for what a comparison finds, in the language of the context.
package struct ComparisonWords {
  let context: CommandContext
  let pairing: UnitPairing

  /// What moved a figure, in words.
  package func cause(_ cause: MovementCause, of kind: RecordKind? = nil) -> String {
    let language = context.language
    switch cause {
    case .list(let kind): return context.text("compare.cause.list", ["kind": context.text("kind.\(kind.rawValue)")])
    case .state(let code):
      let kind = kind.map(context.pack.comparison.stateKind)
      let field = kind.flatMap { kind in context.pack.vocabulary.sheets.first { $0.kind == kind } }?.fields
        .first { $0.id == kind.flatMap { context.pack.comparison.stocks[$0]?.state } }
      let label = field?.codeList.flatMap(context.pack.codeList)?.entry(code)?.label[language]
      return label ?? code
    case .rule(let id):
      return context.pack.comparison.leaving.first { $0.id == id }?.title[language] ?? id
    default:
      let own = kind.map { "compare.cause.\($0.rawValue).\(cause.key)" }
      if let own, context.pack.messages.texts[own] != nil { return context.text(own) }
      return context.text("compare.cause.\(cause.key)")
    }
  }

  /// Why two figures do not compare, in words.
  package func reason(_ reason: Incomparability) -> String {
    context.text("compare.reason.\(reason.key)", facts(of: reason))
  }

  private func facts(of reason: Incomparability) -> [String: String] {
    switch reason {
    case .definition(let measure):
      ["measure": context.pack.measure(measure)?.title[context.language] ?? measure]
    case .boundary(let organisations): ["count": String(organisations)]
    case .sheetMissing(let kind, let isLater): ["kind": context.text("kind.\(kind)"), "period": side(isLater)]
    case .coverage(let kind, let units, let isLater):
      [
        "kind": context.text("kind.\(kind)"), "period": side(isLater),
        "units": units.map { pairing.after.nodes[$0].name }.joined(separator: context.text("place.and")),
      ]
    case .denominatorSource(let from, let to): ["from": from, "to": to]
    case .state(let before, let after):
      ["from": spelled(before), "to": spelled(after)]
    case .indicatorMissing, .unitNew, .unitClosed, .unitMerged, .unitSplit, .denominatorBasis: [:]
    }
  }

  private func spelled(_ side: Incomparability.Side) -> String {
    let state = context.text("state.\(side.state)")
    guard let share = side.reported else { return state }
    return context.text(
      "state.with-share", ["state": state, "reported": String(share.reported), "of": String(share.owing)])
  }

  private func side(_ isLater: Bool) -> String { context.text(isLater ? "compare.later" : "compare.earlier") }

  /// The name of a unit; of one that is gone, as it was.
  package func unitName(_ unit: Int) -> String { pairing.node(of: unit).name }
  func unitCode(_ unit: Int) -> String { pairing.node(of: unit).code }

  func indicator(_ id: String) -> String { context.pack.indicator(id)?.title[context.language] ?? id }
  /// The title of a measure.
  package func measure(_ id: String) -> String { context.pack.measure(id)?.title[context.language] ?? id }
}
