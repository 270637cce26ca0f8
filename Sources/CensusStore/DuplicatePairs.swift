// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import GRDB

/// Two records that are probably one person, and what speaks for it.
package struct DuplicatePair: Sendable, Hashable {
  /// One thing that speaks for or against the pair.
  package struct Part: Sendable, Hashable {
    /// What was compared.
    package var part: SettlementRules.DuplicatePart
    /// What it is worth by `SettlementRules.duplicateWeights`; negative where it speaks against.
    package var points: Int
  }

  /// One of the two records, as much of it as people need to look it up.
  package struct Side: Sendable, Hashable {
    /// The roster it stands in.
    package var kind: RecordKind
    /// Ten hexadecimal digits of the person's pseudonym: the same in every period of the workspace.
    package var person: String
    /// Masked unless the workspace keeps full names.
    package var name: String
    /// ID number with its middle as stars; empty where the row has none.
    package var idMasked: String
    /// yyyymmdd
    package var birth: Int?
    /// The name of the organisation as the sheet spells it; empty where the row names none.
    package var organisation: String
    /// Where it stands in the sender's file, at the cell of the name.
    package var place: Place
  }

  /// That the two are not one person, and who decided it when (UTC).
  package struct Dismissal: Sendable, Hashable {
    /// Why they are two persons, in the words of who decided it.
    package var reason: String
    /// Who decided it.
    package var by: String
    /// When it was decided, UTC.
    package var at: String
  }

  /// The one of the two whose finding it is.
  package var first: Side
  /// The other, told as the place that belongs to it.
  package var second: Side
  /// All that was compared and told something.
  package var parts: [Part]
  /// That they are not one; nil while nobody decided it.
  package var dismissal: Dismissal?

  /// Sum of the points, which reached `SettlementRules.duplicateLeast`.
  package var score: Int { parts.reduce(0) { $0 + $1.points } }
}

/// The table of pairs of a period, and the decisions on them in the catalogue.
enum DuplicatePairs {
  /// Marks the pairs that were decided upon before; called with the catalogue attached as `catalogue`.
  static func markDismissed(_ db: Database) throws {
    try db.execute(
      sql: """
        UPDATE duplicate_pair SET reason = d.reason, decided_by = d.decided_by, decided_at = d.decided_at
        FROM catalogue.dismissal AS d
        WHERE (d.first_high = duplicate_pair.first_high AND d.first_low = duplicate_pair.first_low
            AND d.second_high = duplicate_pair.second_high AND d.second_low = duplicate_pair.second_low)
          OR (d.first_high = duplicate_pair.second_high AND d.first_low = duplicate_pair.second_low
            AND d.second_high = duplicate_pair.first_high AND d.second_low = duplicate_pair.first_low)
        """)
  }

  /// Pairs in order of score, the highest first.
  static func all(_ db: Database) throws -> [DuplicatePair] {
    let headings = SheetHeadings()
    return try Row.fetchAll(db, sql: "SELECT * FROM duplicate_pair ORDER BY score DESC, id").map { row in
      let parts: String = row["parts"]
      let reason: String? = row["reason"]
      return DuplicatePair(
        first: try side("first", of: row, headings, db), second: try side("second", of: row, headings, db),
        parts: parts.split(separator: ",").compactMap(part),
        dismissal: reason.map { .init(reason: $0, by: row["decided_by"] ?? "", at: row["decided_at"] ?? "") })
    }
  }

  private static func part(_ text: Substring) -> DuplicatePair.Part? {
    let words = text.split(separator: " ")
    guard words.count == 2, let points = Int(words[1]) else { return nil }
    return SettlementRules.DuplicatePart(rawValue: String(words[0])).map { .init(part: $0, points: points) }
  }

