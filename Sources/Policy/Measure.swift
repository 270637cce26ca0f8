// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 数据项: a count over the records of one kind.
package struct Measure: Sendable, Hashable {
  /// The condition of a measure that writes none.
  package static let everything = "1 = 1"

  /// ID by which indicators, tables and `evidence` name it: `counted-members`.
  package var id: String
  /// What the figure is called in tables and reports.
  package var title: LocalizedText
  /// What is counted, in words.
  package var meaning: LocalizedText
  /// The kind whose records are counted.
  package var kind: RecordKind
  /// Which records are counted: over the columns of the kind, in the portable subset; derived columns not yet written
  /// out.
  package var condition: String
  /// What is added up over them.
  package var amount: MeasureAmount<String>
  /// Whether it is a figure that a unit reports for itself and all below: its own wins, else the sum over its children.
  package var isReported: Bool
  /// A reported measure that stands in for an organisation that has no figure in this one.
  package var fallback: String?
  /// Clause or source of the definition; nil where the pack sets it itself.
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  /// Records that `pack check` holds against the condition; the results must agree.
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
  /// In what the value is printed; a ratio is a percentage.
  package enum Unit: String, Sendable, Hashable { case percent }
  /// Which way the value should go, for colours, rankings and the distance to the ideal.
  package enum Direction: String, Sendable, Hashable {
    case higherIsBetter = "higher-is-better"
    case lowerIsBetter = "lower-is-better"
    case neutral
  }
  /// How a unit's value is taken apart: by 领域, by 学段, or by the units right below.
  package enum Breakdown: String, Sendable, Hashable, CaseIterable { case sector, stage, children }

  /// A fraction and what the indicator must make of it; `pack check` works it out.
  package struct Example: Sendable, Hashable {
    /// The count above the line; nil for one that did not come in.
    package var numerator: Int64?
    /// The count below the line; nil for one that nobody gave.
    package var denominator: Int64?
    /// A state of the contract.
    package var state: String
    /// Percent as printed, two places; nil where the state has no value.
    package var value: String?
    /// How many there are of what the ratio is about, and how many of them gave the denominator.
    package var existing: Int64?
    /// How many of `existing` gave the denominator; nil where all did.
    package var given: Int64?
    /// For how many of how many units the sheet that is counted came in.
    package var reported: Int64?
    /// How many units owe the sheet, of which `reported` handed it in; nil where the example says nothing of it.
    package var owing: Int64?

    package init(numerator: Int64?, denominator: Int64?, state: String, value: String?) {
      self.numerator = numerator
      self.denominator = denominator
      self.state = state
      self.value = value
    }
  }

  /// ID by which tasks, targets and commands name it: `league-youth-ratio`.
  package var id: String
  /// What the ratio is called.
  package var title: LocalizedText
  /// What is held against what, in words.
  package var meaning: LocalizedText
  /// ID of the measure above the line.
  package var numerator: String
  /// ID of the measure below the line.
  package var denominator: String
  /// The measure of what the ratio is about: where there is none of it, the ratio is not applicable.
  package var exists: String?
  /// Whether each of those gives the denominator, so that one that does not makes the ratio incomplete.
  package var eachGives = false
  /// In what the value is printed.
  package var unit: Unit
  /// Decimal places that the definition states, 2 where it states none; a note of the definition, as every figure is
  /// printed with two.
  package var decimals: Int
  /// Which way it should go; `neutral` makes no ranking good or bad.
  package var direction: Direction
  /// The ways it is taken apart; `notBrokenDown` says why not in the others.
  package var breakdowns: [Breakdown]
  /// Why it is not broken down in the other ways.
  package var notBrokenDown: [Breakdown: LocalizedText] = [:]
  /// Clause or source of the definition.
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  /// What a unit can do about a bad value.
  package var advice: LocalizedText?
  /// Fractions that `pack check` works out; state and value must agree.
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
