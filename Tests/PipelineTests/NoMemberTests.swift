// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Tabular
import Testing

/// Rows and lists of which nobody is counted.
@Suite struct NoMemberTests {
  private static let heading = ["序号", "姓名", "身份证号码", "入团年月", "发展团员编号", "所在团支部", "团籍状态"]
  private static let person = ["1", "钟一", "330203200301010214", "2018-05", "201833000001", "红星村团支部", "正常"]

  private func read(_ row: [String]) throws -> SheetRows.Reading {
    try SheetRows([Self.heading, Self.person, row]).read()
  }

  @Test(arguments: [
    "合计：17人", "共 17 人", "团员共计十七名", "以上共17人。", "本页小计", "高一年级小计：17", "总计17", "汇总", "合 计",
    "Total", "总人数：17", "团员总数", "共有团员17名", "本班共17人", "计", "合计 17 名团员", "全班共17名团员", "实有团员17人", "17人",
    "应到17人", "女团员8人，男团员9人", "本页共17人",
  ])
  func totalsAreNoPeople(text: String) throws {
    for row in [[text], ["", text], ["", text, "", "", "", "红星村团支部", "正常"]] {
      let reading = try read(row)
      #expect(reading.counted == 1 && reading.aside == ["3 row-totals"], "\(row) \(reading.aside)")
    }
  }

  @Test(arguments: [
    "（盖章）", "团委（公章）", "审核人签字：", "填表人：钟某", "制表日期：2019.6.30", "2019年6月30日", "二〇一九年六月三十日", "第 3 页 共 9 页",
    "以下空白", "————", "注：按姓氏笔画排序", "一、高一年级", "高二年级团干部花名册", "入团积极分子名单",
  ])
  func linesAreNoPeople(text: String) throws {
    for row in [[text], ["", text]] {
      let reading = try read(row)
      #expect(reading.counted == 1 && reading.aside == ["3 row-note"], "\(row) \(reading.aside)")
    }
  }

  @Test(arguments: ["例：钟二", "示例", "钟二（样例）", "样例：钟二", "必填", "【示例】", "【示例】钟二", "（例）钟二", "例2"])
  func examplesAreNoPeople(text: String) throws {
    var row = Self.person
    row[1] = text
    #expect(try read(row).aside == ["3 row-example"])
  }

  /// Names that only look like such words.
  @Test(arguments: ["总一", "共青", "计小平", "例生", "白页", "钟合计南"]) func namesStayNames(name: String) throws {
    var row = Self.person
    row[1] = name
    #expect(try read(row).counted == 2)
  }

  @Test func linesOfAFormThatNobodyFilledInAreToldOnce() throws {
    let form = (2...60).map { ["\($0)", "", "", "", "", "红星村团支部", "正常"] }
    let reading = try SheetRows([Self.heading, Self.person] + form).read()
    #expect(reading.counted == 1)
    #expect(reading.findings.map(\.code) == ["rows-form-lines"] && reading.findings[0].count == 59)
    // With a number of somebody's it is a row that lost its person.
    #expect(try read(["2", "", "", "2018-05", "201833000002", "红星村团支部"]).aside == ["3 row-no-person"])
  }

  /// A stroke in every cell is nobody either.
  @Test func strokesAreNobody() throws {
    let row = ["2", "／", "/", "—", "/", "/", "/"]
    #expect(try read(row).aside == ["3 row-note"])
  }

  /// What a form asks for stands below its headings; a person who left much out stays one.
  @Test(arguments: [
    (["", "与身份证一致", "18位数字", "如2018.5", "12位", "填全称", "从下拉框选"], true),
    (["", "A", "B", "C", "D", "E", "F"], true),
    (["", "xm", "sfzh", "rtny", "bh", "szzb", "zt"], true),
    (["", "钟三", "无", "不详", "/", "红星村团支部", "正常"], false),
    (["", "钟三", "", "二〇一八", "", "红星村团支部", "正常"], false),
  ])
  func aRowOfInstructionsIsNobody(row: [String], isOne: Bool) throws {
    let reading = try SheetRows([Self.heading, row, Self.person]).read()
    #expect(reading.counted == (isOne ? 1 : 2) && reading.aside == (isOne ? ["2 row-example"] : []))
    // Below a record such a row is somebody whose cells are wrong.
    #expect(try read(row).aside == [])
  }

