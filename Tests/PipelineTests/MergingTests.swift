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
import Testing

/// Lists that come in pages: twice, overlapping, in two versions.
@Suite struct MergingTests {
  /// The pages of a sample in a folder of their own, one of them twice, changed by `change`.
  private func importing(
    _ sample: SampleImport, again page: String, change: (String) -> String
  ) throws -> (findings: [RenderedFinding], figures: String) {
    let folder = sample.folder + "/again-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: sample.rosters) {
      try FileManager.default.copyItem(atPath: sample.rosters + "/" + name, toPath: folder + "/" + name)
    }
    let text = try String(contentsOfFile: folder + "/" + page, encoding: .utf8)
    try change(text).write(
      toFile: folder + "/" + page.replacing(".xml", with: "-again.xml"), atomically: true, encoding: .utf8)
    var context = sample.census.context
    context.workspaceDirectory = folder + "-ws"
    let result = try ImportRun(context: context, period: sample.period).run([folder])
    let census = try PeriodCensus(context: context, period: sample.period)
    let new = Set(result.findings.map(\.finding.code)).subtracting(sample.result.findings.map(\.finding.code))
    return (
      result.findings.filter { new.contains($0.finding.code) || $0.finding.code == "person-duplicate" },
      try IndicatorsRun(census: census).document(units: .all).json()
    )
  }

  private let page = "330203-团员花名册-01.xml"

  /// Rows of the page whose members count: only those can count twice.
  private func counting(_ sample: SampleImport, from first: Int = 1) throws -> Int {
    let text = try String(contentsOfFile: sample.rosters + "/" + page, encoding: .utf8)
    // Title, heading, then the rows.
    let rows = text.components(separatedBy: "<Row>").dropFirst(2 + first)
    return rows.filter { $0.contains(">正常<") || $0.contains("待审核<") }.count
  }

  @Test func theSamePageTwiceCountsOnce() throws {
    let sample = try SampleImport(members: 900, seed: 21, pageRows: 40)
    let again = try importing(sample, again: page) {
      $0.replacing("<Workbook", with: "<!-- exported again -->\n<Workbook")
    }
    #expect(again.findings.map(\.finding.code) == ["pages-overlap"])
    #expect(again.findings.first?.finding.facts["same"] == String(try counting(sample)))
    #expect(try again.figures == sample.indicators())
  }

  /// Half a page again: the shared rows count once, the page is named.
  @Test func overlappingPagesCountOnce() throws {
    let sample = try SampleImport(members: 900, seed: 22, pageRows: 40)
    let again = try importing(sample, again: page) { text in
      let rows = text.components(separatedBy: "<Row>")
      // Title and heading, then rows 21 to 40.
      return (rows[...2] + rows[23...]).joined(separator: "<Row>")
    }
    #expect(again.findings.map(\.finding.code) == ["pages-overlap"])
    #expect(again.findings.first?.finding.facts["same"] == String(try counting(sample, from: 21)))
    #expect(try again.figures == sample.indicators())
  }

  /// A list that shares a few people with one that came before: told by the import that brings it.
  @Test func aLaterListThatOverlapsIsTold() throws {
    func roster(_ numbers: Range<Int>) -> String {
      let rows = numbers.map { number in
        let citizen = TestTown.Citizen(number: number, branch: "33090201")
        return "\(citizen.name),\(citizen.id),\(citizen.joined),33090201\n"
      }
      return "姓名,身份证号码,入团年月,所在团支部\n" + rows.joined()
    }
    let organisations = """
      团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
      3309,共青团试市委员会,团的领导机关,党政机关,
      33090201,丙村团支部,团支部,农村,共青团试市委员会
      """
    let desk = try HandMadeRosters([organisations, roster(1..<7)])
    let later = try HandMadeRosters.add([roster(5..<11)], to: desk.context, desk.period, folder: desk.folder + "/later")
    let told = try #require(later.findings.first { $0.finding.code == "pages-overlap" })
    #expect(told.finding.facts["same"] == "2" && told.remedy.contains("--replaces"))
  }

  @Test func rowsThatDifferAreFindingsWithBothPlaces() throws {
    let sample = try SampleImport(members: 900, seed: 23, pageRows: 40)
    let again = try importing(sample, again: page) { text in
      var rows = text.components(separatedBy: "<Row>")
      rows[5] = rows[5].replacing("<Data ss:Type=\"String\">正常</Data>", with: "<Data ss:Type=\"String\">转接中</Data>")
        .replacing("已注册", with: "未注册")
      return rows.joined(separator: "<Row>")
    }
    let contradiction = try #require(again.findings.first { $0.finding.code == "record-contradiction" })
    #expect(contradiction.finding.place?.row == 5 && contradiction.finding.related.first?.row == 5)
    #expect(contradiction.finding.facts["fields"]?.contains("年度团籍注册") == true)
    let version = try #require(again.findings.first { $0.finding.code == "list-two-versions" })
    #expect(version.finding.facts["same"] == String(try counting(sample) - 1))
    #expect(version.finding.facts["differing"] == "1")
  }

  /// A list that ends exactly where exports are cut may lack rows; the limit is the pack's, here a small one.
  @Test func aListOfExactlyTheExportLimitMayBeCut() throws {
    let sample = try SampleImport(members: 900, seed: 24, pageRows: 40)
    var context = sample.census.context
    context.workspaceDirectory = sample.folder + "/limited"
    context.pack.vocabulary.exportLimits = [40]
    let result = try ImportRun(context: context, period: sample.period).run([sample.rosters])
    let cut = result.findings.filter { $0.finding.code == "list-may-be-cut" }
    let full = result.sheets.filter { $0.records == 40 }.map(\.file)
    #expect(!full.isEmpty && cut.compactMap { $0.finding.place?.file }.sorted() == full.sorted())
    #expect(!sample.result.findings.contains { $0.finding.code == "list-may-be-cut" })
  }
}
