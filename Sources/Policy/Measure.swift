// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 数据项: a count over the records of one kind.
package struct Measure: Sendable, Hashable {
  /// The condition of a measure that writes none.
  package static let everything = "1 = 1"

  package var id: String
  package var title: LocalizedText
  /// What is counted, in words.
  package var meaning: LocalizedText
  package var kind: RecordKind
  package var condition: String
  package var amount: MeasureAmount<String>
  package var isReported: Bool
  /// A reported measure that stands in for an organisation that has no figure in this one.
  package var fallback: String?
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  package var examples: [ConditionExample]

  package init(
    id: String, title: LocalizedText, meaning: LocalizedText, kind: RecordKind, condition: String,
    amount: MeasureAmount<String> = .rows, isReported: Bool = false, fallback: String? = nil,
    source: SourceReference? = nil, derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.kind = kind
    self.condition = condition
    self.amount = amount
    self.isReported = isReported
    self.fallback = fallback
    self.source = source
    self.derivation = derivation
    self.examples = examples
  }
}

/// 指标: numerator measure ÷ denominator measure.
package struct Indicator: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable { case percent }
  package enum Direction: String, Sendable, Hashable {
    case higherIsBetter = "higher-is-better"
    case lowerIsBetter = "lower-is-better"
    case neutral
  }
  package enum Breakdown: String, Sendable, Hashable, CaseIterable { case sector, stage, children }

  package struct Example: Sendable, Hashable {
    package var numerator: Int64?
    package var denominator: Int64?
    /// A state of the contract.
    package var state: String
    /// Percent as printed, two places; nil where the state has no value.
    package var value: String?
    /// How many there are of what the ratio is about, and how many of them gave the denominator.
    package var existing: Int64?
    package var given: Int64?
    /// For how many of how many units the sheet that is counted came in.
    package var reported: Int64?
    package var owing: Int64?

    package init(numerator: Int64?, denominator: Int64?, state: String, value: String?) {
      self.numerator = numerator
      self.denominator = denominator
      self.state = state
      self.value = value
    }
  }

  package var id: String
  package var title: LocalizedText
  package var meaning: LocalizedText
  package var numerator: String
  package var denominator: String
  /// The measure of what the ratio is about: where there is none of it, the ratio is not applicable.
  package var exists: String?
  /// Whether each of those gives the denominator, so that one that does not makes the ratio incomplete.
  package var eachGives = false
  package var unit: Unit
  package var decimals: Int
  package var direction: Direction
  package var breakdowns: [Breakdown]
  /// Why it is not broken down in the other ways.
  package var notBrokenDown: [Breakdown: LocalizedText] = [:]
  /// Clause or source of the definition.
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  /// What a unit can do about a bad value.
  package var advice: LocalizedText?
  package var examples: [Example]

  package init(
    id: String, title: LocalizedText, meaning: LocalizedText, numerator: String, denominator: String,
    unit: Unit = .percent, decimals: Int = 2, direction: Direction, breakdowns: [Breakdown],
    source: SourceReference? = nil, derivation: LocalizedText? = nil, advice: LocalizedText? = nil,
    examples: [Example] = []
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.numerator = numerator
    self.denominator = denominator
    self.unit = unit
    self.decimals = decimals
    self.direction = direction
    self.breakdowns = breakdowns
    self.source = source
    self.derivation = derivation
    self.advice = advice
    self.examples = examples
  }
}
