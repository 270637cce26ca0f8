// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// Moves sheets between the tables that count and the retired ones, with records, findings and rows set aside.
///
/// A sheet counts while its submission stands (neither rejected nor withdrawn), its file was not taken back and no standing
/// submission replaced it.
struct ActiveSheets {
  /// A period's connection that sees the catalogue.
  let database: Database

  private struct Sheet {
    var id: Int64
    var file: Int64
    var name: String
    var kind: RecordKind?
    var records: ClosedRange<Int64>?

    init(_ row: Row) {
      (id, file, name) = (row["id"], row["file"], row["name"])
      kind = (row["kind"] as String?).map(RecordKind.init)
      if let first: Int64 = row["first_record"], let last: Int64 = row["last_record"] { records = first...last }
    }
  }

  private static let isInactive = """
    (f.withdrawn = 1 OR EXISTS (SELECT 1 FROM submission AS u WHERE u.id = f.submission AND u.state IN ('rejected', 'withdrawn'))
    OR EXISTS (
      SELECT 1 FROM replacement AS r
      JOIN (SELECT id, file FROM sheet UNION ALL SELECT id, file FROM retired_sheet) AS l ON l.id = r.later
      JOIN file AS g ON g.id = l.file JOIN submission AS v ON v.id = g.submission
      WHERE r.earlier = s.id AND v.state NOT IN ('rejected', 'withdrawn')))
    """

  /// Brings the tables in line with the submissions.
  ///
  /// - Returns: whether anything moved; then the period must be settled again.
  func synchronise() throws -> Bool {
    let retiring = try sheets(in: "sheet", where: ActiveSheets.isInactive)
    let returning = try sheets(in: Schema.retired + "sheet", where: "NOT " + ActiveSheets.isInactive)
    for sheet in retiring { try move(sheet, from: "", to: Schema.retired) }
    for sheet in returning { try move(sheet, from: Schema.retired, to: "") }
    guard !retiring.isEmpty || !returning.isEmpty else { return false }
    try moveFindingsOfFiles(Set((retiring + returning).map(\.file)))
    return true
  }

  private func sheets(in table: String, where condition: String) throws -> [Sheet] {
    try Row.fetchAll(
      database, sql: "SELECT s.* FROM \(table) AS s JOIN file AS f ON f.id = s.file WHERE \(condition) ORDER BY s.id"
    ).map(Sheet.init)
  }

  private func move(_ sheet: Sheet, from source: String, to target: String) throws {
    if let kind = sheet.kind?.rawValue, let range = sheet.records {
      try move(
        kind, from: source, to: target, where: "sheet = ? AND id BETWEEN ? AND ?",
        [
          sheet.id, range.lowerBound, range.upperBound,
        ])
    }
    try move("set_aside", from: source, to: target, where: "sheet = ?", [sheet.id])
    try move(
      "finding", from: source, to: target, where: "computed = 0 AND file_id = ? AND sheet = ?",
      [
        sheet.file, sheet.name,
      ])
    try move("sheet", from: source, to: target, where: "id = ?", [sheet.id])
  }

  /// What was found of a whole file goes with its last sheet and comes back with its first.
  private func moveFindingsOfFiles(_ files: Set<Int64>) throws {
    for file in files.sorted() {
      let counts = try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM sheet WHERE file = ?)", arguments: [file])
      let (source, target) = counts == true ? (Schema.retired, "") : ("", Schema.retired)
      try move("finding", from: source, to: target, where: "computed = 0 AND file_id = ? AND sheet IS NULL", [file])
    }
  }

  private func move(
    _ table: String, from source: String, to target: String, where condition: String, _ arguments: StatementArguments
  ) throws {
    try database.execute(
      sql: "INSERT INTO \(target)\(table) SELECT * FROM \(source)\(table) WHERE \(condition)", arguments: arguments)
    try database.execute(sql: "DELETE FROM \(source)\(table) WHERE \(condition)", arguments: arguments)
  }
}

/// The files of a period that count.
enum PeriodFiles {
  /// The file of the same bytes, all of whose sheets count.
  ///
  /// - Parameter unit: where it is not empty, a file of which nobody said whose it is comes anew: its names may mean others.
  ///   So does one without a record that another unit handed in: it says that *here* is nobody.
  static func id(of sha256: String, unit: String = "", in database: Database) throws -> Int64? {
    // Only an import sees the catalogue, and only it asks for a unit.
    let isSomebodys = """
      AND EXISTS (SELECT 1 FROM submission AS u WHERE u.id = f.submission AND u.unit IS NOT NULL
        AND (u.unit = ?2 OR EXISTS (SELECT 1 FROM sheet AS s WHERE s.file = f.id AND s.records > 0)))
      """
    return try Int64.fetchOne(
      database,
      sql: """
        SELECT f.id FROM file AS f WHERE f.sha256 = ?1
          AND NOT EXISTS (SELECT 1 FROM retired_sheet AS s WHERE s.file = f.id) \(unit.isEmpty ? "" : isSomebodys)
        """, arguments: unit.isEmpty ? [sha256] : [sha256, unit])
  }

  /// Each file's hash, and of a file that counts in part only, the positions of the sheets that do; sorted.
  static func content(of database: Database) throws -> [String] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.sha256,
          (SELECT GROUP_CONCAT(position, ',') FROM (SELECT position FROM sheet WHERE file = f.id ORDER BY position)),
          EXISTS (SELECT 1 FROM retired_sheet WHERE file = f.id)
        FROM file AS f
        """)
    return rows.compactMap { row -> String? in
      let (hash, positions, isPartial): (String, String?, Bool) = (row[0], row[1], row[2])
      return isPartial ? positions.map { hash + "#" + $0 } : hash
    }.sorted()
  }
}
