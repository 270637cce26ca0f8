// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Reports
import Roster
import Testing

/// A cell that holds nothing but signs nobody sees is as empty as an empty cell, in every column, heading and row.
@Suite struct HiddenSignTests {
  /// Every sign a clerk cannot see, and some of them together.
  static let blanks: [String] = {
    let ranges: [ClosedRange<UInt32>] = [
      0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF...0xFEFF, 0xAD...0xAD, 0x180E...0x180E, 0x7F...0x85,
      0x61C...0x61C, 0xFFF9...0xFFFB, 0xE0020...0xE0021, 0xFE0F...0xFE0F, 0xE0100...0xE0100, 0x3164...0x3164,
      0x115F...0x1160, 0x34F...0x34F, 0x2800...0x2800, 0xFFA0...0xFFA0, 0x1680...0x1680, 0x3000...0x3000, 0x20...0x20,
    ]
    let single = ranges.flatMap { $0 }.compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
    return single + ["\u{200B} \u{FEFF}", "\u{3000}\u{85}\u{200D}", "\u{61C}\u{FE0F}\u{61C}"]
  }()

  static let tables: [[[String]]] = [
    [
      ["团组织ID", "团组织全称", "组织类别", "单位所属行业类别", "上级组织", "书记姓名", "14-28周岁青年数"],
      ["3309", "共青团试市委员会", "团的领导机关", "党政机关", "", "王小明", "100"],
      ["330901", "共青团试市乙区委员会", "团的领导机关", "党政机关", "3309", "李小明", "60"],
    ],
    [
      ["姓名", "证件类型", "身份证号码", "性别", "出生日期", "政治面貌", "入团年月", "发展团员编号", "所在团支部", "团内现任职务", "手机号码", "团籍状态"],
      [
        "何一", "居民身份证", "33090120040229123X", "男", "2004-02-29", "共青团员", "2018-05", "201833000001", "330901", "书记",
        "13900000001", "正常",
      ],
      ["何二", "居民身份证", "330901200402291213", "男", "", "共青团员", "2018-05", "201833000002", "330901", "", "", ""],
    ],
    [
      ["姓名", "身份证号码", "团干所属组织", "团内现任职务", "团干部性质", "任现职年月", "在岗状态"],
      ["何一", "33090120040229123X", "330901", "书记", "兼职", "2018-03", "在岗"],
      ["何二", "330901200402291213", "330901", "委员", "专职", "2018-03", "在岗"],
    ],
    [
      ["姓名", "身份证号码", "转接状态", "转出团支部", "转入团支部", "申请日期", "审核完成日期"],
      ["何一", "33090120040229123X", "接转成功", "330901", "外地团支部", "2019-05-01", "2019-05-02"],
      ["何二", "330901200402291213", "接转成功", "330901", "外地团支部", "2019-05-01", "2019-05-02"],
    ],
    [
      ["组织", "领域", "14-28周岁青年数", "数据来源", "统计时间"],
      ["330901", "", "100", "统计局", "2019-06"], ["3309", "", "200", "统计局", "2019-06"],
    ],
    [
      ["单位名称", "统一社会信用代码", "单位类型", "上级组织", "青年数", "是否应建", "已建团组织"],
      ["甲厂", "91330203MA2AAAAA01", "国有企业", "330901", "20", "是", "330901"],
      ["乙厂", "91330203MA2AAAAA02", "国有企业", "330901", "20", "是", ""],
    ],
    [
      ["任务编号", "责任单位", "进展状态", "完成情况说明", "责任人", "填报日期", "有效期至"],
      ["14-ratio", "330901", "已完成", "已完成", "王小明", "2019-06-20", "2020-06-20"],
      ["14-census", "330901", "已完成", "已完成", "王小明", "2019-06-20", "2020-06-20"],
    ],
  ]

