// SPDX-License-Identifier: Apache-2.0

extension RecordKind {
  /// The columns a record of this kind carries, in stored order; `RecordBatch` slots follow it.
  ///
  /// Every table has, besides, `file`, `sheet`, `row` (provenance), `node` (the organisation the record belongs to, as
  /// preorder number) and `superseded` (1 when a later row of the same thing counts instead); conditions may use
  /// `census_day` and `census_year` everywhere.
  package var columns: [RecordColumn] {
    switch self {
    case .organisation: RecordKind.organisationColumns
    case .member: RecordKind.memberColumns
    case .cadre: RecordKind.cadreColumns
    case .transfer: RecordKind.transferColumns
    case .youth: RecordKind.youthColumns
    case .workUnit: RecordKind.workUnitColumns
    case .graduate: RecordKind.graduateColumns
    case .pioneerSchool: RecordKind.pioneerSchoolColumns
    case .federationMember: RecordKind.federationMemberColumns
    case .progress: RecordKind.progressColumns
    case .reportedTotal: RecordKind.reportedTotalColumns
    case .explanation: RecordKind.explanationColumns
    }
  }

  /// Index of a column in `columns`.
  package func index(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

  /// The column that says which organisation a record belongs to.
  package var organisationColumn: String {
    switch self {
    case .organisation: "code"
    case .member, .cadre, .youth, .graduate, .pioneerSchool, .federationMember, .progress, .reportedTotal,
      .explanation:
      "organisation"
    case .transfer: "from_organisation"
    case .workUnit: "parent"
    }
  }

  private static let organisationColumns: [RecordColumn] = [
    RecordColumn("code", .text, "团组织ID"),
    RecordColumn("full_name", .text, "团组织全称"),
    RecordColumn("short_name", .text, "团组织简称"),
    RecordColumn("kind", .code, "组织类别 (code list organisation-kind)"),
    RecordColumn("sector", .code, "单位所属行业类别 (code list sector)"),
    RecordColumn("parent", .organisation, "上级组织, by ID or full name"),
    RecordColumn("district", .text, "所在区县"),
    RecordColumn("system", .text, "所属系统"),
    RecordColumn("founded", .day, "组织建立时间; a month alone is its first day"),
    RecordColumn("last_election", .day, "最近一次换届时间; a month alone is its last day"),
    RecordColumn("admin_posts", .integer, "本级团组织行政编制数"),
    RecordColumn("admin_filled", .integer, "行政编制实际配备数"),
    RecordColumn("public_posts", .integer, "本级团组织事业编制数"),
    RecordColumn("public_filled", .integer, "事业编制实际配备数"),
    RecordColumn("secretary_named", .flag, "1 when 书记姓名 is filled"),
    RecordColumn("secretary_key", .pseudonym, "书记姓名 as pseudonym"),
    RecordColumn("youth_14_28", .integer, "14-28周岁青年数"),
    RecordColumn("party_by_recommendation", .integer, "年度经推优入党团员数"),
    RecordColumn("stage", .code, "学段 (code list stage)"),
    RecordColumn("grade", .text, "年级"),
    RecordColumn("graduating", .flag, "是否毕业班"),
    RecordColumn("students", .integer, "学生数"),
    RecordColumn("reported_members", .integer, "团员数 as reported"),
    RecordColumn(
      "territory", .text, "属地: its own 所在区县, else that of the nearest superior that gives one", isSettled: true),
    RecordColumn(
      "line", .text, "条线: its own 所属系统, else that of the nearest superior; NULL outside every system", isSettled: true),
    RecordColumn(
      "namesakes", .integer, "other organisations with the same 团组织全称; 0 when there is none", isSettled: true),
    RecordColumn("star_rating", .code, "团支部星级 (code list star-rating)"),
  ]

  /// The columns that stand for one person, the same in every kind that names persons.
  private static let personColumns: [RecordColumn] = [
    RecordColumn("name", .text, "姓名, masked unless the workspace keeps full names"),
    RecordColumn("name_key", .pseudonym, "姓名 as pseudonym"),
    RecordColumn("person_high", .pseudonym, "identity, upper 64 bits; NULL when unverifiable"),
    RecordColumn("person_low", .pseudonym, "identity, lower 64 bits"),
    RecordColumn("id_masked", .text, "身份证号码, masked: its first six digits where it is in order (330203************)"),
    RecordColumn(
      "shown_key", .pseudonym, "姓名 and the end of the 身份证号码 as pseudonym; of a masked one all that it shows"),
    RecordColumn("id_form", .code, "what the ID number is worth (code list id-form)"),
    RecordColumn("sex", .code, "性别 (code list sex), from the ID where it is valid"),
    RecordColumn("birth", .day, "出生日期, from the ID where it is valid; a month alone is its first day", leaving: .month),
    RecordColumn("age", .integer, "age in completed years on the census day", isSettled: true),
    RecordColumn("region", .text, "first six digits of a valid ID"),
    RecordColumn("phone_key", .pseudonym, "手机号码 as pseudonym"),
    RecordColumn("phone_masked", .text, "手机号码, masked (138********)"),
  ]

  private static let memberColumns: [RecordColumn] =
    personColumns + [
      RecordColumn("organisation", .organisation, "所在团支部, by ID or full name"),
      RecordColumn("ethnicity", .code, "民族 (code list ethnicity)"),
      RecordColumn("political_status", .code, "政治面貌 (code list political-status)"),
      RecordColumn("education", .code, "全日制学历 (code list member-education)"),
      RecordColumn("joined", .day, "入团年月; a month alone is its last day", leaving: .month),
      RecordColumn("joining_age", .integer, "age in completed years on the last day of the joining month"),
      RecordColumn("number_key", .pseudonym, "发展团员编号 as pseudonym"),
      RecordColumn("number_masked", .text, "发展团员编号, masked (201933******)"),
      RecordColumn("number_length", .integer, "signs of the 发展团员编号"),
      RecordColumn("number_year", .integer, "its first four digits; NULL when they are none"),
      RecordColumn("number_prefix", .integer, "its first six digits; NULL when they are none"),
      RecordColumn("post", .text, "团内现任职务; NULL when empty or a word for none"),
      RecordColumn("membership", .code, "团籍状态 (code list membership-status)"),
      RecordColumn("counted", .flag, "1 when the code list counts the 团籍状态"),
      RecordColumn("volunteer_since", .day, "注册志愿者时间", leaving: .month),
      RecordColumn("registration", .text, "年度团籍注册"),
      RecordColumn("evaluation", .code, "教育评议等次 (code list evaluation)"),
      RecordColumn("joined_party", .day, "入党年月; a month alone is its last day", leaving: .month),
      RecordColumn("party_recommended", .flag, "是否推优入党"),
      RecordColumn("pioneer_recommended", .flag, "是否少先队推优"),
      RecordColumn("occupation", .code, "职业 (code list occupation)"),
      RecordColumn("income", .code, "收入 (code list income)"),
      RecordColumn("verified", .code, "实名认证状态 (code list verification)"),
      RecordColumn("report_state", .code, "报到资料状态 (code list report-in-state)"),
      RecordColumn("workplace", .text, "学习工作单位"),
      RecordColumn("graduation_due", .day, "预计毕业时间; a month alone is its last day", leaving: .month),
      RecordColumn(
        "other_rosters", .integer, "other organisations that hold the person too; NULL when there is none",
        isSettled: true),
      RecordColumn("on_two_lines", .flag, "1 when one of them stands on another 条线", isSettled: true),
      RecordColumn("also_in", .text, "their full names", isSettled: true),
    ]

  private static let cadreColumns: [RecordColumn] =
    personColumns + [
      RecordColumn("organisation", .organisation, "团干所属组织, by ID or full name"),
      RecordColumn("post", .text, "团内现任职务; NULL when empty or a word for none"),
      RecordColumn("nature", .code, "团干部性质 (code list cadre-nature)"),
      RecordColumn("appointed", .day, "任现职年月; a month alone is its last day", leaving: .month),
      RecordColumn("in_post", .code, "在岗状态 (code list in-post)"),
      RecordColumn("left_post", .day, "离岗时间", leaving: .month),
      RecordColumn("education", .code, "文化程度 (code list cadre-education)"),
      RecordColumn("political_status", .code, "政治面貌 (code list political-status)"),
      RecordColumn("ethnicity", .code, "民族 (code list ethnicity)"),
      RecordColumn("party_committee_member", .flag, "是否同级党委（支部）成员"),
      RecordColumn("linked_youth", .integer, "联系青年数"),
      RecordColumn("training_hours", .integer, "年度培训学时"),
    ]

  private static let transferColumns: [RecordColumn] =
    personColumns + [
      RecordColumn("state", .code, "转接状态 (code list transfer-state)"),
      RecordColumn("reason", .text, "转接原因"),
      RecordColumn("from_organisation", .organisation, "转出团支部"),
      RecordColumn("from_parent", .text, "转出团支部的上级"),
      RecordColumn("to_organisation", .organisation, "转入团支部"),
      RecordColumn("to_parent", .text, "转入团支部的上级"),
      RecordColumn("applicant", .text, "申请者 (组织 or 团员)"),
      RecordColumn("applied", .day, "申请日期"),
      RecordColumn("completed", .day, "审核完成日期"),
      RecordColumn(
        "minutes_taken", .integer, "minutes from application to completion; whole days where a time of day is missing"),
      RecordColumn("destination", .text, "毕业去向"),
      RecordColumn("days_since_applied", .integer, "whole days from 申请日期 to the census day", isSettled: true),
    ]

  private static let youthColumns: [RecordColumn] = [
    RecordColumn("organisation", .organisation, "组织, by ID or full name"),
    RecordColumn("sector", .code, "领域 (code list sector; as written where it is in none); NULL for the whole"),
    RecordColumn("youth_14_28", .integer, "14-28周岁青年数, the unit with its descendants"),
    RecordColumn("youth_14_35", .integer, "14-35周岁青年数, the unit with its descendants"),
    RecordColumn("source", .text, "数据来源"),
    RecordColumn("as_of", .day, "统计时间"),
  ]

  private static let workUnitColumns: [RecordColumn] = [
    RecordColumn("name", .text, "单位名称"),
    RecordColumn("credit_code", .text, "统一社会信用代码"),
    RecordColumn("type", .text, "单位类型"),
    RecordColumn("district", .text, "所在区县"),
    RecordColumn("parent", .organisation, "上级组织, by ID or full name"),
    RecordColumn("youth", .integer, "青年数"),
    RecordColumn("should_establish", .flag, "是否应建"),
    RecordColumn("established", .organisation, "已建团组织, by ID or full name"),
    RecordColumn(
      "namesakes", .integer, "rows of the same unit (信用代码, else name) under another superior; 0 for none",
      isSettled: true),
  ]

  private static let graduateColumns: [RecordColumn] =
    personColumns + [
      RecordColumn("organisation", .organisation, "毕业团支部, by ID or full name"),
      RecordColumn("destination", .text, "毕业去向"),
      RecordColumn("delayed", .flag, "是否延迟毕业"),
      RecordColumn("teacher", .flag, "是否教师"),
      RecordColumn(
        "initiated", .flag, "1 when the person has a transfer that was not withdrawn, else NULL", isSettled: true),
      RecordColumn("completed", .flag, "1 when one of them is completed", isSettled: true),
      RecordColumn("arrived_sector", .code, "行业类别 of the organisation the last completed one went to", isSettled: true),
      RecordColumn("arrived_kind", .code, "组织类别 of that organisation", isSettled: true),
      RecordColumn("arrived_name", .text, "团组织全称 of that organisation", isSettled: true),
      RecordColumn(
        "transfer_state", .code, "转接状态 of the last completed transfer, else of the last one not withdrawn",
        isSettled: true),
      RecordColumn("transfer_days", .integer, "whole days from its 申请日期 to the census day", isSettled: true),
      RecordColumn(
        "rosters", .integer,
        "organisations whose 团员花名册 counts the person now; NULL without identity or without any roster", isSettled: true),
      RecordColumn("in_origin", .flag, "1 when the 毕业团支部 is one of them", isSettled: true),
      RecordColumn(
        "in_destination", .flag, "1 when the organisation the last completed transfer went to is one", isSettled: true),
    ]

  private static let pioneerSchoolColumns: [RecordColumn] = [
    RecordColumn("organisation", .organisation, "学校: its League organisation, by ID or full name"),
    RecordColumn("pioneers", .integer, "队员数"),
    RecordColumn("pioneers_14", .integer, "14周岁队员数"),
    RecordColumn("recommended", .integer, "推优人数"),
    RecordColumn("joined_league", .integer, "推优入团人数"),
  ]

  private static let federationMemberColumns: [RecordColumn] =
    personColumns + [
      RecordColumn("organisation", .organisation, "青联组织, by ID or full name of its League committee"),
      RecordColumn("circle", .text, "界别"),
      RecordColumn("ethnicity", .code, "民族 (code list ethnicity)"),
      RecordColumn("political_status", .code, "政治面貌 (code list political-status)"),
      RecordColumn("front_line", .flag, "是否基层一线"),
    ]

  private static let progressColumns: [RecordColumn] = [
    RecordColumn("task", .text, "任务编号"),
    RecordColumn("organisation", .organisation, "责任单位, by ID or full name"),
    RecordColumn("state", .code, "进展状态 (code list progress-state)"),
    RecordColumn("description", .text, "完成情况说明, long numbers masked"),
    RecordColumn("evidence", .text, "佐证材料, long numbers masked; NULL when empty"),
    RecordColumn("name", .text, "责任人, masked unless the workspace keeps full names"),
    RecordColumn("reported_on", .day, "填报日期; a month alone is its last day"),
    RecordColumn("valid_until", .day, "有效期至; a month alone is its last day; NULL means without end"),
  ]

  private static let explanationColumns: [RecordColumn] = [
    RecordColumn("organisation", .organisation, "单位, by ID or full name"),
    RecordColumn("measure", .text, "数据项: the ID of a measure or its title"),
    RecordColumn("explanation", .text, "变动原因说明"),
    RecordColumn("name", .text, "填报人, masked unless the workspace keeps full names"),
    RecordColumn("reported_on", .day, "填报日期; a month alone is its last day"),
  ]

  private static let reportedTotalColumns: [RecordColumn] = [
    RecordColumn("organisation", .organisation, "组织, by ID or full name; NULL means the root of the tree"),
    RecordColumn("sector", .code, "行业类别 (code list sector); NULL for the total over all sectors"),
    RecordColumn("committees", .integer, "基层团委数"),
    RecordColumn("working_committees", .integer, "基层团工委数"),
    RecordColumn("general_branches", .integer, "团总支数"),
    RecordColumn("branches", .integer, "团支部数"),
    RecordColumn("members", .integer, "团员数"),
    RecordColumn("new_members", .integer, "上年新发展团员数"),
    RecordColumn("full_time", .integer, "专职团干部数"),
    RecordColumn("part_time", .integer, "兼职团干部数"),
    RecordColumn("seconded", .integer, "挂职团干部数"),
  ]
}
