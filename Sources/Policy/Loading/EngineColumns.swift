// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The columns that the engine itself reads or writes, by kind: a pack that leaves one out could not be settled, and is
/// refused when it is loaded. Their types are those they have always had.
enum EngineColumns {
  private static let person = [
    "name", "name_key", "person_high", "person_low", "id_masked", "shown_key", "id_form", "sex", "birth", "age",
    "region",
    "phone_key", "phone_masked",
  ]

  static func of(_ kind: RecordKind) -> [String] { columns[kind] ?? [] }

  private static let columns: [RecordKind: [String]] = [
    .organisation: [
      "code", "full_name", "short_name", "kind", "sector", "parent", "district", "system", "secretary_key", "stage",
      "reported_members", "territory", "line", "namesakes",
    ],
    .member: person + [
      "organisation", "joined", "number_key", "membership", "counted", "other_rosters", "on_two_lines", "also_in",
    ],
    .cadre: person + ["organisation", "nature", "appointed"],
    .transfer: person + [
      "state", "from_organisation", "to_organisation", "applied", "completed", "minutes_taken", "days_since_applied",
    ],
    .youth: ["organisation", "sector", "source"],
    .workUnit: ["name", "parent", "namesakes"],
    .graduate: person + [
      "organisation", "initiated", "completed", "arrived_sector", "arrived_kind", "arrived_name", "transfer_state",
      "transfer_days", "rosters", "in_origin", "in_destination",
    ],
    .federationMember: person,
    .progress: [
      "task", "organisation", "state", "description", "evidence", "name", "reported_on", "valid_until",
    ],
    .reportedTotal: [
      "organisation", "sector", "committees", "working_committees", "general_branches", "branches", "members",
      "new_members", "full_time", "part_time", "seconded",
    ],
    .explanation: ["organisation", "measure", "explanation", "name", "reported_on"],
  ]
}
