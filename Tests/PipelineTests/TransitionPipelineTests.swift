// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Indicators
import Pipeline
import Policy
import Results
import TestSupport
import Testing

/// The three transitions by hand: each gap and each clock with the very persons behind it.
@Suite struct TransitionPipelineTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,学段,年度经推优入党团员数
    1,共青团海曙区委,团的领导机关,党政机关,,,
    11,月湖中学九年级1班团支部,团支部,初中,1,初中,
    12,效实中学高一1班团支部,团支部,普通高中,1,高中,
    13,甲公司团支部,团支部,非公企业,1,,2
    14,月湖社区团支部,团支部,城市社区,1,,
    15,月湖中学出国（境）学习研究团员团支部,团支部,初中,1,,

    """
  /// 甲 works and has arrived; 乙 was sent home instead of to school; 丙 is in no roster; 丁 has arrived but stands in the old
  /// roster too; 戊 waits for eleven days; 己 waits for two; 庚 was returned; 辛 is delayed; 壬 teaches; 癸 moved without a word;
  /// 子 was transferred, but no roster holds her; 丑 went abroad and is kept where she should be; 寅 has no number to be known by.
  private static let graduates = """
    姓名,身份证号码,毕业团支部,毕业去向,是否延迟毕业,是否教师
    甲,330203200301010011,11,已就业,否,否
    乙,330203200301010022,11,升学,否,否
    丙,330203200301010033,11,未就业,否,否
    丁,330203200301010044,11,升学,否,否
    戊,330203200301010055,11,升学,否,否
    己,330203200301010066,11,升学,否,否
    庚,330203200301010077,11,待定,否,否
    辛,330203200301010088,11,升学,是,否
    壬,330203200301010099,11,,否,是
    癸,330203200301010100,11,,否,否
    子,330203200301010111,11,升学,否,否
    丑,330203200301010122,11,出国,否,否
    寅,,11,升学,否,否

    """
  private static let transfers = """
    姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期
    甲,330203200301010011,接转成功,11,13,2019-06-01,2019-06-02
    乙,330203200301010022,接转成功,11,14,2019-06-01,2019-06-02
    丙,330203200301010033,撤回,11,14,2019-06-01,2019-06-02
    丁,330203200301010044,接转成功,11,12,2019-06-01,2019-06-02
    戊,330203200301010055,转入团支部待审核,11,12,2019-06-19,
    己,330203200301010066,转出团支部同意,11,12,2019-06-28,
    庚,330203200301010077,转入团支部退回,11,12,2019-06-01,2019-06-02
    子,330203200301010111,接转成功,11,12,2019-06-01,2019-06-02
    丑,330203200301010122,接转成功,11,15,2019-06-01,2019-06-02

    """
  private static let members = """
    姓名,身份证号码,政治面貌,入团年月,所在团支部,团籍状态
    甲,330203200301010011,共青团员,2017-05,13,正常
    乙,330203200301010022,共青团员,2017-05,14,正常
    丁,330203200301010044,共青团员,2017-05,11,正常
    丁,330203200301010044,共青团员,2017-05,12,正常
    戊,330203200301010055,共青团员,2017-05,11,正常
    己,330203200301010066,共青团员,2017-05,11,正常
    庚,330203200301010077,共青团员,2017-05,11,自行脱团
    癸,330203200301010100,共青团员,2017-05,14,正常
    丑,330203200301010122,共青团员,2017-05,15,正常

    """

  private func school(_ period: String = "2019-Q2") throws -> HandMadeRosters {
    try HandMadeRosters([Self.organisations, Self.graduates, Self.transfers, Self.members], period: period)
  }

  @Test func theStagesOfSchoolAreAsCountedOnPaper() throws {
    let rosters = try school()
    defer { withExtendedLifetime(rosters) {} }
    let block = try TransitionsRun(census: rosters.census, which: "school").document(units: .root).blocks[0]
    #expect(block.figures(.stage).map(\.count) == [11, 8, 5, 4])
    // Base, delayed, teachers, under way, returned, not begun, not to be matched.
    #expect(block.figures(.beside).map(\.count) == [13, 1, 1, 2, 1, 3, 1])
    // Over 48 hours: eleven days, not two; over ten days: eleven; the dates of August and September are not reached.
    #expect(block.figures(.clock).map(\.count) == [1, 1, 0, 0, 1, 1])
  }

  @Test(arguments: [
    ("graduates-nowhere", ["丙", "庚"]), ("graduates-not-received", ["子"]), ("graduates-still-here", ["丁"]),
    ("graduates-held-twice", ["丁"]), ("graduates-moved-without-transfer", ["癸"]), ("graduates-to-wrong-unit", ["乙"]),
    ("graduates-not-matched", ["寅"]), ("graduates-waiting-over-48-hours", ["戊"]), ("graduates-pending", ["己", "戊"]),
    ("graduates-arrived", ["丁", "丑", "乙", "甲"]),
  ])
  func behindEveryGapStandThePersons(measure: String, names: [String]) throws {
    #expect(Set(try school().list(measure)) == Set(names))
  }

  /// On 30 September whoever has no transfer is late, and of those who enter society every transfer that is not completed;
  /// the receiving schools of the others have October.
  @Test func theClocksOfTheYearRunOut() throws {
    let rosters = try school("2019-Q3")
    #expect(Set(try rosters.list("graduates-not-begun-in-time")) == ["丙", "癸", "寅"])
    #expect(Set(try rosters.list("graduates-not-decided-in-time")) == ["丙", "癸", "庚"])
  }

  @Test func byDestinationAndByHolder() throws {
    let rosters = try school()
    // To hand over, begun, completed, arrived, sent to the wrong kind of unit.
    #expect(
      try rosters.table("graduates-by-destination") == [
        "abroad": [1, 1, 1, 1, 0], "study": [6, 5, 3, 2, 1], "no-work": [1, 0, 0, 0, 0], "work": [1, 1, 1, 1, 0],
        "not-given": [1, 0, 0, 0, 0], "unlisted": [1, 1, 0, 0, 0], "total": [11, 8, 5, 4, 1],
      ])
    #expect(
      try rosters.table("graduates-by-holder") == [
        "completed": [5, 0, 0], "not-begun": [3, 0, 0], "returned": [1, 0, 0], "from-parent": [1, 0, 0],
        "to-branch": [1, 1, 1], "total": [11, 1, 1],
      ])
  }

  /// Without any roster of members nobody can be said to be missing.
  @Test func withoutRostersNobodyIsLost() throws {
    let rosters = try HandMadeRosters([Self.organisations, Self.graduates, Self.transfers])
    #expect(try rosters.list("graduates-nowhere") == [])
    #expect(try rosters.list("graduates-not-matched").count == 11)
  }

  private static let pioneers = """
    学校,队员数,14周岁队员数,推优人数,推优入团人数
    11,300,90,30,28
    15,100,10,0,0
    12,50,5,3,4

    """
  private static let youngsters = """
    姓名,身份证号码,出生日期,入团年月,所在团支部,团籍状态,是否少先队推优
    甲,330203200501010011,2005-01-01,2019-04,11,正常,是
    乙,330203200501010022,2005-01-01,2019-04,11,正常,否
    丙,330203200501010033,2005-01-01,2019-04,11,正常,
    丁,330203200401010044,2004-01-01,2019-04,11,正常,否
    戊,330203200508010055,2005-08-01,2019-05,11,正常,是
    己,330203200501010066,2005-01-01,2019-04,11,自行脱团,否

    """

  @Test func thePioneersTransitionIsAsCountedOnPaper() throws {
    let rosters = try HandMadeRosters([Self.organisations, Self.pioneers, Self.youngsters])
    let block = try TransitionsRun(census: rosters.census, which: "pioneer").document(units: .root).blocks[0]
    #expect(block.figures(.stage).map(\.count) == [450, 105, 33, 32])
    // Aged 14 on 30 June; joined this year under 15; of these recommended.
    #expect(block.figures(.beside).map(\.count) == [3, 4, 2])
    #expect(Set(try rosters.list("members-joined-without-pioneers")) == ["乙", "丙"])
    #expect(try rosters.list("members-joined-early") == ["戊"])
    #expect(try rosters.list("schools-recommending-nobody") == ["3"])
    #expect(try rosters.list("schools-joined-beyond-recommended") == ["4"])
  }

  private static let adults = """
    姓名,身份证号码,出生日期,政治面貌,入团年月,所在团支部,团籍状态,入党年月,是否推优入党,团内现任职务
    甲,330203199801010011,1998-01-01,中共预备党员,2013-05,13,正常,2019-03,是,
    乙,330203199801010022,1998-01-01,中共预备党员,2013-05,13,正常,2019-03,否,
    丙,330203199801010033,1998-01-01,中共党员,2013-05,13,正常,2018-03,,
    丁,330203199103310044,1991-03-31,中共预备党员,2006-05,13,正常,2019-03,,
    戊,330203199104010055,1991-04-01,中共预备党员,2006-05,13,正常,2019-03,,书记
    己,330203199001010066,1990-01-01,共青团员,2005-05,13,正常,,,
    庚,330203199001010077,1990-01-01,共青团员,2005-05,13,正常,,,书记
    辛,330203199801010088,1998-01-01,共青团员,2013-05,13,正常,2019-03,是,

    """

  /// 丁 was 28 to the day when she joined; 戊 was not.
  @Test func thePartyTransitionIsAsCountedOnPaper() throws {
    let rosters = try HandMadeRosters([Self.organisations, Self.adults])
    let block = try TransitionsRun(census: rosters.census, which: "party").document(units: .root).blocks[0]
    // Aged 18 to 27; joined the Party this year under 28; of these recommended.
    #expect(block.figures(.stage).map(\.count) == [4, 4, 2])
    #expect(block.figures(.beside).map(\.count) == [5, 2, 2])
    #expect(Set(try rosters.list("members-joined-party-unrecommended")) == ["乙", "戊"])
    #expect(try rosters.list("members-over-age") == ["己"])
    #expect(try rosters.list("party-members-over-age") == ["丁"])
    #expect(try rosters.list("members-party-status-differs") == ["辛"])
  }

  /// A gap's list has as many rows as its figure says, in every unit, and nobody stands in it twice.
  @Test func listsAreTheirFigures() throws {
    let seed = RandomSeed.of("transition")
    let sample = try SampleImport(members: 700, seed: seed, defects: 0.05)
    let run = try TransitionsRun(census: sample.census)
    let evidence = try EvidenceRun(census: sample.census)
    let document = try run.document(units: .root, by: .children)
    for block in document.blocks {
      for figure in block.figures where figure.part == .gap || figure.part == .clock {
        var places: [String] = []
        for part in try run.parts(ofList: figure.measure, in: evidence) {
          try evidence.rows(of: part, unit: block.unit) { places.append("\($0.file) \($0.sheet) \($0.row)") }
        }
        #expect(Int64(places.count) == figure.count ?? 0, "\(figure.measure)")
        #expect(Set(places).count == places.count)
      }
    }
    #expect(throws: PipelineError.self) { try run.parts(ofList: "branches", in: evidence) }
  }
}

@Suite struct BreakdownTests {
  /// Every indicator in every way: by children and sector the parts are no more than the whole, and what means nothing says so.
  @Test func everyIndicatorIsBrokenDownOrSaysWhyNot() throws {
    let sample = try SampleImport(members: 700, seed: 20_190_630)
    let run = try IndicatorsRun(census: sample.census)
    let pack = sample.census.context.pack
    for indicator in pack.indicators {
      for way in [IndicatorsRun.Breakdown.sector, .stage, .children] {
        let values = try run.document(units: .root, by: way, indicator: indicator.id).values
        #expect(!values.isEmpty, "\(indicator.id) by \(way.rawValue)")
        let meant = indicator.breakdowns.contains { $0.rawValue == way.rawValue }
        // A part in which there is nothing of the kind is not applicable as well.
        #expect(meant || values.allSatisfy { $0.state == .notApplicable }, "\(indicator.id) by \(way.rawValue)")
        guard meant, way != .children else { continue }
        let whole = run.calculator.value(of: indicator, unit: 0)
        let parts = values.compactMap(\.numerator).reduce(0, +)
        #expect(parts <= whole.numerator ?? 0, "\(indicator.id) by \(way.rawValue)")
        // A sector without a committee has no staffing rate, be it that a working committee gives the four figures.
        if way == .sector, !["league-youth-ratio", "staffing-rate"].contains(indicator.id) {
          #expect(parts == whole.numerator ?? 0, "\(indicator.id)")
        }
      }
    }
  }
}
