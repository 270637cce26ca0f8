// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// A figure that is not the sum of its parts.
private struct DifferingFigure {
  var record: Int64
  var figure: Int
  var parts: Int
}

/// Figures of organisations, and of their children how many give one and what these add up to; by place.
private struct ChildFigures {
  private(set) var own: [Int?]
  private(set) var given: [Int]
  private(set) var parts: [Int]

  init(count: Int) {
    own = Array(repeating: nil, count: count)
    given = Array(repeating: 0, count: count)
    parts = given
  }

  mutating func note(_ figure: Int, at place: Int, for superior: Int?) {
    own[place] = figure
    guard let superior else { return }
    given[superior] += 1
    parts[superior] += figure
  }
}

extension Consolidation {
  /// A figure of a unit counts once, the later one; a unit's own figure that is not the sum of its parts is a finding.
  func settleFigures() throws {
    for schema in schemas.all where !schema.namesPersons {
      if let once = schema.once { try supersedeFigures(schema, once) }
    }
    try supersedeProgress()
    let reported = schemas.all.filter(\.reportsFigures)
    for schema in reported { try compareWithChildren(schema) }
    try compareOrganisationsWithChildren()
    for schema in reported where schema.index(of: "sector") != nil {
      try compareWithSectors(schema.kind, schema.figures)
    }
  }

  private func supersedeFigures(_ schema: RosterSchema, _ once: RosterSchema.Once) throws {
    try reinstate(schema.kind)
    let differs = schema.figures.map { "a.\($0) IS NOT b.\($0)" }.joined(separator: " OR ")
    let rows = try repetitions(
      of: schema, key: Consolidation.key(of: once, schema), latest: RowPrecedence(schema).descending(),
      differs: differs.isEmpty ? "0" : differs)
    for row in rows {
      let isContradiction: Bool = row["differs"]
      try setAside(row, of: schema.kind, as: isContradiction ? "figure-contradiction" : "record-duplicate")
    }
  }

  /// Of several reports on one task by one unit, handed in by the same one, that of the latest day counts. Of those of that
  /// day all that differ stay: which of them holds is for a person to decide.
  private func supersedeProgress() throws {
    try reinstate(.progress)
    let schema = schemas[.progress]
    let sender = """
      , (SELECT COALESCE(u.unit, '') FROM sheet AS s JOIN file AS f ON f.id = s.file
        JOIN submission AS u ON u.id = f.submission WHERE s.id = t.sheet)
      """
    let latest = "reported_on DESC NULLS LAST, state, evidence, name, description, valid_until, id DESC"
    let isRival = "a.reported_on IS b.reported_on AND a.state IS NOT b.state"
    let rows = try repetitions(
      of: schema, key: Consolidation.key(of: .init(columns: [["organisation"], ["task"]]), schema) + sender,
      latest: latest,
      differs: isRival)
    for row in rows where !(row["differs"] as Bool) { try setAside(row, of: .progress, as: "progress-repeated") }
  }

  private func setAside(_ row: Row, of kind: RecordKind, as code: String) throws {
    let (earlier, kept): (Int64, Int64) = (row["earlier"], row["kept"])
    try database.execute(sql: "UPDATE \(kind.rawValue) SET superseded = 1 WHERE id = ?", arguments: [earlier])
    try found(
      code, at: place(of: earlier, in: kind), facts: ["value": row["value"] ?? ""],
      related: [place(of: kept, in: kind)])
  }

