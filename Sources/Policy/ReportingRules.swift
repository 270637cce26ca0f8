// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Who owes which sheets where no list of the office says so: organisations of some kinds owe some rosters.
package struct ReportingRules: Sendable, Hashable {
  /// The rosters that are owed.
  package var sheets: Set<RecordKind> = []
  /// Codes of code list `organisation-kind`.
  package var organisationKinds: Set<String> = []

  package init() {}
}

extension ReportingRules {
  /// `owed-rosters: {sheets: [member, cadre], kinds: [branch]}`
  init(_ node: PackNode) throws {
    let fields = try node.fields(["sheets", "kinds"])
    sheets = Set(try fields.list("sheets").map { try $0.kind() })
    organisationKinds = Set(try fields.texts("kinds"))
  }
}
