// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Policy
import SheetReading
import Tabular
import Testing

@testable import Intake
@testable import Pipeline
@testable import Reports
@testable import Results

/// What clerks read: one sentence a cause, headings instead of column names, times of their own clock.
@Suite struct ClerkWordsTests {
  private static let pack = try? PackLoader.load("ningbo-2019")

  private func context(_ language: Language = .chinese) throws -> CommandContext {
    CommandContext(workspaceDirectory: "nowhere", pack: try #require(ClerkWordsTests.pack), language: language)
  }

  private func finding(_ message: String, row: Int, column: Int? = nil, sheet: String = "团员") -> RenderedFinding {
    let place = Place(file: "a.xlsx", sheet: sheet, row: row, column: column)
    return RenderedFinding(
      finding: Finding("x", at: place), severity: .error, title: "", message: message, remedy: "")
  }

  @Test func findingsOfOneCauseAreOneLine() throws {
    let findings =
      [finding("甲", row: 9)] + [5, 2, 3, 4, 12].map { finding("乙", row: $0, column: 3) }
      + [finding("乙", row: 2, column: 3, sheet: "团干")]
    let causes = FindingCause.causes(of: findings)
    #expect(causes.map(\.count) == [5, 1, 1])
    let lines = try causes.map { $0.line(of: try context()) }
    #expect(lines == ["a.xlsx ▸ 团员 ▸ C 列第 2–5、12 行  乙", "a.xlsx ▸ 团员 ▸ 第 9 行  甲", "a.xlsx ▸ 团干 ▸ C2  乙"])
    #expect(try causes[0].line(of: context(.english)) == "a.xlsx ▸ 团员 ▸ column C, rows 2–5, 12  乙")
  }

  private func rendered(_ code: String, _ value: [String: String], _ place: Place) throws -> RenderedFinding {
    try context().render([Finding(code, at: place, facts: value)])[0]
  }

  /// Values of one column, headings of one row, the same in many sheets, and sentences without a value.
  @Test func causesThatDifferInValuesOrSheetsAreOneLine() throws {
    func cell(_ row: Int, _ column: Int, _ file: String = "a.xlsx") -> Place {
      Place(file: file, sheet: "团员", row: row, column: column)
    }
    func lines(_ findings: [RenderedFinding]) throws -> [String] {
      try FindingCause.causes(of: findings, in: context()).map { try $0.line(of: context()) }
    }
    let dates = try [("2010-13", 4), ("—", 7), ("2016年换届", 9)].map {
      try rendered("date-invalid", ["value": $0], cell($1, 3))
    }
    #expect(try lines(dates) == ["a.xlsx ▸ 团员 ▸ C 列第 4、7、9 行  “2010-13”、“—”、“2016年换届”不是能识别的日期。"])
    let headings = try [("爱好", 7), ("特长", 8)].map { try rendered("heading-unknown", ["value": $0], cell(1, $1)) }
    #expect(try lines(headings).count == 1 && lines(headings)[0].hasPrefix("a.xlsx ▸ 团员 ▸ G1、H1  不认识列名“爱好”、“特长”"))
    let spread = try (1...4).map { try rendered("date-invalid", ["value": "不详"], cell(2, 3, "\($0).xlsx")) }
    #expect(
      try lines(spread) == [
        "1.xlsx ▸ 团员 ▸ C2；2.xlsx ▸ 团员 ▸ C2；3.xlsx ▸ 团员 ▸ C2等 4 张表共 4 处  “不详”不是能识别的日期。"
      ])
    let plain = try (1...5).map {
      try rendered("member-joined-before-birth", ["joined": "200\($0)-01", "birth": "2010-01"], cell($0, 9))
    }
    #expect(try lines(plain) == ["a.xlsx ▸ 团员 ▸ I 列第 1–5 行  例如：入团年月2001-01早于出生日期2010-01。"])
    // What somebody must look for stays, each with its value.
    let masked = try (1...2).map { try rendered("date-invalid", ["value": "1\($0)*"], cell($0, 9)) }
    #expect(try lines(masked).count == 2)
  }

