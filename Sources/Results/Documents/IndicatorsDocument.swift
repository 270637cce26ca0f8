// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
package import Indicators
import Policy

/// Indicator values as they are printed (contract section 3), sorted by unit, then indicator, then group.
///
/// A unit's values are worked out when its rows are handed out: those of every unit are never in memory together.
package struct IndicatorsDocument: ResultDocument {
  private let units: [Int]
  private let valuesOf: (_ unit: Int) -> [IndicatorValue]
  private let tree: OrganisationTree
  private let pack: PolicyPack
  private let period: Period
  private let language: Language
  private let context: CommandContext
  /// Why a unit's value cannot be held against that of an earlier period, in words; nil where there is none to hold it
  /// against.
  private let incomparable: (IndicatorValue) -> [String]?

  /// - Parameters:
  ///   - units: in any order; each once.
  ///   - values: of one unit, in any order.
  package init(
    units: [Int], tree: OrganisationTree, context: CommandContext, period: Period,
    incomparable: @escaping (IndicatorValue) -> [String]? = { _ in nil },
    values: @escaping (_ unit: Int) -> [IndicatorValue]
  ) {
    self.incomparable = incomparable
    self.tree = tree
    (self.context, pack, language) = (context, context.pack, context.language)
    self.period = period
    self.units = units.sorted { (tree.nodes[$0].code, $0) < (tree.nodes[$1].code, $1) }
    valuesOf = values
  }

  /// Hands out every value, by unit, indicator and group.
  package func forEachValue(_ body: (IndicatorValue) throws -> Void) rethrows {
    for unit in units {
      let values = valuesOf(unit)
      // Of a city there are millions, which come in order but for those of groups.
      let isSorted = zip(values, values.dropFirst()).allSatisfy { !IndicatorsDocument.precedes($1, $0) }
      for value in isSorted ? values : values.sorted(by: IndicatorsDocument.precedes) { try body(value) }
    }
  }

  private static func precedes(_ left: IndicatorValue, _ right: IndicatorValue) -> Bool {
    if left.indicator != right.indicator { return left.indicator < right.indicator }
    return (left.group?.code ?? "") < (right.group?.code ?? "")
  }

  /// All values at once: for a few units.
  package var values: [IndicatorValue] {
    var values: [IndicatorValue] = []
    forEachValue { values.append($0) }
    return values
  }

  /// One row for each value; the columns are those of contract section 3, for people with names beside the codes.
  package var table: ResultTable {
    ResultTable("indicators", columns: columns) { body in try forEachValue(body) }
  }

  private func title(_ key: String) -> String { context.text("indicators.\(key)") }

  private var columns: [ResultColumn<IndicatorValue>] {
    let period = ResultCell.text(period.description)
    let titles = Dictionary(pack.indicators.map { ($0.id, $0.title[language]) }) { first, _ in first }
    // The unit of every indicator that there is.
    let measure = ResultCell.text(Indicator.Unit.percent.rawValue)
    let nodes = tree.nodes
    return [
      ResultColumn("period", title("period"), for: .data) { _ in period },
      ResultColumn("unit", title("unit"), for: .data) { .text(nodes[$0.unit].code) },
      ResultColumn("unitName", title("unit-name")) { .text(nodes[$0.unit].name) },
      ResultColumn("group", for: .programs) { [pack] in IndicatorsDocument.object($0.group, pack) },
      ResultColumn("group", title("group"), for: .csv) { [self] in .text(label($0.group)) },
      ResultColumn("indicator", for: .programs) { .text($0.indicator) },
      ResultColumn("indicator", title("indicator"), for: [.csv, .text, .workbook]) {
        .term($0.indicator, word: titles[$0.indicator] ?? $0.indicator)
      },
      ResultColumn("group-title", title("group"), for: .people) { [self] in .text(label($0.group)) },
      ResultColumn("state", for: [.programs, .csv]) { .text($0.state.rawValue) },
      ResultColumn("numerator", title("numerator")) { .number($0.numerator) },
      ResultColumn("denominator", title("denominator")) { .number($0.denominator) },
      ResultColumn("value", title("value")) { .percent($0.hundredths) },
      ResultColumn("unitOfMeasure", for: .programs) { _ in measure },
    ] + valueRemarks
  }

  /// What a value is worth: whether it can be compared, how much came in, what it could become.
  private var valueRemarks: [ResultColumn<IndicatorValue>] {
    [
      ResultColumn("comparable", for: .programs) { [incomparable] in .flag(incomparable($0).map(\.isEmpty)) },
      ResultColumn("reason", for: .programs) { [incomparable] value in
        let reasons = incomparable(value) ?? []
        return reasons.isEmpty ? .absent : .text(reasons.joined(separator: "; "))
      },
      ResultColumn("reported", for: .programs) { $0.reported.map { ResultCell($0) } ?? .nothing },
      ResultColumn("bounds", for: .programs) { $0.bounds?.hundredths.map(IndicatorsDocument.object) ?? .nothing },
      ResultColumn("remark", title("remark"), for: .people) { [context] value in
        .text(value.state == .value ? "" : context.state(of: value))
      },
    ]
  }

  /// A group is named by its Chinese label in every language, as the contract shows it.
  private static func object(_ group: IndicatorGroup?, _ pack: PolicyPack) -> ResultCell {
    guard let group else { return .nothing }
    let label = pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label.chinese ?? group.code
    return .object([(group.dimension.rawValue, .text(label))])
  }

  /// What an incomplete figure lies between.
  private static func object(_ bounds: ClosedRange<Int>) -> ResultCell {
    .object([("least", .percent(bounds.lowerBound)), ("most", .percent(bounds.upperBound))])
  }

  private func label(_ group: IndicatorGroup?) -> String {
    guard let group else { return "" }
    return pack.codeList(group.dimension.rawValue)?.entry(group.code)?.label[language] ?? group.code
  }
}
