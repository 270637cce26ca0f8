// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Columns that settling worked out, worked out again: ages, and what became of graduates.
struct SettledColumns {
  /// What the transfers say of a person.
  private struct Passage {
    var isCompleted: Bool
    var rank: [RecordValue]
    var target: Int?
  }

  private let kind: RecordKind
  private let tree: RecountedTree
  private let day: CalendarDay
  private var passages: [PersonKey: Passage] = [:]

  /// - Parameter superseded: transfers that do not count.
  init(
    _ kind: RecordKind, _ source: some RecordSource, _ tree: RecountedTree, _ codes: CodeRoles,
    without superseded: Set<Int64>
  ) throws {
    (self.kind, self.tree, day) = (kind, tree, source.period.censusDay)
    if kind == .graduate { try note(source, codes, superseded) }
  }

  /// What a column is worked out from; nil of one that is taken as it stands.
  func sources(of column: String) -> [String]? {
    switch column {
    case "age": ["birth"]
    case "joining_age": ["birth", "joined"]
    case "initiated", "completed", "arrived_sector", "arrived_kind", "arrived_name":
      kind == .graduate ? ["person_high", "person_low"] : nil
    default: nil
    }
  }

  /// - Parameter values: of its sources.
  func value(of column: String, _ values: [RecordValue]) -> RecordValue {
    switch column {
    case "age": return age(born: values[0], on: day)
    case "joining_age": return age(born: values[0], on: calendarDay(values[1]).flatMap(SettledColumns.monthEnd))
    default:
      guard let passage = PersonKey(values[0], values[1]).flatMap({ passages[$0] }) else { return .null }
      return passed(column, passage)
    }
  }

  private func passed(_ column: String, _ passage: Passage) -> RecordValue {
    if column == "initiated" { return .integer(1) }
    if column == "completed" { return .integer(passage.isCompleted ? 1 : 0) }
    guard passage.isCompleted, let unit = passage.target.map({ tree.units[$0] }) else { return .null }
    let text = column == "arrived_sector" ? unit.sector : column == "arrived_kind" ? unit.kind : unit.name
    return text.map(RecordValue.text) ?? .null
  }

  // MARK: Ages

  private func calendarDay(_ value: RecordValue) -> CalendarDay? {
    value.integer.flatMap { CalendarDay(rawValue: Int($0)) }
  }

  private static func monthEnd(_ day: CalendarDay) -> CalendarDay? {
    CalendarDay.lastDay(ofMonth: day.month, year: day.year)
  }

  /// Birthdays that were; who is born on 29 February has one on the 28th in other years.
  private func age(born: RecordValue, on day: CalendarDay?) -> RecordValue {
    guard let born = calendarDay(born), let day, born <= day else { return .null }
    let birthday = min(born.day, CalendarDay.days(inMonth: born.month, year: day.year))
    let isStillToCome = (day.month, day.day) < (born.month, birthday)
    return .integer(Int64(day.year - born.year - (isStillToCome ? 1 : 0)))
  }

  // MARK: Graduates

  /// Of each person on the list of graduates the last completed transfer, else the last one that was not taken back.
  private mutating func note(_ source: some RecordSource, _ codes: CodeRoles, _ superseded: Set<Int64>) throws {
    var wanted: Set<PersonKey> = []
    try source.records(of: .graduate, columns: ["person_high", "person_low"], only: nil) { record in
      if let person = PersonKey(record.values[0], record.values[1]) { wanted.insert(person) }
    }
    let completed = Set(codes.codes(.completed, in: "transfer-state"))
    let withdrawn = Set(codes.codes(.withdrawn, in: "transfer-state"))
    let columns = ["person_high", "person_low", "state", "to_organisation", "completed", "applied"]
    try source.records(of: .transfer, columns: columns, only: nil) { record in
      let values = record.values
      guard !superseded.contains(record.id), let person = PersonKey(values[0], values[1]), wanted.contains(person)
      else { return }
      let state = values[2].text ?? ""
      guard !withdrawn.contains(state) else { return }
      let target = tree.target(values[3])
      let name = target.map { tree.units[$0].code } ?? tree.text(values[3])
      let rank: [RecordValue] = [
        .integer(completed.contains(state) ? 1 : 0), values[4] == .null ? values[5] : values[4], values[2],
        name.map(RecordValue.text) ?? .null, values[5], .integer(record.id),
      ]
      if let other = passages[person], RowOrder.precedes(rank, other.rank) { return }
      passages[person] = Passage(isCompleted: completed.contains(state), rank: rank, target: target)
    }
  }
}
