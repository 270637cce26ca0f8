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

/// The findings of a period below one's unit; the office notes what was looked into.
enum FindingRoutes {
  private static let shown = 50

  static let routes: [Route] = [
    .get("/findings", .readers) { try await list($0) },
    .post("/findings/accept", .roles([.office])) { try await accept($0) },
    .post("/findings/reopen", .roles([.office])) { try await reopen($0) },
  ]

  private static func list(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let isAccepted = visit.query["show"] == "accepted"
    let number = max(1, min(1_000_000, visit.query["page"].flatMap { Int($0) } ?? 1))
    let listing = try await visit.listing(of: period, isAccepted: isAccepted)
    let count = listing.value.items.count
    let items = Array(listing.value.items.dropFirst((number - 1) * shown).prefix(shown))
    let choice = try await PeriodChoice(visit: visit).node(period)
    let query = "period=\(period)" + (isAccepted ? "&show=accepted" : "")
    return DeskPage(
      visit: visit, title: visit.text("nav.findings"),
      subtitle: "\(period) · " + visit.text("count", ["count": String(count)])
    ).response {
      choice
      HTMLNode.make(.p) {
        HTMLNode.link(
          visit.text(isAccepted ? "findings.open" : "findings.accepted"),
          to: "/findings?period=\(period)" + (isAccepted ? "" : "&show=accepted"))
      }
      AsOfNote(visit: visit, asOf: listing.asOf).nodes
      if items.isEmpty { HTMLNode.make(.p) { visit.text("nothing") } } else { table(items, isAccepted, period, visit) }
      TableLinks(visit: visit, tables: [.findings], period: period, more: isAccepted ? "show=accepted" : "").node
      Pager(path: "/findings", page: number, hasMore: count > number * shown, query: query).node(visit)
    }
  }

  private static func table(
    _ items: [FindingsRun.Item], _ isAccepted: Bool, _ period: Period, _ visit: Visit
  ) -> HTMLNode {
    let isOffice = visit.account?.role == .office
    let headings = ["severity", "place", "message"].map { visit.text("findings." + $0) }
    return TableMarkup(
      caption: visit.text("nav.findings"), headings: headings + (isOffice ? [visit.text("accounts.do")] : []),
      rows: items.map { item in
        let finding = item.finding
        return [
          .make(.span, .class("severity " + finding.severity.rawValue)) {
            visit.context.text("severity.\(finding.severity.rawValue)")
          },
          .text(finding.finding.place.map { visit.context.pack.messages.spelled($0, in: visit.language) } ?? "–"),
          .make(.div) {
            finding.message
            HTMLNode.make(.small) {
              item.acceptance.map { visit.text("findings.by", ["by": $0.by, "reason": $0.reason]) } ?? finding.remedy
            }
          },
        ]
          + (isOffice
            ? [
              .element(
                .div, [.class("deeds")],
                [form(item, isAccepted, period, visit)] + assign(item, isAccepted, period, visit))
            ]
            : [])
      }
    ).node
  }

  private static func form(_ item: FindingsRun.Item, _ isAccepted: Bool, _ period: Period, _ visit: Visit) -> HTMLNode {
    FormMarkup(visit: visit, action: isAccepted ? "/findings/reopen" : "/findings/accept", isInline: true).node {
      FormMarkup.hidden("finding", item.id)
      FormMarkup.hidden("period", period.description)
      HTMLNode.element(
        .input,
        [
          .other(.type, "text"), .other(.name, "reason"), .label(visit.text("field.reason")),
          .other(.placeholder, visit.text("field.reason")), .other(.maxlength, "500"), .flag(.required),
        ], [])
      FormMarkup.button(visit.text(isAccepted ? "findings.reopen" : "findings.accept"), isPlain: true)
    }
  }

  private static func assign(
    _ item: FindingsRun.Item, _ isAccepted: Bool, _ period: Period, _ visit: Visit
  ) -> [HTMLNode] {
    isAccepted
      ? [] : [.text(" "), .link(visit.text("work.assign"), to: "/work/new?period=\(period)&finding=\(item.id)")]
  }

  private static func accept(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { throw Refusal.notFound }
    let (id, reason, name) = (try visit.field("finding"), try visit.field("reason"), try visit.user.name)
    let context = visit.context
    try await visit.write {
      _ = try FindingsRun(context: context, period: period).accept([id], by: name, reason: reason, until: nil)
    }
    return .redirect("/findings?period=\(period)")
  }

  private static func reopen(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { throw Refusal.notFound }
    let (id, reason, name) = (try visit.field("finding"), try visit.field("reason"), try visit.user.name)
    let context = visit.context
    try await visit.write {
      _ = try FindingsRun.reopen([id], context: context, by: name, why: reason)
    }
    return .redirect("/findings?period=\(period)&show=accepted")
  }
}
