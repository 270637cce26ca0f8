// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB

extension Settlement {
  /// Figures that the rows can confirm, against the rows: 手填数 (团员数 of the organisation sheet), 系统数 (组织数据统计表)
  /// and 名册数 (the rosters), all three in each finding.
  func compareTotals(_ rolls: Rolls, _ organisations: SettledOrganisations) throws {
    guard organisations.count > 0 else { return }
    let hasRosters = try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM member)") ?? false
    var totals = RosterTotals(rolls, organisations)
    let reported = try reportedTotals()
    if hasRosters { try compareReportedMembers(&totals, organisations, reported) }
    for row in reported { try compare(row, &totals, organisations, hasRosters) }
  }

  private func reportedTotals() throws -> [Row] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT t.id, CASE WHEN t.organisation IS NULL THEN 0 ELSE r.node END AS unit, t.sector,
          \(RosterTotals.columns.joined(separator: ", "))
        FROM reported_total AS t LEFT JOIN organisation_ref AS r ON r.id = t.organisation
        WHERE t.superseded = 0 ORDER BY t.id
        """
    ).filter { $0["unit"] as Int? != nil }
  }

  private func compare(
    _ row: Row, _ totals: inout RosterTotals, _ organisations: SettledOrganisations, _ hasRosters: Bool
  ) throws {
    let (unit, sector): (Int, String?) = (row["unit"], row["sector"])
    for column in RosterTotals.columns {
      guard let reported: Int = row[column], hasRosters || !RosterTotals.needsRosters(column) else { continue }
      let counted = totals.sum(column, sector: sector, unit: unit)
      let byHand = column == "members" ? totals.byHand(sector: sector, unit: unit) : nil
      guard reported != counted || byHand.map({ $0 != reported }) == true else { continue }
      var facts = ["system": String(reported), "roster": String(counted)]
      if column == "members" { facts["hand"] = byHand.map { String($0) } ?? "–" }
      try found(
        column == "members" ? "members-three-figures" : "totals-differ",
        at: place(of: row["id"], in: .reportedTotal, field: column), facts: facts)
    }
  }

  /// 团员数 of the organisation sheet; a unit's own holds for it with its descendants.
  private func compareReportedMembers(
    _ totals: inout RosterTotals, _ organisations: SettledOrganisations, _ reported: [Row]
  ) throws {
    var system: [Int: Int] = [:]
    for row in reported where row["sector"] as String? == nil {
      if let figure: Int = row["members"] { system[row["unit"]] = figure }
    }
    for node in 0..<organisations.count {
      guard let hand = organisations.reportedMembers[node] else { continue }
      let counted = totals.sum("members", sector: nil, unit: node)
      guard hand != counted else { continue }
      try found(
        "reported-members-differ", at: place(of: organisations.ids[node], in: .organisation, field: "reported_members"),
        facts: [
          "hand": String(hand), "roster": String(counted), "system": system[node].map { String($0) } ?? "–",
        ])
    }
  }
}

/// Sums of what the rosters hold, by unit and sector, worked out when they are asked for.
struct RosterTotals {
  static let columns = [
    "committees", "working_committees", "general_branches", "branches", "members", "new_members", "full_time",
    "part_time", "seconded",
  ]

  private struct Key: Hashable {
    var column: String
    var sector: String?
  }

  private let rolls: Rolls
  private let organisations: SettledOrganisations
  private var sums: [Key: [Int]] = [:]

  init(_ rolls: Rolls, _ organisations: SettledOrganisations) {
    self.rolls = rolls
    self.organisations = organisations
  }

  /// Whether a figure counts people rather than organisations.
  static func needsRosters(_ column: String) -> Bool { !columns.prefix(4).contains(column) }

  mutating func sum(_ column: String, sector: String?, unit: Int) -> Int {
    organisations.sum(prefix(column, sector), unit)
  }

  /// The sum of 团员数 over the branches; nil where none gives it.
  mutating func byHand(sector: String?, unit: Int) -> Int? {
    sum("hand-given", sector: sector, unit: unit) > 0 ? sum("hand", sector: sector, unit: unit) : nil
  }

  private mutating func prefix(_ column: String, _ sector: String?) -> [Int] {
    let key = Key(column: column, sector: sector)
    if let known = sums[key] { return known }
    let values = (0..<organisations.count).map { node in
      sector == nil || organisations.sectors[node] == sector ? value(column, node) : 0
    }
    let made = organisations.prefixSums(values)
    sums[key] = made
    return made
  }

  private func value(_ column: String, _ node: Int) -> Int {
    let kind = organisations.kinds[node]
    let isBranch = kind == "branch" || kind == "graduate-branch"
    func cadres(_ nature: Character) -> Int { nature.asciiValue.flatMap { rolls.cadres[$0]?[node] } ?? 0 }
    switch column {
    case "committees": return kind == "committee" ? 1 : 0
    case "working_committees": return kind == "working-committee" ? 1 : 0
    case "general_branches": return kind == "general-branch" ? 1 : 0
    case "branches": return isBranch ? 1 : 0
    case "members": return rolls.members[node]
    case "new_members": return rolls.joinedLastYear[node]
    case "full_time": return cadres("f")
    case "part_time": return cadres("p")
    case "seconded": return cadres("s")
    case "hand-given": return isBranch && organisations.reportedMembers[node] != nil ? 1 : 0
    default: return isBranch ? organisations.reportedMembers[node] ?? 0 : 0
    }
  }
}
