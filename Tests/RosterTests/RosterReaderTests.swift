// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Roster
import Tabular
import Testing

/// Takes what the reader reads, for tests.
final class Collector: RosterSink {
  var sheets: [RecognisedSheet] = []
  var records: [[String: RecordValue]] = []
  var aside: [SetAsideRow] = []
  var findings: [Finding] = []

  func recognised(_ sheet: RecognisedSheet) { sheets.append(sheet) }

  func take(_ batch: RecordBatch, sheet: RecognisedSheet) {
    for record in 0..<batch.count {
      var values: [String: RecordValue] = [:]
      for column in batch.schema.columns { values[column.name] = batch.value(column.name, ofRecord: record) }
      records.append(values)
    }
  }

  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) { aside.append(row) }
  func found(_ finding: Finding) { findings.append(finding) }

  /// "code@C3" for each finding.
  var places: [String] {
    findings.map { "\($0.code)@\($0.place?.columnLetters ?? "")\($0.place?.row.map { String($0) } ?? "")" }
  }
}

/// Folds a text into 128 bits; enough to tell people apart in a test.
struct PlainPseudonymiser: Pseudonymiser {
  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym {
    let high = text.reduce(Int64(domain)) { $0 &* 1_000_003 &+ Int64($1) }
    return Pseudonym(high: high, low: high ^ 0x5555)
  }
}

enum Vocabulary {
  /// A small vocabulary of members, written here so that this module is tested alone.
  static let members = RosterVocabulary(
    sheets: [
      SheetVocabulary(
        kind: .member, title: "团员花名册",
        fields: [
          VocabularyField(id: "name", heading: "姓名", type: .personName, required: true),
          VocabularyField(id: "national-id", heading: "身份证号码", synonyms: ["身份证号"], type: .nationalID),
          VocabularyField(id: "sex", heading: "性别", type: .code, codeList: "sex"),
          VocabularyField(id: "birth", heading: "出生日期", type: .dayFirst),
          VocabularyField(id: "joined", heading: "入团年月", synonyms: ["入团时间"], type: .dayLast, required: true),
          VocabularyField(id: "organisation", heading: "所在团支部", type: .organisation, required: true),
          VocabularyField(id: "post", heading: "团内现任职务", type: .post),
          VocabularyField(id: "phone", heading: "手机号码", type: .phone),
          VocabularyField(id: "membership", heading: "团籍状态", type: .code, codeList: "membership-status"),
        ], schema: FormerSchemas.five[.member])
    ],
    codeLists: [
      "sex": list("sex", [("male", "男", false), ("female", "女", false)]),
      "no-post": list("no-post", [("none", "无", false)]),
      "membership-status": list(
        "membership-status", [("normal", "正常", true), ("left", "自行脱团", false)], empty: "normal"),
    ], totalsWords: ["合计"], noteWords: ["注", "说明"])

  private static func list(_ id: String, _ entries: [(String, String, Bool)], empty: String? = nil) -> CodeList {
    CodeList(
      id: id, title: LocalizedText(chinese: id, english: id),
      entries: entries.map {
        CodeList.Entry(code: $0.0, label: LocalizedText(chinese: $0.1, english: $0.0), counts: $0.2)
      }, codeForEmpty: empty)
  }
}

