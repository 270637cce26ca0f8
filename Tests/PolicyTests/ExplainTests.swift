// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings
import Policy
import Testing

/// What `explain` answers to, beside the IDs of definitions.
@Suite struct ExplainTests {
  @Test(arguments: [
    ("sector:rural", "农村"), ("rural", "sector:rural"), ("哈呢族", "ethnicity:hani"), ("入团日期", "member.joined"),
    ("joined", "入团年月"), ("团员花名册", "表  member"), ("sheet:youth", "youth_14_28"), ("measure:youth", "数据项  youth"),
    ("youth", "数据项  youth"), ("sector", "代码表  sector"), ("term_years", "推算列"), ("member-over-age", "离团手续"),
    ("organisation-unknown", "处理办法"), ("league-youth-ratio", "怎么办："), ("in-post-rate", "自定口径："),
  ])
  func answersTo(id: String, part: String) throws {
    let pack = try PackLoader.load("ningbo-2019")
    let text = try #require(pack.explain(id, in: .chinese), "\(id)")
    #expect(text.contains(part), "\(text)")
    #expect(!text.contains("⟨"))
  }

  @Test func aWordThatMeansSeveralThingsShowsThemAll() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let text = try #require(pack.explain("团内现任职务", in: .chinese))
    #expect(text.contains("member.post") && text.contains("cadre.post"))
  }

  @Test func aMistypedWordHasNearOnes() throws {
    let pack = try PackLoader.load("ningbo-2019")
    #expect(pack.explain("sector:rura", in: .chinese) == nil)
    #expect(pack.nearest(to: "sector:rura").contains("sector:rural"))
    #expect(pack.nearest(to: "入团年").contains("入团年月"))
    #expect(pack.nearest(to: "foo") == [] && pack.nearest(to: "14").allSatisfy { $0.hasPrefix("14-") })
    let tasks = pack.nearest(to: "14", among: [.task])
    #expect(tasks.count == 5 && tasks.allSatisfy { $0.hasPrefix("14-") && pack.task($0) != nil })
    #expect(pack.nearest(to: "14-ratoi", among: [.task]) == ["14-ratio"])
    #expect(pack.nearest(to: "foo", among: [.task, .indicator, .measure]) == [])
    #expect(pack.nearest(to: "团青", among: [.indicator]).contains("团青比"))
  }
}

@Suite struct DifferencesTests {
  @Test func sayWhatChangesAndNothingElse() throws {
    let before = try PackLoader.load("ningbo-2019")
    let after = try PackLoader.load("league-2025")
    #expect(PackDifferences(from: before, to: before, in: .english).entries == [])
    let entries = PackDifferences(from: before, to: after, in: .english).entries
    let changed = entries.filter { $0.change == .changed }
    #expect(changed.map(\.id) == ["14-ratio"])
    #expect(
      changed[0].statements.map(\.name)
        == ["junior", "senior-high", "vocational"].map {
          "threshold of league-student-ratio-\($0) [2023-01-01 – …]"
        })
    #expect(changed[0].statements[0].after?.hasPrefix("<= 15%") == true && changed[0].statements[0].before == nil)
    let back = PackDifferences(from: after, to: before, in: .english).entries
    #expect(back.filter { $0.change == .removed }.map(\.id) == entries.filter { $0.change == .added }.map(\.id))
    #expect(back.filter { $0.change == .added }.isEmpty)
  }
}

/// The same rosters by the rules of another day.
@Suite struct RulesDayTests {
  @Test func titleAndHashSayIt() throws {
    let pack = try PackLoader.load("league-2025")
    let other = pack.judging(byRulesOf: try #require(.init(rawValue: 20_250_630)))
    #expect(other.hash != pack.hash && other.title.english.contains("2025-06-30"))
    #expect(other.ruleDay(of: try #require(.init(rawValue: 20_190_630))).rawValue == 20_250_630)
    #expect(pack.ruleDay(of: try #require(.init(rawValue: 20_190_630))).rawValue == 20_190_630)
  }

  @Test func derivedColumnsAreThoseOfThatDay() throws {
    let pack = try PackLoader.load("league-2025")
    let check = try #require(pack.checks.first { $0.id == "organisation-term-in-grace" })
    let day = try #require(CalendarDay(rawValue: 20_190_630))
    let then = try pack.query(for: check, on: day).condition.text
    let later = try pack.judging(byRulesOf: try #require(.init(rawValue: 20_250_630))).query(for: check, on: day)
      .condition.text
    #expect(!then.contains("THEN 6") && later.contains("THEN 6"))
  }
}
