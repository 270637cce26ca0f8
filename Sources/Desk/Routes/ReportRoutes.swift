// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Reports
import Results

/// The pages of the report of one's own unit, worked out live, and the rows behind their figures.
enum ReportRoutes {
  private static let shownRows = 50

  static let routes: [Route] = [
    .get("/report", .readers) { try await periods($0) },
    .get("/report/:period/**", .readers) { try await page($0) },
    .get("/rows/:period/:unit/:measure", .readers, .unit) { try await rows($0) },
  ]

  private static func periods(_ visit: Visit) async throws -> Response {
    let periods = try await visit.desk.workers.read { [desk = visit.desk] in try desk.workspace.periods }
    return DeskPage(visit: visit, title: visit.text("nav.report")).response {
      HTMLNode.make(.ul, .class("plain")) {
        for period in periods.reversed() {
          HTMLNode.make(.li) { HTMLNode.link(period.description, to: "/report/\(period)/cover") }
        }
      }
      if periods.isEmpty { HTMLNode.make(.p) { visit.text("home.empty") } }
    }
  }

  private static func page(_ visit: Visit) async throws -> Response {
    let period = try visit.period
    let shown = try await visit.report(of: period)
    let report = shown.value
    let path = try visit.parameter("**")
    if path == report.search.path {
      return Packing.page(
        Array(report.search.text.utf8), .ok, [.contentType: "text/javascript; charset=utf-8"], visit.request)
    }
    if let rows = report.rows[path] { return try await measures(visit, rows, period) }
    guard let page = report.pages[path == "cover" ? report.cover : path] else { throw Refusal.notFound }
    return ReportPage(visit: visit, report: report, kept: page, period: period, asOf: shown.asOf).response()
  }

  /// The figures that rows of a kind count in, each with a link to its rows.
  private static func measures(_ visit: Visit, _ rows: LiveReport.Rows, _ period: Period) async throws -> Response {
    let measures = try EvidencePage.measures(of: rows.kind, context: visit.context, period: period)
    let kind = visit.context.text("kind.\(rows.kind.rawValue)")
    return DeskPage(visit: visit, title: kind, subtitle: "\(rows.unit) · \(period)").response {
      HTMLNode.make(.p, .class("note")) { visit.text("rows.choose") }
      HTMLNode.make(.ul, .class("plain")) {
        for measure in measures {
          HTMLNode.make(.li, .id(LiveReport.measureAnchor + measure.id)) {
            HTMLNode.link(
              measure.title, to: "/rows/\(period)/\(Form.encoded(rows.unit))/\(Form.encoded(measure.id))")
          }
        }
      }
    }
  }

  private static func rows(_ visit: Visit) async throws -> Response {
    let (period, unit, measure) = (try visit.period, try visit.parameter("unit"), try visit.parameter("measure"))
    let number = max(1, min(1_000_000, visit.query["page"].flatMap { Int($0) } ?? 1))
    let context = visit.context
    let evidence = try await visit.desk.workers.read {
      try EvidencePage(
        context: context, period: period, unit: unit, measure: measure, skipping: (number - 1) * shownRows,
        taking: shownRows)
    }
    return GridPage(
      visit: visit, title: evidence.grid.caption, subtitle: "\(unit) · \(period)", grid: evidence.grid,
      pager: Pager(path: visit.request.uri.path, page: number, hasMore: evidence.hasMore)
    ).response(note: visit.text("rows.masked")) { TableLinks.rows(visit, period, unit, measure) }
  }
}

/// A page of a report as the desk shows it.
struct ReportPage: Sendable {
  let visit: Visit
  let report: KeptReport
  let kept: KeptPage
  let period: Period
  let asOf: Date?

  func response() -> Response {
    let (prefix, page) = ("/report/\(period)/", kept.page)
    let own = page.navigation + page.trail + page.companions.filter { report.pages[$0.path] != nil }
    var scripts = ["/static/page.js"]
    if page.search != nil { scripts.append(prefix + report.search.path) }
    return DeskPage(visit: visit, title: page.title, subtitle: page.subtitle, scripts: scripts, written: kept.body)
      .response {
        HTMLNode.make(.nav, .class("companions"), .label(visit.text("report.nav"))) {
          for link in own where report.pages[link.path] != nil {
            HTMLNode.element(
              .a, [.href(prefix + link.path)] + (link.path == page.path ? [.other(.current, "page")] : []),
              [.text(link.title)])
          }
        }
        search(prefix, page)
        AsOfNote(visit: visit, asOf: asOf).nodes
        DeskPage.writtenMark
        TableLinks(
          visit: visit, tables: [.indicators, .verdicts], period: period,
          unit: report.unitPages.first { $0.value == page.path }?.key
        ).node
      }
  }

  private func search(_ prefix: String, _ page: Page) -> HTMLNode {
    .make(
      .div, .class("search"), .flag(.hidden), .other(.base, prefix), .other(.message, page.words["nothing-found"] ?? "")
    ) {
      HTMLNode.make(
        .input, .other(.type, "search"), .id("q"), .label(page.words["search"] ?? ""),
        .other(.placeholder, page.words["search-hint"] ?? ""), .other(.autocomplete, "off"))
      HTMLNode.make(.ul, .id("found"), .other(.live, "polite"))
    }
  }
}