/// Rows of texts as the batches of one sheet, `size` rows at a time.
func read(_ rows: [[String]], size: Int = 1000, names: NameStorage = .masked) throws -> Collector {
  let collector = Collector()
  var reader = RosterReader(
    vocabulary: PreparedVocabulary(Vocabulary.members), pseudonymiser: PlainPseudonymiser(), names: names,
    censusDay: CalendarDay(rawValue: 20_190_630), file: "a.xml")
  for start in stride(from: 0, to: max(rows.count, 1), by: size) {
    var batch = RowBatch()
    batch.sheetName = "名册"
    for (offset, row) in rows.enumerated().dropFirst(start).prefix(size) {
      let first = batch.cells.count
      for (column, text) in row.enumerated() where !text.isEmpty {
        let kind: CellKind = text.hasPrefix("#n:") ? .number : .string
        let bytes = Array((kind == .number ? String(text.dropFirst(3)) : text).utf8)
        batch.cells.append(
          Cell(column: Int32(column + 1), kind: kind, start: UInt32(batch.bytes.count), length: UInt32(bytes.count)))
        batch.bytes += bytes
      }
      guard batch.cells.count > first else { continue }
      batch.rows.append(
        Row(number: Int32(offset + 1), firstCell: Int32(first), cellCount: Int32(batch.cells.count - first)))
    }
    batch.endsSheet = start + size >= rows.count
    try reader.read(batch, into: collector)
  }
  return collector
}

private let heading = ["姓名", "身份证号码", "性别", "出生日期", "入团年月", "所在团支部", "团内现任职务", "手机号码", "团籍状态"]
private let good = ["王小明", "330203200501011238", "男", "2005-01-01", "2019-05", "一班团支部", "书记", "13800001234", "正常"]

@Suite struct TableTests {
  @Test func aTableIsFoundBelowTitlesWithTotalsAndNotesLeftOut() throws {
    let rows = [["海曙区团员花名册"], ["填报单位：甲", "", "2019年"], heading, good, ["合 计", "1"], ["注：以上为实数。"]]
    let result = try read(rows)
    #expect(result.records.count == 1)
    #expect(result.sheets.first?.headerRows == 3...3)
    #expect(result.aside.map(\.reason) == ["row-totals", "row-note"])
    #expect(result.places.contains("rows-totals@5") && result.places.contains("rows-notes@6"))
  }

  @Test(arguments: [
    "姓　名", "姓\n名", "姓<br/>名", "＊姓名", "姓名（必填）", "姓名：",
  ])
  func headingsAreMatchedHoweverTheyAreSpelled(name: String) throws {
    let spelled = [name, "身份证号"] + heading.dropFirst(2)
    #expect(try read([spelled, good]).records.count == 1)
  }

  @Test func headingsOverTwoRowsAreOne() throws {
    let upper = ["姓名", "基本信息", "", "", "入团年月", "所在团支部"]
    let lower = ["", "身份证号码", "性别", "出生日期"]
    let result = try read([["名册"], upper, lower, Array(good.prefix(6))])
    #expect(result.sheets.first?.headerRows == 2...3)
    #expect(result.records.first?["birth"] == .integer(20_050_101))
  }

  @Test func unknownAndDoubleHeadingsAreSaid() throws {
    let result = try read([heading + ["政治面目", "姓名"], good + ["团员", "李四"]])
    #expect(result.places.contains("heading-unknown@J1") && result.places.contains("heading-duplicate@K1"))
    #expect(result.records.first?["name"] == .text("王*明"))
  }

  @Test func aSheetWithoutATableSaysWhatIsMissing() throws {
    let result = try read([["姓名", "年龄"], ["王小明", "15"]])
    #expect(result.records.isEmpty)
    #expect(result.findings.map(\.code) == ["sheet-unrecognised"])
  }

  @Test func aSheetOfSomethingElseIsNearToNothing() throws {
    let result = try read([["会议通知"], ["时间", "周五下午"], ["请准时参加", ""]])
    #expect(result.findings.map(\.code) == ["sheet-without-table"])
  }

  @Test func aRepeatedHeadingIsNoRecord() throws {
    let result = try read([heading, good, heading, good])
    #expect(result.records.count == 2)
    #expect(result.aside.map(\.reason) == ["row-heading"])
  }

  @Test(arguments: [1, 3, 1000]) func batchesOfAnySizeGiveTheSame(size: Int) throws {
    let rows = [["名册"], heading] + Array(repeating: good, count: 100) + [["合计"]]
    let result = try read(rows, size: size)
    #expect(result.records.count == 100)
    #expect(result.aside.count == 1)
  }
}

