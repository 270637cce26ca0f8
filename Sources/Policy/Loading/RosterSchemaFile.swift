// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// What a file of `vocabulary/` says of the rows of a kind of sheet, beside its headings.
extension RosterSchema {
  static let fileKeys: Set<String> = [
    "position", "subject", "persons", "organisation", "requires", "identity", "later", "once", "figures", "covers",
    "columns",
  ]

  /// - Parameter persons: the columns that stand for a person, which come first where the file says `persons: true`.
  init(_ fields: PackFields, of kind: RecordKind, persons: [RecordColumn]) throws {
    let namesPersons = try fields.optional("persons")?.flag() ?? false
    let own = try fields.required("columns").mapping().map { try RecordColumn($0, $1) }
    self.init(
      kind: kind, position: try fields.optional("position")?.integer() ?? .max,
      columns: (namesPersons ? persons : []) + own, subject: try fields.texts("subject"),
      organisationColumn: try fields.required("organisation").text(),
      identity: try RosterSchema.alternatives(fields.required("identity")))
    requirements = try fields.list("requires").map { node in
      let entry = try node.fields(["any", "else"])
      return Requirement(any: try entry.texts("any"), reason: try entry.required("else").text())
    }
    if let node = fields.optional("later") {
      let entry = try node.fields(["first", "days", "state"])
      precedence = Precedence(
        days: try entry.optional("days").map(RosterSchema.alternatives) ?? [],
        state: try entry.optional("state")?.text())
      precedence.first = try entry.optional("first").map { node in
        let words = try node.fields(["column", "has", "has-not"])
        return Precedence.Words(
          column: try words.required("column").text(), has: try words.required("has").text(),
          hasNot: try words.optional("has-not")?.text() ?? "")
      }
    }
    if let node = fields.optional("once") {
      let entry = try node.fields(["by", "apart", "finding"])
      once = Once(
        columns: try RosterSchema.alternatives(entry.required("by")), apart: try entry.optional("apart")?.text(),
        finding: try entry.optional("finding")?.text())
    }
    if let node = fields.optional("figures") {
      let entry = try node.fields(["columns", "with-descendants"])
      figures = try entry.texts("columns")
      figuresHoldBelow = try entry.optional("with-descendants")?.flag() ?? false
    }
    coversUnits = try fields.optional("covers")?.flag() ?? false
    try requireSound(fields)
  }

  /// A list of columns, or of lists of columns of which the first that is filled speaks.
  private static func alternatives(_ node: PackNode) throws -> [Alternatives] {
    try node.list().map { $0.isList ? try $0.list().map { try $0.text() } : [try $0.text()] }
  }

  /// Names go into SQL as they are, and each must be there.
  private func requireSound(_ fields: PackFields) throws {
    guard RecordColumn.isName(kind.rawValue), !RosterSchema.takenTables.contains(kind.rawValue) else {
      throw fields.owner.failure(
        "“\(kind)” is no name for a kind: small letters, digits and _, and no table of the store")
    }
    if Set(columns.map(\.name)).count < columns.count { throw fields.owner.failure("columns: one stands there twice") }
    let used: [(key: String, names: [String])] = [
      ("organisation", [organisationColumn]), ("identity", identity.flatMap(\.self)),
      (
        "later",
        precedence.days.flatMap(\.self) + [precedence.first?.column, precedence.state].compactMap(\.self)
      ),
      ("once", (once?.columns.flatMap(\.self) ?? []) + [once?.apart].compactMap(\.self)), ("figures", figures),
      ("columns", columns.flatMap(\.sources)),
    ]
    for (key, names) in used {
      for name in names where index(of: name) == nil {
        throw (fields.optional(key) ?? fields.owner).failure("\(key): \(kind) has no column “\(name)”")
      }
    }
    if kind != .organisation, column(organisationColumn)?.type != .organisation {
      throw (fields.optional("organisation") ?? fields.owner).failure(
        "organisation: “\(organisationColumn)” is no column of type organisation")
    }
  }

  /// Tables of a period, of the catalogue and of SQLite; a kind of such a name would be one of them.
  private static let takenTables: Set<String> = [
    "file", "sheet", "finding", "set_aside", "replacement", "mark", "schema", "organisation_ref", "duplicate_pair",
    "coverage", "stray", "outside", "reach", "seal", "period", "setting", "submission", "dismissal", "submission_event",
    "expected", "given_explanation", "audit", "trail_head",
  ]
}

extension RecordColumn {
  /// Names that every table has, or that conditions know beside the columns.
  private static let taken: Set<String> = [
    "id", "sheet", "row", "superseded", "node", "last", "depth", "children", "census_day", "census_year",
  ]

