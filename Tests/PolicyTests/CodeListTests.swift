// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy
import Testing

/// The code lists of the shipped pack, with the traps of the real ones.
@Suite struct CodeListTests {
  private func list(_ id: String) throws -> CodeList { try #require(try PackLoader.load("ningbo-2019").codeList(id)) }

  /// 团籍状态 has five more than its source: what sheets write of people who left.
  @Test(arguments: [
    ("sector", 16), ("bulletin-sector", 6), ("ethnicity", 57), ("transfer-state", 14), ("membership-status", 15),
    ("member-education", 15), ("cadre-education", 15), ("cadre-nature", 3), ("occupation", 14), ("income", 5),
    ("report-in-state", 6), ("evaluation", 4), ("star-rating", 5), ("post-grassroots", 9), ("post-leading-body", 6),
    ("political-status", 13), ("organisation-kind", 6), ("verification", 5), ("id-type", 2),
  ])
  func hasEveryCodeOfItsSource(id: String, count: Int) throws {
    let list = try list(id)
    #expect(list.entries.count == count)
    #expect(list.source != nil)
  }

  /// Codes run without a gap, from 0 for states and from 1 for the others.
  @Test(arguments: [
    ("transfer-state", 0, 13), ("membership-status", 0, 9), ("report-in-state", 0, 5), ("sector", 1, 16),
    ("member-education", 1, 15), ("cadre-education", 1, 15), ("cadre-nature", 1, 3), ("organisation-kind", 1, 5),
  ])
  func numbersRunWithoutAGap(id: String, first: Int, last: Int) throws {
    let numbers = try list(id).entries.compactMap { $0.number.flatMap { Int($0) } }
    #expect(numbers.sorted() == Array(first...last))
  }

  /// The two lists of education number differently: the same number never means the same.
  @Test func educationNumbersOfMembersAndCadresDiffer() throws {
    let (members, cadres) = (try list("member-education"), try list("cadre-education"))
    func code(_ number: Int, _ list: CodeList) -> String? { list.entries.first { $0.number == String(number) }?.code }
    #expect(code(3, members) == "college" && code(3, cadres) == "master")
    // Two places happen to agree: 高中在读 and 小学.
    let same = (1...15).filter { code($0, members) == code($0, cadres) }
    #expect(same == [10, 15])
    #expect(members.numbersUnder == ["全日制学历"] && cadres.numbersUnder == ["文化程度"])
    #expect(Set(members.entries.map(\.code)) == Set(cadres.entries.map(\.code)))
  }

  @Test func theSecondCadreNatureIsPartTime() throws {
    #expect(try list("cadre-nature").entries.map(\.code) == ["full-time", "part-time", "seconded"])
    #expect(try list("cadre-nature").entries.map(\.number) == ["1", "2", "3"])
  }

  @Test func theMisspeltPeoplesOfTheOfficialListAreKnown() throws {
    let peoples = try list("ethnicity")
    #expect(peoples.entries.first { $0.synonyms.contains("哈呢族") }?.label.chinese == "哈尼族")
    #expect(peoples.entries.first { $0.synonyms.contains("僳僳族") }?.label.chinese == "傈僳族")
    #expect(peoples.entry("other")?.label.chinese == "其他")
  }

  @Test func sixteenSectorsLeadToSix() throws {
    let (sectors, six) = (try list("sector"), try list("bulletin-sector"))
    #expect(sectors.groups == "bulletin-sector")
    let grouped = Dictionary(grouping: sectors.entries.filter { $0.group != nil }) { $0.group ?? "" }
      .mapValues { Set($0.compactMap(\.number)) }
    #expect(
      grouped == [
        "school": ["3", "4", "5", "6", "7"], "enterprise": ["8", "9", "10"], "government": ["1", "2"],
        "street": ["14"], "township": ["15"], "social-and-other": ["11", "16"],
      ])
    #expect(Set(grouped.keys) == Set(six.entries.map(\.code)))
    #expect(sectors.entries.filter { $0.group == nil }.map(\.code) == ["military", "armed-police"])
  }

  @Test func statesPendingStillCount() throws {
    let counted = try list("membership-status").entries.filter(\.counts).compactMap(\.number)
    #expect(counted == ["0", "3", "5", "7", "9"])
  }

  @Test func theEightDemocraticPartiesAndThoseWithoutPartyAreApart() throws {
    let status = try list("political-status")
    #expect(status.entries.first { $0.synonyms.contains("无党派") }?.code == "no-party")
    #expect(status.entries.filter { $0.label.chinese != "群众" && $0.code != "no-party" }.count == 11)
  }
}

/// Every heading of the contract is a standard heading or a synonym of the sheet it belongs to.
@Suite struct ContractHeadingTests {
  static let headings: [RecordKind: String] = [
    .organisation:
      "团组织ID 团组织全称 团组织简称 组织类别 单位所属行业类别 上级组织 所在区县 所属系统 组织建立时间 最近一次换届时间 本级团组织行政编制数 行政编制实际配备数 本级团组织事业编制数 事业编制实际配备数 书记姓名 14-28周岁青年数 年度经推优入党团员数 学段 年级 是否毕业班 学生数 团员数",
    .member:
      "姓名 证件类型 身份证号码 性别 民族 出生日期 政治面貌 全日制学历 入团年月 发展团员编号 所在团支部 团内现任职务 手机号码 团籍状态 注册志愿者时间 年度团籍注册 教育评议等次 入党年月 是否推优入党 是否少先队推优 职业 学习工作单位 预计毕业时间",
    .cadre:
      "姓名 身份证号码 团干所属组织 团内现任职务 团干部性质 任现职年月 在岗状态 离岗时间 手机号 文化程度 政治面貌 民族 是否同级党委（支部）成员 联系青年数 年度培训学时",
    .transfer: "姓名 身份证号码 转接状态 转接原因 转出团支部 转出团支部的上级 转入团支部 转入团支部的上级 申请者 申请日期 审核完成日期 毕业去向",
    .youth: "组织 领域 14-28周岁青年数 14-35周岁青年数 数据来源 统计时间",
    .workUnit: "单位名称 统一社会信用代码 单位类型 所在区县 上级组织 青年数 是否应建 已建团组织",
    .pioneerSchool: "学校 队员数 14周岁队员数 推优人数 推优入团人数",
    .federationMember: "姓名 青联组织 界别 性别 出生日期 民族 政治面貌 是否基层一线",
    .progress: "任务编号 责任单位 进展状态 完成情况说明 佐证材料 责任人 填报日期 有效期至",
    .reportedTotal: "组织名称 行业类别 基层团委数 基层团工委数 团总支数 团支部数 团员数 上年新发展团员数 专职团干部数 兼职团干部数 挂职团干部数",
    .explanation: "单位 数据项 变动原因说明 填报人 填报日期",
    .graduate: "姓名 身份证号码 毕业团支部 毕业去向 是否延迟毕业 是否教师",
  ]

  @Test(arguments: RecordKind.known) func isInTheVocabulary(kind: RecordKind) throws {
    let pack = try PackLoader.load("ningbo-2019")
    let sheet = try #require(pack.vocabulary.sheets.first { $0.kind == kind })
    let known = Set(sheet.fields.flatMap { [$0.heading] + $0.synonyms })
    for heading in try #require(Self.headings[kind]).split(separator: " ") {
      #expect(known.contains(String(heading)), "\(kind.rawValue): \(heading)")
    }
  }
}
