// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB
import GRDBSQLite

extension Consolidation {
  /// Compares the rosters with each other and with what units report; two walks through the people, no join.
  ///
  /// - Parameter destinations: where the last completed transfer of a person led.
  func settleRolls(_ destinations: [Pseudonym: Int32]) throws {
    let organisations = try tree()
    let scan = PersonScan(database: database, nodes: try nodes(), roles: rules.roles)
    let counts = try (
      members: records(of: .member), cadres: records(of: .cadre), graduates: records(of: .graduate)
    )
    var roster = RosterScan(scan, counts: counts, secretaries: organisations.secretaries)
    try roster.walk(censusYear: period.censusDay.year, destinations: destinations)
    try write(roster.takeGraduates())
    try reportCadres(roster, organisations)
    try reportSecretaries(roster, organisations)
    for (other, member) in roster.renamed {
      try found(
        "person-two-names", at: place(of: other.id, in: other.kind, field: "name"),
        related: [place(of: member, in: .member, field: "name")])
    }
    try settleDuplicates(roster)
    try compareTotals(roster, organisations)
  }

  /// About how many records there are, without counting them.
  private func records(of kind: RecordKind) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT MAX(id) FROM \(kind.rawValue)") ?? 0
  }

  /// In whose rosters each graduate of known identity stands now; nothing is said where no roster was handed in.
  private func write(_ graduates: GraduateEntries) throws {
    guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM member)") == true else { return }
    let update = try RawStatement.prepare(
      "UPDATE graduate SET rosters = ?, in_origin = ?, in_destination = ? WHERE id = ?", in: database)
    defer { sqlite3_finalize(update) }
    for standing in graduates.standings {
      sqlite3_bind_int64(update, 1, Int64(standing.rosters))
      sqlite3_bind_int64(update, 2, standing.isInOrigin ? 1 : 0)
      sqlite3_bind_int64(update, 3, standing.isInDestination ? 1 : 0)
      sqlite3_bind_int64(update, 4, standing.id)
      try RawStatement.run(update, in: database)
    }
  }

  /// Young cadres belong on the roster of members as well; where nobody near them has handed one in, nothing is missing.
  private func reportCadres(_ roster: RosterScan, _ organisations: ConsolidatedOrganisations) throws {
    let members = organisations.prefixSums(roster.members.map { Int($0) })
    for cadre in roster.cadresWithoutMemberRow where cadre.age < rules.cadresAreMembersBelow ?? 0 {
      let parent = Int(organisations.parents[cadre.node])
      guard organisations.sum(members, parent < 0 ? cadre.node : parent) > 0 else { continue }
      try found(
        "cadre-not-member", at: place(of: cadre.id, in: .cadre, field: "name"), facts: ["age": String(cadre.age)])
    }
    for entry in roster.earlyCadres {
      let joined = CalendarDay(rawValue: Int(entry.joined))?.description(ofMonth: .dayLast) ?? ""
      try found(
        "cadre-appointed-before-joining", at: place(of: entry.cadre, in: .cadre, field: "appointed"),
        facts: ["joined": joined])
    }
  }

  /// A secretary named on the organisation sheet who is on no roster of it; without any roster there is nothing to miss.
  private func reportSecretaries(_ roster: RosterScan, _ organisations: ConsolidatedOrganisations) throws {
    for (node, name) in roster.secretaries.enumerated() where name != 0 {
      let hasRoster = roster.members[node] > 0 || roster.cadres.values.contains { $0[node] > 0 }
      guard hasRoster else { continue }
      try found(
        "secretary-not-on-roster", at: place(of: organisations.ids[node], in: .organisation, field: "secretary_named"))
    }
  }
}
