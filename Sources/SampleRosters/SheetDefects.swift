// SPDX-License-Identifier: Apache-2.0

/// A problem for one row of a sheet other than 团员花名册: which rows suit it, what it changes, and where it must be found.
struct SheetDefect: Sendable {
  struct Mark {
    var defect: Defect
    var heading: String?
    /// From the changed row on.
    var offset = 0
  }

  let sheet: String
  let name: String
  var isRare: Bool {
    ["组织关系转接", "少先队衔接表"].contains(sheet)
      || [Defect.cycle, .differsFromChildren, .postsMissing, .moreThanStudents].map(\.rawValue).contains(name)
  }
  let fits: @Sendable (SampleRow) -> Bool
  let spoil: @Sendable (inout SampleRow) -> [Mark]
  /// A row that is written after the changed one.
  var second: @Sendable (SampleRow) -> SampleRow? = { _ in nil }

  /// One that sets cells and is found in `heading`.
  private static func setting(
    _ defect: Defect, in sheet: String, at heading: String?, _ changes: [String: String],
    where fits: @escaping @Sendable (SampleRow) -> Bool = { _ in true },
    then second: @escaping @Sendable (SampleRow) -> SampleRow? = { _ in nil }
  ) -> SheetDefect {
    SheetDefect(
      sheet: sheet, name: defect.rawValue, fits: fits,
      spoil: { row in
        for (heading, text) in changes { row[heading] = text }
        return [Mark(defect: defect, heading: heading)]
      }, second: second)
  }

  /// A valid number of somebody born in 2025, or from a province that does not exist.
  private static func changingID(
    _ defect: Defect, in sheet: String, at heading: String, region: String? = nil, birth: String? = nil,
    clearing: String? = nil,
    where fits: @escaping @Sendable (SampleRow) -> Bool = { _ in true }
  ) -> SheetDefect {
    SheetDefect(
      sheet: sheet, name: defect.rawValue, fits: fits,
      spoil: { row in
        let id = row["身份证号码"]
        let digits = (region ?? String(id.prefix(6))) + (birth ?? String(id.dropFirst(6).prefix(8)))
        row["身份证号码"] = Person.completed(digits + id.dropFirst(14).prefix(3))
        if let clearing { row[clearing] = "" }
        return [Mark(defect: defect, heading: heading)]
      })
  }

  static let all = organisations + youth + workUnits + cadres + transfers + others

