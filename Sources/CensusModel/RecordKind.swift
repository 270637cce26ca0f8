// SPDX-License-Identifier: Apache-2.0

/// What one row of a sheet is about; each kind is one table of a period's database.
///
/// Which kinds there are, and what they hold, the policy pack says (`RosterSchema`). The engine itself knows those below
/// by what they are to it; a pack must have them and may have others.
package struct RecordKind: RawRepresentable, Sendable, Hashable, Codable, CustomStringConvertible {
  /// As packs, tables and JSON spell it: `work_unit`.
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  package var description: String { rawValue }

  /// 团组织信息表: the tree that everything else belongs to.
  package static let organisation = RecordKind(rawValue: "organisation")
  /// 团员花名册: persons of whom each counts once.
  package static let member = RecordKind(rawValue: "member")
  /// 团干部花名册: posts held in organisations.
  package static let cadre = RecordKind(rawValue: "cadre")
  /// 组织关系转接: persons on their way from one organisation to another.
  package static let transfer = RecordKind(rawValue: "transfer")
  /// 青年底数表: figures by sector.
  package static let youth = RecordKind(rawValue: "youth")
  /// 单位底数表: employers, schools and villages, whether a League organisation should be established there or not.
  package static let workUnit = RecordKind(rawValue: "work_unit")
  /// 毕业生底数表: persons whose transfers are looked for.
  package static let graduate = RecordKind(rawValue: "graduate")
  /// 少先队衔接表: Young Pioneers of a school and how many of them joined the League on recommendation.
  package static let pioneerSchool = RecordKind(rawValue: "pioneer_school")
  /// 青联委员花名册: members of a youth federation.
  package static let federationMember = RecordKind(rawValue: "federation_member")
  /// 任务进展表: what a unit attests of a task (书面认定).
  package static let progress = RecordKind(rawValue: "progress")
  /// 组织数据统计表: totals by sector as a unit reports them, for reconciliation with the rows.
  package static let reportedTotal = RecordKind(rawValue: "reported_total")
  /// 变动说明: why a measure of a unit became less.
  package static let explanation = RecordKind(rawValue: "explanation")

  /// 整改台账: what a unit does about what it does not meet. A pack may do without it.
  package static let correctiveAction = RecordKind(rawValue: "corrective_action")
  /// 抽查名单: rows that were drawn to be looked at on the spot. A pack may do without it.
  package static let spotCheck = RecordKind(rawValue: "spot_check")

  /// Those that the engine knows, in the order in which they are read and shown.
  package static let known: [RecordKind] = [
    .organisation, .member, .cadre, .transfer, .youth, .workUnit, .graduate, .pioneerSchool, .federationMember,
    .progress, .reportedTotal, .explanation,
  ]
}
