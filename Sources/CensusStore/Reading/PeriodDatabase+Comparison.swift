// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
import GRDB
import GRDBSQLite

extension PeriodDatabase {
  /// How many rows of each kind belong to each organisation, whether they count or not: who handed in anything.
  ///
  /// One pass over each kind.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func rowCounts(of kinds: [RecordKind]) throws -> [RecordKind: [Int: Int64]] {
    try read { db in
      var counts: [RecordKind: [Int: Int64]] = [:]
      let nodes = try OrganisationReferences.nodes(in: db)
      for kind in kinds where schemas.holds(kind) {
        // Counted here: grouping in SQL would sort every row.
        var byNode: [Int: Int64] = [:]
        let (column, table) = (schemas[kind].organisationColumn, kind.rawValue)
        try RawStatement.each("SELECT \(column) FROM \(table) WHERE \(column) IS NOT NULL", in: db) { row in
          let node = nodes[Int(sqlite3_column_int64(row, 0))]
          if node >= 0 { byNode[Int(node), default: 0] += 1 }
        }
        counts[kind] = byNode
      }
      return counts
    }
  }

  /// Kinds of which at least one sheet was handed in.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sheetKinds() throws -> Set<RecordKind> {
    let names = try read { try String.fetchAll($0, sql: "SELECT DISTINCT kind FROM sheet WHERE kind IS NOT NULL") }
    return Set(names.map { RecordKind(rawValue: $0) })
  }

  /// 数据来源 of the youth figure of each organisation that names one.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func youthSources() throws -> [Int: String] {
    let rows = try read {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT r.node, y.source FROM youth AS y JOIN organisation_ref AS r ON r.id = y.organisation
          WHERE y.superseded = 0 AND y.sector IS NULL AND y.source IS NOT NULL AND r.node IS NOT NULL ORDER BY y.id
          """)
    }
    return Dictionary(rows.map { ($0[0], $0[1]) }) { _, later in later }
  }

  /// One record by its number, with where it stands; nil when there is none.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func record(_ id: Int64, of kind: RecordKind, columns: [String]) throws -> EvidenceRow? {
    try read { db in
      let names = stored(columns, of: kind)
      let statement = try db.cachedStatement(
        sql: """
          SELECT COALESCE(r.node, -1), f.name, s.name, e.row\(names) FROM \(kind.rawValue) AS e
          JOIN sheet AS s ON s.id = e.sheet JOIN file AS f ON f.id = s.file
          LEFT JOIN organisation_ref AS r ON r.id = e.\(kind == .organisation ? "parent" : schemas[kind].organisationColumn)
          WHERE e.id = ?
          """)
      return try Row.fetchOne(statement, arguments: [id]).map {
        PeriodDatabase.evidenceRow($0, count: columns.count)
      }
    }
  }

  /// Columns of a record; NULL where the period was written without them.
  private func stored(_ columns: [String], of kind: RecordKind) -> String {
    columns.map { has($0, of: kind) ? ", e.\($0)" : ", NULL" }.joined()
  }

  /// Every record of a person, by kind, in order of number; `nodes` are -1 where the organisation is unknown.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func records(
    of person: Pseudonym, kind: RecordKind, columns: [String]
  ) throws -> [(row: EvidenceRow, counts: Bool)] {
    guard schemas.holds(kind) else { return [] }
    return try read { db in
      let names = stored(columns, of: kind)
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT COALESCE(r.node, -1), f.name, s.name, e.row\(names), e.superseded FROM \(kind.rawValue) AS e
          JOIN sheet AS s ON s.id = e.sheet JOIN file AS f ON f.id = s.file
          LEFT JOIN organisation_ref AS r ON r.id = e.\(schemas[kind].organisationColumn)
          WHERE e.person_high = ? AND e.person_low = ? ORDER BY e.id
          """, arguments: [person.high, person.low])
      return rows.map { row in
        (PeriodDatabase.evidenceRow(row, count: columns.count), row[4 + columns.count] as Int == 0)
      }
    }
  }

  /// Which of some persons have a record of a kind; one pass over the kind.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func persons(of kind: RecordKind, among wanted: Set<Pseudonym>) throws -> Set<Pseudonym> {
    guard schemas[kind].namesPersons, !wanted.isEmpty else { return [] }
    return try read { db in
      let cursor = try Row.fetchCursor(
        db, sql: "SELECT person_high, person_low FROM \(kind.rawValue) WHERE person_high IS NOT NULL")
      var found: Set<Pseudonym> = []
      while let row = try cursor.next() {
        let person = Pseudonym(high: row[0], low: row[1])
        if wanted.contains(person) { found.insert(person) }
      }
      return found
    }
  }

  /// Whose record stands in a row; nil when none does, or when nothing tells whose.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func person(inFile file: String, sheet: String?, row: Int) throws -> Pseudonym? {
    try read { db in
      for kind in schemas.all.filter(\.namesPersons).map(\.kind) {
        let found = try Row.fetchOne(
          db,
          sql: """
            SELECT e.person_high, e.person_low FROM \(kind.rawValue) AS e JOIN sheet AS s ON s.id = e.sheet
            JOIN file AS f ON f.id = s.file
            WHERE e.row = ? AND f.name = ? AND s.name = COALESCE(?, s.name) AND e.person_high IS NOT NULL
            """, arguments: [row, file, sheet])
        if let found { return Pseudonym(high: found[0], low: found[1]) }
      }
      return nil
    }
  }
}

