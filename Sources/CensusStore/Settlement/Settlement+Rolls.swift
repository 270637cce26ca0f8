// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB
import GRDBSQLite

extension Settlement {
  /// Compares the rosters with each other and with what units report; two walks through the people, no join.
  ///
  /// - Parameter destinations: where the last completed transfer of a person led.
  func settleRolls(_ destinations: [Pseudonym: Int32]) throws {
    let organisations = try SettledOrganisations(database)
    let scan = PersonScan(database: database, nodes: try referenceNodes())
    let people = try Int.fetchOne(database, sql: "SELECT MAX(id) FROM member") ?? 0
    var rolls = Rolls(
      scan, organisations: organisations.count, people: people, secretaries: try namedSecretaries())
    try rolls.walk(censusYear: period.censusDay.year, destinations: destinations)
    try write(rolls.graduates)
    try reportCadres(rolls, organisations)
    try reportSecretaries(rolls)
    try settleDuplicates(rolls)
    try compareTotals(rolls, organisations)
  }

  /// In whose rosters each graduate of known identity stands now; nothing is said where no roster was handed in.
  private func write(_ graduates: GraduateStandings) throws {
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

  /// Preorder number by number of the reference; -1 where it leads nowhere.
  private func referenceNodes() throws -> [Int32] {
    let size = try Int.fetchOne(database, sql: "SELECT MAX(id) FROM organisation_ref") ?? 0
    var nodes = [Int32](repeating: -1, count: size + 1)
    let rows = try Row.fetchCursor(database, sql: "SELECT id, node FROM organisation_ref WHERE node IS NOT NULL")
    while let row = try rows.next() { nodes[row[0]] = row[1] }
    return nodes
  }

  private func namedSecretaries() throws -> [Int: Rolls.Secretary] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT node, id, secretary_key FROM organisation
        WHERE superseded = 0 AND node IS NOT NULL AND secretary_key IS NOT NULL
        """)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], Rolls.Secretary(organisation: $0[1], name: $0[2])) })
  }

  /// Cadres under 28 belong on the roster of members as well; where nobody near them has handed one in, nothing is missing.
  private func reportCadres(_ rolls: Rolls, _ organisations: SettledOrganisations) throws {
    let members = organisations.prefixSums(rolls.members)
    for cadre in rolls.strangers where cadre.kind == .cadre && cadre.node >= 0 && (0..<28).contains(cadre.age) {
      let unit = organisations.parents[cadre.node] ?? cadre.node
      guard organisations.sum(members, unit) > 0 else { continue }
      try found(
        "cadre-not-member", at: place(of: cadre.id, in: .cadre, field: "name"), facts: ["age": String(cadre.age)])
    }
    for entry in rolls.earlyCadres {
      let joined = CalendarDay(rawValue: Int(entry.joined))?.description(ofMonth: .dayLast) ?? ""
      try found(
        "cadre-appointed-before-joining", at: place(of: entry.cadre, in: .cadre, field: "appointed"),
        facts: ["joined": joined])
    }
  }

  /// A secretary named on the organisation sheet who is on no roster of it; without any roster there is nothing to miss.
  private func reportSecretaries(_ rolls: Rolls) throws {
    for (node, secretary) in rolls.secretaries.sorted(by: { $0.key < $1.key }) {
      let hasRoster = rolls.members[node] > 0 || rolls.cadres.values.contains { $0[node] > 0 }
      guard hasRoster else { continue }
      try found(
        "secretary-not-on-roster", at: place(of: secretary.organisation, in: .organisation, field: "secretary_named"))
    }
  }
}

/// The tree of a period as arrays by preorder number.
struct SettledOrganisations {
  private(set) var ids: [Int64] = []
  private(set) var last: [Int] = []
  private(set) var kinds: [String] = []
  private(set) var sectors: [String] = []
  private(set) var parents: [Int?] = []
  private(set) var reportedMembers: [Int?] = []

  var count: Int { ids.count }

  init(_ database: Database) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT id, last, kind, sector, reported_members FROM organisation
        WHERE superseded = 0 AND node IS NOT NULL ORDER BY node
        """)
    // The last number of every unit that is open while the tree is walked.
    var open: [Int] = []
    while let row = try rows.next() {
      while let unit = open.last, last[unit] < count { open.removeLast() }
      parents.append(open.last)
      open.append(count)
      last.append(row[1])
      ids.append(row[0])
      kinds.append(row[2] ?? "")
      sectors.append(row[3] ?? "")
      reportedMembers.append(row[4])
    }
  }

  /// Entry n is the sum of the values before node n.
  func prefixSums(_ values: [Int]) -> [Int] {
    var sums = [0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + value) }
    return sums
  }

  /// The sum over a unit with its descendants.
  func sum(_ prefixSums: [Int], _ unit: Int) -> Int { prefixSums[last[unit] + 1] - prefixSums[unit] }
}
