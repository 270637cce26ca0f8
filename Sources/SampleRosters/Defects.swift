// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// A problem the generator plants; its raw value is the finding code that must report it.
package enum Defect: String, Sendable, CaseIterable {
  case checksum = "id-checksum"
  case scientific = "id-number-damaged"
  case trailingZeros = "id-trailing-zeros"
  case masked = "id-masked"
  case birthDiffers = "id-birth-differs"
  case sexDiffers = "id-sex-differs"
  case dateInvalid = "date-invalid"
  case joinedTooYoung = "member-joined-under-14"
  case codeUnknown = "code-unknown"
  case organisationUnknown = "organisation-unknown"
  case personTwice = "person-duplicate"
  case noPerson = "row-no-person"
}

/// One planted problem and the cell in which it must be found.
package struct PlantedDefect: Sendable, Hashable {
  package var defect: Defect
  package var file: String
  package var sheet: String
  package var row: Int
  /// From 1; nil where the whole row is meant.
  package var column: Int?
}

/// The columns of 团员花名册 in the order the sample writes them.
enum MemberColumn: Int, CaseIterable {
  case name, idType, id, sex, ethnicity, birth, political, education, joined, number, branch, post, phone, status
  case volunteer, registration, evaluation, joinedParty, partyRecommended, pioneer, occupation, workplace, graduation

  static let headings = [
    "姓名", "证件类型", "身份证号码", "性别", "民族", "出生日期", "政治面貌", "全日制学历", "入团年月", "发展团员编号", "所在团支部", "团内现任职务", "手机号码", "团籍状态",
    "注册志愿者时间", "年度团籍注册", "教育评议等次", "入党年月", "是否推优入党", "是否少先队推优", "职业", "学习工作单位", "预计毕业时间",
  ]
}

extension Defect {
  /// Spoils a row of 团员花名册; gives the column in which it shows.
  func spoil(_ cells: inout [String], person: Person) -> MemberColumn? {
    func set(_ column: MemberColumn, _ text: String) -> MemberColumn {
      cells[column.rawValue] = text
      return column
    }
    let id = cells[MemberColumn.id.rawValue]
    switch self {
    case .checksum:
      let last = id.last == "1" ? "2" : "1"
      return set(.id, id.dropLast() + last)
    case .scientific: return set(.id, "\(id.prefix(1)).\(id.dropFirst().prefix(5))E+17")
    case .trailingZeros:
      let fits = Person.checkCharacter(of: id.prefix(15) + "00") == "0"
      return set(.id, (fits ? id.prefix(14) + "0" : id.prefix(15)) + "000")
    case .masked: return set(.id, id.prefix(6) + "********" + id.suffix(4))
    case .birthDiffers:
      // The year before has no 29 February.
      let day = cells[MemberColumn.birth.rawValue].suffix(5)
      return set(.birth, "\(person.birth.year - 1)-\(day == "02-29" ? "02-28" : day)")
    case .sexDiffers: return set(.sex, person.isMale ? "女" : "男")
    case .dateInvalid: return set(.joined, "\(person.joined.year)-13")
    case .joinedTooYoung: return set(.joined, "\(person.birth.year + 12)-06")
    case .codeUnknown: return set(.political, "团团")
    case .organisationUnknown: return set(.branch, "不存在的" + cells[MemberColumn.branch.rawValue])
    case .personTwice: return .name
    case .noPerson:
      cells[MemberColumn.name.rawValue] = ""
      cells[MemberColumn.id.rawValue] = ""
      return nil
    }
  }
}
