// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Settlement {
  /// Finds for each graduate of the base the transfers of the same person: whether one was begun, whether one was
  /// completed, and what kind of organisation the last completed one went to.
  func settleGraduates() throws {
    if !isFirst {
      try database.execute(
        sql: """
          UPDATE graduate SET initiated = NULL, completed = NULL, arrived_sector = NULL, arrived_kind = NULL,
            arrived_name = NULL WHERE initiated IS NOT NULL
          """)
    }
    guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM graduate)") == true else { return }
    let known = "person_high IS NOT NULL"
    try database.execute(
      sql: """
        CREATE TEMP TABLE moved AS
          SELECT person_high AS high, person_low AS low, MAX(state = 'completed') AS completed,
            MAX(CASE WHEN state = 'completed' THEN id END) AS last
          FROM transfer WHERE \(known) AND superseded = 0 AND COALESCE(state, '') <> 'withdrawn' GROUP BY high, low;
        CREATE INDEX temp.moved_person ON moved (high, low);
        UPDATE graduate SET initiated = 1, completed = m.completed, arrived_sector = o.sector, arrived_kind = o.kind,
          arrived_name = o.full_name
        FROM temp.moved AS m LEFT JOIN transfer AS t ON t.id = m.last
          LEFT JOIN organisation_ref AS r ON r.id = t.to_organisation
          LEFT JOIN organisation AS o ON o.node = r.node AND o.superseded = 0
        WHERE graduate.person_high = m.high AND graduate.person_low = m.low;
        DROP TABLE temp.moved;
        """)
  }
}
