// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Policy
import Testing

@testable import Intake
@testable import Pipeline
@testable import Reports
@testable import Results

/// What the program wrote itself is no roster, whatever its name, and one line says so.
@Suite struct OwnFileTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3302,测试市委,团的领导机关,党政机关,
    330203,甲区委,团的领导机关,党政机关,测试市委
    33020301,甲一支部,团支部,非公企业,甲区委

    """
  private static let roster =
    "姓名,出生日期,入团年月,所在团支部\n张一,2000-05-06,2016-05,甲一支部\n李二,2000-06-06,201613,甲一支部\n"

  private final class Office {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("own-" + UUID().uuidString).path
    let context: CommandContext
    let period = Period("2019-Q2")!
    var incoming: String { folder + "/incoming/2019-Q2" }

    init() throws {
      context = CommandContext(
        workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
      try FileManager.default.createDirectory(atPath: incoming + "/330203", withIntermediateDirectories: true)
      try OwnFileTests.tree.write(toFile: incoming + "/组织.csv", atomically: true, encoding: .utf8)
      try OwnFileTests.roster.write(toFile: incoming + "/330203/名册.csv", atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func stored() throws -> Int {
      try context.workspace().period(period).sheets().filter { $0.kind == .member }.reduce(0) { $0 + $1.records }
    }
  }

  @Test func marksAndListsBesideTheirOriginalsArePassedOver() throws {
    let office = try Office()
    let checked = try CheckRun(context: office.context, period: office.period, annotate: office.incoming).run([
      office.incoming
    ])
    #expect(checked.marked.count == 2 && checked.overview != nil)
    // Not by their names alone.
    let overview = try #require(checked.overview)
    try FileManager.default.moveItem(atPath: overview, toPath: office.incoming + "/问题.xlsx")
    let result = try ImportRun(context: office.context, period: office.period).run([office.incoming])
    #expect(result.files.map(\.file) == ["2019-Q2/330203/名册.csv", "2019-Q2/组织.csv"])
    let notes = result.findings.filter { $0.finding.code == "own-files-passed-over" }
    #expect(notes.map(\.finding.count) == [3] && notes.first?.severity == .info)
    #expect(notes.first?.message.contains("问题.xlsx") == true)
    #expect(try office.stored() == 2)
    #expect(result.account.tally.seen == 5 && result.account.tally.passedOver == 3)
  }

  /// Of XML Spreadsheet 2003 too, in whatever encoding and under whatever name.
  @Test func aMarkedExportIsKnownByItsList() throws {
    let office = try Office()
    let export = """
      <?xml version="1.0" encoding="ENCODING"?>
      <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="名册"><Table>
      <Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">所在团支部</Data></Cell></Row>
      <Row><Cell><Data ss:Type="String">张一</Data></Cell><Cell><Data ss:Type="String">甲一支部</Data></Cell></Row>
      </Table></Worksheet></Workbook>
      """
    for (name, encoding) in [("UTF-8", String.Encoding.utf8), ("GBK", String.Encoding(rawValue: 0x8000_0632))] {
      let data = try #require(export.replacing("ENCODING", with: name).data(using: encoding))
      try data.write(to: URL(fileURLWithPath: office.folder + "/\(name).xml"))
      let checked = try CheckRun(context: office.context, period: office.period, annotate: office.folder + "/back")
        .run([office.folder + "/\(name).xml"])
      let copy = try #require(checked.marked.first)
      #expect(copy.hasSuffix(".xml"))
      try FileManager.default.copyItem(atPath: copy, toPath: office.incoming + "/330203/\(name)-x.xls")
    }
    let result = try ImportRun(context: office.context, period: office.period).run([office.incoming])
    #expect(result.findings.filter { $0.finding.code == "own-copies-alone" }.map(\.finding.count) == [2])
    #expect(try office.stored() == 2)
  }

  @Test func aBatchSaysSo() throws {
    let office = try Office()
    _ = try CheckRun(context: office.context, period: office.period, annotate: office.incoming).run([office.incoming])
    let plan = try BatchPlan(incoming: office.folder + "/incoming", out: office.folder + "/out")
    let summary = try BatchRun(context: office.context, plan: plan, workers: 1, programVersion: "1").run()
    let intakes = summary.periods[0].intakes
    #expect(intakes.map(\.files) == [1, 1] && intakes.allSatisfy { $0.refused == 0 })
    #expect(intakes.allSatisfy { $0.notes.count == 1 && $0.notes[0].contains("没有读取") })
    #expect(summary.json().contains("标注副本"))
    #expect(try office.stored() == 2)
  }

  /// It may be the only file that holds what was corrected.
  @Test func aCopyWithoutItsOriginalIsAnError() throws {
    let office = try Office()
    let checked = try CheckRun(context: office.context, period: office.period, annotate: office.folder + "/back")
      .run([office.incoming])
    let copy = try #require(checked.marked.first { $0.contains("名册") })
    let renamed = office.incoming + "/330203/更正.xlsx"
    try FileManager.default.removeItem(atPath: office.incoming + "/330203/名册.csv")
    try FileManager.default.copyItem(atPath: copy, toPath: renamed)
    let result = try ImportRun(context: office.context, period: office.period).run([office.incoming])
    #expect(result.findings.contains { $0.finding.code == "own-copies-alone" && $0.severity == .error })
    // Named, it is read.
    let named = try ImportRun(context: office.context, period: office.period).run([renamed])
    #expect(named.files.map(\.outcome) == [.stored])
    #expect(try office.stored() == 2)
  }
}
