// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Foundation
import GRDB

/// The database of one period, read through one connection; used from one thread at a time.
///
/// A class because it owns the connection.
package final class PeriodDatabase {
  /// The quarter whose records it holds.
  package let period: Period
  /// Whether nobody writes to it any more.
  package let isSealed: Bool
  let queue: DatabaseQueue
  let path: String
  /// Of all kinds it was written with.
  package let schemas: RosterSchemas
  /// Of all kinds that may be asked for: those of the pack at hand. What the period does not have of them is empty.
  package var expected: RosterSchemas
  private var tree: OrganisationTree?
  var knownCoverage: ReportingCoverage?
  private var headings: [String: [StoredHeading]] = [:]
  /// Pages of one list have the same headings.
  private let knownHeadings = SheetHeadings()
  var counted: [MeasureQuery: Tally] = [:]
  /// Where counts are kept from one command to the next; nil where every figure is to be counted from the records.
  var cache: TallyCache?

  var seen: Seen
  /// Of its workspace.
  var directory: String { PeriodDatabase.workspace(of: path) }

  private static func workspace(of path: String) -> String {
    ((path as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
  }

  /// Why it was sealed, or is to be, although its file was not as its last writer left it.
  package let despite: String?

  /// What a killed writer left half done is rolled back.
  ///
  /// - Parameter expected: what may be asked for beside what it was written with.
  /// - Throws: `WorkspaceError`: `period-lost`, `period-foreign`, `period-older`, `period-newer`.
  init(
    path: String, period: Period, isSealed: Bool, despite: String? = nil, expected: RosterSchemas = RosterSchemas()
  ) throws {
    self.path = path
    self.period = period
    self.isSealed = isSealed
    self.despite = despite
    StoreFiles.rollBack(path)
    try FileFormat.requirePeriod(path, period)
    let queue = try WorkspaceError.translating(path: path) { try Workspace.reading(path) }
    self.queue = queue
    self.expected = expected
    let writes = OwnWrites.done(PeriodDatabase.workspace(of: path))
    (schemas, seen) = try WorkspaceError.translating(path: path) {
      try queue.read { db in
        let version = try Int.fetchOne(db, sql: "PRAGMA data_version")
        return (try StoredSchemas.read(db), Seen(version: version, writes: writes))
      }
    }
  }

  /// The records of a workspace on trial, over its only connection.
  init(trial: TrialStore, period: Period, expected: RosterSchemas) throws {
    (path, self.period, isSealed, queue) = ("", period, false, trial.queue)
    (despite, self.expected, seen) = (nil, expected, Seen(version: nil, writes: 0))
    schemas = try trial.queue.unsafeReentrantWrite(StoredSchemas.read)
  }

  /// The rows of a kind as conditions see them; see `RosterSchema.source`.
  ///
  /// - Parameter censusDay: another day than that of the period, as if the census were taken then.
  func source(of kind: RecordKind, on censusDay: CalendarDay? = nil) -> String {
    let day = (censusDay ?? period.censusDay).rawValue
    guard schemas.holds(kind) else { return expected[kind].emptySource(censusDay: day) }
    return schemas[kind].source(censusDay: day, expected: expected[kind].columns)
  }

  /// The columns of a kind that can be asked for, in the order of the pack at hand.
  func columns(of kind: RecordKind) -> [RecordColumn] {
    expected.holds(kind) ? expected[kind].columns : schemas[kind].columns
  }

  /// Whether the period was written with a column: where it was not, nobody left it empty.
  package func has(_ column: String, of kind: RecordKind) -> Bool { schemas[kind].index(of: column) != nil }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    // Reentrant: the place of a row is looked up while rows are handed out. The connection itself cannot write.
    try WorkspaceError.translating(path: path) { try queue.unsafeReentrantWrite { try readingOneState($0, body) } }
  }

  /// What is remembered of an earlier state of the file.
  func forget() { (tree, knownCoverage, headings, counted) = (nil, nil, [:], [:]) }

  /// The same for those who look up many single rows: the file is locked once and not for each of them.
  func readAtOnce<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try read { db in
      try db.execute(sql: "SAVEPOINT reading")
      defer { try? db.execute(sql: "RELEASE reading") }
      return try body(db)
    }
  }

  /// SHA-256 (hex) over the SHA-256 of the files that count, sorted: the same for every order of import.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package var snapshotHash: String {
    get throws {
      ContentHash.of(Array(try read(PeriodFiles.content).joined(separator: "\n").utf8))
    }
  }

  /// Whether the same bytes are in the period and count.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func holds(_ sha256: String) throws -> Bool { try read { try PeriodFiles.id(of: sha256, in: $0) } != nil }

  /// The submissions of a workspace on trial, which no other connection sees; nil for a period of a workspace on disk.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func submissionsOnTrial() throws -> [Submission]? {
    guard path.isEmpty else { return nil }
    return try read { try SubmissionRegister.submissions(of: period, in: $0) }
  }

  /// The submission that each file that counts came in with, by SHA-256.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func submissionsOfFiles() throws -> [String: Int] {
    let rows = try read { try Row.fetchAll($0, sql: "SELECT sha256, submission FROM file ORDER BY id") }
    return Dictionary(rows.map { ($0[0], $0[1]) }) { _, later in later }
  }

  /// The name under which each file came in, by SHA-256.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func namesOfFiles() throws -> [String: String] {
    let rows = try read { try Row.fetchAll($0, sql: "SELECT sha256, name FROM file WHERE withdrawn = 0 ORDER BY id") }
    return Dictionary(rows.map { ($0[0], $0[1]) }) { _, later in later }
  }

  /// Whether any organisation counts, without reading them.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func hasOrganisations() throws -> Bool {
    try read { db in
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM organisation WHERE superseded = 0 AND node IS NOT NULL)") ?? false
    }
  }

  /// The organisations that count, in preorder; read once and kept.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func organisationTree() throws -> OrganisationTree {
    if let tree { return tree }
    let made = OrganisationTree(nodes: try read(StoredTree.nodes))
    tree = made
    return made
  }

  /// What reading and settling found, in the order it was found.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func findings() throws -> [Finding] {
    let stored = try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM finding ORDER BY id").map(StoredFinding.finding)
    }
    return stored + (try duplicateFindings(duplicatePairs()))
  }

  /// Where an evidence row stands, with the column of a field when one is named.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func place(of row: EvidenceRow, field: String?) throws -> Place {
    var place = Place(file: row.file, sheet: row.sheet, row: row.row)
    guard let field else { return place }
    let key = row.file + "\u{0}" + row.sheet
    if headings[key] == nil {
      let text = try read {
        try String.fetchOne(
          $0,
          sql: "SELECT s.headings FROM sheet AS s JOIN file AS f ON f.id = s.file WHERE f.name = ? AND s.name = ?",
          arguments: [row.file, row.sheet])
      }
      headings[key] = text.map(knownHeadings.decoded) ?? []
    }
    let heading = headings[key]?.first { $0.field == field }
    place.column = heading?.column
    place.heading = heading?.text
    return place
  }
}

