// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

/// What the records of each organisation add up to for one measure, organisation by organisation.
struct MeasureCount {
  let query: MeasureQuery
  /// By preorder number.
  var own: [Int64]
  /// Whether any record gives a figure.
  var given: [Bool]
  /// Organisations for which a record without a 领域 of its own gives one.
  var wholes: Set<Int> = []
  /// Figures of records with a 领域 of their own, by code and preorder number.
  var bySector: [String: [Int: Int64]] = [:]
  /// Organisations of which nobody can tell whether they count.
  var undecided: [Bool]
  /// Whether any sheet of the kind says anything.
  var isKnown = true

  init(_ query: MeasureQuery, units: Int) {
    self.query = query
    own = Array(repeating: 0, count: units)
    given = Array(repeating: false, count: units)
    undecided = given
  }

  var isSum: Bool { query.amount.isSum }

  /// - Returns: whether the record adds something.
  mutating func add(_ row: [RecordValue], at node: Int, sector: String?, by terms: MeasureTerms) -> Bool {
    guard let amount = terms.amount(of: row) else { return false }
    if let sector {
      bySector[sector, default: [:]][node, default: 0] += amount
    } else {
      own[node] += amount
      wholes.insert(node)
    }
    given[node] = true
    return true
  }

  /// Whatever the 领域.
  func total(of node: Int) -> Int64 { bySector.values.reduce(own[node]) { $0 + ($1[node] ?? 0) } }
}

/// Condition and amount of a measure, ready to be worked out.
struct MeasureTerms {
  let condition: Interpreter
  let sum: Interpreter?

  init(_ query: MeasureQuery, _ place: (String) -> Int) {
    condition = Interpreter(query.condition, place)
    if case .sum(let amount) = query.amount { sum = Interpreter(amount, place) } else { sum = nil }
  }

  /// What a row adds: 1, or its figure; nil where it adds nothing.
  func amount(of row: [RecordValue]) -> Int64? {
    guard condition.holds(row) == true else { return nil }
    guard let sum else { return 1 }
    return sum.value(row).integer
  }
}

extension MeasureQuery {
  /// Names of the columns that condition and amount use.
  var columns: [String] {
    guard case .sum(let amount) = amount else { return condition.columns }
    return condition.columns + amount.columns
  }

  /// The column under which another measure is seen by conditions of organisations.
  static func column(_ measure: String) -> String { String(measure.map { $0 == "-" ? "_" : $0 }) }
}
