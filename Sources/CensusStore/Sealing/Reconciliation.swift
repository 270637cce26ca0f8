// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Workspace {
  /// Where the submissions of the catalogue and the files and rows of an open period do not fit together, submission by
  /// submission. One pass over the rows of the period.
  func reconcile(_ database: PeriodDatabase) throws -> [VerifyFault] {
    let known = try catalogue { db in
      try Row.fetchAll(
        db, sql: "SELECT id, files FROM submission WHERE period = ?", arguments: [database.period.description])
    }
    let expected = Dictionary(known.map { ($0.number("id") ?? -1, $0.number("files") ?? 0) }) { first, _ in first }
    let found = try database.read { try PeriodContent.bySubmission($0, kinds: database.schemas.kinds) }
    return Set(expected.keys).union(found.keys).sorted().flatMap { submission -> [VerifyFault] in
      let content = found[submission] ?? PeriodContent()
      let name = ["submission": submission == PeriodContent.nobody ? "–" : String(submission)]
      func fault(_ code: String, _ expected: Int64, _ found: Int64) -> [VerifyFault] {
        guard expected != found else { return [] }
        return [VerifyFault(code, name.merging(["expected": String(expected), "found": String(found)]) { $1 })]
      }
      return fault("files", expected[submission] ?? 0, content.files)
        + fault("rows", content.notedRows, content.rows)
    }
  }
}

/// What a period's file holds of one submission.
struct PeriodContent {
  /// Stands for rows that belong to no submission.
  static let nobody: Int64 = -1

  var files: Int64 = 0
  /// As the sheets say: records and rows set aside.
  var notedRows: Int64 = 0
  var rows: Int64 = 0

  static func bySubmission(_ db: Database, kinds: [RecordKind]) throws -> [Int64: PeriodContent] {
    var contents: [Int64: PeriodContent] = [:]
    func add(_ sql: String, to member: WritableKeyPath<PeriodContent, Int64>) throws {
      for row in try Row.fetchAll(db, sql: sql) {
        contents[row.number("submission") ?? nobody, default: PeriodContent()][keyPath: member] += row.number("n") ?? 0
      }
    }
    try add("SELECT submission, COUNT(*) AS n FROM file GROUP BY submission", to: \.files)
    for prefix in ["", Schema.retired] {
      let owner = "LEFT JOIN \(prefix)sheet AS s ON s.id = t.sheet LEFT JOIN file AS f ON f.id = s.file GROUP BY 1"
      try add(
        """
        SELECT f.submission AS submission, SUM(s.records + s.set_aside) AS n FROM \(prefix)sheet AS s
        LEFT JOIN file AS f ON f.id = s.file GROUP BY 1
        """, to: \.notedRows)
      for table in ["set_aside"] + kinds.map(\.rawValue) {
        try add("SELECT f.submission AS submission, COUNT(*) AS n FROM \(prefix)\(table) AS t \(owner)", to: \.rows)
      }
    }
    return contents
  }
}
