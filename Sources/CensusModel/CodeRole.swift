// SPDX-License-Identifier: Apache-2.0

/// What a code is to the engine, whatever the pack calls it: `role` of an entry of a code list.
package enum CodeRole: String, Sendable, Hashable, CaseIterable {
  /// A transfer that took place, and one that was taken back.
  case completed, withdrawn
  /// Natures of cadres that units report totals of.
  case fullTime = "full-time"
  case partTime = "part-time"
  case seconded
  /// Kinds of organisations that units report totals of; several codes may be branches.
  case branch, committee
  case generalBranch = "general-branch"
  case workingCommittee = "working-committee"
  /// What an ID number is worth.
  case valid, fifteen, checksum, malformed, damaged, masked, missing
  /// Of an ID number and of a kind of document: none of a resident identity card.
  case foreign
  case male, female
  /// The 团籍状态 of somebody who left by another column.
  case departed
  case yes

  /// The lists that the engine looks at, each with the roles that a pack must have in it.
  package static let ofLists: [(list: String, roles: [CodeRole])] = [
    ("transfer-state", [.completed, .withdrawn]),
    ("cadre-nature", [.fullTime, .partTime, .seconded]),
    ("organisation-kind", [.branch, .generalBranch, .committee, .workingCommittee]),
    ("id-form", [.valid, .fifteen, .checksum, .malformed, .damaged, .masked, .missing, .foreign]),
    ("id-type", [.foreign]),
    ("sex", [.male, .female]),
    ("membership-status", [.departed]),
    ("yes-no", [.yes]),
  ]

  /// Whether several codes of one list may have it.
  package var mayRepeat: Bool { self == .branch }

  /// The role that a code had by its name before lists said it: in packs that are kept with sealed periods.
  package static func former(of code: String, in list: String) -> CodeRole? {
    let roles = ofLists.first { $0.list == list }?.roles ?? []
    switch (list, code) {
    case ("organisation-kind", "graduate-branch"): return .branch
    case ("yes-no", "1"): return .yes
    default: return roles.first { $0.rawValue == code }
    }
  }
}

/// Which codes have which roles, for those who store and count records.
package struct CodeRoles: Sendable, Hashable {
  private struct Place: Sendable, Hashable {
    var list: String
    var role: CodeRole
  }

  private var codes: [Place: [String]] = [:]

  /// Gathers the codes that have a role from the lists of a pack; a role may have several codes in a list.
  package init(_ lists: some Sequence<CodeList>) {
    for list in lists {
      for entry in list.entries {
        if let role = entry.role { codes[Place(list: list.id, role: role), default: []].append(entry.code) }
      }
    }
  }

  /// The names that codes had before lists said their roles.
  package static let former: CodeRoles = {
    var roles = CodeRoles([])
    for (list, needed) in CodeRole.ofLists {
      for role in needed { roles.codes[Place(list: list, role: role)] = [role.rawValue] }
    }
    roles.codes[Place(list: "organisation-kind", role: .branch)] = ["branch", "graduate-branch"]
    roles.codes[Place(list: "yes-no", role: .yes)] = ["1"]
    return roles
  }()

  /// Empty where the list has none.
  package func codes(_ role: CodeRole, in list: String) -> [String] { codes[Place(list: list, role: role)] ?? [] }

  /// The codes as a list for SQL: `('branch', 'graduate-branch')`.
  package func sql(_ roles: CodeRole..., in list: String) -> String {
    let texts = roles.flatMap { codes($0, in: list) }.map { "'\($0.replacing("'", with: "''"))'" }
    return "(\(texts.joined(separator: ", ")))"
  }
}
