// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
package import CensusStore
package import Findings
package import Indicators
import Policy
import Recount
package import Results

/// `verify --recount`: every figure of a period as it is published against the same figure counted independently.
package struct RecountRun {
  /// A figure that comes out otherwise.
  package struct Disagreement: Sendable, Hashable {
    /// Organisation ID of the unit.
    package var unit: String
    /// Its full name.
    package var name: String
    /// ID of the indicator; with the 领域 or 学段, where it is of a part of the unit.
    package var figure: String
    /// Numerator, denominator, state and percent as published: `123/456 value 26.97%`.
    package var published: String
    /// The same as recounted.
    package var recounted: String
    /// The rows on which the two differ; where they count the same rows, these rows.
    package var rows: [Place]
  }

  /// How the two compare.
  package struct Outcome: Sendable {
    /// What is noted in the trail when all of it agrees.
    package var record: RecountRecord
    /// In order of units, then of the pack's indicators.
    package var disagreements: [Disagreement]
  }

  /// The period whose figures are counted.
  package let census: PeriodCensus

  package init(census: PeriodCensus) { self.census = census }

  /// Counts everything twice.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func outcome() throws -> Outcome {
    let pack = census.context.pack
    let calculator = try census.calculator(measures: pack.indicatorMeasures)
    let recount = try Recount(census.database, pack: pack, reporting: census.reporting())
    var comparison = FigureComparison(calculator, recount, pack)
    comparison.run()
    let record = RecountRecord(
      figures: comparison.count, units: calculator.tree.nodes.count, content: try census.database.snapshotHash,
      pack: pack.hash, values: RecountRun.digest(calculator))
    let places = try RowDifferences(census: census, calculator: calculator, recount: recount)
    return Outcome(record: record, disagreements: try places.told(comparison.differing))
  }

  /// What the trail says of these very figures; nil where nobody counted them a second time.
  ///
  /// - Parameter calculator: knows the measures of all indicators at least.
  /// - Throws: `WorkspaceError` where the period or the trail cannot be read.
  package func record(_ calculator: IndicatorCalculator) throws -> RecountRecord? {
    guard let workspace = try? census.context.workspace(), let version = try workspace.version(of: census.period)
    else { return nil }
    let subject = RecountRun.subject(version)
    let content = try census.database.snapshotHash
    let found = try workspace.auditTrail().last { $0.action == RecountRecord.action && $0.subject == subject }
    guard let record = found.flatMap(RecountRecord.init), record.content == content,
      record.pack == census.context.pack.hash, record.values == RecountRun.digest(calculator)
    else { return nil }
    return record
  }

  /// How the trail names a version of a period.
  package static func subject(_ version: PeriodVersion) -> String { "\(version.period) v\(version.number)" }

  /// SHA-256 (hex) over every figure of every unit.
  private static func digest(_ calculator: IndicatorCalculator) -> String {
    var bytes: [UInt8] = []
    let valuers = calculator.pack.indicators.map { ($0.id, calculator.valuer(of: $0)) }
    for (unit, node) in calculator.tree.nodes.enumerated() {
      for (id, value) in valuers {
        let value = value(unit)
        let figure = RecountedFigure(value)
        bytes += Array("\(node.code.utf8.count):\(node.code) \(id) \(figure.spelled)\n".utf8)
      }
    }
    return FileDigest.sha256(of: bytes)
  }
}

extension RecountedFigure {
  /// A published value as far as it is counted.
  init(_ value: IndicatorValue) {
    self.init(
      numerator: value.numerator, denominator: value.denominator, state: value.state.rawValue,
      hundredths: value.hundredths)
  }

  /// `123/456 value 26.97%`
  var spelled: String {
    let (top, bottom) = (numerator.map { String($0) } ?? "–", denominator.map { String($0) } ?? "–")
    return "\(top)/\(bottom) \(state)" + (hundredths.map { " \(Percent.text($0))%" } ?? "")
  }
}
