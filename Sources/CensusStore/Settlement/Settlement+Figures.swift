// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Settlement {
  /// A figure of a unit counts once, the later one; a unit's own figure that is not the sum of its parts is a finding.
  func settleFigures() throws {
    try supersedeFigures(.youth, key: ["organisation", "sector"], figures: ["youth_14_28", "youth_14_35"])
    try supersedeFigures(.workUnit, key: ["name", "parent"], figures: ["should_establish", "established"])
    try compareWithChildren()
  }

  private func supersedeFigures(_ kind: RecordKind, key: [String], figures: [String]) throws {
    let table = kind.rawValue
    try reinstate(kind)
    let same = key.map { "a.\($0) IS b.\($0)" }.joined(separator: " AND ")
    let differs = figures.map { "a.\($0) IS NOT b.\($0)" }.joined(separator: " OR ")
    let name = kind == .youth ? "(SELECT text FROM organisation_ref WHERE id = a.organisation)" : "a.name"
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT a.id AS earlier, MAX(b.id) AS later, MAX(\(differs)) AS differs, \(name) AS value
        FROM \(table) AS a JOIN \(table) AS b ON \(same) AND b.id > a.id GROUP BY a.id ORDER BY a.id
        """)
    for row in rows {
      let (earlier, later): (Int64, Int64) = (row["earlier"], row["later"])
      try database.execute(sql: "UPDATE \(table) SET superseded = 1 WHERE id = ?", arguments: [earlier])
      let isContradiction: Bool = row["differs"]
      try found(
        isContradiction ? "figure-contradiction" : "record-duplicate", at: place(of: earlier, in: kind),
        facts: ["value": row["value"] ?? ""], related: [place(of: later, in: kind)])
    }
  }

  /// Youth of a unit against the sum of its direct children, where all of them give a figure.
  private func compareWithChildren() throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        WITH own AS (
          SELECT r.node AS node, MAX(y.youth_14_28) AS figure, MAX(y.id) AS id FROM youth AS y
          JOIN organisation_ref AS r ON r.id = y.organisation
          WHERE y.superseded = 0 AND y.sector IS NULL AND r.node IS NOT NULL AND y.youth_14_28 IS NOT NULL GROUP BY r.node),
        child AS (
          SELECT p.node AS parent, c.node AS node FROM organisation AS c JOIN organisation_ref AS p ON p.id = c.parent
          WHERE c.superseded = 0 AND p.node IS NOT NULL)
        SELECT own.id AS id, own.figure AS figure, SUM(part.figure) AS parts
        FROM own JOIN child ON child.parent = own.node LEFT JOIN own AS part ON part.node = child.node
        GROUP BY own.node HAVING COUNT(*) = COUNT(part.figure) AND SUM(part.figure) <> own.figure ORDER BY own.node
        """)
    for row in rows {
      let (figure, parts): (Int, Int) = (row["figure"], row["parts"])
      try found(
        "figure-differs-from-children", at: place(of: row["id"], in: .youth, field: "youth_14_28"),
        facts: ["value": String(figure), "expected": String(parts)])
    }
  }
}
