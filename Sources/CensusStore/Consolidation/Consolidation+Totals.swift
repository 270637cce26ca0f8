// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB
import GRDBSQLite

/// A row of 组织数据统计表, and what the rosters hold in its place.
private struct ReportedTotal {
  var id: Int64
  /// Preorder number.
  var unit: Int32
  var sector: String?
  /// By column of `RosterTotals`; -1 where nothing stands.
  var reported: [Int]
  var counted: [Int]
  /// 团员数 that the branches gave by hand; -1 where none did.
  var byHand = -1
}

extension Consolidation {
  /// Figures that the rows can confirm, against the rows: 手填数 (团员数 of the organisation sheet), 系统数 (组织数据统计表)
  /// and 名册数 (the rosters), all three in each finding.
  func compareTotals(_ roster: RosterScan, _ organisations: ConsolidatedOrganisations) throws {
    guard organisations.count > 0 else { return }
    let hasRosters = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM member)") ?? false
    let totals = RosterTotals(roster: roster, organisations: organisations, roles: rules.roles)
    var rows = try reportedTotals()
    if hasRosters { try compareReportedMembers(totals, rows) }
    count(&rows, totals)
    for row in rows { try compare(row, hasRosters) }
  }

  private func reportedTotals() throws -> [ReportedTotal] {
    let columns = RosterTotals.columns
    var totals: [ReportedTotal] = []
    let sql = """
      SELECT t.id, CASE WHEN t.organisation IS NULL THEN 0 ELSE r.node END AS place, t.sector,
        \(columns.joined(separator: ", "))
      FROM reported_total AS t LEFT JOIN organisation_ref AS r ON r.id = t.organisation
      WHERE t.superseded = 0 AND place IS NOT NULL ORDER BY t.id
      """
    try RawStatement.each(sql, in: database) { row in
      let reported = columns.indices.map { column in
        sqlite3_column_type(row, Int32(column + 3)) == SQLITE_NULL
          ? -1 : Int(sqlite3_column_int64(row, Int32(column + 3)))
      }
      totals.append(
        ReportedTotal(
          id: sqlite3_column_int64(row, 0), unit: sqlite3_column_int(row, 1), sector: RawStatement.text(row, 2),
          reported: reported, counted: Array(repeating: 0, count: columns.count)))
    }
    return totals
  }

  /// One sum over the tree at a time: all of them would be as many as there are sectors times columns.
  private func count(_ rows: inout [ReportedTotal], _ totals: RosterTotals) {
    let organisations = totals.organisations
    let bySector = Dictionary(grouping: rows.indices) { rows[$0].sector }
    for (column, name) in RosterTotals.columns.enumerated() {
      let values = totals.values(name)
      for (sector, indexes) in bySector {
        let sums = organisations.prefixSums(values, sector: sector)
        for index in indexes { rows[index].counted[column] = organisations.sum(sums, Int(rows[index].unit)) }
      }
    }
    let byHand = totals.valuesByHand()
    for (sector, indexes) in bySector {
      let given = organisations.prefixSums(byHand.given, sector: sector)
      let members = organisations.prefixSums(byHand.members, sector: sector)
      for index in indexes where organisations.sum(given, Int(rows[index].unit)) > 0 {
        rows[index].byHand = organisations.sum(members, Int(rows[index].unit))
      }
    }
  }

  private func compare(_ row: ReportedTotal, _ hasRosters: Bool) throws {
    for (index, column) in RosterTotals.columns.enumerated() {
      let (reported, counted) = (row.reported[index], row.counted[index])
      guard reported >= 0, hasRosters || !RosterTotals.needsRosters(column) else { continue }
      let isOfMembers = column == "members"
      guard reported != counted || isOfMembers && row.byHand >= 0 && row.byHand != reported else { continue }
      var facts = ["system": String(reported), "roster": String(counted)]
      if isOfMembers { facts["hand"] = row.byHand < 0 ? "–" : String(row.byHand) }
      try found(
        isOfMembers ? "members-three-figures" : "totals-differ",
        at: place(of: row.id, in: .reportedTotal, field: column), facts: facts)
    }
  }

  /// 团员数 of the organisation sheet; a unit's own holds for it with its descendants.
  private func compareReportedMembers(_ totals: RosterTotals, _ reported: [ReportedTotal]) throws {
    let (organisations, column) = (totals.organisations, RosterTotals.columns.firstIndex(of: "members") ?? 0)
    var system: [Int: Int] = [:]
    for row in reported where row.sector == nil && row.reported[column] >= 0 {
      system[Int(row.unit)] = row.reported[column]
    }
    let sums = organisations.prefixSums(totals.values("members"))
    for (node, hand) in organisations.reportedMembers.enumerated() where hand >= 0 {
      let counted = organisations.sum(sums, node)
      guard hand != counted else { continue }
      try found(
        "reported-members-differ", at: place(of: organisations.ids[node], in: .organisation, field: "reported_members"),
        facts: [
          "hand": String(hand), "roster": String(counted), "system": system[node].map { String($0) } ?? "–",
        ])
    }
  }
}
