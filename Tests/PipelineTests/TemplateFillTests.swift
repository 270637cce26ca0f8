// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import SheetReading
import Tabular
import Testing

/// `template --unit` and `template --from`: last quarter's rows to correct.
@Suite struct TemplateFillTests {
  private static let organisations = """
    团组织ID,团组织全称,团组织简称,组织类别,单位所属行业类别,上级组织,组织建立时间,书记姓名,14-28周岁青年数
    330206,共青团宁波市北仑区委员会,团北仑区委,团的领导机关,党政机关,,1984-10,某甲,
    33020601,宁波市泰河中学团委,,基层团委,普通高中,共青团宁波市北仑区委员会,2001-09-12,某乙,800
    3302060101,宁波市泰河中学高一1班团支部,高一1班团支部,团支部,普通高中,宁波市泰河中学团委,2018-09,,45
    33020602,宁波市明港中学团委,,基层团委,普通高中,共青团宁波市北仑区委员会,,,600

    """
  private static let youth = "组织,14-28周岁青年数,14-35周岁青年数\n宁波市泰河中学团委,812,820\n宁波市明港中学团委,640,650\n"
  private static let employers =
    "单位名称,上级组织,青年数,是否应建,已建团组织\n泰河实业公司,宁波市泰河中学团委,31,是,宁波市泰河中学高一1班团支部\n"
  private static let cadres =
    "姓名,身份证号码,团干所属组织,团内现任职务,团干部性质\n陈某,330203199001010012,宁波市泰河中学团委,书记,专职\n"

