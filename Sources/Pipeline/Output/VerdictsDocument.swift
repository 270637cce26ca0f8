// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import Findings
import Indicators
import Policy

/// Verdicts as they are printed (contract section 3), by unit, then task in the order of the pack.
package struct VerdictsDocument {
  package let results: [TaskResult]
  private let tree: OrganisationTree
  private let pack: PolicyPack
  private let period: Period
  private let language: Language
  private let desk: Desk

  init(results: [TaskResult], tree: OrganisationTree, desk: Desk, period: Period) {
    self.tree = tree
    (self.desk, pack, language) = (desk, desk.pack, desk.language)
    self.period = period
    self.results = results.sorted {
      (tree.nodes[$0.unit].code, $0.task, $0.unit) < (tree.nodes[$1.unit].code, $1.task, $1.unit)
    }
  }

  package func json() -> String { JSONWriter.array(results.map(object)) }

  private func object(_ result: TaskResult) -> String {
    let reason = result.reason.map { pack.messages.text($0, in: language) }
    return JSONWriter.object([
      ("period", JSONWriter.quoted(period.description)), ("unit", JSONWriter.quoted(tree.nodes[result.unit].code)),
      ("task", JSONWriter.quoted(result.task)), ("verdict", JSONWriter.quoted(result.verdict.rawValue)),
      ("waived", result.waived ? "true" : "false"),
      ("checks", "[" + result.checks.map(object).joined(separator: ", ") + "]"), ("reason", JSONWriter.quoted(reason)),
      ("action", JSONWriter.number(pack.task(result.task)?.action)),
      ("method", JSONWriter.quoted(result.method.rawValue)),
      ("attestation", result.attestation.map(object) ?? "null"), ("waiver", result.waiver.map(object) ?? "null"),
    ])
  }

  private func object(_ result: AttestationResult) -> String {
    let row = result.attestation
    return JSONWriter.object([
      ("standing", JSONWriter.quoted(result.standing.rawValue)), ("state", JSONWriter.quoted(row?.state)),
      ("evidence", JSONWriter.quoted(row?.evidence)), ("person", JSONWriter.quoted(row?.person)),
      ("reportedOn", JSONWriter.quoted(row?.reportedOn?.description)),
      ("validUntil", JSONWriter.quoted(row?.validUntil?.description)),
      ("countsUntil", JSONWriter.quoted(row.flatMap { pack.assessment.attestation?.lastDay(of: $0) }?.description)),
      ("file", JSONWriter.quoted(row?.file)),
      ("sheet", JSONWriter.quoted(row?.sheet)), ("row", JSONWriter.number(row?.row)),
    ])
  }

  private func object(_ waiver: Waiver) -> String {
    JSONWriter.object([
      ("reason", JSONWriter.quoted(waiver.reason)), ("approver", JSONWriter.quoted(waiver.approver)),
      ("from", JSONWriter.quoted(waiver.from.description)), ("until", JSONWriter.quoted(waiver.until.description)),
    ])
  }

  private func object(_ check: CheckResult) -> String {
    let words = CheckWords(pack: pack, language: language)
    return JSONWriter.object([
      ("indicator", JSONWriter.quoted(check.indicator)), ("state", JSONWriter.quoted(check.value.state.rawValue)),
      ("value", PercentText.json(check.value.hundredths)), ("condition", JSONWriter.quoted(words.condition(of: check))),
      ("threshold", PercentText.json((check.bound?.hundredths ?? check.threshold?.hundredths))),
      ("source", JSONWriter.quoted(check.threshold.map { pack.cite($0, in: language) })),
      ("verdict", JSONWriter.quoted(check.verdict.rawValue)), ("standing", JSONWriter.quoted(check.standing?.rawValue)),
      ("remaining", JSONWriter.number(check.remaining.map { Int($0.count) })),
      ("each", check.threshold?.isEach == true ? "true" : "false"),
      ("units", JSONWriter.number(check.spread.map { Int($0.units) })),
      ("complying", JSONWriter.number(check.spread.map { Int($0.complying) })),
      ("reaches", check.reaches.map { $0 ? "true" : "false" } ?? "null"),
      ("reason", JSONWriter.quoted(check.reason.map { pack.messages.text($0, in: language) })),
    ])
  }

  package func csv() -> String {
    let keys = ["period", "unit", "unitName", "task", "title", "verdict", "reason", "checks"] + VerdictsDocument.more
    return CSVWriter.byteOrderMark + CSVWriter.line(keys)
      + results.map { result in
        let node = tree.nodes[result.unit]
        return CSVWriter.line(
          [
            period.description, node.code, node.name, result.task, pack.task(result.task)?.title[language] ?? "",
            result.verdict.rawValue, result.reason.map { pack.messages.text($0, in: language) } ?? "",
            result.checks.map(figure).joined(separator: "; "),
          ] + more(of: result))
      }.joined()
  }

  private static let more = [
    "method", "state", "evidence", "person", "reportedOn", "validUntil", "waiverReason", "waiverApprover",
    "waiverUntil",
  ]

  private func more(of result: TaskResult) -> [String] {
    let (row, waiver) = (result.attestation?.attestation, result.waiver)
    return [
      result.method.rawValue, row?.state ?? "", row?.evidence ?? "", row?.person ?? "",
      row?.reportedOn?.description ?? "", row?.validUntil?.description ?? "", waiver?.reason ?? "",
      waiver?.approver ?? "", waiver?.until.description ?? "",
    ]
  }

  package func text() -> String {
    var table = TextTable([.left, .left, .left, .left])
    for result in results {
      let verdict = pack.messages.text("verdict.\(result.verdict.rawValue)", in: language)
      let reason = result.reason.map { ": " + pack.messages.text($0, in: language) } ?? ""
      table.add([
        tree.nodes[result.unit].name, pack.task(result.task)?.title[language] ?? result.task, verdict + reason,
        basis(of: result),
      ])
    }
    return table.text
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
    let number = check.value.hundredths.map { PercentText.spelled($0) + "%" }
    let state = check.value.isIncomplete || number == nil ? desk.state(of: check.value) : nil
    let value = [number, state].compactMap(\.self).joined(separator: " ")
    let words = CheckWords(pack: pack, language: language)
    let notes = [words.bound(of: check), words.note(on: check)].filter { !$0.isEmpty }
    return notes.isEmpty ? "\(title) \(value)" : "\(title) \(value) (\(notes.joined(separator: "; ")))"
  }
}

