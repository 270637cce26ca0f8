// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import ReportWriting
import Testing

private func report(name: String = "共青团<海曙>&\"区\"委") -> ComplianceReport {
  let cell = HeatMap.Cell(mark: .met, figure: "26.97%", note: "")
  let row = LeagueTable.Row(
    unit: "330203", name: name, hundredths: 2697, figure: "26.97%", numerator: "123", denominator: "456", remaining: 0,
    change: "+0.35")
  var league = LeagueTable(
    indicator: "league-youth-ratio", title: "团青比", meaning: "…", remainingLabel: "超出", threshold: "≤ 30%",
    thresholdHundredths: 3000, rows: [row])
  league.parts = [.init(title: "分领域", reason: "", rows: [row]), .init(title: "分学段", reason: "没有分母", rows: [])]
  let check = UnitDetail.Check(
    indicator: "league-youth-ratio", title: "团青比", numerator: "123", numeratorLabel: "团员数", denominator: "456",
    denominatorLabel: "青年数", figure: "26.97%", state: "", threshold: "≤ 30%", source: "《…》", mark: .met)
  let task = UnitDetail.Task(id: "14-ratio", title: "控制团青比", requirement: "…", mark: .met, reason: "", checks: [check])
  var report = ComplianceReport(
    language: "zh-Hans", words: Dictionary(uniqueKeysWithValues: ReportWords.keys.map { ($0, $0) }), title: name,
    subtitle: "2019-Q2", keySentences: ["一句话。"], tiles: [Tile(label: "团员", value: "123", note: "")],
    heatMap: HeatMap(
      tasks: [
        HeatMap.Task(id: "01-study", title: "参学", action: 1), HeatMap.Task(id: "01-lecturers", title: "巡讲", action: 1),
        HeatMap.Task(id: "14-ratio", title: "控制团青比", action: 14),
      ],
      rows: [
        HeatMap.Row(
          unit: "330203", name: name,
          cells: [
            HeatMap.Cell(mark: .notMet, figure: "", note: "", isWaived: true),
            HeatMap.Cell(mark: .notEvaluable, figure: "", note: "没有书面认定"), cell,
          ])
      ], actions: [1, 2, 14].map { HeatMap.Action(number: $0, title: "行动<\($0)>") }), leagues: [league],
    units: [UnitDetail(unit: "330203", name: name, tasks: attestedTasks + [task], breakdowns: [league])],
    definitions: [
      Definition(
        indicator: "league-youth-ratio", title: "团青比", meaning: "…", numerator: "团员", numeratorCondition: "counted = 1",
        denominator: "青年", denominatorCondition: "youth < 3", source: "《…》", evidence: "evidence/league-youth-ratio.csv"
      )
    ],
    findings: [
      FindingGroup(
        code: "id-checksum", severity: "error", severityLabel: "错误", title: "校验位错误", remedy: "更正", total: 2,
        examples: ["a.xml ▸ s ▸ C3 — <script>"])
    ], provenance: Provenance(facts: [["包", "x"]], files: []))
  report.coverage = CoverageTable(
    list: "共3项。",
    rows: [
      CoverageTable.Row(
        unit: "330203", name: name, computed: 1, shown: 0, attested: 1, notAssessed: 1, notApplicable: 0,
        score: "50.00%", scoreFraction: "1 ÷ 2", scoreWithWaivers: "100.00%", fractionWithWaivers: "1 ÷ 1")
    ])
  report.waivers = [
    WaiverLine(
      task: "参学", unit: name, standing: "已过期", isInForce: false, from: "2019-01-01", until: "2019-03-31",
      approver: "<市委>", reason: "<调整>")
  ]
  report.trials = [
    TrialCheck(group: report.findings[0], since: "2019-05-22", forecast: [["2018-Q4", "3"], ["2019-Q1", "2"]])
  ]
  let table = CensusTableView(
    id: "official", title: "组织数据统计表", meaning: "…", rowTitle: "行业类别",
    columns: [.init(title: "团员数", evidence: "evidence/league-youth-ratio.csv"), .init(title: "占比", evidence: nil)],
    rows: [
      .init(code: "rural", label: "农村<村>", cells: ["3", "100.00%"], isTotal: false),
      .init(code: "total", label: "合计", cells: ["3", "100.00%"], isTotal: true),
    ], source: "《…》", opening: "league-census evidence …")
  var folded = table
  folded.id = "by-sex"
  report.census = [table, folded]
  let figure = TransitionView.Figure(
    id: "graduates", label: "应衔接", meaning: "…", count: "3", share: 10_000, evidence: "evidence/measures/graduates.csv")
  let gap = TransitionView.Gap(
    figure: figure, headings: ["姓名", "place"], rows: [["王*明", "a.xml ▸ s ▸ 3"]], more: 2)
  report.transitions = [
    TransitionView(
      id: "school", title: "学社衔接", meaning: "…", source: "《…》", stages: [figure], beside: [figure], clocks: [figure],
      tables: [folded], gaps: [gap])
  ]
  return report
}

