// SPDX-License-Identifier: Apache-2.0

package import Assessment
import Basics
package import CensusModel
package import Findings
import Indicators
package import Policy

/// Verdicts as they are printed (contract section 3), by unit, then task.
///
/// A unit's results are worked out when its rows are handed out: those of every unit are never in memory together.
package struct VerdictsDocument: ResultDocument {
  private let units: [Int]
  private let results: (_ unit: Int) -> [TaskResult]
  private let tree: OrganisationTree
  private let pack: PolicyPack
  private let period: Period
  private let language: Language
  private let context: CommandContext

  /// - Parameters:
  ///   - units: in any order; each once.
  ///   - results: of one unit, in any order.
  package init(
    units: [Int], tree: OrganisationTree, context: CommandContext, period: Period,
    results: @escaping (_ unit: Int) -> [TaskResult]
  ) {
    self.tree = tree
    (self.context, pack, language) = (context, context.pack, context.language)
    self.period = period
    self.units = units.sorted { (tree.nodes[$0].code, $0) < (tree.nodes[$1].code, $1) }
    self.results = results
  }

  /// Hands out every result, by unit, then task.
  package func forEachResult(_ body: (TaskResult) throws -> Void) rethrows {
    for unit in units { for result in results(unit).sorted(by: { $0.task < $1.task }) { try body(result) } }
  }

  /// One row for each unit and task; the columns are those of contract section 3, for people with words in place of
  /// codes.
  package var table: ResultTable {
    let columns: [ResultColumn<TaskResult>] = programColumns + csvColumns + textColumns
    return ResultTable("verdicts", columns: columns) { body in try forEachResult(body) }
  }

  private func title(_ key: String) -> String { context.text("verdicts.\(key)") }

  private var programColumns: [ResultColumn<TaskResult>] {
    [
      ResultColumn("period", title("period"), for: .data) { [period] _ in .text(period.description) },
      ResultColumn("unit", title("unit"), for: .data) { [tree] in .text(tree.nodes[$0.unit].code) },
      ResultColumn("unitName", title("unit-name"), for: [.csv, .text, .workbook]) { [tree] in
        .text(tree.nodes[$0.unit].name)
      },
      ResultColumn("task", title("task"), for: .data) { .text($0.task) },
      ResultColumn("title", title("title"), for: [.csv, .text, .workbook]) { [pack, language] in
        .text(pack.task($0.task)?.title[language] ?? $0.task)
      },
      ResultColumn("verdict", title("verdict")) { [context] result in
        .term(result.verdict.rawValue, word: context.text("verdict.\(result.verdict.rawValue)"))
      },
      ResultColumn("waived", for: .programs) { .flag($0.waived) },
      ResultColumn("checks", for: .programs) { [self] in .list($0.checks.map(object)) },
      ResultColumn("reason", title("reason")) { [self] in .text(checkWords.reason(of: $0)) },
      ResultColumn("action", for: .programs) { [pack] in .number(pack.task($0.task)?.action) },
      ResultColumn("method", for: .programs) { .text($0.method.rawValue) },
      ResultColumn("attestation", for: .programs) { [self] in $0.attestation.map(object) ?? .nothing },
      ResultColumn("waiver", for: .programs) { $0.waiver.map(VerdictsDocument.object) ?? .nothing },
    ]
  }

  private var csvColumns: [ResultColumn<TaskResult>] {
    let readers: ResultReaders = [.csv, .workbook]
    return [
      ResultColumn("checks", title("checks"), for: readers) { [self] in
        .text($0.checks.map(figure).joined(separator: "; "))
      },
      ResultColumn("method", title("method"), for: readers) { [context] in
        .term($0.method.rawValue, word: context.text("paper.method.\($0.method.rawValue)"))
      },
      ResultColumn("state", title("state"), for: readers) { [pack, language] in
        guard let state = $0.attestation?.attestation?.state else { return .nothing }
        return .term(state, word: pack.codeList("progress-state")?.entry(state)?.label[language] ?? state)
      },
      ResultColumn("evidence", title("evidence"), for: readers) { .text($0.attestation?.attestation?.evidence) },
      ResultColumn("person", title("person"), for: readers) { .text($0.attestation?.attestation?.person) },
      ResultColumn("reportedOn", title("reported-on"), for: readers) {
        .text($0.attestation?.attestation?.reportedOn?.description)
      },
      ResultColumn("validUntil", title("valid-until"), for: readers) {
        .text($0.attestation?.attestation?.validUntil?.description)
      },
      ResultColumn("waiverReason", title("waiver-reason"), for: readers) { .text($0.waiver?.reason) },
      ResultColumn("waiverApprover", title("waiver-approver"), for: readers) { .text($0.waiver?.approver) },
      ResultColumn("waiverUntil", title("waiver-until"), for: readers) { .text($0.waiver?.until.description) },
    ]
  }

  private var textColumns: [ResultColumn<TaskResult>] {
    [ResultColumn("basis", title("basis"), for: .text) { [self] in .text(basis(of: $0)) }]
  }

  private var checkWords: CheckWords { CheckWords(pack: pack, language: language) }

  private func object(_ result: AttestationResult) -> ResultCell {
    let row = result.attestation
    return .object([
      ("standing", .text(result.standing.rawValue)), ("state", .text(row?.state)), ("evidence", .text(row?.evidence)),
      ("person", .text(row?.person)), ("reportedOn", .text(row?.reportedOn?.description)),
      ("validUntil", .text(row?.validUntil?.description)),
      ("countsUntil", .text(row.flatMap { pack.assessment.attestation?.lastDay(of: $0) }?.description)),
      ("file", .text(row?.file)), ("sheet", .text(row?.sheet)), ("row", .number(row?.row)),
    ])
  }

  private static func object(_ waiver: Waiver) -> ResultCell {
    .object([
      ("reason", .text(waiver.reason)), ("approver", .text(waiver.approver)),
      ("from", .text(waiver.from.description)), ("until", .text(waiver.until.description)),
    ])
  }

  private func object(_ check: CheckResult) -> ResultCell {
    let words = checkWords
    return .object([
      ("indicator", .text(check.indicator)), ("state", .text(check.value.state.rawValue)),
      ("value", .percent(check.value.hundredths)),
      ("reported", check.value.reported.map { ResultCell($0) } ?? .nothing),
      ("condition", .text(words.condition(of: check))),
      ("threshold", .percent(CheckWords.limit(of: check))),
      ("source", .text(check.threshold.map { pack.cite($0, in: language) })),
      ("verdict", .text(check.verdict.rawValue)), ("standing", .text(check.standing?.rawValue)),
      ("remaining", .number(check.remaining?.count)), ("each", .flag(check.threshold?.isEach == true)),
      ("units", .number(check.spread?.units)), ("complying", .number(check.spread?.complying)),
      ("reaches", .flag(check.reaches)), ("reason", .text(words.reason(of: check))),
    ])
  }

  /// Figures, what was attested, and the waiver.
  private func basis(of result: TaskResult) -> String {
    var parts = result.checks.map(figure)
    if let row = result.attestation?.attestation {
      let state = row.state.flatMap { pack.codeList("progress-state")?.entry($0)?.label[language] } ?? "?"
      parts.insert([state, row.evidence ?? ""].filter { !$0.isEmpty }.joined(separator: ": "), at: 0)
    }
    if let waiver = result.waiver {
      let facts = ["reason": waiver.reason, "approver": waiver.approver, "until": waiver.until.description]
      parts.append(pack.messages.text("waiver.note", in: language, facts))
    }
    return parts.joined(separator: "; ")
  }

  private func figure(_ check: CheckResult) -> String {
    let title = pack.indicator(check.indicator)?.title[language] ?? check.indicator
    let number = check.value.hundredths.map { Percent.text($0) + "%" }
    let state = check.value.isIncomplete || number == nil ? context.state(of: check.value) : nil
    let value = [number, state].compactMap(\.self).joined(separator: " ")
    let words = CheckWords(pack: pack, language: language)
    let notes = [words.bound(of: check), words.note(on: check)].filter { !$0.isEmpty }
    return notes.isEmpty ? "\(title) \(value)" : "\(title) \(value) (\(notes.joined(separator: "; ")))"
  }
}

