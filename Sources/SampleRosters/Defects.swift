// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// A problem the generator plants; its raw value is the finding code that must report it.
package enum Defect: String, Sendable, CaseIterable {
  // 团员花名册
  case checksum = "id-checksum"
  case scientific = "id-number-damaged"
  case trailingZeros = "id-trailing-zeros"
  case masked = "id-masked"
  case malformed = "id-malformed"
  case birthInvalid = "id-birth-invalid"
  case idMissing = "id-missing"
  case fifteen = "id-fifteen"
  case foreign = "id-foreign"
  case region = "member-id-region-unknown"
  case birthDiffers = "id-birth-differs"
  case sexDiffers = "id-sex-differs"
  case dateInvalid = "date-invalid"
  case phoneMalformed = "phone-malformed"
  case joinedTooYoung = "member-joined-under-14"
  case joinedFarTooYoung = "member-joined-too-young"
  case joinedBeforeBirth = "member-joined-before-birth"
  case joinedInFuture = "member-joined-in-future"
  case bornInFuture = "member-born-in-future"
  case numberMissing = "member-number-missing"
  case numberWrong = "member-number-wrong"
  case numberTaken = "member-number-taken"
  case leftUnder28 = "member-left-under-28"
  case partyUnder18 = "member-party-under-18"
  case partyBeforeLeague = "member-party-before-league"
  case partyInFuture = "member-party-in-future"
  case partyStatusDiffers = "member-party-status-differs"
  case volunteerInFuture = "member-volunteer-in-future"
  case volunteerBeforeBirth = "member-volunteer-before-birth"
  case registeredUnqualified = "member-registered-unqualified"
  case codeUnknown = "code-unknown"
  case codeUnlisted = "code-unlisted"
  case organisationUnknown = "organisation-unknown"
  case personTwice = "person-duplicate"
  case probablyTwice = "person-probable-duplicate"
  case phoneShared = "phone-shared"
  case noPerson = "row-no-person"
  case statusNoMember = "member-status-no-member"
  // 团组织信息表
  case foundedInFuture = "organisation-founded-in-future"
  case electionInFuture = "organisation-election-in-future"
  case electionBeforeFounded = "organisation-election-before-founded"
  case overstaffed = "organisation-overstaffed"
  case overstaffedPublic = "organisation-overstaffed-public"
  case filledWithoutPosts = "organisation-filled-without-posts"
  case filledWithoutPostsPublic = "organisation-filled-without-posts-public"
  case postsMissing = "organisation-posts-missing"
  case sectorMissing = "organisation-sector-missing"
  case stageMissing = "branch-stage-missing"
  case moreThanStudents = "branch-more-members-than-students"
  case parentMissing = "organisation-parent-missing"
  case parentUnknown = "organisation-parent-unknown"
  case ownParent = "organisation-own-parent"
  case cycle = "organisation-cycle"
  case organisationTwice = "organisation-contradiction"
  case organisationRepeated = "organisation-duplicate"
  case secretaryLost = "secretary-not-on-roster"
  case integerInvalid = "integer-invalid"
  case differsFromChildren = "figure-differs-from-children"
  // 青年底数表, 单位底数表
  case youthRanges = "youth-ranges-contradict"
  case youthInFuture = "youth-as-of-in-future"
  case figureTwice = "figure-contradiction"
  case recordTwice = "record-duplicate"
  case belowSectors = "figure-below-sectors"
  case establishedNotDue = "work-unit-established-though-not-due"
  // 团干部花名册
  case leftButInPost = "cadre-left-but-in-post"
  case leftBeforeAppointed = "cadre-left-before-appointed"
  case leftInFuture = "cadre-left-in-future"
  case appointedInFuture = "cadre-appointed-in-future"
  case appointedBeforeBirth = "cadre-appointed-before-birth"
  case appointedBeforeJoining = "cadre-appointed-before-joining"
  case postUnlisted = "cadre-post-unlisted"
  case cadreBornInFuture = "cadre-born-in-future"
  case cadreRegion = "cadre-id-region-unknown"
  case cadreNotMember = "cadre-not-member"
  // 组织关系转接, 毕业生底数表
  case completedBeforeApplied = "transfer-completed-before-applied"
  case completedInFuture = "transfer-completed-in-future"
  case appliedInFuture = "transfer-applied-in-future"
  case transferBornInFuture = "transfer-born-in-future"
  case referenceUnknown = "reference-unknown"
  case graduateBornInFuture = "graduate-born-in-future"
  // 少先队衔接表, 青联委员花名册, 任务进展表
  case pioneersOfFourteen = "pioneer-fourteen-exceed-all"
  case pioneersRecommended = "pioneer-recommended-exceed"
  case pioneersJoined = "pioneer-joined-exceed"
  case federationBornInFuture = "federation-born-in-future"
  case progressInFuture = "progress-reported-in-future"
  case progressEndsEarly = "progress-valid-before-reported"
  case progressRepeated = "progress-repeated"
  case taskUnknown = "task-unknown"
  case taskNotOwed = "task-not-owed"
  case taskComputed = "task-computed"

  /// Those that are planted in rows of 团员花名册, in the order in which they are dealt out.
  static let ofMembers = Array(allCases.prefix { $0 != .foundedInFuture })
}

/// One planted problem and the cell in which it must be found.
package struct PlantedDefect: Sendable, Hashable {
  /// What is wrong there.
  package var defect: Defect
  /// File as an import of the period's folder names it.
  package var file: String
  /// Name of the sheet.
  package var sheet: String
  /// Row number in the sheet, from 1.
  package var row: Int
  /// From 1; nil where the whole row is meant.
  package var column: Int?
  /// The heading of the column; nil where the whole row is meant.
  package var heading: String?
}