  /// Who left, by a word behind the name; what else stands there is asked about.
  @Test(arguments: [
    ("钟一（2019.3转出）", "name-says-left"), ("钟一（自愿退团）", "name-says-left"), ("钟一[被开除]", "name-says-left"),
    ("钟一 —— 病故", "name-says-left"), ("钟一／已离团", "name-says-left"), ("钟一（待转出）", "name-doubtful"),
    ("钟一（班长）", "name-doubtful"), ("阿依·古丽", ""),
  ])
  func aNameMaySayThatSomebodyLeft(name: String, code: String) throws {
    var row = Self.person
    (row[1], row[6]) = (name, "")
    let reading = try SheetRows([Self.heading, row]).read()
    #expect(reading.codes() == (code.isEmpty ? [] : [code]))
    #expect(reading.counted == (code == "name-says-left" ? 0 : 1))
    guard code == "name-says-left" else { return }
    #expect(reading.texts("name") == ["钟*"] && reading.texts("membership") == ["departed"])
    row[6] = "正常"
    let other = try SheetRows([Self.heading, row]).read()
    #expect(other.counted == 0 && other.codes() == ["name-against-membership"])
    row[6] = "已转出"
    #expect(try SheetRows([Self.heading, row]).read().codes() == [])
  }

  /// A post of before, or to come, is none; the person counts.
  @Test(arguments: [
    ("原团支书", true), ("组织委员（已卸任）", true), ("拟任副书记", true), ("团支书", false), ("兼职副书记", false), ("生产委员", false),
  ])
  func aFormerPostIsNone(post: String, isFormer: Bool) throws {
    let reading = try SheetRows([Self.heading + ["团内现任职务"], Self.person + [post]]).read()
    #expect(reading.counted == 1 && reading.codes() == (isFormer ? ["post-former"] : []))
    #expect(reading.texts("post")[0].isEmpty == isFormer)
  }

  /// Of some lists only a column of members' says that they are any.
  @Test(arguments: ["全校学生名单", "14—35周岁青年台账", "教职工基本情况", "志愿者名单（2019年）"])
  func aListOfOtherPeopleIsAskedAbout(title: String) throws {
    let rows = [["姓名", "身份证号码", "所在团支部"], [Self.person[1], Self.person[2], Self.person[5]]]
    let reading = try SheetRows([[title]] + rows).read()
    #expect(reading.counted == 0 && reading.finding("list-maybe-not-members")?.count == 1)
    #expect(try SheetRows([[title], Self.heading, Self.person]).read().counted == 1)
    #expect(try SheetRows([[title + "团支部"]] + rows).read().counted == 1)
  }

  @Test(arguments: [
    "2019年上半年转出团员名单", "不在册团员", "注销团员名册", "去世人员", "退团人员花名册", "某局党员名册", "入党积极分子名单", "某小学少先队员花名册",
  ])
  func listsOfOthersAreNamedForWhatTheyAre(title: String) throws {
    let reading = try SheetRows([[title], Self.heading, Self.person]).read()
    #expect(reading.counted == 0 && reading.finding("list-not-members")?.count == 1)
    #expect(try SheetRows(title, [Self.heading, Self.person]).read().counted == 0)
  }

