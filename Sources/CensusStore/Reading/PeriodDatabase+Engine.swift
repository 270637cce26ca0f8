// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
import GRDB
import GRDBSQLite

extension PeriodDatabase: CensusEngine {
  /// One pass per record kind counts every measure of it per organisation, but for what is known from an earlier command.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func tallies(_ queries: [MeasureQuery]) throws -> [Tally] {
    guard let cache, let state = try? state() else { return try tallies(queries, counted: []) }
    let byID = Dictionary(queries.map { ($0.id, $0) }) { first, _ in first }
    let definitions = queries.map { $0.definitionHash(among: byID) }
    let known = cache.tallies(Set(definitions), state: state)
    let tallies = try self.tallies(queries, counted: definitions.compactMap { known[$0] })
    let fresh = zip(definitions, tallies).filter { known[$0.0] == nil }
    // What was written in the meantime is of another state.
    if !fresh.isEmpty, try self.state() == state {
      cache.keep(Dictionary(fresh) { first, _ in first }, state: state)
    }
    return tallies
  }

  /// What the file holds, as far as its writers say: the token of the last one and the change counter.
  func state() throws -> String? {
    guard let token = try token(), let counter = StoreFiles.changeCounter(path) else { return nil }
    return "\(token) \(counter)"
  }

  /// - Parameter known: tallies of some of the queries that somebody counted while reading the records anyway.
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func tallies(_ queries: [MeasureQuery], counted known: [Tally]) throws -> [Tally] {
    try read { db in
      let reporting = try queries.compactMap(self.reportingTally)
      let known = known.filter { tally in !reporting.contains { $0.measure == tally.measure } } + reporting
      let counted = Set(known.map(\.measure))
      let missing = try self.askedKinds.filter { $0 != .organisation }.flatMap { kind in
        try self.tallies(queries.filter { $0.kind == kind && !counted.contains($0.id) }, of: kind, [], db)
      }
      let others = known + missing
      let organisations = queries.filter { $0.kind == .organisation && !counted.contains($0.id) }
      let all = others + (try self.tallies(ofOrganisations: organisations, among: queries, others, db))
      let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.measure, $0) })
      return queries.compactMap { byID[$0.id] }
    }
  }

  /// - Parameter others: tallies of what they use as columns, at least.
  private func tallies(
    ofOrganisations queries: [MeasureQuery], among all: [MeasureQuery], _ others: [Tally], _ db: Database
  ) throws -> [Tally] {
    guard !queries.isEmpty else { return [] }
    let measured = MeasuredOrganisations(tallies: others, of: all, coverage: try coverage())
    try measured.fill(db, for: queries)
    let unknown = measured.unknown(count: try organisationTree().nodes.count)
    return try tallies(queries, of: .organisation, unknown, db)
  }

  /// Tallies that several checks use, counted once for each connection.
  func remembered(_ queries: [MeasureQuery]) throws -> [Tally] {
    let missing = queries.filter { counted[$0] == nil }
    for (query, tally) in zip(missing, try tallies(missing)) { counted[query] = tally }
    return queries.compactMap { counted[$0] }
  }

  /// - Parameter unknown: measures of which some organisation handed in no sheet.
  private func tallies(
    _ queries: [MeasureQuery], of kind: RecordKind, _ unknown: Set<String>, _ db: Database
  ) throws -> [Tally] {
    guard !queries.isEmpty else { return [] }
    let source = kind == .organisation ? MeasuredOrganisations.source(of: self) : self.source(of: kind)
    var counter = TallyCounter(queries, nodeCount: try organisationTree().nodes.count, isBySector: kind == .youth)
    try counter.count(source, in: db)
    let hasRecords = try self.hasRecords(of: kind, db)
    var tallies = counter.tallies { _ in hasRecords }
    for (index, query) in queries.enumerated() where !unknown.isDisjoint(with: query.uses) {
      tallies[index].undecided = try undecided(query, source, db)
    }
    return tallies
  }

  /// Organisations that would count or not by what a sheet says that did not come in: its counts are NULL.
  private func undecided(_ query: MeasureQuery, _ source: String, _ db: Database) throws -> [Int] {
    guard query.kind == .organisation, !query.uses.isEmpty else { return [] }
    let columns = query.uses.map { $0.replacing("-", with: "_") }
    var unknown: [String] = []
    // A condition without a count is unknown for other reasons: a class that says nothing of its stage is none of them.
    let used = Set(query.condition.columns)
    if !used.isDisjoint(with: columns) { unknown.append("(\(query.condition.sql)) IS NULL") }
    if case .sum(let amount) = query.amount { unknown.append("(\(query.condition.sql)) AND (\(amount.sql)) IS NULL") }
    guard !unknown.isEmpty else { return [] }
    let isUnknown = columns.map { "\($0) IS NULL" }.joined(separator: " OR ")
    let sql = """
      SELECT node FROM \(source) WHERE superseded = 0 AND node IS NOT NULL AND (\(isUnknown))
      AND (\(unknown.joined(separator: " OR "))) ORDER BY node
      """
    return try Int.fetchAll(db, sql: sql)
  }

  /// Whether a sheet of a kind was handed in: `Tally.hasRecords`.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func hasRecords(of kind: RecordKind) throws -> Bool {
    try read { try self.hasRecords(of: kind, $0) }
  }

  /// A sheet whose rows were all refused says nothing; one that holds its headings only, or totals and notes, says that there
  /// is nobody. It does not report a figure.
  func hasRecords(of kind: RecordKind, _ db: Database) throws -> Bool {
    guard schemas.holds(kind) else { return false }
    let hasRows = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(kind.rawValue))") ?? false
    if hasRows || schemas[kind].reportsFigures { return hasRows }
    let harmless = SetAsideRow.reasonsWithoutRecord.sorted().map { "'\($0)'" }.joined(separator: ", ")
    let sql = """
      SELECT EXISTS (SELECT 1 FROM sheet AS s WHERE s.kind = ? AND NOT EXISTS (
        SELECT 1 FROM set_aside AS a WHERE a.sheet = s.id AND a.reason NOT IN (\(harmless))))
      """
    return try Bool.fetchOne(db, sql: sql, arguments: [kind.rawValue]) ?? false
  }

  /// Those of the pack at hand, and those the period was written with.
  var askedKinds: [RecordKind] { expected.kinds + schemas.kinds.filter { !expected.holds($0) } }

  /// Every row of the progress sheets of a known unit with the number of its submission, by unit, file, sheet and row.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func progress(columns: [String]) throws -> [(row: EvidenceRow, submission: Int)] {
    try read { db in
      let names = columns.map { ", e.\($0)" }.joined()
      let source = self.source(of: .progress)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT e.node AS node, f.name AS file, s.name AS sheet, e.row AS row\(names), f.submission AS submission
          FROM (SELECT * FROM \(source) WHERE superseded = 0 AND node IS NOT NULL) AS e
          JOIN sheet AS s ON s.id = e.sheet JOIN file AS f ON f.id = s.file
          ORDER BY e.node, f.name, s.position, e.row, e.id
          """
      ).map { (PeriodDatabase.evidenceRow($0, count: columns.count), $0["submission"] ?? 0) }
    }
  }

  static func evidenceRow(_ row: Row, count: Int) -> EvidenceRow {
    let values = (0..<count).map { index -> RecordValue in
      switch (row[index + 4] as DatabaseValue).storage {
      case .int64(let number): .integer(number)
      case .string(let text): .text(text)
      case .null, .double, .blob: .null
      }
    }
    return EvidenceRow(node: row[0], file: row[1], sheet: row[2], row: row[3], values: values)
  }
}

/// The counts of other kinds as columns of organisations, in a temporary table of the connection.
struct MeasuredOrganisations {
  let tallies: [Tally]
  private let kinds: [String: RecordKind]
  private let coverage: ReportingCoverage

  /// - Parameter queries: of the tallies at least.
  init(tallies: [Tally], of queries: [MeasureQuery], coverage: ReportingCoverage) {
    self.tallies = tallies
    self.coverage = coverage
    // What came in is known of everybody.
    let counted = queries.filter(\.amount.readsRecords)
    kinds = Dictionary(counted.map { ($0.id, $0.kind) }) { first, _ in first }
  }

  /// Measures of which some organisation handed in no sheet.
  func unknown(count: Int) -> Set<String> {
    guard count > 0 else { return [] }
    return Set(
      tallies.filter { !$0.hasRecords || ranges(of: $0).map { $0 != [0...count - 1] } ?? false }.map(\.measure))
  }

  private func ranges(of tally: Tally) -> [ClosedRange<Int>]? {
    kinds[tally.measure].flatMap { coverage.covered(by: $0) }
  }

  /// Organisations with their counts, as conditions see them.
  static func source(of database: PeriodDatabase, on censusDay: CalendarDay? = nil) -> String {
    "(SELECT o.*, m.* FROM \(database.source(of: .organisation, on: censusDay)) AS o "
      + "LEFT JOIN temp.measured AS m ON m.measured_node = o.node)"
  }

  /// Fills the table with what `queries` use; organisations without a record count 0, and NULL where no sheet speaks for
  /// them: nothing is known then.
  func fill(_ db: Database, for queries: [MeasureQuery]) throws {
    let used = Set(queries.flatMap(\.uses))
    let chosen = tallies.filter { used.contains($0.measure) }
    let columns = chosen.map { $0.measure.replacing("-", with: "_") }
    let definitions = columns.map { ", \($0) INTEGER" }.joined()
    try db.execute(
      sql: """
        DROP TABLE IF EXISTS temp.measured;
        CREATE TEMP TABLE measured (measured_node INTEGER PRIMARY KEY\(definitions));
        """)
    let nodes = try Int.fetchAll(
      db, sql: "SELECT node FROM organisation WHERE node IS NOT NULL AND superseded = 0 ORDER BY node")
    let counts = chosen.map { self.counts($0, nodeCount: (nodes.last ?? -1) + 1) }
    // One transaction: each row would else be one of its own, with a journal on disk.
    try db.execute(sql: "SAVEPOINT fill")
    defer { try? db.execute(sql: "RELEASE fill") }
    let places = Array(repeating: "?", count: 1 + chosen.count).joined(separator: ", ")
    let insert = try RawStatement.prepare("INSERT INTO temp.measured VALUES (\(places))", in: db)
    defer { sqlite3_finalize(insert) }
    for node in nodes {
      sqlite3_bind_int64(insert, 1, Int64(node))
      for (index, counts) in counts.enumerated() {
        // What was bound for the node before stays bound.
        if let count = counts[node] {
          sqlite3_bind_int64(insert, Int32(index + 2), count)
        } else {
          sqlite3_bind_null(insert, Int32(index + 2))
        }
      }
      try RawStatement.run(insert, in: db)
    }
  }

  /// The count of every organisation, whatever its sectors; nil where nothing is known.
  private func counts(_ tally: Tally, nodeCount: Int) -> [Int64?] {
    var counts = [Int64?](repeating: nil, count: nodeCount)
    guard tally.hasRecords, nodeCount > 0 else { return counts }
    for range in ranges(of: tally) ?? [0...nodeCount - 1] {
      for node in range.clamped(to: 0...nodeCount - 1) { counts[node] = 0 }
    }
    tally.forEachEntry { counts[$0.node] = (counts[$0.node] ?? 0) + $0.count }
    return counts
  }
}
