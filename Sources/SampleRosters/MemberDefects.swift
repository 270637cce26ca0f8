// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The columns of 团员花名册 in the order the sample writes them.
enum MemberColumn: Int, CaseIterable {
  case name, idType, id, sex, ethnicity, birth, political, education, joined, number, branch, post, phone, status
  case volunteer, registration, evaluation, joinedParty, partyRecommended, pioneer, occupation, workplace, graduation

  static let headings = [
    "姓名", "证件类型", "身份证号码", "性别", "民族", "出生日期", "政治面貌", "全日制学历", "入团年月", "发展团员编号", "所在团支部", "团内现任职务", "手机号码", "团籍状态",
    "注册志愿者时间", "年度团籍注册", "教育评议等次", "入党年月", "是否推优入党", "是否少先队推优", "职业", "学习工作单位", "预计毕业时间",
  ]

  var heading: String { MemberColumn.headings[rawValue] }
}

/// A row of 团员花名册 being spoiled, and where that must be found.
struct MemberRow {
  var cells: [String]
  let person: Person
  private(set) var marks: [(defect: Defect, column: MemberColumn?)] = []

  init(cells: [String], person: Person) {
    self.cells = cells
    self.person = person
  }

  subscript(column: MemberColumn) -> String {
    get { cells[column.rawValue] }
    set { cells[column.rawValue] = newValue }
  }

  mutating func set(_ column: MemberColumn, _ text: String) { self[column] = text }

  mutating func mark(_ defect: Defect, _ column: MemberColumn?) { marks.append((defect, column)) }

  /// Another joining month, with the number that goes with it.
  mutating func join(_ year: Int, _ month: Int) {
    self[.joined] = PeriodWriter.month((year, month))
    self[.number] = person.memberNumber(joinedIn: year)
  }

  mutating func joinParty(_ month: String) {
    self[.political] = "中共党员"
    self[.joinedParty] = month
    self[.partyRecommended] = ""
  }
}

extension Defect {
  /// Whether a problem can be planted in the row of this person; those that need a second record look at the sheet too.
  func fits(_ person: Person, year: Int) -> Bool {
    switch self {
    case .fifteen: person.birth.year < 2000
    case .numberMissing, .numberWrong, .numberTaken: person.joined.year >= 2017
    case .partyUnder18, .partyBeforeLeague:
      person.birth.year + 17 < year && person.joined.year <= person.birth.year + 17 && !person.isPartyMember
    case .partyStatusDiffers: person.birth.year < 1999 && !person.isPartyMember
    case .leftUnder28: person.birth.year > year - 27
    case .partyInFuture: person.birth.year < 2001 && !person.isPartyMember
    // A Party member who joined the League later than the Party breaks another rule as well.
    case .bornInFuture, .joinedInFuture, .statusNoMember: !person.isPartyMember
    // Without a number the second record has nothing but name and birth date.
    case .probablyTwice: person.joined.year < 2016
    default: true
    }
  }

  /// Spoils a row of 团员花名册 and marks the cells in which it shows.
  func spoil(_ row: inout MemberRow) {
    let column = isOfID ? spoilID(&row) : spoilFields(&row)
    if let column { row.mark(self, column) }
    if self == .noPerson { row.mark(self, nil) }
  }

  private var isOfID: Bool {
    [
      .checksum, .scientific, .trailingZeros, .masked, .malformed, .birthInvalid, .idMissing, .fifteen, .foreign,
      .region,
    ]
    .contains(self)
  }

  private func spoilID(_ row: inout MemberRow) -> MemberColumn? {
    let id = row[.id]
    switch self {
    case .checksum: row[.id] = id.dropLast() + (id.last == "1" ? "2" : "1")
    case .scientific: row[.id] = "\(id.prefix(1)).\(id.dropFirst().prefix(5))E+17"
    case .trailingZeros:
      let fits = Person.checkCharacter(of: id.prefix(15) + "00") == "0"
      // Another digit before them never fits as well.
      let last = fits ? (id.dropFirst(14).first == "0" ? "1" : "0") : id.dropFirst(14).prefix(1)
      row[.id] = id.prefix(14) + last + "000"
    case .masked: row[.id] = id.prefix(6) + "********" + id.suffix(4)
    case .malformed: row[.id] = String(id.prefix(12))
    case .birthInvalid: row[.id] = Person.completed(id.prefix(10) + "13" + id.dropFirst(12).prefix(5))
    case .idMissing: row[.id] = ""
    case .fifteen: row[.id] = String(id.prefix(6) + id.dropFirst(8).prefix(9))
    case .foreign:
      row[.idType] = "境外身份证"
      row[.id] = "H" + id.dropFirst(9).prefix(8)
    case .region: row[.id] = Person.completed("99" + id.dropFirst(2).prefix(15))
    default: return nil
    }
    return .id
  }