  private static let organisations: [SheetDefect] = {
    let sheet = "团组织信息表"
    @Sendable func isAdultBranch(_ row: SampleRow) -> Bool { row["组织类别"] == "团支部" && row["学段"].isEmpty }
    @Sendable func hasPosts(_ row: SampleRow) -> Bool { !row["本级团组织行政编制数"].isEmpty && row["组织类别"] != "团的领导机关" }
    return [
      setting(
        .foundedInFuture, in: sheet, at: "组织建立时间", ["组织建立时间": "2020-01", "最近一次换届时间": ""], where: isAdultBranch),
      setting(.electionInFuture, in: sheet, at: "最近一次换届时间", ["最近一次换届时间": "2020-05"], where: isAdultBranch),
      setting(
        .electionBeforeFounded, in: sheet, at: "最近一次换届时间", ["组织建立时间": "2018-12", "最近一次换届时间": "2017-10"],
        where: isAdultBranch),
      setting(.overstaffed, in: sheet, at: "行政编制实际配备数", ["本级团组织行政编制数": "1", "行政编制实际配备数": "3"], where: hasPosts),
      setting(.overstaffedPublic, in: sheet, at: "事业编制实际配备数", ["本级团组织事业编制数": "1", "事业编制实际配备数": "3"], where: hasPosts),
      setting(.filledWithoutPosts, in: sheet, at: "行政编制实际配备数", ["本级团组织行政编制数": "0", "行政编制实际配备数": "1"], where: hasPosts),
      setting(
        .filledWithoutPostsPublic, in: sheet, at: "事业编制实际配备数", ["本级团组织事业编制数": "0", "事业编制实际配备数": "1"], where: hasPosts),
      setting(
        .postsMissing, in: sheet, at: "本级团组织行政编制数", ["本级团组织事业编制数": "", "事业编制实际配备数": ""],
        where: { $0["组织类别"] == "团的领导机关" && !$0["上级组织"].isEmpty }),
      setting(.sectorMissing, in: sheet, at: "单位所属行业类别", ["单位所属行业类别": ""], where: isAdultBranch),
      setting(.stageMissing, in: sheet, at: "学段", ["学段": ""], where: { $0["学段"] == "初中" }),
      // More than a few, so that it is true whatever is planted among its members.
      setting(
        .moreThanStudents, in: sheet, at: "学生数", ["学生数": "1"],
        where: { $0["学段"] == "高中" && $0["是否毕业班"] == "是" && (Int($0["团员数"]) ?? 0) > 7 }),
      setting(.parentMissing, in: sheet, at: "团组织全称", ["上级组织": ""], where: isAdultBranch),
      setting(.parentUnknown, in: sheet, at: "上级组织", ["上级组织": "共青团无此委员会"], where: isAdultBranch),
      SheetDefect(
        sheet: sheet, name: Defect.ownParent.rawValue, fits: isAdultBranch,
        spoil: { row in
          row["上级组织"] = row["团组织全称"]
          return [Mark(defect: .ownParent, heading: "上级组织")]
        }),
      SheetDefect(
        sheet: sheet, name: Defect.cycle.rawValue, fits: { $0["团组织全称"].hasSuffix("中学委员会") && $0["单位所属行业类别"] == "初中" },
        spoil: { row in
          // Its own first branch.
          row["上级组织"] = row["团组织全称"].dropFirst(3).dropLast(3) + "2016级1班团支部"
          return [Mark(defect: .cycle, heading: "上级组织")]
        }),
      setting(
        .organisationTwice, in: sheet, at: nil, [:], where: isAdultBranch,
        then: { row in
          var second = row
          second["团组织简称"] = "另一简称"
          return second
        }),
      setting(.organisationRepeated, in: sheet, at: nil, [:], where: isAdultBranch, then: { $0 }),
      setting(
        .secretaryLost, in: sheet, at: "书记姓名", ["书记姓名": "夏侯明哲"], where: { isAdultBranch($0) && !$0["书记姓名"].isEmpty }),
      setting(
        .integerInvalid, in: sheet, at: "年度经推优入党团员数", ["年度经推优入党团员数": "若干"], where: { $0["组织类别"] == "基层团委" }),
      setting(
        .differsFromChildren, in: sheet, at: "学生数", ["学生数": "9999"],
        where: { $0["单位所属行业类别"] == "普通高中" && $0["组织类别"] == "基层团委" }),
    ]
  }()

  private static let youth: [SheetDefect] = {
    let sheet = "青年底数表"
    @Sendable func hasSector(_ row: SampleRow) -> Bool { !row["领域"].isEmpty }
    return [
      setting(.youthRanges, in: sheet, at: "14-28周岁青年数", ["14-35周岁青年数": "1"], where: hasSector),
      setting(.youthInFuture, in: sheet, at: "统计时间", ["统计时间": "2020-12-31"], where: hasSector),
      setting(
        .figureTwice, in: sheet, at: nil, [:], where: hasSector,
        then: { row in
          var second = row
          second["14-28周岁青年数"] = String(max(0, (Int(row["14-28周岁青年数"]) ?? 0) - 1))
          return second
        }),
      setting(.recordTwice, in: sheet, at: nil, [:], where: hasSector, then: { $0 }),
    ]
  }()

  private static let workUnits = [
    setting(
      .establishedNotDue, in: "单位底数表", at: "是否应建", ["是否应建": "否"], where: { !$0["已建团组织"].isEmpty })
  ]

