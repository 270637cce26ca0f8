// SPDX-License-Identifier: Apache-2.0

/// Sums of what the rosters hold, over a unit with its descendants.
struct RosterTotals {
  static let columns = [
    "committees", "working_committees", "general_branches", "branches", "members", "new_members", "full_time",
    "part_time", "seconded",
  ]

  let rolls: Rolls
  let organisations: SettledOrganisations

  /// Whether a figure counts people rather than organisations.
  static func needsRosters(_ column: String) -> Bool { !columns.prefix(4).contains(column) }

  /// What each organisation itself adds to a column; for `SettledOrganisations.prefixSums`.
  func values(_ column: String) -> [Int] {
    func ofKind(_ kinds: Set<String>) -> [Int] { organisations.areOfKind(kinds).map { $0 ? 1 : 0 } }
    func cadres(_ nature: String) -> [Int] {
      let code = Array(nature.utf8).withUnsafeBytes { Fingerprint.of($0) }
      return rolls.cadres[code]?.map { Int($0) } ?? Array(repeating: 0, count: organisations.count)
    }
    switch column {
    case "committees": return ofKind(["committee"])
    case "working_committees": return ofKind(["working-committee"])
    case "general_branches": return ofKind(["general-branch"])
    case "branches": return ofKind(RosterTotals.branches)
    case "members": return rolls.members.map { Int($0) }
    case "new_members": return rolls.joinedLastYear.map { Int($0) }
    case "full_time": return cadres("full-time")
    case "part_time": return cadres("part-time")
    default: return cadres("seconded")
    }
  }

  private static let branches: Set<String> = ["branch", "graduate-branch"]

  /// 团员数 that each branch gives, and whether it gives one.
  func valuesByHand() -> (given: [Int], members: [Int]) {
    let figures = zip(organisations.areOfKind(RosterTotals.branches), organisations.reportedMembers)
    return (figures.map { $0 && $1 >= 0 ? 1 : 0 }, figures.map { $0 ? max($1, 0) : 0 })
  }
}