/// What a check was held against and how it stands, in words.
struct CheckWords {
  let pack: PolicyPack
  let language: Language

  /// "<= 30", as the contract spells it; nil without a threshold.
  func condition(of check: CheckResult) -> String? {
    check.threshold.map { threshold in
      "\(threshold.comparison.rawValue) \(PercentText.plain(check.bound?.hundredths ?? threshold.hundredths))"
    }
  }

  /// "<= 30", "参考值 >= 95：已达到", "本级目标 >= 95"; empty without a threshold.
  func bound(of check: CheckResult) -> String {
    guard let condition = condition(of: check), let threshold = check.threshold else { return "" }
    let isRelative = threshold.aim != .fixed
    let bound = isRelative ? "\(pack.bound(of: threshold, in: language)) \(condition)" : condition
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
  func note(on check: CheckResult) -> String {
    var parts: [String] = []
    if let reason = check.reason, check.threshold != nil { parts.append(text(reason)) }
    if check.verdict == .partlyMet || check.verdict == .notMet {
      if let spread = check.spread, spread.units > 1 || !spread.ownFails {
        parts.append(text("spread", ["complying": String(spread.complying), "units": String(spread.units)]))
      }
      if let remaining = check.remaining {
        parts.append("\(label(remaining.kind, of: check.indicator)) \(remaining.count)")
      }
    }
    return parts.joined(separator: language == .chinese ? "，" : ", ")
  }

  /// "超出目标：空心团支部数": what `remaining` counts, by direction and by the measure counted.
  func label(_ kind: Remaining.Kind, of indicator: String) -> String {
    let measure = pack.indicator(indicator).flatMap { pack.measure($0.numerator) }?.title[language] ?? indicator
    return text(Remaining.labelKey(kind), ["what": measure])
  }

  private func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text(key, in: language, facts)
  }
}