/// What became of one sheet.
package struct SheetReport: Sendable, Hashable {
  /// Number in its period.
  package var number: Int64
  /// The file as it was named at import.
  package var file: String
  /// SHA-256 (hex) of the file.
  package var sha256: String
  /// Format name of the contract: `xlsx`.
  package var format: String
  /// Name of the sheet as the workbook spells it.
  package var name: String
  /// Nil when no table was recognised.
  package var kind: RecordKind?
  /// Rows that count as records of a known organisation.
  package var records: Int
  /// Rows kept apart, those of unknown organisations among them.
  package var setAside: Int
  /// How many of those set aside name an organisation that no sheet holds.
  package var unplaced: Int
  /// Last row of the heading.
  package var headerRow: Int?
  /// Headings that name a field of the kind.
  package var matchedHeadings: Int
  /// Headings that name none, as the sheet spells them, by column.
  package var unknownHeadings: [String]
}

extension PeriodDatabase {
  /// Every sheet of the period in order of file name and position; set aside are also records of unknown organisations.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sheets() throws -> [SheetReport] {
    try read { db in
      let lost = try unknownOrganisationCounts(db)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT s.*, f.name AS file_name, f.sha256 AS sha256, f.format AS format
          FROM sheet AS s JOIN file AS f ON f.id = s.file ORDER BY f.name, f.id, s.position
          """
      ).map { row in
        let headings = knownHeadings.decoded(row["headings"])
        let kind: String? = row["kind"]
        let unknown = lost[row["id"]] ?? 0
        let (records, setAside): (Int, Int) = (row["records"], row["set_aside"])
        return SheetReport(
          number: row["id"], file: row["file_name"], sha256: row["sha256"], format: row["format"], name: row["name"],
          kind: kind.map(RecordKind.init), records: records - unknown, setAside: setAside + unknown,
          unplaced: unknown,
          headerRow: row["header_last"], matchedHeadings: headings.filter { $0.field != nil }.count,
          unknownHeadings: headings.filter { $0.field == nil }.map(\.text))
      }
    }
  }

  /// The organisations that the records of each sheet belong to, ascending, each once.
  ///
  /// One pass over every record.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func organisationsOfSheets() throws -> [Int64: [Int]] {
    try read { db in
      var nodes: [Int64: [Int]] = [:]
      for kind in schemas.kinds {
        let source = source(of: kind)
        let rows = try Row.fetchCursor(
          db, sql: "SELECT DISTINCT e.sheet, e.node FROM \(source) AS e WHERE e.node IS NOT NULL ORDER BY 1, 2")
        while let row = try rows.next() { nodes[row[0], default: []].append(row[1]) }
      }
      return nodes
    }
  }

  private func unknownOrganisationCounts(_ db: Database) throws -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    guard try Consolidation.hasUnknownOrganisations(db) else { return counts }
    for schema in schemas.all where schema.kind != .organisation {
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT t.sheet AS sheet, COUNT(*) AS n FROM organisation_ref AS r
          JOIN \(schema.kind) AS t ON t.\(schema.organisationColumn) = r.id WHERE r.node IS NULL GROUP BY t.sheet
          """)
      for row in rows { counts[row["sheet"], default: 0] += row["n"] }
    }
    return counts
  }
}

