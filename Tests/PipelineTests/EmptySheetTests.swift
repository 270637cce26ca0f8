// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Reports
import Results
import Testing

/// Sheets that hold their headings and no row: handed in, by whom, and saying that there is nobody.
@Suite struct EmptySheetTests {
  private static let quarter = Period("2019-Q2")!
  private static let transfers = "姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期\n"

  private func town() throws -> TownWorkspace {
    var town = TestTown(organisations: TestTown.plain, members: [])
    town.members = (1...3).map { TestTown.Citizen(number: $0, branch: "乙一支部") }
    return try TownWorkspace([("2019-Q2", town)])
  }

  @discardableResult private func hand(_ text: String, as name: String, by unit: String? = nil, in town: TownWorkspace)
    throws -> IntakeResult
  {
    let path = town.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try ImportRun(context: town.context, period: Self.quarter, unit: unit).run([path])
  }

  /// Received from the unit that is named, or from whom the other sheets of its file are about; a file that holds nothing else
  /// and names nobody is the root's.
  @Test func anEmptySheetIsReceived() throws {
    let town = try town()
    let list = town.folder + "/应报清单.csv"
    try """
    单位,应报表
    330203,组织关系转接、团干部花名册、毕业生底数表
    330205,组织关系转接、团干部花名册、毕业生底数表
    3302,团干部花名册

    """.write(toFile: list, atomically: true, encoding: .utf8)
    let run = ExpectedRun(context: town.context, period: Self.quarter)
    _ = try run.take(list, by: nil)
    #expect(try run.lines().allSatisfy { $0.state == .missing })
    try hand(Self.transfers, as: "组织关系转接.csv", by: "330203", in: town)
    try hand("姓名,团干所属组织,团内现任职务\n", as: "团干部花名册.csv", in: town)
    try hand(workbook, as: "330205.xml", in: town)
    let missing = try run.lines().filter { $0.state == .missing }.map { "\($0.sheet.unit) \($0.sheet.kind)" }
    #expect(missing == ["330203 cadre", "330203 graduate", "330205 transfer", "330205 cadre"])
  }

  /// A member of 乙一支部, and no graduates.
  private var workbook: String {
    func sheet(_ name: String, _ rows: [[String]]) -> String {
      let cells = rows.map { $0.map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined() }
      let table = cells.map { "<Row>\($0)</Row>" }.joined()
      return "<Worksheet ss:Name=\"\(name)\"><Table>\(table)</Table></Worksheet>"
    }
    let citizen = TestTown.Citizen(number: 7, branch: "乙一支部")
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" \
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      \(sheet("团员花名册", [["姓名", "身份证号码", "入团年月", "所在团支部"], [citizen.name, citizen.id, "2016-05", citizen.branch]]))
      \(sheet("毕业生底数表", [["姓名", "身份证号码", "毕业团支部", "毕业去向"]]))
      </Workbook>
      """
  }

  /// Rows that were all refused say nothing of how many there are.
  @Test func aSheetWhoseRowsWereRefusedLeavesTheCountUnknown() throws {
    let town = try town()
    func isKnown() throws -> Bool { try town.context.workspace().period(Self.quarter).hasRecords(of: .transfer) }
    #expect(try !isKnown())
    let refused = try hand(Self.transfers + ",,接转成功,甲一支部,外地支部,2019-05-01,2019-05-02\n", as: "a.csv", in: town)
    #expect(try refused.submission == nil && !isKnown())
    #expect(refused.findings.map(\.finding.code) == ["file-without-records", "row-no-person"])
    try hand(Self.transfers + "合计,,,,,,\n", as: "b.csv", in: town)
    #expect(try isKnown())
  }
}
