// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Intake
import Pipeline
import Policy
import Reports
import Results
import Testing

/// Graduates and transfers by hand: every kind of case once, the figures counted on paper.
@Suite struct TransitionTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    1,共青团海曙区委,团的领导机关,党政机关,
    11,月湖中学九年级1班团支部,团支部,初中,1
    12,效实中学高一1班团支部,团支部,普通高中,1
    13,甲公司团支部,团支部,非公企业,1
    14,月湖社区团支部,团支部,城市社区,1
    15,月湖街道流动团员团支部,团支部,非公企业,1

    """
  /// A goes to an employer, B to a community, C on to school, D withdraws, E is delayed, F is parked, G waits, H teaches.
  private static let graduates = """
    姓名,身份证号码,毕业团支部,毕业去向,是否延迟毕业,是否教师
    A,330203200301010011,11,就业,否,否
    B,330203200301010022,11,就业,否,否
    C,330203200301010033,11,升学,否,否
    D,330203200301010044,11,就业,,
    E,330203200301010055,11,就业,是,否
    F,330203200301010066,11,就业,否,否
    G,330203200301010077,11,,否,否
    H,330203200301010088,11,就业,否,是

    """
  private static let transfers = """
    姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期
    A,330203200301010011,转入团支部退回,11,14,2019-06-01 08:00,2019-06-03 08:00
    A,330203200301010011,接转成功,11,13,2019-06-04 08:00,2019-06-06 08:01
    B,330203200301010022,接转成功,11,14,2019-06-01,2019-06-03
    C,330203200301010033,接转成功,11,12,2019-06-01,2019-06-04
    D,330203200301010044,撤回,11,13,2019-06-01,2019-06-01
    F,330203200301010066,接转成功,11,15,2019-06-01 23:00,2019-06-02
    G,330203200301010077,转入团支部待审核,11,13,2019-06-01,

    """

  @Test(arguments: [
    ("graduate-initiated-rate", 5, 6), ("graduate-completed-rate", 4, 6), ("graduate-employer-rate", 1, 5),
    // Not withdrawn: seven rows but one; returned: one.
    ("transfer-returned-rate", 1, 6),
    // Decided with both dates: five; in time: 48 h to the minute, 2 days by date, 1 day by date; not 48 h 1 min, not 3 days.
    ("transfer-timely-rate", 3, 5),
  ])
  func figuresAreAsCountedOnPaper(indicator: String, numerator: Int64, denominator: Int64) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("transition-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
    for (name, text) in [("a", Self.organisations), ("b", Self.graduates), ("c", Self.transfers)] {
      try text.write(toFile: "\(folder)/in/\(name).csv", atomically: true, encoding: .utf8)
    }
    let context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let period = try #require(Period("2019-Q2"))
    _ = try ImportRun(context: context, period: period).run([folder + "/in"])
    let calculator = try PeriodCensus(context: context, period: period).calculator()
    let value = calculator.value(of: try #require(context.pack.indicator(indicator)), unit: 0)
    #expect(value.numerator == numerator && value.denominator == denominator, "\(value)")
  }
}