/// A row of a sheet of a file.
package struct SheetRow: Sendable, Hashable {
  /// The file as it was named at import.
  package var file: String
  /// Name of the sheet.
  package var sheet: String
  /// Row number in the sheet, from 1.
  package var row: Int

  package init(file: String, sheet: String, row: Int) {
    self.file = file
    self.sheet = sheet
    self.row = row
  }
}

extension PeriodDatabase {
  /// The organisation each of some rows belongs to, whether the row counts or not; rows that belong to none are left out.
  ///
  /// One pass over every record.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func nodes(of rows: Set<SheetRow>) throws -> [SheetRow: Int] {
    try read { db in
      var sheets: [Int64: (file: String, name: String)] = [:]
      for row in try Row.fetchAll(
        db, sql: "SELECT s.id, f.name, s.name FROM sheet AS s JOIN file AS f ON f.id = s.file")
      { sheets[row[0]] = (row[1], row[2]) }
      let wanted = Dictionary(grouping: rows) { [$0.file, $0.sheet] }.mapValues { Set($0.map(\.row)) }
      let rowsOf = sheets.mapValues { wanted[[$0.file, $0.name]] ?? [] }
      var nodes: [SheetRow: Int] = [:]
      for kind in schemas.kinds {
        let cursor = try Row.fetchCursor(
          db, sql: "SELECT e.sheet, e.row, e.node FROM \(source(of: kind)) AS e WHERE e.node IS NOT NULL")
        while let row = try cursor.next() {
          guard rowsOf[row[0]]?.contains(row[1]) == true, let sheet = sheets[row[0]] else { continue }
          nodes[SheetRow(file: sheet.file, sheet: sheet.name, row: row[1])] = row[2]
        }
      }
      return nodes
    }
  }
}
