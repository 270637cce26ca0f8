// SPDX-License-Identifier: Apache-2.0

/// What one kind of sheet is: `vocabulary/*.yaml` of a pack. Each period keeps the schemas it was written with.
package struct RosterSchema: Sendable, Hashable, Codable {
  /// Columns of which the first that is filled speaks: 信用代码, else 名称.
  package typealias Alternatives = [String]

  /// A row without any of some fields names no subject and is set aside.
  package struct Requirement: Sendable, Hashable, Codable {
    /// IDs of fields.
    package var any: [String]
    /// Finding code of the reason.
    package var reason: String

    package init(any: [String], reason: String) { (self.any, self.reason) = (any, reason) }
  }

  /// Which of several rows of one thing counts: that of the later day, then by state; see `RowPrecedence`.
  package struct Precedence: Sendable, Hashable, Codable {
    /// Words that put a row before all others: of two posts of one person the one that a branch cannot do without.
    package struct Words: Sendable, Hashable, Codable {
      /// A text column.
      package var column: String
      /// Stands in it.
      package var has: String
      /// Does not; empty asks for nothing more.
      package var hasNot: String

      package init(column: String, has: String, hasNot: String = "") {
        (self.column, self.has, self.hasNot) = (column, has, hasNot)
      }
    }

    /// What goes before days and state; nil where nothing does.
    package var first: Words?
    /// Day columns, the weightiest first: the row with the later day wins, the next column decides where they are
    /// equal.
    package var days: [Alternatives]
    /// The code column that says how the thing stands.
    package var state: String?

    package init(days: [Alternatives] = [], state: String? = nil) { (self.days, self.state) = (days, state) }
  }

  /// Rows that agree in some columns are one thing, of which one row counts.
  package struct Once: Sendable, Hashable, Codable {
    /// Columns whose values together name the thing; of each, the first alternative that is filled.
    package var columns: [Alternatives]
    /// A column that tells rows apart by whether it is filled: one without the figure takes nobody's place.
    package var apart: String?
    /// Finding code of a row of persons that does not count; of figures it follows from whether they differ.
    package var finding: String?

    package init(columns: [Alternatives], apart: String? = nil, finding: String? = nil) {
      (self.columns, self.apart, self.finding) = (columns, apart, finding)
    }
  }

  /// The kind of sheet it describes, by the name it has in the pack.
  package var kind: RecordKind
  /// Its place among the kinds, in templates, lists and files.
  package var position: Int
  /// In stored order; `RecordBatch` slots follow it.
  ///
  /// Every table has, besides, `file`, `sheet`, `row` (provenance), `node` (the organisation the record belongs to, as
  /// preorder number) and `superseded` (1 when a later row of the same thing counts instead); conditions may use
  /// `census_day` and `census_year` everywhere.
  package var columns: [RecordColumn]
  /// IDs of the fields that name whom or what a row is about, first of all by name.
  package var subject: [String]
  /// The column that says which organisation a record belongs to.
  package var organisationColumn: String
  /// What a row must name; one that lacks a requirement is set aside with the reason of the first it lacks.
  package var requirements: [Requirement] = []
  /// What tells one thing from another in two versions of a list, and in two periods where rows name no person.
  package var identity: [Alternatives]
  /// Which of several rows of one thing counts; where it says nothing, the rest of what was sent decides.
  package var precedence = Precedence()
  /// Where rows that agree are one thing and count once; nil where every row counts.
  package var once: Once?
  /// Columns that hold figures.
  package var figures: [String] = []
  /// Whether the figures hold for a unit with its descendants: where none was reported, none is known.
  package var figuresHoldBelow = false
  /// Whether organisations hand in their own rows, so that one that handed in none is not known to have nobody.
  package var coversUnits = false

  package init(
    kind: RecordKind, position: Int = .max, columns: [RecordColumn] = [], subject: [String] = [],
    organisationColumn: String = "organisation", identity: [Alternatives] = []
  ) {
    (self.kind, self.position, self.columns, self.subject) = (kind, position, columns, subject)
    (self.organisationColumn, self.identity) = (organisationColumn, identity)
  }

  /// Index of a column in `columns`; a walk through them, not for every row.
  package func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

  /// The column of this name; nil where the kind has none. A walk through the columns, not for every row.
  package func column(_ name: String) -> RecordColumn? { columns.first { $0.name == name } }

  /// Whether its records stand for persons and carry a pseudonym.
  package var namesPersons: Bool { index(of: "person_high") != nil }

  /// Whether a row is about a person.
  package var isOfPeople: Bool { subject.contains("national-id") }

  /// Whether its records are figures that hold for a unit with its descendants.
  package var reportsFigures: Bool { figuresHoldBelow && kind != .organisation }

  /// Columns of the sender; the others differ without anybody changing anything.
  package var submittedColumns: [RecordColumn] { columns.filter { $0.origin == .sent } }

  /// What was sent of which a column is made: itself, or the columns it is worked out from.
  package func sources(of column: String) -> [String] {
    guard let sources = self.column(column)?.sources, !sources.isEmpty else { return [column] }
    return sources.flatMap { $0 == column ? [$0] : self.sources(of: $0) }
  }
}

/// The schemas of all kinds, in the order in which they are read and shown.
package struct RosterSchemas: Sendable, Hashable {
  /// One schema for each kind, by position and then by name.
  package let all: [RosterSchema]
  private let places: [RecordKind: Int]

  /// - Parameter schemas: one for each kind, in any order.
  package init(_ schemas: [RosterSchema] = []) {
    let ordered = schemas.sorted { ($0.position, $0.kind.rawValue) < ($1.position, $1.kind.rawValue) }
    all = ordered
    places = Dictionary(ordered.indices.map { (ordered[$0].kind, $0) }) { first, _ in first }
  }

  /// All kinds, in the order of `all`.
  package var kinds: [RecordKind] { all.map(\.kind) }

  /// Whether the pack, or the period, has such a kind.
  package func holds(_ kind: RecordKind) -> Bool { places[kind] != nil }

  /// The place of a kind among all; behind them where there is no such kind.
  package func rank(of kind: RecordKind) -> Int { places[kind] ?? all.count }

  /// The kind of this name, where there is one.
  package func kind(named name: String) -> RecordKind? {
    let kind = RecordKind(rawValue: name)
    return holds(kind) ? kind : nil
  }

  /// The schema of a kind; one without columns where there is no such kind. A look-up by name: not for every row.
  package subscript(kind: RecordKind) -> RosterSchema { places[kind].map { all[$0] } ?? RosterSchema(kind: kind) }
}