  /// Of many scattered rows the first are named and all are counted.
  @Test func manyRowsAreCounted() throws {
    let findings = (1...40).map { finding("丙", row: 2 * $0) }
    let line = try #require(FindingCause.causes(of: findings).first).line(of: context())
    #expect(line == "a.xlsx ▸ 团员 ▸ 第 2、4、6、8、10、12 行等共 40 行  丙")
  }

  @Test(arguments: [
    ("2019-07-05T06:03:09Z", "2019-07-05 14:03"), ("2019-12-31T16:00:00Z", "2020-01-01 00:00"), ("gestern", "gestern"),
  ]) func timesAreThoseOfChina(moment: String, spelled: String) {
    #expect(ChinaTime.spelled(moment) == spelled)
  }

  /// The trail proves the order of events, so that its times keep their seconds.
  @Test func trailTimesAreThoseOfChina() throws {
    #expect(ChinaTime.spelledToTheSecond("2019-12-31T16:00:07Z") == "2020-01-01 00:00:07")
    #expect(ChinaTime.spelledToTheSecond("gestern") == "gestern")
    let city = try City(seed: 107, members: 60)
    let document = try TrailDocument(context: city.context)
    let (text, csv, json) = try (document.text(city.context), document.csv(), document.json())
    let entry = try #require(try city.context.workspace().auditTrail().first)
    #expect(text.contains(ChinaTime.spelledToTheSecond(entry.at)))
    #expect(!text.contains(entry.at) && !csv.contains(entry.at))
    #expect(json.contains(entry.at))
  }

  /// Every column of every kind has a title that is no column name.
  @Test(arguments: RecordKind.known) func everyColumnHasATitle(kind: RecordKind) throws {
    let pack = try context().pack
    for column in EvidenceRun.columns(of: pack.vocabulary.schemas[kind]) {
      let title = ColumnWords(pack: pack, language: .chinese, kind: kind).title(column.name)
      #expect(title.unicodeScalars.contains { $0.value > 0x2E80 }, "\(kind) \(column.name)")
      #expect(!ColumnWords(pack: pack, language: .english, kind: kind).title(column.name).contains("_"))
    }
  }

  /// Every code column finds its list, so that no code is printed as it is stored.
  @Test(arguments: RecordKind.known) func everyCodeHasALabel(kind: RecordKind) throws {
    let words = ColumnWords(pack: try context().pack, language: .chinese, kind: kind)
    let lists = Dictionary(grouping: try context().pack.vocabulary.codeLists.values.flatMap(\.entries), by: \.code)
    for column in EvidenceRun.columns(of: words.pack.vocabulary.schemas[kind]) where column.type == .code {
      let known = lists.keys.contains { words.spelled(.text($0), column) != $0 }
      #expect(known, "\(kind) \(column.name)")
    }
  }

  @Test(arguments: [("number_key", "发展团员编号"), ("id_masked", "身份证号码"), ("phone_key", "手机号码"), ("joined", "入团年月")])
  func aChangeNamesTheHeading(column: String, heading: String) throws {
    #expect(ColumnWords(pack: try context().pack, language: .english, kind: .member).heading(column) == heading)
  }

