// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Which of several rows of one thing counts: the greatest in a list of values, compared one by one.
struct RowOrder {
  private let schema: RosterSchema
  private let tree: RecountedTree
  /// The column of the words that go before all, days, state and then everything else that was sent: days, numbers, flags, texts, organisations, codes.
  let columns: [String]
  private let dayCount: Int

  init(_ schema: RosterSchema, _ tree: RecountedTree) {
    (self.schema, self.tree) = (schema, tree)
    let kept = schema.columns.filter { !$0.isSettled }
    let rest = [ColumnType.day, .integer, .flag, .text, .organisation, .code].flatMap { type in
      kept.filter { $0.type == type }.map(\.name)
    }
    let days = schema.precedence.days.flatMap { $0 }
    dayCount = days.count
    columns =
      [schema.precedence.first?.column].compactMap(\.self) + days + [schema.precedence.state].compactMap(\.self) + rest
  }

  /// - Parameters:
  ///   - first: what goes before everything else.
  ///   - organisation: the ID of the row's organisation; nil where the rows agree in it.
  func rank(_ record: SourceRecord, first: [RecordValue] = [], organisation: String?) -> [RecordValue] {
    var values = record.values[...]
    var ranked = first
    if let words = schema.precedence.first, let value = values.popFirst() {
      var text = ""
      if case .text(let own) = value { text = own }
      let isFirst = text.contains(words.has) && (words.hasNot.isEmpty || !text.contains(words.hasNot))
      ranked.append(.integer(isFirst ? 1 : 0))
    }
    for alternatives in schema.precedence.days {
      ranked.append(values.prefix(alternatives.count).first { $0 != .null } ?? .null)
      values = values.dropFirst(alternatives.count)
    }
    if schema.precedence.state != nil, let state = values.popFirst() { ranked.append(state) }
    if let organisation { ranked.append(.text(organisation)) }
    for (name, value) in zip(columns.suffix(values.count), values) {
      ranked.append(
        schema.column(name)?.type == .organisation ? tree.text(value).map(RecordValue.text) ?? .null : value)
    }
    return ranked + [.integer(record.id)]
  }

  /// Nothing before numbers before texts, texts byte by byte.
  static func precedes(_ left: [RecordValue], _ right: [RecordValue]) -> Bool {
    for (one, other) in zip(left, right) {
      switch (one, other) {
      case (.null, .null): continue
      case (.null, _): return true
      case (_, .null): return false
      case (.integer(let first), .integer(let second)): if first != second { return first < second }
      case (.integer, .text): return true
      case (.text, .integer): return false
      case (.text(let first), .text(let second)):
        if !first.utf8.elementsEqual(second.utf8) { return first.utf8.lexicographicallyPrecedes(second.utf8) }
      }
    }
    return false
  }
}

/// What tells one person from another: the two halves of the pseudonym.
struct PersonKey: Hashable {
  let high: Int64
  let low: Int64

  /// Nil where nobody can tell who it is.
  init?(_ high: RecordValue, _ low: RecordValue) {
    guard let high = high.integer, let low = low.integer else { return nil }
    (self.high, self.low) = (high, low)
  }
}
