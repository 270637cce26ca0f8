// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import Findings
import Indicators
import Pipeline
import Policy
import ReportModel
import Results

/// How a report spells what it says: words of the pack, figures, quarters, bounds.
struct ReportVoice {
  let census: PeriodCensus

  var context: CommandContext { census.context }
  var pack: PolicyPack { context.pack }
  var language: Language { context.language }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String { context.text("page." + key, facts) }

  func list(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: context.text("page.separator"))
  }

  /// 2019年第三季度
  func quarter(_ period: Period) -> String { text("quarter.\(period.quarter)", ["year": String(period.year)]) }

  /// 截至9月30日
  var asOf: String {
    text("as-of", facts(of: census.period.censusDay))
  }

  /// 12月31日
  func day(_ day: CalendarDay) -> String { text("day", facts(of: day)) }

  private func facts(of day: CalendarDay) -> [String: String] {
    ["month": String(day.month), "day": String(day.day), "date": day.description]
  }

  // MARK: Figures

  /// "26.97%", or a dash.
  func percent(_ value: IndicatorValue) -> String { value.hundredths.map(percent) ?? "–" }

  func percent(_ hundredths: Int) -> String { Percent.text(hundredths) + "%" }

  /// "123 ÷ 456"
  func fraction(_ value: IndicatorValue) -> String {
    guard let numerator = value.numerator, let denominator = value.denominator else { return "" }
    return "\(numerator) ÷ \(denominator)"
  }

  func number(_ count: Int64?) -> String { count.map { String($0) } ?? "–" }

  /// "+12", "−3", "0"
  func signed(_ count: Int64) -> String { count == 0 ? "0" : (count > 0 ? "+" : "−") + String(count.magnitude) }

  /// "+1.20", "−0.35", "0.00"
  func points(_ hundredths: Int) -> String {
    let text = Percent.text(abs(hundredths))
    return hundredths == 0 ? text : (hundredths > 0 ? "+" : "−") + text
  }

  /// The state in words, empty where the value says it all.
  func state(_ value: IndicatorValue) -> String { value.state == .value ? "" : context.state(of: value) }

  /// "≤ 30%", "本级目标 ≥ 95%", "参考值 ≥ 95%"; empty without a threshold.
  func bound(_ threshold: Threshold?, _ exact: Bound? = nil) -> String {
    guard let threshold else { return "" }
    let sign = threshold.comparison == .atMost ? "≤" : "≥"
    var words = "\(sign) \(Percent.shortest(exact?.hundredths ?? threshold.hundredths))%"
    if threshold.aim != .fixed { words = "\(pack.bound(of: threshold, in: language)) \(words)" }
    if threshold.isEach { words = text(threshold.comparison == .atMost ? "bound.none" : "bound.all") }
    guard threshold.standing != .rule else { return words }
    return context.text("standing.\(threshold.standing.rawValue)") + " " + words
  }

  /// "还差12个（支委会健全的团支部数）", or why there is no verdict.
  func gap(_ check: CheckResult) -> String {
    let words = CheckWords(pack: pack, language: language)
    let isFailed = [.notMet, .partlyMet].contains(check.verdict)
    guard isFailed, let remaining = check.remaining, [.short, .over].contains(remaining.kind),
      let measure = pack.indicator(check.indicator).flatMap({ pack.measure($0.numerator) })
    else { return words.note(on: check) }
    let isOfPersons = pack.vocabulary.schemas[measure.kind].namesPersons
    let facts = [
      "count": String(remaining.count), "unit": text(isOfPersons ? "gap.person" : "gap.thing"),
      "what": measure.title[language],
    ]
    return text("gap.\(remaining.kind.rawValue)", facts)
  }

  func label(of verdict: Mark) -> String { context.text("report.verdict.\(verdict.rawValue)") }

  func title(_ indicator: Indicator) -> String { indicator.title[language] }

  func measure(_ id: String) -> String { pack.measure(id)?.title[language] ?? id }

  // MARK: Marks

  func mark(_ verdict: Verdict) -> Mark { Mark(rawValue: verdict.rawValue) ?? .error }

  func mark(of check: CheckResult) -> Mark { check.reaches.map { $0 ? .reached : .short } ?? mark(check.verdict) }

  /// What can be done about a task, or about an indicator that it is judged by.
  func advice(on task: ReformTask, _ indicator: Indicator?) -> String {
    indicator?.advice?[language] ?? task.advice?[language] ?? (task.method == .computed ? "" : text("advice.papers"))
  }
}