@Suite struct FieldTests {
  private func record(_ changes: [Int: String]) throws -> (Collector, [String: RecordValue]) {
    var row = good
    for (column, text) in changes { row[column] = text }
    let result = try read([heading, row])
    return (result, try #require(result.records.first))
  }

  @Test(arguments: [
    ("2019-05", 20_190_531), ("2019年5月", 20_190_531), ("201905", 20_190_531), ("2019.5.1", 20_190_501),
    ("2019/5/1", 20_190_501), ("20190501", 20_190_501), ("２０１９年５月", 20_190_531), ("#n:43586", 20_190_501),
    ("#n:201905", 20_190_531), ("#n:2019.05", 20_190_531), ("2019-05-01 08:00:00", 20_190_501),
    ("2019年05月01日", 20_190_501),
  ])
  func datesAreReadInEveryForm(text: String, day: Int64) throws {
    let (result, values) = try record([4: text])
    #expect(values["joined"] == .integer(day))
    #expect(result.findings.isEmpty)
  }

  @Test(arguments: ["2019-13", "2019", "19-05", "五月", "2019-02-30", "#n:12", "2019-00"])
  func whatIsNoDateIsAFindingAndStaysEmpty(text: String) throws {
    let (result, values) = try record([4: text])
    #expect(values["joined"] == .null)
    #expect(result.places == ["date-invalid@E2"])
  }

  @Test func aNumberThatMayBeTwoMonthsIsNotGuessed() throws {
    #expect(try record([4: "#n:2019.1"]).0.places == ["date-ambiguous@E2"])
  }

  @Test(arguments: [
    ("330203200501011233", "id-checksum"), ("3.30203E+17", "id-number-damaged"),
    ("#n:330203200501011000", "id-trailing-zeros"),
    ("330203********1238", "id-masked"), ("330203200513011232", "id-birth-invalid"), ("12345", "id-malformed"),
    ("", "id-missing"), ("330203050101123", "id-birth-differs"),
  ])
  func aBadIDIsNamedForWhatItIs(id: String, code: String) throws {
    let (result, values) = try record([1: id])
    #expect(result.findings.map(\.code).contains(code))
    #expect(values["counted"] == .integer(1))
    for finding in result.findings {
      #expect(!finding.facts.values.contains { $0.filter(\.isNumber).count > 12 }, "\(finding)")
    }
  }

  @Test func theIDNumberWinsOverWhatTheColumnsSay() throws {
    let (result, values) = try record([2: "女", 3: "2004-01-01"])
    #expect(values["birth"] == .integer(20_050_101))
    #expect(values["sex"] == .text("male"))
    #expect(result.places == ["id-birth-differs@D2", "id-sex-differs@C2"])
  }

  @Test func personalNumbersStandMasked() throws {
    let (_, values) = try record([:])
    #expect(values["id_masked"] == .text("330203************"))
    #expect(values["phone_masked"] == .text("138********"))
    #expect(values["name"] == .text("王*明"))
    #expect(values["age"] == .integer(14))
  }

  @Test func aRecordWithoutPersonOrOrganisationIsSetAside() throws {
    var nobody = good
    (nobody[0], nobody[1]) = ("", "")
    var nowhere = good
    nowhere[5] = ""
    let result = try read([heading, nobody, nowhere, good])
    #expect(result.aside.map(\.reason) == ["row-no-person", "row-no-organisation"])
    #expect(result.records.count == 1)
  }

  @Test func wordsForNoPostAreNone() throws {
    #expect(try record([6: "无"]).1["post"] == .null)
    #expect(try record([6: "组织委员"]).1["post"] == .text("组织委员"))
  }

  @Test func anUnknownCodeIsAFindingAndTheRecordStillCounts() throws {
    let (result, values) = try record([8: "在团"])
    #expect(result.places == ["membership-unread-counted@I2"])
    #expect(values["counted"] == .integer(1))
    #expect(try record([8: "自行脱团"]).1["counted"] == .integer(0))
  }
}
