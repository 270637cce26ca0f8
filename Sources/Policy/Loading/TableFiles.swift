// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

extension CensusTable {
  /// `tables/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "title", "meaning", "rows", "columns", "share", "skip-empty", "source", "examples",
    ])
    let rows = try fields.required("rows").fields([
      "title", "kind", "value", "codes", "bands", "conditions", "measures", "unknown",
    ])
    let value = try rows.optional("value")?.text() ?? ""
    self.init(
      id: try fields.required("id").text(), title: try fields.required("title").localized(),
      meaning: try fields.required("meaning").localized(), rowTitle: try rows.required("title").localized(),
      kind: try rows.optional("kind")?.kind(), value: value, rows: try Rows(rows, value: value),
      columns: try fields.texts("columns"), share: try fields.optional("share")?.text(),
      unknownTitle: try rows.optional("unknown")?.localized(),
      skipsEmpty: try fields.optional("skip-empty")?.flag() ?? false,
      source: try fields.optional("source")?.source(), examples: try fields.list("examples").map(Example.init))
    if case .measures = self.rows { return }
    guard kind != nil, !columns.isEmpty else { throw root.failure("“kind” of the rows and “columns” are needed") }
  }
}

extension CensusTable.Rows {
  /// One of `codes`, `bands`, `conditions` and `measures`; none of them means the values that occur.
  fileprivate init(_ fields: PackFields, value: String) throws {
    let ways = ["codes", "bands", "conditions", "measures"].filter { fields.optional($0) != nil }
    guard ways.count < 2 else {
      throw fields.owner.failure("only one of \(ways.joined(separator: ", ")) can stand here")
    }
    guard ["conditions", "measures"].contains(ways.first) == value.isEmpty else {
      throw fields.owner.failure("“value” is needed for codes, bands and plain values, and only there")
    }
    switch ways.first {
    case "codes": self = .codes(list: try fields.required("codes").text())
    case "bands":
      let bands = try fields.list("bands").map { try CensusTable.Case(band: $0, of: value) }
      self = .cases(bands, unknownWhen: "(\(value)) IS NULL")
    case "conditions":
      self = .cases(try fields.list("conditions").map(CensusTable.Case.init), unknownWhen: nil)
    case "measures": self = .measures(try fields.texts("measures"))
    default: self = .values
    }
  }
}

extension CensusTable.Case {
  /// `{code: rural, title: {…}, when: condition}`
  fileprivate init(_ node: PackNode) throws {
    let fields = try node.fields(["code", "title", "when"])
    self.init(
      code: try fields.required("code").text(), title: try fields.required("title").localized(),
      when: try fields.required("when").text())
  }

  /// `{code: from-14, title: {…}, from: 14, to: 17}`; both ends belong to the band, either may be left out.
  fileprivate init(band node: PackNode, of value: String) throws {
    let fields = try node.fields(["code", "title", "from", "to"])
    let bounds = try [("from", ">="), ("to", "<=")].compactMap { key, sign in
      try fields.optional(key).map { "(\(value)) \(sign) \(try $0.integer())" }
    }
    guard !bounds.isEmpty else { throw node.failure("a band needs “from” or “to”") }
    self.init(
      code: try fields.required("code").text(), title: try fields.required("title").localized(),
      when: bounds.joined(separator: " AND "))
  }
}

extension CensusTable.Example {
  /// `{row: {column: value}, gives: code of the row}`
  fileprivate init(_ node: PackNode) throws {
    let fields = try node.fields(["row", "gives", "note"])
    var row: [String: RecordValue] = [:]
    for (column, value) in try fields.required("row").mapping() { row[column] = try value.recordValue() }
    self.init(row: row, gives: try fields.required("gives").text(), note: try fields.optional("note")?.text())
  }
}

extension Transition {
  /// `transitions/*.yaml`
  init(_ root: PackNode) throws {
    let fields = try root.fields([
      "id", "title", "meaning", "stages", "beside", "clocks", "tables", "gaps", "shown", "source",
    ])
    self.init(
      id: try fields.required("id").text(), title: try fields.required("title").localized(),
      meaning: try fields.required("meaning").localized(), stages: try fields.texts("stages"),
      beside: try fields.texts("beside"), clocks: try fields.texts("clocks"), tables: try fields.texts("tables"),
      gaps: try fields.texts("gaps"), shown: try fields.texts("shown"), source: try fields.optional("source")?.source())
    guard !stages.isEmpty else { throw root.failure("a transition needs stages") }
  }
}
