// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

/// Puts a record together as conditions name its columns.
struct RowReader {
  /// Where the value of a column comes from.
  private enum Origin {
    case stored(Int)
    case organisation(Int)
    case settled(String, [Int])
    case constant(RecordValue)
    /// Known by the organisation that the record is of.
    case unit
  }

  /// The columns that conditions name, in the order of a row.
  let names: [String]
  /// What is asked of the store; the organisation's column first.
  private(set) var stored: [String]
  private var origins: [Origin] = []
  private let tree: RecountedTree
  private let settled: SettledColumns
  private let kind: RecordKind
  /// Whether rows carry a 领域 of their own.
  private let isBySector: Bool

  /// - Parameter others: columns that are known by the organisation: filled in by whoever reads.
  init(
    _ schema: RosterSchema, names: [String], others: Set<String> = [], day: CalendarDay, tree: RecountedTree,
    settled: SettledColumns
  ) {
    (self.names, self.tree, self.settled, kind) = (names, tree, settled, schema.kind)
    isBySector = kind == .youth
    stored = [kind == .organisation ? "code" : schema.organisationColumn]
    if isBySector { stored.append("sector") }
    for name in names { origins.append(origin(of: name, schema, others, day)) }
  }

  private mutating func origin(
    of name: String, _ schema: RosterSchema, _ others: Set<String>, _ day: CalendarDay
  ) -> Origin {
    switch name {
    case "census_day": return .constant(.integer(Int64(day.rawValue)))
    case "census_year": return .constant(.integer(Int64(day.year)))
    case _ where others.contains(name): return .unit
    case _ where name.hasSuffix("_node") && schema.column(String(name.dropLast(5)))?.type == .organisation:
      return .organisation(ask(String(name.dropLast(5))))
    default: break
    }
    if let sources = settled.sources(of: name), schema.column(name) != nil {
      return .settled(name, sources.map { ask($0) })
    }
    return .stored(ask(name))
  }

  private mutating func ask(_ column: String) -> Int {
    if let known = stored.firstIndex(of: column) { return known }
    stored.append(column)
    return stored.count - 1
  }

  /// The organisation a record is of; nil where it is none that is known.
  func node(of record: SourceRecord) -> Int? {
    if kind == .organisation { return record.node }
    if kind == .reportedTotal, record.values[0] == .null { return 0 }
    return tree.target(record.values[0])
  }

  func sector(of record: SourceRecord) -> String? { isBySector ? record.values[1].text : nil }

  /// - Parameter unit: what is known by the organisation.
  func row(_ record: SourceRecord, unit: (String) -> RecordValue = { _ in .null }) -> [RecordValue] {
    zip(names, origins).map { name, origin in
      switch origin {
      case .stored(let place): record.values[place]
      case .organisation(let place): tree.target(record.values[place]).map { .integer(Int64($0)) } ?? .null
      case .settled(let name, let places): settled.value(of: name, places.map { record.values[$0] })
      case .constant(let value): value
      case .unit: unit(name)
      }
    }
  }
}
