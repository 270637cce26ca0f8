// SPDX-License-Identifier: Apache-2.0

/// What one row of a sheet is about; each kind is one table of a period's database.
package enum RecordKind: String, Sendable, Hashable, CaseIterable {
  /// 团组织信息表
  case organisation
  /// 团员花名册
  case member
  /// 团干部花名册
  case cadre
  /// 组织关系转接
  case transfer
  /// 青年底数表
  case youth
  /// 单位底数表: employers, schools and villages, whether a League organisation should be established there or not
  case workUnit = "work_unit"
  /// 毕业生底数表
  case graduate
  /// 少先队衔接表: Young Pioneers of a school and how many of them joined the League on recommendation
  case pioneerSchool = "pioneer_school"
  /// 青联委员花名册: members of a youth federation
  case federationMember = "federation_member"
  /// 任务进展表: what a unit attests of a task (书面认定)
  case progress
  /// 组织数据统计表: totals by sector as a unit reports them, for reconciliation with the rows
  case reportedTotal = "reported_total"
  /// 变动说明: why a measure of a unit became less
  case explanation
}

/// How a column is stored and what may be said of it in a condition.
package enum ColumnType: String, Sendable, Hashable {
  /// Text as given (trimmed, NFKC only where the vocabulary says so).
  case text
  /// A code of a code list; the stored text is the code, never the label.
  case code
  /// A whole number.
  case integer
  /// A day as yyyymmdd.
  case day
  /// 0 or 1.
  case flag
  /// Text that names an organisation (ID or full name); stored as a reference, seen in conditions as
  /// `<column>_node`, the preorder number of the organisation it names, NULL when there is none.
  case organisation
  /// Half of a keyed pseudonym (64 bits).
  case pseudonym
}

/// One column of a record kind: its name in conditions and what it means.
package struct RecordColumn: Sendable, Hashable {
  package let name: String
  package let type: ColumnType
  package let meaning: String
  /// How much of a value leaves the store: in evidence, reports, findings and whatever else is printed.
  package let leaving: Leaving
  /// Whether it is worked out from other rows or the census day when a period is settled: nobody sent it, and where it
  /// differs nobody changed anything.
  package let isSettled: Bool

  package enum Leaving: Sendable, Hashable {
    case whole
    /// Of a day only its month: with the region of an ID number, its sex and the day, few numbers would be left.
    case month
  }

  package init(
    _ name: String, _ type: ColumnType, _ meaning: String, leaving: Leaving = .whole, isSettled: Bool = false
  ) {
    self.leaving = leaving
    self.isSettled = isSettled
    self.name = name
    self.type = type
    self.meaning = meaning
  }
}
