// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Hummingbird
import Pipeline
import ReportWriting
import Results

/// The papers of a quarter that one may have, and those that were asked for.
struct PapersPage: Sendable {
  private static let shownUnits = 300

  let visit: Visit

  func response() async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { return PeriodChoice.empty(visit) }
    let account = try visit.user
    let (units, downloads) = try await visit.desk.workers.read { [desk = visit.desk] in
      (try PapersPage.units(of: account, in: period, desk), try desk.store.downloads(of: account.id))
    }
    guard !units.isEmpty else { throw Refusal.notFound }
    let papers = DeskPaper.allCases.filter { $0.roles.contains(account.role) }
    let choice = try await PeriodChoice(visit: visit).node(period)
    return DeskPage(visit: visit, title: visit.text("nav.papers"), subtitle: period.description).response {
      choice
      HTMLNode.make(.p, .class("note")) {
        visit.text("papers.note")
        if account.role == .office { HTMLNode.link(visit.text("letterhead.title"), to: "/letterhead") }
      }
      FormMarkup(visit: visit, action: "/papers").node {
        FormMarkup.hidden("period", period.description)
        FormMarkup.choice("unit", visit.text("field.unit"), units.map { ($0.code, $0.name) })
        HTMLNode.make(.ul, .class("plain papers")) { for paper in papers { entry(paper) } }
      }
      HTMLNode.make(.h2) { visit.text("papers.made") }
      DownloadList(visit: visit, downloads: downloads).node
    }
  }

  private func entry(_ paper: DeskPaper) -> HTMLNode {
    let name = visit.text("papers.name." + paper.rawValue)
    return .make(.li) {
      HTMLNode.make(.div) {
        HTMLNode.make(.strong) { name }
        HTMLNode.make(.p, .class("note")) { visit.text("papers.about." + paper.rawValue) }
        if paper == .sample { sampleFields }
      }
      HTMLNode.element(
        .button,
        [
          .other(.type, "submit"), .other(.name, "paper"), .other(.value, paper.rawValue),
          .label(visit.text("papers.make") + " " + name),
        ], [.text(visit.text("papers.make"))])
    }
  }

  private var sampleFields: HTMLNode {
    .make(.div, .class("pair")) {
      FormMarkup.field("size", visit.text("papers.size"), type: "number", value: String(PaperWish.usualSize), [])
      FormMarkup.field("seed", visit.text("papers.seed"), type: "number", value: "1", [])
    }
  }

  /// The units that papers can be had of: one's own, or the whole, and those right below.
  static func units(of account: Account, in period: Period, _ desk: Desk) throws -> [(code: String, name: String)] {
    guard let tree = try desk.trees.tree(of: period, desk), !tree.nodes.isEmpty else { return [] }
    let root = account.unit.map { tree.node(coded: $0) } ?? 0
    guard let root else { return [] }
    return ([root] + tree.children(of: root).prefix(shownUnits)).map { (tree.nodes[$0].code, tree.nodes[$0].name) }
  }
}

/// What was asked for, the latest first.
struct DownloadList {
  let visit: Visit
  let downloads: [Download]

  var node: HTMLNode {
    guard !downloads.isEmpty else { return .make(.p) { visit.text("nothing") } }
    return TableMarkup(
      caption: visit.text("download.title"),
      headings: ["name", "asked", "state"].map { visit.text("download." + $0) },
      rows: downloads.map { download in
        [
          .link(download.name, to: "/downloads/" + download.id), .text(ChinaTime.spelled(download.made)),
          .text(DownloadList.state(download, visit)),
        ]
      }
    ).node
  }

  static func state(_ download: Download, _ visit: Visit) -> String {
    let kind = PaperWish.isOne(download.wish) ? "download.paper-is." : "download.is."
    return visit.text(kind + download.state.rawValue, ["rows": String(download.rows)])
  }
}