  private func sheets(_ path: String) throws -> [String: [[String]]] {
    let cursor = try WorkbookOpener.open(path: path).rows()
    var batch = RowBatch()
    var sheets: [String: [[String]]] = [:]
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        sheets[batch.sheetName, default: []].append(batch.cells(of: row).map { batch.text(of: $0) })
      }
    }
    return sheets
  }

  /// What comes back from a template that nobody changed counts what the period counted.
  @Test func aUnitsTemplateHoldsItsLastQuarter() throws {
    let rosters = try HandMadeRosters([Self.organisations, Self.youth, Self.employers, Self.cadres])
    var run = TemplateRun(context: rosters.context, kinds: [.organisation, .youth, .workUnit, .cadre, .member])
    try run.fill(with: "33020601", of: nil)
    let path = rosters.folder + "/泰河.xlsx"
    try run.write(to: path)
    let filled = try sheets(path)
    #expect(filled["团组织信息表"]?.count == 3 && filled["青年底数表"]?.count == 2 && filled["单位底数表"]?.count == 2)
    #expect(filled["团组织信息表"]?.last?.contains("2018-09") == true)
    #expect(filled["团干部花名册"]?.last == ["宁波市泰河中学团委", "书记", "专职"])
    #expect(filled["代码表"]?.joined().contains("宁波市泰河中学高一1班团支部") == true)
    #expect(filled["代码表"]?.joined().contains("宁波市明港中学团委") == false)
    let notes = filled["填写说明"]?.joined().joined(separator: "\n") ?? ""
    #expect(notes.contains("身份证号等个人信息不在本系统中以明文保存") && notes.contains("团组织信息表2行"))
    #expect(run.told.first?.contains("2019-Q2") == true)
    // Nothing of a person is in it, and the examples of the other sheets are nobody's.
    #expect(!filled.values.joined().joined().contains { $0.contains("陈某") || $0.contains("330203199001010012") })

    // The next quarter: the district's rows, and the school's template as it came.
    let next = Period("2019-Q3")!
    let superior =
      Self.organisations.split(separator: "\n").filter { !$0.contains("泰河") }.joined(separator: "\n") + "\n"
    _ = try HandMadeRosters.add([superior], to: rosters.context, next, folder: rosters.folder + "/next")
    var kept = TemplateRun(context: rosters.context, kinds: [.organisation, .youth, .workUnit])
    try kept.fill(with: "33020601", of: rosters.period)
    try kept.write(to: path)
    let result = try ImportRun(context: rosters.context, period: next, unit: "33020601").run([path])
    #expect(!result.findings.contains { $0.severity == .error }, "\(result.findings.map(\.message))")
    #expect(result.sheets.reduce(0) { $0 + $1.records } == 4)
    let (before, after) = (rosters.census, try PeriodCensus(context: rosters.context, period: next))
    for measure in ["branches", "youth-14-28", "units-should-establish"]
    where rosters.context.pack.measure(measure) != nil {
      #expect(try rows(of: measure, in: before) == rows(of: measure, in: after), "\(measure)")
    }
    #expect(try after.database.organisationTree().node(named: "3302060101") != nil)
  }

  /// The rows behind a measure at the school, without the place they came from.
  private func rows(of measure: String, in census: PeriodCensus) throws -> [[String]] {
    let run = try EvidenceRun(census: census)
    let unit = try census.database.organisationTree().node(named: "33020601")!
    var found: [[String]] = []
    for part in try run.parts(of: measure) {
      try run.rows(of: part, unit: unit) { row in
        found.append(
          zip(EvidenceRun.columns(of: run.census.context.pack.vocabulary.schemas[part.measure.kind]), row.values).filter
          {
            $0.0.name != "secretary_named"
          }.map {
            "\($1)"
          })
      }
    }
    return found
  }

  /// A former roster with a title, other headings, a merged branch and totals: its people, in full, under today's headings.
  @Test func aFormerFileGivesItsRowsInFull() throws {
    let rosters = try HandMadeRosters([Self.organisations])
    let former = rosters.folder + "/上季.csv"
    try """
    宁波市泰河中学高一1班团支部团员花名册,,,,
    序号,姓名,身份证号,入团时间,手机
    1,王小甲,330206200301010017,2018年5月,13800001111
    2,李小乙,33020620030202002X,2018.06,13800002222
    合计,2,,,

    """.write(toFile: former, atomically: true, encoding: .utf8)
    var run = TemplateRun(context: rosters.context, kinds: [.member])
    try run.fill(from: [former], unit: nil)
    let path = rosters.folder + "/t.xlsx"
    try run.write(to: path)
    let rows = try #require(try sheets(path)["团员花名册"])
    #expect(rows.count == 3 && rows[0].contains("身份证号码") && rows[0].contains("入团年月"))
    for text in ["王小甲", "330206200301010017", "13800001111", "宁波市泰河中学高一1班团支部"] {
      #expect(rows[1].contains(text), "\(rows[1])")
    }
    let check = CheckRun(context: rosters.context, period: rosters.period)
    let (sent, again) = (try check.run([former]), try check.run([path]))
    #expect(again.sheets.filter { $0.kind == .member }.map(\.records) == [2])
    #expect(sent.sheets.filter { $0.kind == .member }.map(\.records) == [2])
    #expect(try rosters.context.workspace().submissions(of: rosters.period).count == 1)
    #expect(throws: PipelineError.self) {
      try run.fill(from: [rosters.folder + "/in/0.csv", path + "x"], unit: nil)
    }
  }

  /// Figures of a whole roster are the same from the rows that were copied.
  @Test func copiedRowsCountWhatTheyCounted() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("copied-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let quarter = Period("2019-Q2")!
    try SampleCity(.init(members: 300, seed: 9, periods: [quarter], defects: 0.05)).write(to: folder + "/in")
    let pack = try PackLoader.load("ningbo-2019")
    func figures(_ name: String, _ paths: [String]) throws -> String {
      let context = CommandContext(workspaceDirectory: folder + "/" + name, pack: pack, language: .chinese)
      _ = try ImportRun(context: context, period: quarter).run(paths)
      return try IndicatorsRun(census: PeriodCensus(context: context, period: quarter)).document(units: .all).json()
    }
    let context = CommandContext(workspaceDirectory: folder + "/none", pack: pack, language: .chinese)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder + "/in").filter { $0.hasSuffix(".xml") }
    var copies = 0
    for file in files.sorted() {
      var run = TemplateRun(context: context, kinds: RecordKind.known)
      do {
        try run.fill(from: [folder + "/in/" + file], unit: nil)
      } catch is PipelineError {
        // An empty list says that there is nobody; there is nothing to copy.
        try FileManager.default.createDirectory(atPath: folder + "/copies/2019-Q2", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: folder + "/in/" + file, toPath: folder + "/copies/" + file)
        continue
      }
      copies += 1
      try run.write(to: folder + "/copies/" + file.replacing(".xml", with: ".xlsx"))
    }
    #expect(copies > 3)
    #expect(try figures("a", [folder + "/in"]) == figures("b", [folder + "/copies"]))
  }
}