  /// A line within the list heads people who left; the next list of members ends that.
  @Test(arguments: [
    "以下为2019年上半年已离团人员：", "已转出团员名单", "二、退团人员", "（3）开除团籍的团员", "附：超龄离团", "已转出团员（2人）",
  ])
  func aLineWithinTheListHeadsPeopleWhoLeft(line: String) throws {
    func person(_ number: Int) -> [String] {
      [String(number), "钟\(number)", "", "2018-05", "20183300010\(number)", "红星村团支部", ""]
    }
    for again in [[], [Self.heading]] {
      let rows = [Self.heading, person(1), person(2), [line]] + again + [person(3), ["合计", "1人"], person(4)]
      let reading = try SheetRows(rows).read()
      #expect(reading.counted == 2, "\(reading.aside)")
      #expect(reading.finding("list-not-members")?.count == 2)
      #expect(reading.finding("list-not-members")?.place?.row == 5 + again.count)
      let more = try SheetRows(rows + [["新入团团员名单"], person(5), person(6)]).read()
      #expect(more.counted == 4 && more.finding("list-not-members")?.count == 2)
    }
  }

  /// Sentences, remarks and counts head nobody.
  @Test(arguments: [
    "注：离团人员另表报送", "其中：转出3人", "本季度转出2名", "3月有1人转出，名单另附。", "说明：退团的不列", "不含已转出团员",
  ])
  func whatOnlySpeaksOfThemHeadsNobody(line: String) throws {
    var next = Self.person
    next[1] = "钟二"
    next[2] = "330203200302020238"
    #expect(try SheetRows([Self.heading, Self.person, [line], next]).read().counted == 2)
  }

  /// A state counts; a remark that says otherwise is asked about.
  @Test(arguments: [("已转出", true), ("3月退团", true), ("病故", true), ("拟转出", false), ("2018年转入", false), ("三好学生", false)])
  func aRemarkThatSomebodyLeftIsTold(remark: String, isTold: Bool) throws {
    let heading = Self.heading + ["备注"]
    let reading = try SheetRows([heading, Self.person + [remark]]).read()
    #expect(reading.counted == 1)
    #expect(reading.findings.map(\.code) == (isTold ? ["remark-says-left"] : []))
    #expect(reading.findings.allSatisfy { $0.place?.columnLetters == "H" && $0.facts.isEmpty })
    var left = Self.person
    left[6] = "已转出"
    #expect(try SheetRows([heading, left + [remark]]).read().findings.isEmpty)
  }

  /// A word for nobody in a line filled in beforehand is nobody; beside anything of a person it is a doubtful name.
  @Test(arguments: ["待补", "空缺", "XXX", "某某某", "同上", "姓名"]) func aPlaceholderIsNobody(name: String) throws {
    #expect(try read(["2", name, "", "", "", "红星村团支部", "正常"]).aside == ["3 row-form-line"])
    let reading = try read(["2", name, "", "2018-05", "", "红星村团支部", "正常"])
    #expect(reading.counted == 2 && reading.codes(["name-doubtful"]).count == 1)
  }

  @Test(arguments: [
    ("作废", true), ("名册备份", true), ("名册 - 副本", true), ("去年", true), ("旧表2", true), ("新旧街团支部", false), ("花名册", false),
  ])
  func aSheetThatMayBePutAsideIsAsked(sheet: String, isTold: Bool) throws {
    let reading = try SheetRows(sheet, [Self.heading, Self.person]).read()
    #expect(reading.counted == 1 && reading.codes().contains("sheet-maybe-former") == isTold)
  }

  @Test(arguments: ["团员花名册（不含已转出）", "应离团未离团团员名单", "团员花名册"]) func otherTitlesAreOfMembers(title: String) throws {
    #expect(try SheetRows([[title], Self.heading, Self.person]).read().counted == 1)
  }

