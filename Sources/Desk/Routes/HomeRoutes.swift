// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Hummingbird
import Pipeline
import ReportModel
import ReportWriting
import Reports
import Results

/// The first page after signing in: what is owed and what lies at the desk, then how the unit stands.
enum HomeRoutes {
  static let routes: [Route] = [.get("/", .everyone) { try await home($0) }]

  private static func home(_ visit: Visit) async throws -> Response {
    let account = try visit.user
    guard account.role != .administrator else { return try await AccountsPage(visit: visit).response() }
    let period = try await visit.desk.workers.read { [desk = visit.desk] in try desk.latestPeriod() }
    guard let period else {
      return DeskPage(visit: visit, title: visit.text("home.empty")).response {
        HTMLNode.make(.p) { visit.text(account.role == .office ? "home.begin" : "home.wait") }
        if account.role == .office { HTMLNode.make(.p) { HTMLNode.link(visit.text("nav.hand-in"), to: "/hand-in") } }
      }
    }
    let shown = try await visit.report(of: period)
    let report = shown.value
    let uploads = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.uploads(of: account.id, limit: 5)
    }
    let owed = try await OwedSheets(visit: visit, period: period).own()
    guard let cover = report.pages[report.cover] else { throw Refusal.notFound }
    let page = DeskPage(
      visit: visit, title: cover.page.title, subtitle: cover.page.subtitle, scripts: ["/static/page.js"],
      written: cover.body)
    return page.response {
      if account.role != .inspector {
        HTMLNode.make(.div, .class("actions")) {
          HTMLNode.link(visit.text("home.hand-in"), to: "/hand-in", .class("go"))
        }
        if !uploads.isEmpty { UploadList(visit: visit, uploads: uploads).node }
      }
      if !owed.isEmpty { OwedSheets.list(owed, visit) }
      AsOfNote(visit: visit, asOf: shown.asOf).nodes
      DeskPage.writtenMark
    }
  }
}

/// What units owe for a period, as the office's list has it, and what came in.
struct OwedSheets: Sendable {
  let visit: Visit
  let period: Period

  /// The lines of the units that the account sees, in the order of the list.
  func own() async throws -> [ExpectedLine] {
    guard let account = visit.account else { return [] }
    return try await visit.desk.workers.read { [desk = visit.desk, context = visit.context, period] in
      let lines = try ExpectedRun(context: context, period: period).lines()
      guard let own = account.unit else { return lines }
      guard let tree = try desk.trees.tree(of: period, desk), let root = tree.node(coded: own) else { return [] }
      return lines.filter { line in
        tree.node(named: line.sheet.unit).map { tree.subtree(of: root).contains($0) } ?? false
      }
    }
  }

  private static let shown = 30

  static func list(_ lines: [ExpectedLine], _ visit: Visit) -> HTMLNode {
    let missing = lines.filter { $0.state == .missing }
    let facts = [
      "expected": String(lines.count), "missing": String(missing.count),
      "late": String(lines.count { $0.state == .late }),
    ]
    return .make(.section) {
      HTMLNode.make(.h2) { visit.text("home.owed") }
      HTMLNode.make(.p) { visit.text(missing.isEmpty ? "home.all-in" : "home.owed-counts", facts) }
      HTMLNode.make(.ul, .class("plain")) {
        for line in missing.prefix(shown) {
          HTMLNode.make(.li) {
            line.unitName + " · " + visit.context.text("kind.\(line.sheet.kind.rawValue)")
              + (line.sheet.due.map { visit.text("home.due", ["day": $0.description]) } ?? "")
          }
        }
      }
    }
  }
}

/// What one handed in lately or has at the desk.
struct UploadList {
  let visit: Visit
  let uploads: [Upload]

  var node: HTMLNode {
    .make(.section) {
      HTMLNode.make(.h2) { visit.text("home.uploads") }
      TableMarkup(
        caption: visit.text("home.uploads"),
        headings: ["time", "period", "files", "state"].map { visit.text("upload." + $0) },
        rows: uploads.map { upload in
          let names = upload.files.prefix(3).map(\.name).joined(separator: visit.context.text("list.separator"))
          let rest = upload.files.count > 3 ? " … \(upload.files.count)" : ""
          return [
            HTMLNode.link(ChinaTime.spelled(upload.made), to: "/hand-in/" + upload.id), .text(upload.period),
            .text(names + rest), .text(visit.text("upload.is." + upload.state.rawValue)),
          ]
        }
      ).node
    }
  }
}
