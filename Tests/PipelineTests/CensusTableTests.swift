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

/// A county small enough to count on paper: two districts, one system, seven organisations, ten member rows.
@Suite struct CensusTableTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,所在区县,所属系统,组织建立时间,学段
    1,共青团宁波市委,团的领导机关,党政机关,,,,1950-05-04,
    11,共青团海曙区委,团的领导机关,党政机关,1,海曙区,,2010-05-04,
    111,月湖中学团委,基层团委,初中,11,,教育系统,2018-07-01,
    1111,月湖中学九年级1班团支部,团支部,初中,111,,,2018-06-30,初中
    112,月湖街道团工委,团工委,城市社区,11,,,2014-07-01,
    1121,月湖社区团支部,团支部,城市社区,112,,,2016-01-01,
    12,市直属企业团总支,团总支,国有企业,1,,国资系统,,
    121,港口集团毕业生团组织,毕业生团组织,,12,,,2019-07-01,

    """
  /// A to D in the class; E to H in the community; I left the League; E stands in the enterprise too, with the later row.
  private static let members = """
    姓名,身份证号码,性别,民族,出生日期,政治面貌,全日制学历,入团年月,所在团支部,团籍状态,职业
    甲,330203200401010015,男,汉族,2004-01-01,共青团员,初中在读,2018-12,1111,正常,学生
    乙,330203200501010020,女,畲族,2005-07-01,共青团员,初中在读,2019-05,1111,,学生
    丙,330203200401010031,男,汉,2004-06-30,团员,初中在读,2018-01,1111,正常,
    丁,330203200401010042,女,汉族,2004-01-01,共青团员,初中在读,2017-12,1111,正常,学员
    戊,330203199101010053,男,汉族,1991-06-30,中共党员,本科,2006-05,1121,正常,其他
    己,330203199101010064,女,汉族,1991-07-01,共青团员,本科,2006-05,1121,自行脱团待审核,自由职业者
    庚,330203199601010075,女,汉族,,共青团员,大专,2010-05,1121,正常,农民
    壬,330203199601010086,,,1996-01-01,,,2010-05,1121,正常,
    辛,330203199601010097,男,汉族,1996-01-01,共青团员,大专,2010-05,1121,自行脱团,农民
    戊,330203199101010053,男,汉族,1991-06-30,中共党员,本科,2006-05,121,正常,国有企业职工

    """
  private static let cadres = """
    姓名,身份证号码,团干所属组织,团内现任职务,团干部性质
    子,330203198501010011,11,书记,专职
    丑,330203198501010022,111,书记,兼职
    寅,330203198501010033,112,书记,挂职
    卯,330203198501010044,12,书记,专职
    卯,330203198501010044,121,书记,兼职

    """
  private static let units = """
    单位名称,统一社会信用代码,上级组织,是否应建
    甲厂,91330200000000000A,11,是
    甲厂有限公司,91330200000000000A,12,是
    乙店,,11,是
    乙店,,12,否
    丙所,,11,是

    """

  private func rosters() throws -> HandMadeRosters {
    try HandMadeRosters([Self.organisations, Self.members, Self.cadres, Self.units])
  }

  @Test func theOfficialTableIsAsCountedOnPaper() throws {
    // Committees, working committees, general branches, branches, members, new last year, full-time, part-time, seconded.
    #expect(
      try rosters().table("official") == [
        "party-government": [0, 0, 0, 0, 0, 0, 1, 0, 0],
        "junior-high-school": [1, 0, 0, 1, 4, 2, 0, 1, 0],
        "urban-community": [0, 1, 0, 1, 3, 0, 0, 0, 1],
        "state-enterprise": [0, 0, 1, 0, 0, 0, 1, 0, 0],
        "unknown": [0, 0, 0, 1, 1, 0, 0, 1, 0],
        "total": [1, 1, 1, 3, 8, 2, 2, 2, 1],
      ])
    #expect(
      try rosters().table("official", unit: "111") == [
        "junior-high-school": [1, 0, 0, 1, 4, 2, 0, 1, 0], "total": [1, 0, 0, 1, 4, 2, 0, 1, 0],
      ])
  }

  @Test func membersAreToldApartByTheirColumns() throws {
    let rosters = try rosters()
    #expect(
      try rosters.table("members-by-sex") == [
        "male": [3, 2], "female": [4, 0], "unknown": [1, 0], "total": [8, 2],
      ])
    #expect(
      try rosters.table("members-by-age") == [
        "under-14": [1, 0, 1], "from-14": [3, 2, 1], "from-23": [2, 0, 1], "from-28": [1, 1, 0], "unknown": [1, 0, 1],
        "total": [8, 3, 4],
      ])
    #expect(try rosters.table("members-by-ethnicity") == ["han": [6], "she": [1], "unknown": [1], "total": [8]])
    #expect(
      try rosters.table("members-by-political-status") == [
        "league-member": [6, 2], "party-member": [1, 0], "unknown": [1, 0], "total": [8, 2],
      ])
    #expect(
      try rosters.table("members-by-education") == [
        "junior-attending": [4, 2], "bachelor": [2, 0], "college": [1, 0], "unknown": [1, 0], "total": [8, 2],
      ])
    // What the list of occupations does not hold (丁) is a finding and counts as unknown; of 戊 the later row counts.
    #expect(
      try rosters.table("members-by-occupation") == [
        "student": [2, 1], "freelance": [1, 0], "farmer": [1, 0], "state-enterprise-staff": [1, 0], "unknown": [3, 1],
        "total": [8, 2],
      ])
    #expect(try rosters.table("members-by-sex", unit: "112")["total"] == [3, 0])
  }

  @Test func organisationsByKindLevelAgeAndStage() throws {
    let rosters = try rosters()
    #expect(
      try rosters.table("organisations-by-kind") == [
        "leading-body": [2, 0, 1], "committee": [1, 0, 1], "working-committee": [1, 0, 1], "general-branch": [1, 0, 1],
        "branch": [2, 7, 0], "graduate-branch": [1, 1, 1], "total": [8, 8, 5],
      ])
    let levels = try rosters.table("organisations-by-level").mapValues { $0[0] }
    #expect(levels == ["level-1": 1, "level-2": 2, "level-3": 3, "level-4": 2, "total": 8])
    // 2019-06-30: founded 2018-07-01 is no year yet, 2018-06-30 is one; 2019-07-01 is yet to come.
    #expect(
      try rosters.table("organisations-by-age").mapValues { $0[0] } == [
        "under-1": 1, "from-1": 1, "from-3": 2, "from-5": 1, "from-10": 1, "unknown": 1, "unlisted": 1, "total": 8,
      ])
    #expect(
      try rosters.table("members-by-stage") == ["junior": [1, 4, 2], "unknown": [2, 4, 0], "total": [3, 8, 2]])
  }

  /// An organisation that names no district or system has that of its nearest superior.
  @Test func bothLinesAreShownAndWhatStandsOnBoth() throws {
    let rosters = try rosters()
    // Organisations, branches, members, cadres.
    #expect(
      try rosters.table("by-district") == [
        "海曙区": [5, 2, 7, 3], "unknown": [3, 1, 1, 2], "total": [8, 3, 8, 5],
      ])
    #expect(
      try rosters.table("by-system") == [
        "教育系统": [2, 1, 4, 1], "国资系统": [2, 1, 1, 2], "unknown": [4, 1, 3, 2], "total": [8, 3, 8, 5],
      ])
    #expect(
      try rosters.table("both-lines") == [
        "both": [2, 1, 4, 1], "district-only": [3, 1, 3, 2], "system-only": [2, 1, 1, 2], "neither": [1, 0, 0, 0],
        "total": [8, 3, 8, 5],
      ])
  }

  @Test func whatIsCountedTwiceIsNamed() throws {
    let rosters = try rosters()
    #expect(
      try rosters.table("double-counting") == [
        "members-held-twice": [1], "members-on-two-lines": [1], "units-claimed-twice": [4],
      ])
    #expect(try rosters.list("members-on-two-lines") == ["戊"])
    #expect(try rosters.list("units-claimed-twice") == ["乙店", "乙店", "甲厂", "甲厂有限公司"])
  }

  @Test func twoOrganisationsOfOneNameAreNamed() throws {
    let again = "1122,月湖 社区团支部,团支部,城市社区,11,,,,\n"
    let rosters = try HandMadeRosters([Self.organisations + again])
    #expect(try rosters.list("organisations-of-one-name") == ["1121", "1122"])
    // No member sheet at all: no figure, not zero.
    #expect(try rosters.table("members-by-sex")["total"] == [nil, nil])
  }

  /// A later import decides anew: the person leaves the enterprise, and nothing of the former state stays.
  @Test func aLaterImportForgetsWhatNoLongerHolds() throws {
    let rosters = try rosters()
    let later =
      "姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期\n"
      + "戊,330203199101010053,接转成功,121,1121,2019-06-01,2019-06-02\n"
    _ = try HandMadeRosters.add([later], to: rosters.context, rosters.period, folder: rosters.folder + "/later")
    let census = try PeriodCensus(context: rosters.context, period: rosters.period)
    let run = try CensusRun(census: census, tables: ["official", "double-counting"])
    let official = run.tables[0].counts(unit: 0).rows
    #expect(official.first { $0.code == "urban-community" }?.counts[4] == 4)
    #expect(official.first { $0.code == "unknown" }?.counts[4] == 0)
    #expect(run.tables[1].counts(unit: 0).rows[0].counts == [1])
  }
}

@Suite struct TableEvidenceTests {
  /// On a city with planted problems: a cell's rows are its figure, rows add up to the measure, parts to the whole.
  @Test func everyCellIsItsRowsAndEveryTotalItsMeasure() throws {
    let seed = RandomSeed.of("table")
    let sample = try SampleImport(members: 500, seed: seed, defects: 0.1)
    let pack = sample.census.context.pack
    let run = try CensusRun(census: sample.census, tables: pack.tables.map(\.id))
    let evidence = try EvidenceRun(census: sample.census)
    let counties = run.calculator.tree.children(of: 0)
    for table in run.tables {
      for unit in [0, counties[3]] {
        let counts = table.counts(unit: unit)
        for row in counts.rows {
          let parts = try evidence.parts(ofTable: table.table.id, row: row.code)
          #expect(parts.count == row.counts.count)
          for (part, count) in zip(parts, row.counts) where part.measure.amount == .rows {
            var rows: Int64 = 0
            try evidence.rows(of: part, unit: unit) { _ in rows += 1 }
            #expect(rows == count ?? 0, "\(table.table.id) \(row.code) \(part.measure.id)")
          }
        }
        for (column, total) in zip(table.table.columns, counts.total) {
          // What no sheet speaks for is not counted; its row of the table is empty.
          #expect(total == run.calculator.count(of: column, unit: unit) ?? 0, "\(table.table.id) \(column)")
        }
      }
      addsUp(table, run.calculator.tree)
    }
  }

  /// A unit is its children and what it holds itself, cell by cell; its sectors together are the unit.
  private func addsUp(_ table: TableCalculator, _ tree: OrganisationTree) {
    func cells(_ counts: TableCounts) -> [String: [Int64]] {
      Dictionary(uniqueKeysWithValues: counts.rows.map { ($0.code, $0.counts.map { $0 ?? 0 }) })
    }
    let whole = cells(table.counts(unit: 0))
    var parts: [String: [Int64]] = [:]
    for child in tree.children(of: 0) {
      for (code, counts) in cells(table.counts(unit: child)) {
        parts[code] = zip(parts[code] ?? counts.map { _ in 0 }, counts).map(+)
      }
    }
    let sectors = Set(tree.nodes.compactMap(\.sector)).map { IndicatorGroup(dimension: .sector, code: $0) }
    let hasAllSectors = tree.nodes.allSatisfy { $0.sector != nil }
    for (code, counts) in whole {
      for (column, count) in counts.enumerated() {
        // The root itself is one organisation and may hold a cadre or two.
        let part = parts[code]?[column] ?? 0
        #expect(count >= part && count - part <= 40, "\(table.table.id) \(code)")
        guard hasAllSectors else { continue }
        let bySector = sectors.map { cells(table.counts(unit: 0, group: $0))[code]?[column] ?? 0 }.reduce(0, +)
        #expect(bySector == count, "\(table.table.id) \(code) by sector")
      }
    }
  }

  @Test func rowsThatCannotBeAreRefused() throws {
    let sample = try SampleImport(members: 120, seed: 5)
    let evidence = try EvidenceRun(census: sample.census)
    #expect(throws: PipelineError.self) { try evidence.parts(ofTable: "members-by-sex", row: "both") }
    #expect(throws: PipelineError.self) { try evidence.parts(ofTable: "no-such-table", row: "total") }
    #expect(throws: PipelineError.self) {
      try evidence.parts(ofTable: "members-by-sex", row: "male", measure: "branches")
    }
    #expect(throws: PipelineError.self) { try CensusRun(census: sample.census, tables: ["no-such-table"]) }
  }
}