/// One with an attestation and a waiver, one without a word.
private var attestedTasks: [UnitDetail.Task] {
  var told = UnitDetail.Task(id: "01-study", title: "参学", requirement: "…", mark: .notMet, reason: "", checks: [])
  (told.action, told.isAttested, told.waiver) = (1, true, "已豁免：<调整>")
  told.attestation = UnitDetail.Attestation(
    state: "未启动", evidence: "<台账>", person: "王*明", reportedOn: "2019-06-20", validUntil: "未限期",
    place: "进展.csv ▸ 2")
  var silent = UnitDetail.Task(
    id: "01-lecturers", title: "巡讲", requirement: "…", mark: .notEvaluable, reason: "没有书面认定", checks: [])
  (silent.action, silent.isAttested) = (1, true)
  return [told, silent]
}

private func html(_ report: ComplianceReport) -> String {
  String(decoding: HTMLReportWriter().write(report), as: UTF8.self)
}

@Suite struct HTMLReportTests {
  @Test func everyTextIsEscaped() {
    let text = html(report())
    #expect(text.contains("共青团&lt;海曙&gt;&amp;&quot;区&quot;委"))
    for raw in ["<海曙>", "<script", "<台账>", "<调整>", "<市委>", "<行动"] { #expect(!text.contains(raw), "\(raw)") }
  }

  @Test func itNeedsNoNetwork() {
    let text = html(report())
    for needle in ["src=", "@import", "url(", "http://", "https://"] { #expect(!text.contains(needle), "\(needle)") }
  }

  @Test func everyLinkWithinThePageHasItsTarget() {
    let text = html(report())
    let targets = Set(text.matches(of: /id="([^"]+)"/).map { String($0.1) })
    let ids = text.matches(of: /id="([^"]+)"/).map { String($0.1) }
    #expect(targets.count == ids.count, "an id stands twice")
    for match in text.matches(of: /href="#([^"]+)"/) { #expect(targets.contains(String(match.1)), "\(match.1)") }
  }

  @Test func everyPictureHasATextAlternative() {
    let text = html(report())
    let pictures = text.matches(of: /<svg/).count
    #expect(pictures > 1)
    #expect(text.matches(of: /<svg[^>]*aria-labelledby="[^"]+"><title id="[^"]+">[^<]+<\/title>/).count == pictures)
  }

  @Test func everyLabelItUsesIsAmongTheWords() { #expect(!html(report()).contains("⟨")) }

  /// Without script: what is folded is a details element, and paper shows it.
  @Test func tablesAfterTheFirstAreFoldedAndUnfoldOnPaper() {
    let text = html(report())
    #expect(text.contains("<article class=\"census\" id=\"t-official\">"))
    #expect(text.contains("<details class=\"census\" id=\"t-by-sex\">"))
    #expect(text.contains("details::details-content"))
    #expect(text.contains("农村&lt;村&gt;"))
  }

  @Test func anEmptyReportIsStillAPage() {
    var empty = report()
    empty.heatMap = HeatMap(tasks: [], rows: [])
    (empty.coverage, empty.waivers, empty.trials) = (nil, [], [])
    (empty.leagues, empty.units, empty.definitions, empty.findings) = ([], [], [], [])
    (empty.census, empty.transitions) = ([], [])
    #expect(html(empty).hasSuffix("</html>\n"))
  }

  /// The page as it was agreed; RECORD_SNAPSHOTS=1 writes it anew and fails once.
  @Test func thePageIsAsItWas() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Snapshots/report.html")
    let written = Data(HTMLReportWriter().write(report()))
    guard let kept = try? Data(contentsOf: path), ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == nil else {
      try written.write(to: path)
      Issue.record("recorded \(path.lastPathComponent); look at it and run again")
      return
    }
    #expect(kept == written)
  }
}