  /// Records that agree in a key with one that is preferred to them.
  private func repetitions(
    of schema: RosterSchema, key list: String, latest: String, differs: String
  ) throws -> [Row] {
    let table = schema.kind.rawValue
    // Nearly always nothing is reported twice, and that is found out without sorting all of it.
    let repeats = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM \(table) AS t GROUP BY \(list) HAVING COUNT(*) > 1)")
    guard repeats == true else { return [] }
    let isNamed = schema.subject.first.flatMap(schema.column)?.type == .text
    let name =
      isNamed
      ? "a.\(schema.subject[0])"
      : "(SELECT r.text FROM organisation_ref AS r WHERE r.id = a.\(schema.organisationColumn))"
    return try Row.fetchAll(
      database,
      sql: """
        SELECT a.id AS earlier, b.id AS kept, (\(differs)) AS differs, \(name) AS value
        FROM (SELECT id, FIRST_VALUE(id) OVER (PARTITION BY \(list) ORDER BY \(latest)) AS kept FROM \(table) AS t
          WHERE NOT EXISTS (SELECT 1 FROM outside WHERE kind = '\(table)' AND record = t.id)) AS pair
        JOIN \(table) AS a ON a.id = pair.id JOIN \(table) AS b ON b.id = pair.kept
        WHERE pair.id <> pair.kept ORDER BY a.id
        """)
  }

  /// The figure of a unit against the sum of its direct children, where all of them give one of the same sector.
  ///
  /// The children stand in a table of their own, so that they are found by their superior and not by trying all.
  private func compareWithChildren(_ schema: RosterSchema) throws {
    let (kind, columns) = (schema.kind, schema.figures)
    let sector = schema.index(of: "sector") == nil ? "''" : "COALESCE(y.sector, '')"
    guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM \(kind.rawValue))") == true else { return }
    func list(_ text: (String) -> String) -> String { columns.map { ", " + text($0) }.joined() }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        WITH own AS MATERIALIZED (
          SELECT y.node AS node, \(sector) AS sector
            \(list { "MAX(y.\($0)) AS \($0), MAX(CASE WHEN y.\($0) IS NOT NULL THEN y.id END) AS \($0)_id" })
          FROM \(schema.source(censusDay: 0)) AS y
          WHERE y.superseded = 0 AND y.node IS NOT NULL GROUP BY 1, 2),
        child AS MATERIALIZED (
          SELECT p.node AS parent, c.node AS node FROM organisation AS c JOIN organisation_ref AS p ON p.id = c.parent
          WHERE c.superseded = 0 AND p.node IN (SELECT node FROM own)),
        complete AS MATERIALIZED (
          SELECT parent FROM child GROUP BY parent HAVING SUM(node IN (SELECT node FROM own)) = COUNT(*))
        SELECT COUNT(*) AS children
          \(list { "own.\($0)_id AS \($0)_id, own.\($0) AS \($0), COUNT(part.\($0)) AS \($0)_given, SUM(part.\($0)) AS \($0)_parts" })
        FROM own JOIN child ON child.parent = own.node AND child.parent IN (SELECT parent FROM complete)
        LEFT JOIN own AS part ON part.node = child.node AND part.sector = own.sector
        GROUP BY own.node, own.sector ORDER BY own.node, own.sector
        """)
    try reportSums(rows, kind, columns)
  }

  /// - Parameter rows: `children`, and of each column the record that gives it, its figure, how many children give one and their sum.
  private func reportSums(_ rows: RowCursor, _ kind: RecordKind, _ columns: [String]) throws {
    var differing = [[DifferingFigure]](repeating: [], count: columns.count)
    while let row = try rows.next() {
      let children: Int = row["children"]
      for (index, column) in columns.enumerated() where row[column + "_given"] as Int == children {
        guard let figure: Int = row[column], let parts: Int = row[column + "_parts"], parts != figure else { continue }
        differing[index].append(DifferingFigure(record: row[column + "_id"], figure: figure, parts: parts))
      }
    }
    try report(differing, of: kind, columns)
  }

  /// - Parameter differing: by column.
  private func report(_ differing: [[DifferingFigure]], of kind: RecordKind, _ columns: [String]) throws {
    for (column, entries) in zip(columns, differing) {
      for entry in entries {
        try found(
          "figure-differs-from-children", at: place(of: entry.record, in: kind, field: column),
          facts: ["value": String(entry.figure), "expected": String(entry.parts)])
      }
    }
  }

  /// 编制 are those of the unit itself and add up to nothing; the others hold for it with its descendants.
  ///
  /// One walk and arrays by node: to join and group a hundred thousand organisations, SQLite would sort them twice.
  private func compareOrganisationsWithChildren() throws {
    let columns = schemas[.organisation].figures
    guard !columns.isEmpty else { return }
    let (tree, nodes) = (try tree(), try nodes())
    var children = [Int](repeating: 0, count: tree.count)
    var sums = ChildFigures(count: tree.count * columns.count)
    let list = columns.map { ", \($0)" }.joined()
    let sql = "SELECT node, parent\(list) FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
    try RawStatement.each(sql, in: database) { row in
      let (node, reference) = (Int(sqlite3_column_int64(row, 0)), Int(sqlite3_column_int64(row, 1)))
      let parent = reference > 0 && reference < nodes.count ? Int(nodes[reference]) : -1
      if parent >= 0 { children[parent] += 1 }
      for column in columns.indices where sqlite3_column_type(row, Int32(column + 2)) != SQLITE_NULL {
        let figure = Int(sqlite3_column_int64(row, Int32(column + 2)))
        sums.note(figure, at: node * columns.count + column, for: parent < 0 ? nil : parent * columns.count + column)
      }
    }
    let differing = columns.indices.map { column in
      tree.ids.indices.compactMap { node -> DifferingFigure? in
        let place = node * columns.count + column
        guard children[node] > 0, sums.given[place] == children[node], let figure = sums.own[place],
          sums.parts[place] != figure
        else { return nil }
        return DifferingFigure(record: tree.ids[node], figure: figure, parts: sums.parts[place])
      }
    }
    try report(differing, of: .organisation, columns)
  }

  /// The figure of a unit for all sectors is never less than the sum over those it gives one by one.
  private func compareWithSectors(_ kind: RecordKind, _ columns: [String]) throws {
    let sums = columns.map { ", whole.\($0), SUM(part.\($0))" }.joined()
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT whole.id\(sums) FROM \(kind.rawValue) AS whole
        JOIN \(kind.rawValue) AS part ON part.organisation IS whole.organisation AND part.sector IS NOT NULL
          AND part.superseded = 0
        WHERE whole.superseded = 0 AND whole.sector IS NULL GROUP BY whole.id ORDER BY whole.id
        """)
    for row in rows {
      for (index, column) in columns.enumerated() {
        guard let figure: Int = row[1 + 2 * index], let parts: Int = row[2 + 2 * index], parts > figure else {
          continue
        }
        try found(
          "figure-below-sectors", at: place(of: row[0], in: kind, field: column),
          facts: ["value": String(figure), "expected": String(parts)])
      }
    }
  }
}