  @Test(arguments: HiddenSignTests.tables.indices)
  func everyCellAndHeadingOfIt(table: Int) throws {
    let rows = HiddenSignTests.tables[table]
    var differing: [String] = []
    for row in [0, 1] {
      for column in rows[row].indices {
        var empty = rows
        empty[row][column] = ""
        let expected = try told(empty)
        for blank in HiddenSignTests.blanks {
          var hidden = rows
          hidden[row][column] = blank
          if try told(hidden) != expected {
            differing.append("\(rows[0][column]) \(row) \(HiddenSigns.spelled(blank))")
          }
        }
      }
    }
    #expect(differing.isEmpty)
  }

  /// Rows, lines and columns of nothing: between records, above the heading, beside the table, in a short note.
  @Test func wholeRowsOfIt() throws {
    let rows = HiddenSignTests.tables[1]
    for blank in HiddenSignTests.blanks {
      let nothing = Array(repeating: blank, count: rows[0].count + 2)
      let wide = rows.map { $0 + [blank, blank] }
      let note = [["注：以上为全部团员", blank, blank, blank, blank]]
      let title = [["何村团支部团员花名册", blank, blank]]
      let found = try told([nothing] + title + [wide[0], nothing, wide[1], wide[2], nothing] + note)
      let empty = [String](repeating: "", count: 2)
      let plain = try told(
        [empty] + title.map { [$0[0]] } + [rows[0], empty, rows[1], rows[2], empty] + [[note[0][0]]])
      #expect(found == plain, "\(HiddenSigns.spelled(blank))")
    }
  }

  /// A sheet of nothing is an empty sheet.
  @Test func aSheetOfNothingIsEmpty() throws {
    for blank in HiddenSignTests.blanks {
      #expect(try told([[blank, blank], [blank]]) == (try told([])), "\(HiddenSigns.spelled(blank))")
    }
  }

  /// Imported for real: nobody is stored under a name of nothing, and no organisation under an ID of nothing.
  @Test func nothingOfItIsStored() throws {
    for blank in ["\u{200B}", "\u{85}", "\u{61C}", "\u{3164}"] {
      let roster = try HandMadeRosters([
        "团组织ID,团组织全称,组织类别,上级组织\n3309,共青团试市委员会,团的领导机关,\n330901,乙村团支部,团支部,3309\n\(blank),\(blank),团支部,3309\n",
        "姓名,身份证号码,性别,民族,出生日期,所在团支部\n何一,33090120040229123X,男,汉族,,330901\n"
          + "\(blank),\(blank),男,汉族,2004-02-29,330901\n",
      ])
      #expect(try roster.list("counted-members").count == 1, "\(HiddenSigns.spelled(blank))")
      #expect(try roster.list("branches").count == 1, "\(HiddenSigns.spelled(blank))")
      let codes = Set(roster.result.findings.map(\.finding.code))
      #expect(codes.contains("row-no-person"), "\(HiddenSigns.spelled(blank)) \(codes)")
    }
  }

  /// A list of who owes what names nobody by it either.
  @Test func nobodyIsExpectedUnderIt() throws {
    let town = try HandMadeRosters(["团组织ID,团组织全称,组织类别,上级组织\n3309,共青团试市委员会,团的领导机关,\n"])
    let list = town.folder + "/expected.csv"
    try "单位,报表\n3309,团员花名册\n\u{200B},团员花名册\n".write(toFile: list, atomically: true, encoding: .utf8)
    #expect(try ExpectedRun(context: town.context, period: town.period).take(list, by: "tester") == 1)
  }

  /// Everything the reader said, in words that can be compared.
  private func told(_ rows: [[String]]) throws -> String {
    let reading = try SheetRows(rows).read()
    let records = reading.records.map { record in
      "\(record.kind) \(record.row) \(record.values.sorted { $0.key < $1.key })"
    }
    let findings = reading.findings.map {
      "\($0.code) \(String(describing: $0.place)) \($0.facts.sorted { $0.key < $1.key })"
    }
    return (reading.sheets.map { "\($0)" } + records + reading.aside + findings).joined(separator: "\n")
  }
}
