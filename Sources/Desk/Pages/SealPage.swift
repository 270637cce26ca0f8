// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// What keeps a period from being sealed, the seal itself, and how it is opened again.
struct SealPage: Sendable {
  let visit: Visit

  private func run(_ period: Period, remark: String = "") throws -> SealRun {
    SealRun(
      context: visit.context, period: period, by: try visit.user.name, remark: remark, blockAt: .error,
      programVersion: visit.desk.settings.programVersion)
  }

  func response(blockers found: [SealBlocker]? = nil) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let page = self
    let (version, blockers) = try await visit.desk.workers.count { [workspace = visit.desk.workspace] in
      let version = try workspace.version(of: period)
      let isOpen = version?.isSealed == false
      return (version, try found ?? (isOpen ? page.run(period).blockers() : []))
    }
    guard let version else { throw Refusal.notFound }
    let choice = try await PeriodChoice(visit: visit).node(period)
    return DeskPage(
      visit: visit, title: visit.text("seal.title", ["period": period.description]),
      subtitle: visit.text(version.isSealed ? "seal.is-sealed" : "seal.is-open", ["version": String(version.number)])
    ).response(found == nil ? .ok : .conflict) {
      choice
      if version.isSealed { sealed(version, period) } else { open(blockers, period) }
    }
  }

  private func open(_ blockers: [SealBlocker], _ period: Period) -> HTMLNode {
    .make(.div) {
      if blockers.isEmpty {
        HTMLNode.make(.p, .class("done")) { visit.text("seal.nothing-blocks") }
        FormMarkup(visit: visit, action: "/seal").node {
          FormMarkup.hidden("period", period.description)
          FormMarkup.field("remark", visit.text("field.remark"), [.other(.maxlength, "500")])
          FormMarkup.button(visit.text("seal.do"))
        }
      } else {
        HTMLNode.make(.p, .class("wrong")) { visit.text("seal.blocked") }
        HTMLNode.make(.ul, .class("plain")) { for blocker in blockers { HTMLNode.make(.li) { words(blocker) } } }
        HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.findings"), to: "/findings?period=\(period)") }
        HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.explanations"), to: "/explanations?period=\(period)") }
      }
    }
  }

  private func words(_ blocker: SealBlocker) -> String {
    switch blocker {
    case .findings(_, let title, let severity, let count):
      visit.text(
        "seal.blocked-findings",
        [
          "severity": visit.context.text("severity.\(severity.rawValue)"), "title": title, "count": String(count),
        ])
    case .explanation(let item):
      visit.text(
        "seal.blocked-explanation",
        [
          "name": item.name,
          "measure": visit.context.pack.measure(item.duty.measure)?.title[visit.language] ?? item.duty.measure,
          "against": item.against.description,
          "before": String(item.before), "after": String(item.after),
        ])
    }
  }

  private func sealed(_ version: PeriodVersion, _ period: Period) -> HTMLNode {
    .make(.div) {
      HTMLNode.make(.p) {
        visit.text("seal.by", ["by": version.sealedBy ?? "–", "at": version.sealedAt ?? "–"])
      }
      HTMLNode.make(.p, .class("code")) { version.sha256 ?? "" }
      FormMarkup(visit: visit, action: "/unseal").node {
        HTMLNode.make(.h2) { visit.text("seal.open") }
        FormMarkup.hidden("period", period.description)
        FormMarkup.field("reason", visit.text("field.reason"), [.flag(.required), .other(.maxlength, "500")])
        FormMarkup.button(visit.text("seal.open"))
      }
    }
  }

  func seal() async throws -> Response {
    guard let period = Period(try visit.field("period")) else { throw Refusal.malformed }
    let (page, remark) = (self, visit.form["remark"] ?? "")
    do {
      try await visit.write { _ = try page.run(period, remark: remark).seal() }
    } catch let blocked as SealBlocked {
      return try await response(blockers: blocked.blockers)
    }
    return .redirect("/seal?period=\(period)")
  }

  func unseal() async throws -> Response {
    guard let period = Period(try visit.field("period")) else { throw Refusal.malformed }
    let (reason, name) = (try visit.field("reason"), try visit.user.name)
    try await visit.write { [workspace = visit.desk.workspace] in
      _ = try workspace.unseal(period, by: name, reason: reason)
    }
    return .redirect("/seal?period=\(period)")
  }
}
