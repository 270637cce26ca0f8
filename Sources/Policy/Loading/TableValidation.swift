// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings

/// What cannot be seen in the file of a table or a transition alone.
struct TableValidation {
  let pack: PolicyPack

  func validate(_ table: CensusTable, _ withExamples: Bool) throws {
    for id in table.measures { try validate(measure(id), in: table) }
    if let share = table.share, !table.columns.contains(share) {
      throw ExpressionError("share: “\(share)” is none of the columns")
    }
    guard let day = pack.effectiveFrom else { return }
    let rows = try pack.rows(of: table, on: day)
    let codes = rows.entries.map(\.code)
    guard Set(codes).count == codes.count else { throw ExpressionError("a row has the code of another") }
    for reserved in [CensusTable.unknown, CensusTable.unlisted, CensusTable.total] where codes.contains(reserved) {
      throw ExpressionError("“\(reserved)” is kept for rows every table has")
    }
    if withExamples { try check(table) }
  }

  /// A cell counts records of the row's own kind; only organisations also sort the records that belong to them.
  private func validate(_ measure: Measure, in table: CensusTable) throws {
    guard !measure.isReported else {
      throw ExpressionError(
        "“\(measure.id)” is a reported figure: it holds for a unit with its descendants, not for a row")
    }
    if let kind = table.kind, kind != .organisation, measure.kind != kind {
      throw ExpressionError("“\(measure.id)” counts \(measure.kind.rawValue), the rows tell \(kind.rawValue) apart")
    }
  }

  private func measure(_ id: String) throws -> Measure {
    if let measure = pack.measure(id) { return measure }
    let near = Nearest.names(to: id, among: pack.measures.map(\.id)).joined(separator: ", ")
    throw ExpressionError("there is no measure “\(id)”; near ones: \(near)")
  }

  private func check(_ table: CensusTable) throws {
    guard let kind = table.kind, let first = pack.effectiveFrom else { return }
    guard !table.examples.isEmpty else {
      throw ExpressionError("a table needs examples: a record and the row it gives")
    }
    let scope = ConditionScope(kind: kind, pack: pack)
    for (number, example) in table.examples.enumerated() {
      var row = example.row
      var day = first
      if case .integer(let given)? = row["census_day"], let named = CalendarDay(rawValue: Int(given)) { day = named }
      row["census_day"] = .integer(Int64(day.rawValue))
      row["census_year"] = .integer(Int64(day.year))
      for column in row.keys.sorted() { _ = try scope.parse("\(column) IS NULL") }
      let code = try pack.rows(of: table, on: day).code(in: row)
      guard code == example.gives else {
        throw ExpressionError("example \(number + 1) gives \(code), not \(example.gives)")
      }
    }
  }

  func validate(_ transition: Transition) throws {
    for id in transition.measures { _ = try measure(id) }
    for id in transition.tables where pack.table(id) == nil { throw ExpressionError("there is no table “\(id)”") }
    let columns = Set(pack.vocabulary.schemas.all.flatMap { $0.columns.map(\.name) })
    for name in transition.shown where !columns.contains(name) {
      throw ExpressionError("shown: no record has a column “\(name)”")
    }
    for id in transition.gaps + transition.clocks where pack.measure(id)?.amount != .rows {
      throw ExpressionError("“\(id)” is a sum: a gap and a clock are lists of rows")
    }
  }
}
