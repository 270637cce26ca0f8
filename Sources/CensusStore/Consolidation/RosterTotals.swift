// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Sums of what the rosters hold, over a unit with its descendants.
struct RosterTotals {
  static let columns = [
    "committees", "working_committees", "general_branches", "branches", "members", "new_members", "full_time",
    "part_time", "seconded",
  ]

  let roster: RosterScan
  let organisations: ConsolidatedOrganisations
  let roles: CodeRoles

  /// Whether a figure counts people rather than organisations.
  static func needsRosters(_ column: String) -> Bool { !columns.prefix(4).contains(column) }

  /// What each organisation itself adds to a column; for `ConsolidatedOrganisations.prefixSums`.
  func values(_ column: String) -> [Int] {
    func ofKind(_ role: CodeRole) -> [Int] { areOfKind(role).map { $0 ? 1 : 0 } }
    func cadres(_ role: CodeRole) -> [Int] {
      let code = roles.codes(role, in: "cadre-nature").first ?? ""
      let print = Array(code.utf8).withUnsafeBytes { Fingerprint.of($0) }
      return roster.cadres[print]?.map { Int($0) } ?? Array(repeating: 0, count: organisations.count)
    }
    switch column {
    case "committees": return ofKind(.committee)
    case "working_committees": return ofKind(.workingCommittee)
    case "general_branches": return ofKind(.generalBranch)
    case "branches": return ofKind(.branch)
    case "members": return roster.members.map { Int($0) }
    case "new_members": return roster.joinedLastYear.map { Int($0) }
    case "full_time": return cadres(.fullTime)
    case "part_time": return cadres(.partTime)
    default: return cadres(.seconded)
    }
  }

  private func areOfKind(_ role: CodeRole) -> [Bool] {
    organisations.areOfKind(Set(roles.codes(role, in: "organisation-kind")))
  }

  /// 团员数 that each branch gives, and whether it gives one.
  func valuesByHand() -> (given: [Int], members: [Int]) {
    let figures = zip(areOfKind(.branch), organisations.reportedMembers)
    return (figures.map { $0 && $1 >= 0 ? 1 : 0 }, figures.map { $0 ? max($1, 0) : 0 })
  }
}