/// Whom or what a row of a sheet is about.
package enum RowSubject: Sendable, Hashable {
  case person(Pseudonym, RecordKind)
  /// Code of an organisation.
  case organisation(String, RecordKind)
}

extension PeriodDatabase {
  /// Whom the rows at these places are about: the person where the row tells people apart, else its organisation.
  ///
  /// One pass over the numbers of each kind, then the rows of the sheets asked for.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func subjects(of places: Set<SheetRow>) throws -> [SheetRow: RowSubject] {
    let tree = try organisationTree()
    return try read { db in
      var subjects: [SheetRow: RowSubject] = [:]
      let sheets = try Row.fetchAll(
        db, sql: "SELECT s.id, f.name, s.name, s.kind FROM sheet AS s JOIN file AS f ON f.id = s.file")
      let wanted = Dictionary(grouping: places) { [$0.file, $0.sheet] }
      var ranges: [RecordKind: [Int64: (Int64, Int64)]] = [:]
      for sheet in sheets {
        let (id, file, name): (Int64, String, String) = (sheet[0], sheet[1], sheet[2])
        guard let rows = wanted[[file, name]], let kind = (sheet[3] as String?).map(RecordKind.init) else {
          continue
        }
        if ranges[kind] == nil { ranges[kind] = try PeriodDatabase.ranges(of: kind, db) }
        guard let range = ranges[kind]?[id] else { continue }
        let numbers = Set(rows.map(\.row))
        for (number, subject) in try PeriodDatabase.subjects(in: range, of: schemas[kind], tree, db)
        where numbers.contains(number) {
          subjects[SheetRow(file: file, sheet: name, row: number)] = subject
        }
      }
      return subjects
    }
  }

  /// First and last record of each sheet: the rows of a sheet stand together.
  private static func ranges(of kind: RecordKind, _ db: Database) throws -> [Int64: (Int64, Int64)] {
    let rows = try Row.fetchAll(db, sql: "SELECT sheet, MIN(id), MAX(id) FROM \(kind.rawValue) GROUP BY sheet")
    return Dictionary(rows.map { ($0[0], ($0[1], $0[2])) }) { first, _ in first }
  }

  private static func subjects(
    in range: (Int64, Int64), of schema: RosterSchema, _ tree: OrganisationTree, _ db: Database
  ) throws -> [(Int, RowSubject)] {
    let kind = schema.kind
    let person = schema.namesPersons ? "e.person_high, e.person_low" : "NULL, NULL"
    let isOrganisation = kind == .organisation
    let code = isOrganisation ? "NULL, e.code" : "r.node, r.text"
    let join = isOrganisation ? "" : "LEFT JOIN organisation_ref AS r ON r.id = e.\(schema.organisationColumn)"
    return try Row.fetchAll(
      db, sql: "SELECT e.row, \(person), \(code) FROM \(kind.rawValue) AS e \(join) WHERE e.id BETWEEN ? AND ?",
      arguments: [range.0, range.1]
    ).compactMap { row in
      if let high: Int64 = row[1], let low: Int64 = row[2] {
        return (row[0], .person(Pseudonym(high: high, low: low), kind))
      }
      let node: Int? = row[3]
      return (node.map { tree.nodes[$0].code } ?? row[4]).map { (row[0], .organisation($0, kind)) }
    }
  }
}
