// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which rows of a kind give way to another row of the same thing, where the pack says that it counts once.
struct CountedOnce {
  private let source: any RecordSource
  private let tree: RecountedTree
  private let schema: RosterSchema
  private let once: RosterSchema.Once

  /// Nil for a kind of which every row counts.
  init?(_ kind: RecordKind, _ source: some RecordSource, _ tree: RecountedTree) {
    schema = source.schemas[kind]
    guard let once = schema.once else { return nil }
    (self.source, self.tree, self.once) = (source, tree, once)
  }

  /// The numbers of the rows.
  func left() throws -> Set<Int64> {
    var firsts: [[RecordValue]: Int64] = [:]
    var alike: Set<Int64> = []
    try walk([], only: nil) { record, key, _ in
      if let first = firsts[key] { alike.formUnion([first, record.id]) } else { firsts[key] = record.id }
    }
    guard !alike.isEmpty else { return [] }
    let order = RowOrder(schema, tree)
    var best: [[RecordValue]: (id: Int64, rank: [RecordValue])] = [:]
    try walk(order.columns, only: alike) { record, key, node in
      let rank = order.rank(record, organisation: schema.namesPersons ? tree.units[node].code : nil)
      if let other = best[key], RowOrder.precedes(rank, other.rank) { return }
      best[key] = (record.id, rank)
    }
    return alike.subtracting(best.values.map(\.id))
  }

  /// Rows of known organisations and, where rows are about people, of known people; `columns` are left in the record.
  private func walk(
    _ columns: [String], only chosen: Set<Int64>?, _ body: (SourceRecord, [RecordValue], Int) throws -> Void
  ) throws {
    let keys = once.columns.flatMap { $0 }
    let head = [schema.organisationColumn] + [once.apart ?? schema.organisationColumn] + keys
    try source.records(of: schema.kind, columns: head + columns, only: chosen) { record in
      guard let node = node(of: record.values[0]) else { return }
      var values = record.values[2...]
      var key = [once.apart == nil ? RecordValue.null : .integer(record.values[1] == .null ? 1 : 0)]
      for alternatives in once.columns {
        let own = zip(alternatives, values).map { comparable($1, of: $0) }
        key.append(own.count == 1 ? own[0] : own.first { $0 != .null && $0 != .text("") } ?? .null)
        values = values.dropFirst(alternatives.count)
        if alternatives == ["person_high"], key.last == .null { return }
      }
      var record = record
      record.values = Array(values)
      try body(record, key, node)
    }
  }

  private func node(of value: RecordValue) -> Int? {
    // Totals that name nobody are those of the root.
    schema.kind == .reportedTotal && value == .null ? 0 : tree.target(value)
  }

  /// An organisation is the same by its ID and by its name.
  private func comparable(_ value: RecordValue, of column: String) -> RecordValue {
    guard schema.column(column)?.type == .organisation else { return value }
    return tree.target(value).map { .integer(Int64($0)) } ?? tree.text(value).map(RecordValue.text) ?? .null
  }
}