  private static func side(
    _ side: String, of row: Row, _ headings: SheetHeadings, _ db: Database
  ) throws -> DuplicatePair.Side {
    let kind = RecordKind(rawValue: row[side + "_kind"])
    let (id, high): (Int64, Int64) = (row[side + "_id"], row[side + "_high"])
    let record = try Row.fetchOne(
      db,
      sql: """
        SELECT t.name AS person_name, t.id_masked AS masked, t.birth AS birth, r.text AS organisation,
          f.name AS file, s.name AS sheet, t.row AS row, s.headings AS headings
        FROM \(kind.rawValue) AS t LEFT JOIN organisation_ref AS r ON r.id = t.organisation
        JOIN sheet AS s ON s.id = t.sheet JOIN file AS f ON f.id = s.file WHERE t.id = ?
        """, arguments: [id])
    return DuplicatePair.Side(
      kind: kind, person: PersonReference.text(high), name: record?["person_name"] ?? "",
      idMasked: record?["masked"] ?? "", birth: record?["birth"], organisation: record?["organisation"] ?? "",
      place: record.map { Consolidation.place($0, field: "name", headings) } ?? Place(file: ""))
  }
}

/// How a person is named on the command line: the first ten hexadecimal digits of the pseudonym.
enum PersonReference {
  static func text(_ high: Int64) -> String {
    let digits = String(UInt64(bitPattern: high), radix: 16)
    return String((String(repeating: "0", count: 16 - digits.count) + digits).prefix(10))
  }
}

extension PeriodDatabase {
  /// Pairs of records that are probably one person, the surest first; dismissed ones say so.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func duplicatePairs() throws -> [DuplicatePair] { try read { try DuplicatePairs.all($0) } }

  /// A finding for each pair that nobody has dismissed.
  func duplicateFindings(_ pairs: [DuplicatePair]) -> [Finding] {
    pairs.filter { $0.dismissal == nil }.map { pair in
      let isOneSheet = pair.first.kind == pair.second.kind
      let parts = pair.parts.map { "\($0.part.rawValue) \($0.points > 0 ? "+" : "")\($0.points)" }
      return Finding(
        isOneSheet ? "person-probable-duplicate" : "person-differs-between-sheets", at: pair.first.place,
        // No reference to a person: it depends on the key of the workspace, and reports do not.
        facts: ["score": String(pair.score), "parts": parts.joined(separator: ", ")], related: [pair.second.place])
    }
  }
}

extension Workspace {
  /// Remembers that two persons of a period, as `DuplicatePair.Side.person` names them, are not one; later settlements of
  /// any period keep to it.
  ///
  /// - Throws: `WorkspaceError("duplicate-missing")` when the period holds no such pair, `period-missing`, `period-sealed`.
  package func dismiss(_ first: String, _ second: String, in period: Period, reason: String, by: String) throws {
    try locked {
      try changing(openVersion(of: period)) { db in
        let at = try AuditTrail.moment(clock, in: db)
        try Workspace.dismiss(first, second, period: period, reason: reason, by: by, at: at, in: db)
      }
    }
  }

  private static func dismiss(
    _ first: String, _ second: String, period: Period, reason: String, by: String, at: String, in db: Database
  ) throws {
    let wanted = Set([first, second])
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM duplicate_pair ORDER BY id").filter {
      Set([PersonReference.text($0["first_high"]), PersonReference.text($0["second_high"])]) == wanted
    }
    guard let row = rows.first else {
      throw WorkspaceError("duplicate-missing", facts: ["value": "\(first) \(second)", "period": "\(period)"])
    }
    let key: [Int64] = [row["first_high"], row["first_low"], row["second_high"], row["second_low"]]
    try db.execute(
      sql: """
        INSERT INTO catalogue.dismissal VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET reason = excluded.reason, decided_by = excluded.decided_by,
          decided_at = excluded.decided_at
        """, arguments: StatementArguments(key) + [reason, by, at])
    // Without the persons: the trail is for ever, and their rows may have to go.
    try AuditTrail.add("dismiss-duplicate", by: by, subject: period.description, detail: reason, at: at, in: db)
    try DuplicatePairs.markDismissed(db)
  }
}