  @Test func evidenceIsForReadersAndJSONForPrograms() throws {
    var town = TestTown(organisations: TestTown.plain, members: [])
    town.members = [.init(number: 7, branch: "甲一支部"), .init(number: 8, branch: "乙一支部")]
    let workspace = try TownWorkspace([("2019-Q2", town)])
    let census = try PeriodCensus(
      context: workspace.context.with(language: .chinese), period: try #require(Period("2019-Q2")))
    let run = try EvidenceRun(census: census)
    var (csv, json) = ("", "")
    try EvidenceFormatter(format: .csv).write(run, id: "counted-members", unit: .all) {
      csv += String(decoding: $0, as: UTF8.self)
    }
    try EvidenceFormatter(format: .json).write(run, id: "counted-members", unit: .all) {
      json += String(decoding: $0, as: UTF8.self)
    }
    let lines = csv.split(separator: "\r\n")
    #expect(lines.count == 3 && csv.hasPrefix(CSVWriter.byteOrderMark))
    #expect(lines[0].contains("身份证号码") && lines[0].firstMatch(of: /[a-z]/) == nil)
    #expect(lines[1].contains(",有效,") && lines[1].contains(",是,"))
    #expect(json.contains("\"id_masked\":") && json.contains("\"id_form\":\"valid\""))
  }

  /// One count a line, whatever the table: every line has as many cells as the heading.
  @Test func censusTablesAreOneLongTable() throws {
    let town = TestTown(organisations: TestTown.plain, members: [.init(number: 7, branch: "甲一支部")])
    let workspace = try TownWorkspace([("2019-Q2", town)])
    let census = try PeriodCensus(context: workspace.context, period: try #require(Period("2019-Q2")))
    let document = try CensusRun(census: census, tables: nil).document(units: .root, by: nil)
    let lines = try document.csv().split(separator: "\r\n")
    #expect(lines[0] == "\u{FEFF}period,unit,unitName,group,table,row,label,column,value")
    let cells = document.blocks.reduce(0) { total, block in
      let spelling = TableFormatter(block: block, census: census)
      return total + spelling.rows.count * (spelling.headings.count - 1)
    }
    #expect(lines.count == cells + 1 && Set(document.blocks.map(\.table.table.id)).count > 5)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("2019-Q2,3302,测试市委,,") })
  }

  /// No message key in any cell or comment of a template, for whom it is made.
  @Test(arguments: Language.allCases) func templatesHoldNoKey(language: Language) throws {
    let town = TestTown(organisations: TestTown.plain, members: [.init(number: 7, branch: "甲一支部")])
    let workspace = try TownWorkspace([("2019-Q2", town)])
    var run = TemplateRun(context: workspace.context.with(language: language), kinds: RecordKind.known)
    try run.fill(with: "330203", of: nil)
    let path = workspace.folder + "/t.xlsx"
    try run.write(to: path)
    for type in FieldType.allCases {
      #expect(
        !workspace.context.with(language: language).text("template.type.\(type.rawValue)").contains("⟨"), "\(type)")
    }
    let cursor = try WorkbookOpener.open(path: path).rows()
    var batch = RowBatch()
    var lists: Set<String> = []
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        for cell in batch.cells(of: row) {
          #expect(!batch.text(of: cell).contains("⟨"))
          if ["代码表", "Code lists"].contains(batch.sheetName) { lists.insert(batch.text(of: cell)) }
        }
      }
    }
    #expect(lists.isSuperset(of: ["甲区委", "甲一支部", "甲二支部"]) && !lists.contains("乙区委"))
    #expect(lists.isSuperset(of: try context().pack.tasks.map(\.title.chinese)))
  }
}

@Suite struct PackErrorWordsTests {
  private func sentence(_ yaml: String, _ language: Language) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder + "/pack.yaml"))
    let error = try #require(try PackLoader.check(folder).first)
    #expect(error.file == "pack.yaml" && error.line != nil)
    return error.sentence(of: try PackLoader.load("ningbo-2019").messages, in: language)
  }

  private static let head = "extends: ningbo-2019\nid: mine\nversion: \"1\"\n"

  @Test(arguments: [
    ("titel: x\n", "不认识的键“titel”"), ("title: {zh-Hans: 我的}\n", "缺少“en”"),
    ("title: [甲]\n", "键: 值"), ("title: {zh-Hans: 甲\n", "YAML"),
    ("title: {zh-Hans: 甲, en: b, fr: c}\n", "不认识的键“fr”"),
  ]) func errorsAreSaidInChinese(yaml: String, words: String) throws {
    let chinese = try sentence(PackErrorWordsTests.head + yaml, .chinese)
    #expect(chinese.contains(words) && !chinese.contains("known here") && !chinese.contains("⟨"), "\(chinese)")
    let english = try sentence(PackErrorWordsTests.head + yaml, .english)
    #expect(
      english.unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) && !"甲".unicodeScalars.contains($0) }.isEmpty
    )
  }
}