/// What a check was held against and how it stands, in words.
package struct CheckWords {
  let pack: PolicyPack
  let language: Language

  /// Words of a pack in one language.
  package init(pack: PolicyPack, language: Language) {
    self.pack = pack
    self.language = language
  }

  /// "<= 30", as the contract spells it; nil without a threshold, and where the quarter that it starts from is not there.
  package func condition(of check: CheckResult) -> String? {
    guard let threshold = check.threshold, let limit = CheckWords.limit(of: check) else { return nil }
    return "\(threshold.comparison.rawValue) \(Percent.shortest(limit))"
  }

  /// In hundredths.
  package static func limit(of check: CheckResult) -> Int? {
    check.bound?.hundredths ?? check.threshold.flatMap { $0.aim == .fixed ? $0.hundredths : nil }
  }

  /// "<= 30", "参考值 >= 95：已达到", "本级目标 >= 95"; empty without a threshold.
  package func bound(of check: CheckResult) -> String {
    guard let threshold = check.threshold else { return "" }
    let relation = threshold.aim == .fixed ? nil : pack.bound(of: threshold, in: language)
    let bound = [relation, condition(of: check)].compactMap(\.self).joined(separator: " ")
    switch threshold.standing {
    case .rule: return bound
    case .own: return "\(text("standing.own")) \(bound)"
    case .reference:
      let light = check.reaches.map { text($0 ? "reference.reached" : "reference.short") }
      return ["\(text("standing.reference")) \(bound)", light].compactMap(\.self).joined(
        separator: text("report.sign.colon"))
    }
  }

  /// "3 of 5 units comply, 2 remaining", or why there is no verdict.
  package func note(on check: CheckResult) -> String {
    var parts: [String] = []
    if let reason = reason(of: check), check.threshold != nil { parts.append(reason) }
    if check.verdict == .partlyMet || check.verdict == .notMet {
      if let spread = check.spread, spread.units > 1 || !spread.ownFails {
        let facts = [spread.complying, spread.units, spread.open].map { String($0) }
        parts.append(
          text(
            spread.open > 0 ? "spread.open" : "spread", ["complying": facts[0], "units": facts[1], "open": facts[2]]))
      }
      if let remaining = check.remaining {
        parts.append("\(label(remaining.kind, of: check.indicator)) \(remaining.count)")
      }
    }
    return parts.joined(separator: language == .chinese ? "，" : ", ")
  }

  /// Why a task has no verdict, or not the whole one; nil where its checks say it all.
  package func reason(of result: TaskResult) -> String? {
    result.reason.map { key in
      result.checks.first { $0.reason == key }.flatMap(reason) ?? text(key)
    }
  }

  /// Why a check has no verdict, with what is known where that is too little.
  package func reason(of check: CheckResult) -> String? {
    check.reason.map { key in
      guard let little = check.tooLittle else { return text(key) }
      let facts = [
        "known": String(little.known), "all": String(little.all), "floor": Percent.shortest(little.hundredths),
      ]
      return text(key, ["share": text("reason.known-share", facts)])
    }
  }

  /// "超出目标：空心团支部数": what `remaining` counts, by direction and by the measure counted.
  package func label(_ kind: Remaining.Kind, of indicator: String) -> String {
    let measure = pack.indicator(indicator).flatMap { pack.measure($0.numerator) }?.title[language] ?? indicator
    return text(Remaining.labelKey(kind), ["what": measure])
  }

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text(key, in: language, facts)
  }
}
