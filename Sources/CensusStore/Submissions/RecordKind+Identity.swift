// SPDX-License-Identifier: Apache-2.0

package import CensusModel

extension RecordKind {
  /// The columns that tell one thing from another in two versions of a list; a person without a verifiable identity goes by
  /// name and birth date.
  package var identityColumns: [String] {
    let names = Set(columns.map(\.name))
    switch self {
    case .organisation: return ["code"]
    case .member, .graduate: return ["person_high", "person_low", "name", "birth"]
    case .transfer: return ["person_high", "person_low", "name", "from_organisation", "applied"]
    case .youth: return ["organisation", "sector"]
    case .workUnit: return ["name"]
    default:
      let candidates = ["person_high", "person_low", "name", "task", "measure", "sector", organisationColumn]
      return candidates.filter(names.contains)
    }
  }

  /// The columns of the sender; the others are worked out by settling and differ without anybody changing anything.
  var sentColumns: [String] {
    // The key changes with the name, which stands beside it.
    columns.filter { !$0.isSettled && $0.name != "shown_key" }.map(\.name)
  }
}