  @Test(arguments: [
    ("已离团", 1, ""), ("已转出", 1, ""), ("退团", 1, ""), ("死亡", 1, ""), ("除名", 1, ""),
    ("因病亡故", 1, "membership-unread-left-out"), ("转出中", 2, ""), ("在册", 2, ""),
    ("组织关系4月转出", 1, "membership-unread-left-out"), ("拟转出", 2, "membership-unread-counted"),
    ("没有离团", 2, "membership-unread-counted"), ("没退团", 2, "membership-unread-counted"),
    ("不再是团员", 1, "membership-unread-left-out"), ("自愿退出", 1, "membership-unread-left-out"),
    ("待核", 2, "membership-unread-counted"),
  ])
  func aStateIsReadForWhatItSays(state: String, counted: Int, code: String) throws {
    var row = Self.person
    row[6] = state
    let reading = try read(row)
    #expect(reading.counted == counted)
    #expect(reading.codes() == (code.isEmpty ? [] : [code]))
  }

  @Test func columnsOfLeavingAndDeletingAreHeard() throws {
    let heading = ["姓名", "所在团支部", "入团年月", "离团时间", "删除状态"]
    func row(_ left: String, _ deleted: String) -> [String] { ["钟一", "红星村团支部", "2012-05", left, deleted] }
    let rows = [row("2019-03", ""), row("/", "0"), row("2031-05-01", "未删除"), row("", "1"), row("", "已删除")]
    let reading = try SheetRows([heading] + rows).read()
    #expect(reading.records.map { $0.values["counted"] } == [0, 1, 1].map { RecordValue.integer($0) })
    #expect(reading.codes().filter { $0 == "rows-deleted" }.count == 1)
  }

  /// Headings and nothing else say that there is nobody, where perhaps somebody forgot to fill them in; a total says it.
  @Test func anEmptyRosterIsTold() throws {
    let heading = ["姓名", "所在团支部", "入团年月", "团籍状态"]
    #expect(try SheetRows([heading]).read().codes().contains("roster-empty"))
    #expect(try !SheetRows([heading, ["合计", "0人", "", ""]]).read().codes().contains("roster-empty"))
    #expect(try !SheetRows([heading, ["钟一", "红星村团支部", "2012-05", ""]]).read().codes().contains("roster-empty"))
  }

  /// Whatever the state beside it says: the row was deleted.
  @Test(arguments: ["正常", "", "满28周岁离团"]) func aDeletedRowNeverCounts(state: String) throws {
    let heading = ["姓名", "所在团支部", "入团年月", "团籍状态", "删除状态"]
    let rows = ["已删除", "是", "1", "否"].map { ["钟一", "红星村团支部", "2012-05", state, $0] }
    let reading = try SheetRows([heading] + rows).read()
    #expect(reading.records.count == 1)
    #expect(reading.codes().contains("rows-deleted"))
  }

  @Test(arguments: [
    ("团支书", "书记"), ("副团支书", "副书记"), ("组织委员", "组织委员"), ("学生", ""), ("N/A", ""), ("0", ""),
  ])
  func postsAreSpelledOut(written: String, post: String) throws {
    let reading = try SheetRows([["姓名", "所在团支部", "团内职务"], ["钟一", "红星村团支部", written]]).read()
    #expect(reading.texts("post") == [post])
  }

  /// Nobody answers for a task by the word 无, and no paper shows it by 暂缺.
  @Test(arguments: [("无", "暂缺"), ("/", "详见附件后补"), ("N/A", "1"), ("暂无", "有")])
  func wordsForNothingAreNoAttestation(person: String, paper: String) throws {
    let heading = ["任务编号", "责任单位", "进展状态", "佐证材料", "责任人", "填报日期"]
    let row = ["01-role-models", "红星村团支部", "已完成", paper, person, "2019-06-20"]
    let reading = try SheetRows([["任务进展表"], heading, row]).read()
    #expect(reading.records.count == 1)
    #expect(reading.texts("name", of: .progress) == [""] && reading.texts("evidence", of: .progress) == [""])
  }