  private func spoilFields(_ row: inout MemberRow) -> MemberColumn? {
    let person = row.person
    switch self {
    case .birthDiffers:
      // The year before has no 29 February.
      let day = row[.birth].suffix(5)
      row[.birth] = "\(person.birth.year - 1)-\(day == "02-29" ? "02-28" : day)"
      return .birth
    case .sexDiffers:
      row[.sex] = person.isMale ? "女" : "男"
      return .sex
    case .phoneMalformed:
      row[.phone] = String(row[.phone].prefix(7))
      return .phone
    case .leftUnder28:
      row[.status] = "满28周岁离团待审核"
      return .status
    case .registeredUnqualified:
      row[.evaluation] = "不合格"
      return .registration
    case .codeUnknown:
      row[.political] = "团团"
      return .political
    case .codeUnlisted:
      row[.occupation] = "程序员"
      return .occupation
    case .organisationUnknown:
      row[.branch] = "不存在的" + row[.branch]
      return .branch
    case .personTwice, .probablyTwice: return .name
    case .noPerson:
      (row[.name], row[.id]) = ("", "")
      return nil
    default: return spoilDates(&row)
    }
  }

  private func spoilDates(_ row: inout MemberRow) -> MemberColumn? {
    let person = row.person
    switch self {
    case .dateInvalid: row[.joined] = "\(person.joined.year)-13"
    case .joinedTooYoung: row.join(person.birth.year + 13, person.birth.month == 2 ? 3 : person.birth.month)
    case .joinedFarTooYoung: row.join(person.birth.year + 10, 6)
    case .joinedBeforeBirth: row.join(person.birth.year - 1, 6)
    case .joinedInFuture: row.join(2020, 3)
    case .bornInFuture:
      row[.id] = Person.completed(row[.id].prefix(6) + "20250101" + row[.id].dropFirst(14).prefix(3))
      (row[.birth], row[.volunteer]) = ("2025-01-01", "")
      row.mark(.joinedBeforeBirth, .joined)
      return .birth
    case .numberMissing, .numberWrong, .numberTaken: return spoilNumber(&row)
    default: return spoilParty(&row)
    }
    return .joined
  }

  private func spoilNumber(_ row: inout MemberRow) -> MemberColumn? {
    switch self {
    case .numberMissing: row[.number] = ""
    case .numberWrong: row[.number] = String(row[.number].dropLast())
    // The second of two holders changes; the writer knows the first.
    default: return nil
    }
    return .number
  }

  private func spoilParty(_ row: inout MemberRow) -> MemberColumn? {
    let person = row.person
    switch self {
    case .partyUnder18:
      row.joinParty("\(person.birth.year + 17)-12")
      return .joinedParty
    case .partyBeforeLeague:
      row.joinParty(PeriodWriter.month((person.joined.year - 1, person.joined.month)))
      row.mark(.partyUnder18, .joinedParty)
      return .joinedParty
    case .partyInFuture:
      row.joinParty("2020-01")
      return .joinedParty
    case .partyStatusDiffers:
      row[.joinedParty] = "2018-06"
      return .political
    case .statusNoMember:
      row[.political] = "群众"
      return .political
    case .volunteerInFuture:
      row[.volunteer] = "2020-05-04"
      return .volunteer
    case .volunteerBeforeBirth:
      row[.volunteer] = "\(person.birth.year - 1)-05-04"
      return .volunteer
    default: return nil
    }
  }
}

/// Deals the problems out over the rows of members, each kind in turn; one that does not suit a row waits for the next.
struct DefectPlan {
  private var dice: Dice
  private let rate: Int
  private var queue = Defect.ofMembers

  init(seed: UInt64, period: Int, rate: Double) {
    dice = Dice(seed, 5, period)
    self.rate = Int((rate * 1000).rounded())
  }

  mutating func next(where fits: (Defect) -> Bool) -> Defect? {
    guard rate > 0, dice.chance(rate), let index = queue.firstIndex(where: fits) else { return nil }
    let defect = queue.remove(at: index)
    queue.append(defect)
    return defect
  }
}
