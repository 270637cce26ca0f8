// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
package import Indicators
import Policy

/// Indicator values as they are printed (contract section 3), sorted by unit, then indicator, then group.
package struct IndicatorsDocument {
  package let values: [IndicatorValue]
  private let tree: OrganisationTree
  private let pack: PolicyPack
  private let period: Period
  private let language: Language
  private let desk: Desk
  /// Why a unit's value cannot be held against that of an earlier period, in words; nil where there is none to hold it
  /// against.
  private let incomparable: (IndicatorValue) -> [String]?

  init(
    values: [IndicatorValue], tree: OrganisationTree, desk: Desk, period: Period,
    incomparable: @escaping (IndicatorValue) -> [String]? = { _ in nil }
  ) {
    self.incomparable = incomparable
    self.tree = tree
    (self.desk, pack, language) = (desk, desk.pack, desk.language)
    self.period = period
    self.values = values.sorted { left, right in
      (tree.nodes[left.unit].code, left.indicator, left.group?.code ?? "", left.unit)
        < (tree.nodes[right.unit].code, right.indicator, right.group?.code ?? "", right.unit)
    }
  }

  package func json() -> String { JSONWriter.array(values.map(object)) }

  private func object(_ value: IndicatorValue) -> String {
    let node = tree.nodes[value.unit]
    let group = value.group.map { group in
      // A group is named by its Chinese label in every language, as the contract shows it.
      let label = pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label.chinese ?? group.code
      return JSONWriter.object([(group.dimension.rawValue, JSONWriter.quoted(label))])
    }
    let reasons = incomparable(value)
    let isComparable = reasons.map { String($0.isEmpty) } ?? "null"
    let reason = reasons.flatMap { $0.isEmpty ? nil : $0.joined(separator: "; ") }
    return JSONWriter.object(
      [
        ("period", JSONWriter.quoted(period.description)), ("unit", JSONWriter.quoted(node.code)),
        ("unitName", JSONWriter.quoted(node.name)), ("group", group ?? "null"),
        ("indicator", JSONWriter.quoted(value.indicator)), ("state", JSONWriter.quoted(value.state.rawValue)),
        ("numerator", JSONWriter.number(value.numerator)), ("denominator", JSONWriter.number(value.denominator)),
        ("value", PercentText.json(value.hundredths)),
        ("unitOfMeasure", JSONWriter.quoted(pack.indicator(value.indicator)?.unit.rawValue ?? "percent")),
        ("comparable", isComparable),
      ] + (reason.map { [("reason", JSONWriter.quoted($0))] } ?? []) + [
        ("reported", value.reported.map(object) ?? "null"),
        ("bounds", value.bounds?.hundredths.map(object) ?? "null"),
      ])
  }

  /// For how many parts of how many the figures came in.
  private func object(_ share: ReportedShare) -> String {
    JSONWriter.object([("reported", String(share.reported)), ("of", String(share.owing))])
  }

  /// What an incomplete figure lies between.
  private func object(_ bounds: ClosedRange<Int>) -> String {
    JSONWriter.object([
      ("least", PercentText.json(bounds.lowerBound)), ("most", PercentText.json(bounds.upperBound)),
    ])
  }

  package func csv() -> String {
    let keys = ["period", "unit", "unitName", "group", "indicator", "state", "numerator", "denominator", "value"]
    return CSVWriter.byteOrderMark + CSVWriter.line(keys)
      + values.map { value in
        let node = tree.nodes[value.unit]
        return CSVWriter.line([
          period.description, node.code, node.name, groupLabel(value.group), value.indicator, value.state.rawValue,
          value.numerator.map { String($0) } ?? "", value.denominator.map { String($0) } ?? "",
          value.hundredths.map(PercentText.spelled) ?? "",
        ])
      }.joined()
  }

  package func text() -> String {
    var table = TextTable([.left, .left, .left, .right, .right, .right, .left])
    for value in values {
      table.add([
        tree.nodes[value.unit].name, pack.indicator(value.indicator)?.title[language] ?? value.indicator,
        groupLabel(value.group), value.numerator.map { String($0) } ?? "–", value.denominator.map { String($0) } ?? "–",
        value.hundredths.map { PercentText.spelled($0) + "%" } ?? "–",
        value.state == .value ? "" : desk.state(of: value),
      ])
    }
    return table.text
  }

  private func groupLabel(_ group: IndicatorGroup?) -> String {
    guard let group else { return "" }
    return pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label[language] ?? group.code
  }
}