  @Test(arguments: [
    ("2018年第四季度团员花名册", true), ("2019年一季度名单", true), ("2018年旧表", true), ("2019年第2季度团员名单", false),
    ("2018-2019学年团员名单", false), ("2018级1班团员名单", false), ("2017届团员名单", false), ("填报时间：2020年1月3日", false),
  ])
  func aTitleOfAnotherPeriodIsAsked(title: String, isOther: Bool) throws {
    let reading = try SheetRows([[title], Self.heading, Self.person]).read()
    #expect(reading.codes().contains("title-of-another-period") == isOther)
    #expect(reading.counted == 1)
  }

  // MARK: Whole files

  private static let tree = "团组织ID,团组织全称,组织类别,上级组织\n3302,某市委,团的领导机关,\n330209,红星村团支部,团支部,某市委\n"
  private static let list =
    "姓名,身份证号码,入团年月,发展团员编号,所在团支部,团籍状态\n钟一,330203200301010214,2018-05,201833000001,红星村团支部,"

  /// A file of which nothing is read is no submission, and what was handed in before stands.
  @Test func aFileWithoutARecordReplacesNothing() throws {
    let rosters = try HandMadeRosters([Self.tree, Self.list + "正常\n"])
    let folder = rosters.folder + "/again"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in [
      ("成绩.csv", "学号,姓名,语文\n1,钟一,99\n"), ("空表.csv", "姓名,入团年月,所在团支部\n例：钟二,2018-05,红星村团支部\n"),
    ] {
      try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
      let result = try ImportRun(context: rosters.context, period: rosters.period, unit: "330209").run([
        folder + "/" + name
      ])
      #expect(result.submission == nil)
      #expect(result.findings.first { $0.finding.code == "file-without-records" }?.severity == .error)
    }
    #expect(try rosters.list("counted-members").count == 1)
  }

  @Test func anotherFileOfTheBranchEndsAMembership() throws {
    let others = ["钟二,330203200301010329", "钟三,330203200301010433"].map { $0 + ",2018-05,201833000002,红星村团支部,自愿退团\n" }
    let rosters = try HandMadeRosters([Self.tree, Self.list + "正常\n" + others.joined()])
    let later = try HandMadeRosters.add(
      [Self.list + "自行脱团\n"], to: rosters.context, rosters.period, folder: rosters.folder + "/later")
    #expect(later.findings.contains { $0.finding.code == "membership-ended-later" })
    let census = try PeriodCensus(context: rosters.context, period: rosters.period)
    let evidence = try EvidenceRun(census: census)
    var counted = 0
    for part in try evidence.parts(of: "counted-members") { try evidence.rows(of: part, unit: 0) { _ in counted += 1 } }
    #expect(counted == 0)
  }

  /// A template made before an example was put in other words is a template still.
  @Test func theExamplesOfFormerTemplatesHoldNothing() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let sheet = try #require(pack.vocabulary.sheets.first { $0.kind == .organisation })
    let fields = sheet.fields.filter { !$0.example.isEmpty }
    let former = fields.map { $0.formerExamples.first ?? $0.example }
    #expect(former != fields.map(\.example))
    let reading = try SheetRows([fields.map(\.heading), former]).read()
    #expect(reading.records.isEmpty && reading.aside == ["2 row-example"])
    var own = former
    own[0] = "330212"
    #expect(try SheetRows([fields.map(\.heading), own]).read().records.count == 1)
  }

  /// The examples of the template are known when they come back.
  @Test func theTemplateAsItIsHoldsNothing() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let path = rosters.folder + "/template.xlsx"
    try TemplateRun(context: rosters.context, kinds: RecordKind.known).write(to: path)
    let result = try ImportRun(context: rosters.context, period: rosters.period).run([path])
    #expect(result.submission == nil)
    #expect(result.findings.filter { $0.finding.code == "rows-examples" }.count == RecordKind.known.count)
    #expect(try rosters.list("organisations").count == 2)
  }
}