  /// Words that SQLite takes for its own wherever they stand.
  private static let words: Set<String> = [
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "check", "collate", "commit", "constraint",
    "create", "default", "deferrable", "delete", "distinct", "drop", "else", "escape", "except", "exists", "foreign",
    "from", "group", "having", "if", "in", "index", "insert", "intersect", "into", "is", "isnull", "join", "limit",
    "not", "notnull", "null", "on", "or", "order", "primary", "references", "select", "set", "table", "then", "to",
    "transaction", "union", "unique", "update", "using", "values", "when", "where",
  ]

  static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first) else { return false }
    let fits = name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    return fits && !words.contains(name)
  }

  /// An entry of `columns`: type, origin, code list and meaning.
  init(_ name: String, _ node: PackNode) throws {
    let fields = try node.fields(["type", "origin", "from", "codes", "leaving", "zh-Hans", "en"])
    guard RecordColumn.isName(name), !RecordColumn.taken.contains(name) else {
      throw node.failure(
        "“\(name)” is no name for a column: small letters, digits and _, and none that all tables have")
    }
    let sources = try fields.texts("from")
    let origin = try fields.optional("origin")?.choice(Origin.self) ?? (sources.isEmpty ? .sent : .derived)
    self.init(
      name, try fields.required("type").choice(ColumnType.self), origin: origin, sources: sources,
      leaving: try fields.optional("leaving")?.choice(Leaving.self) ?? .whole,
      codeList: try fields.optional("codes")?.text(),
      meaning: LocalizedText(
        chinese: try fields.required("zh-Hans").text(), english: try fields.required("en").text()))
    if (origin == .derived) == sources.isEmpty, origin != .settled {
      throw node.failure("from: a derived column names the columns it is worked out from, a sent one names none")
    }
  }

  /// `persons.yaml`: the columns that stand for one person, the same in every kind that names persons.
  static func ofPersons(_ root: PackNode) throws -> [RecordColumn] {
    try root.mapping().map { try RecordColumn($0, $1) }
  }

  static let personsFile = "persons.yaml"
}

/// A file of `vocabulary/`: a kind of sheet, or what a pack adds to one of the pack it extends (`adds-to`).
struct VocabularyFile {
  var sheet: SheetVocabulary
  let isAddition: Bool
  /// What tells it from the others; for an addition with the name of its file.
  var id: String

  /// - Parameters:
  ///   - persons: see `RosterSchema.init`.
  ///   - known: schemas of kinds whose files say nothing of columns.
  init(_ root: PackNode, persons: [RecordColumn], known: RosterSchemas) throws {
    let isAddition = try root.mapping().contains { $0.key == "adds-to" }
    self.isAddition = isAddition
    sheet =
      try isAddition
      ? SheetVocabulary(addition: root) : SheetVocabulary(root, persons: persons, known: known)
    id = isAddition ? "\(sheet.kind) + \(root.file)" : sheet.kind.rawValue
  }
}

extension SheetVocabulary {
  /// `{adds-to: member, fields: …, columns: …}`: only what is new.
  init(addition root: PackNode) throws {
    let fields = try root.fields(["adds-to", "title-words", "telling", "expected", "fields", "columns"])
    let kind = try fields.required("adds-to").kind()
    let columns = try fields.optional("columns")?.mapping().map { try RecordColumn($0, $1) } ?? []
    let schema = RosterSchema(kind: kind, columns: columns)
    self.init(
      kind: kind, title: "", titleWords: try fields.texts("title-words"),
      fields: try fields.required("fields").mapping().map { try VocabularyField(id: $0, $1, schema: schema) },
      schema: schema)
    (telling, expected) = (try fields.texts("telling"), try fields.texts("expected"))
    nameCodeLists()
  }

  /// Takes in what a nearer pack adds.
  ///
  /// - Throws: an error at `root` for a field or column that is there already.
  mutating func add(_ addition: SheetVocabulary, _ root: PackNode) throws {
    for field in addition.fields where fields.contains(where: { $0.id == field.id }) {
      throw root.failure("fields: \(kind) has a field “\(field.id)” already")
    }
    for column in addition.schema.columns where schema.index(of: column.name) != nil {
      throw root.failure("columns: \(kind) has a column “\(column.name)” already")
    }
    titleWords += addition.titleWords
    fields += addition.fields
    telling += addition.telling
    expected += addition.expected
    schema.columns += addition.schema.columns
  }

  /// A code column takes the list of the field that fills it.
  mutating func nameCodeLists() {
    for field in fields where field.type == .code {
      guard let index = schema.index(of: field.id), schema.columns[index].codeList == nil else { continue }
      schema.columns[index].codeList = field.codeList
    }
  }
}
