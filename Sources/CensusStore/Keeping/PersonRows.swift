// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// A row of a person in a period's tables, counted or retired.
package struct PersonRow: Sendable, Hashable {
  /// The kind of its sheet.
  package var kind: RecordKind
  /// The file as it was named at import.
  package var file: String
  /// The sheet within that file.
  package var sheet: String
  /// Row number in the sheet, from 1.
  package var row: Int
  var id: Int64
  var fileID: Int64
  var sheetID: Int64
  /// `Schema.retired` for a sheet that does not count.
  var prefix: String
  var sha256: String
  var person: Pseudonym?
  var nameKey: Int64?
}

/// Where persons stand in a period.
enum PersonRows {
  /// Those of `people` whom the period holds.
  static func known(among people: Set<Pseudonym>, in db: Database) throws -> Set<Pseudonym> {
    var known: Set<Pseudonym> = []
    for person in people where try !rows(of: person, in: db).isEmpty { known.insert(person) }
    return known
  }

  /// Every row of a person of known identity.
  static func rows(of person: Pseudonym, in db: Database) throws -> [PersonRow] {
    try rows(where: "t.person_high = ? AND t.person_low = ?", [person.high, person.low], in: db)
  }

  /// The rows at an address of the sender's file; several where a file has sheets of one name.
  static func rows(file: String, sheet: String?, row: Int, in db: Database) throws -> [PersonRow] {
    guard let sheet else { return try rows(where: "f.name = ? AND t.row = ?", [file, row], in: db) }
    return try rows(where: "f.name = ? AND t.row = ? AND s.name = ?", [file, row, sheet], in: db)
  }

  private static func rows(
    where condition: String, _ arguments: StatementArguments, in db: Database
  ) throws -> [PersonRow] {
    let kinds = try StoredSchemas.read(db).all.filter(\.namesPersons).map(\.kind)
    return try ["", Schema.retired].flatMap { prefix in
      try kinds.flatMap { kind in
        try Row.fetchAll(
          db,
          sql: """
            SELECT t.id, t.row, t.person_high, t.person_low, t.name_key, s.id AS sheet_id, s.name AS sheet_name,
              f.id AS file_id, f.name AS file_name, f.sha256
            FROM \(prefix)\(kind.rawValue) AS t JOIN \(prefix)sheet AS s ON s.id = t.sheet JOIN file AS f ON f.id = s.file
            WHERE \(condition) ORDER BY t.id
            """, arguments: arguments
        ).map { row in
          let (high, low): (Int64?, Int64?) = (row["person_high"], row["person_low"])
          return PersonRow(
            kind: kind, file: row["file_name"], sheet: row["sheet_name"], row: row["row"], id: row["id"],
            fileID: row["file_id"], sheetID: row["sheet_id"], prefix: prefix, sha256: row["sha256"],
            person: high.flatMap { high in low.map { Pseudonym(high: high, low: $0) } }, nameKey: row["name_key"])
        }
      }
    }
  }
}