  private static let cadres: [SheetDefect] = {
    let sheet = "团干部花名册"
    @Sendable func isOfficial(_ row: SampleRow) -> Bool { row["是否同级党委（支部）成员"] == "是" && row["团内现任职务"] == "委员" }
    return [
      setting(.leftButInPost, in: sheet, at: "在岗状态", ["在岗状态": "在岗", "离岗时间": "2019-03-01"], where: isOfficial),
      setting(.leftBeforeAppointed, in: sheet, at: "离岗时间", ["在岗状态": "不在岗", "离岗时间": "2017-01-01"], where: isOfficial),
      setting(.leftInFuture, in: sheet, at: "离岗时间", ["在岗状态": "不在岗", "离岗时间": "2020-01-01"], where: isOfficial),
      setting(.appointedInFuture, in: sheet, at: "任现职年月", ["任现职年月": "2020-01"], where: isOfficial),
      setting(.appointedBeforeBirth, in: sheet, at: "任现职年月", ["任现职年月": "1970-01"], where: isOfficial),
      setting(
        .appointedBeforeJoining, in: sheet, at: "任现职年月", ["任现职年月": "2000-01"],
        where: { !isOfficial($0) && $0["团干部性质"] == "兼职" && $0["政治面貌"] == "共青团员" && $0["身份证号码"].dropFirst(6) < "1995" }),
      setting(.postUnlisted, in: sheet, at: "团内现任职务", ["团内现任职务": "部长"], where: isOfficial),
      changingID(
        .cadreBornInFuture, in: sheet, at: "身份证号码", birth: "20250101", clearing: "任现职年月", where: isOfficial),
      changingID(.cadreRegion, in: sheet, at: "身份证号码", region: "990203", where: isOfficial),
      changingID(.cadreNotMember, in: sheet, at: "姓名", birth: "20000101", where: isOfficial),
    ]
  }()

  private static let transfers: [SheetDefect] = {
    let sheet = "组织关系转接"
    @Sendable func isDone(_ row: SampleRow) -> Bool { !row["审核完成日期"].isEmpty }
    return [
      setting(.completedBeforeApplied, in: sheet, at: "审核完成日期", ["审核完成日期": "2019-01-02"], where: isDone),
      setting(.completedInFuture, in: sheet, at: "审核完成日期", ["审核完成日期": "2020-01-02"], where: isDone),
      setting(.appliedInFuture, in: sheet, at: "申请日期", ["申请日期": "2020-01-02"], where: { !isDone($0) }),
      changingID(.transferBornInFuture, in: sheet, at: "身份证号码", birth: "20250101"),
      setting(.referenceUnknown, in: sheet, at: "转入团支部", ["转入团支部": "杭州市无此团支部"]),
    ]
  }()

  private static let others = [
    changingID(.graduateBornInFuture, in: "毕业生底数表", at: "身份证号码", birth: "20250101"),
    // Whom nobody can look for on the rosters.
    SheetDefect(
      sheet: "毕业生底数表", name: Defect.masked.rawValue, fits: { $0["身份证号码"].count == 18 },
      spoil: { row in
        row["身份证号码"] = row["身份证号码"].prefix(6) + "********" + row["身份证号码"].suffix(4)
        return [Mark(defect: .masked, heading: "身份证号码")]
      }),
    setting(.pioneersJoined, in: "少先队衔接表", at: "推优入团人数", ["推优入团人数": "9999"]),
    setting(.pioneersOfFourteen, in: "少先队衔接表", at: "14周岁队员数", ["14周岁队员数": "9999"]),
    setting(
      .pioneersRecommended, in: "少先队衔接表", at: "推优人数", ["推优人数": "9998", "推优入团人数": "1"]),
    setting(.federationBornInFuture, in: "青联委员花名册", at: "出生日期", ["出生日期": "2025-01-01"]),
    setting(.organisationUnknown, in: "青联委员花名册", at: "青联组织", ["青联组织": "无此县青年联合会"]),
    setting(.progressInFuture, in: "任务进展表", at: "填报日期", ["填报日期": "2020-01-05", "有效期至": ""]),
    setting(
      .progressEndsEarly, in: "任务进展表", at: "有效期至", ["有效期至": "2019-01-31"], where: { !$0["填报日期"].isEmpty }),
    setting(
      .progressRepeated, in: "任务进展表", at: nil, [:], where: { !$0["填报日期"].isEmpty },
      then: { row in
        var second = row
        second["填报日期"] = "2019-06-30"
        second["有效期至"] = "2019-12-31"
        return second
      }),
    setting(.taskUnknown, in: "任务进展表", at: "任务编号", ["任务编号": "17-no-such-task"]),
    setting(
      .taskNotOwed, in: "任务进展表", at: "责任单位", ["任务编号": "07-exchange-camp"], where: { $0["责任单位"] != "共青团宁波市委" }),
    setting(.taskComputed, in: "任务进展表", at: "任务编号", ["任务编号": "14-ratio"]),
  ]
}
