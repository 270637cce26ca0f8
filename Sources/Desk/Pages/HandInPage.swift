// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Hummingbird
import ReportWriting

/// The form to hand in files by.
struct HandInPage: Sendable {
  let visit: Visit

  func response() async throws -> Response {
    let account = try visit.user
    let (periods, uploads, unit) = try await visit.desk.workers.read { [desk = visit.desk] in
      (try HandInPage.periods(desk), try desk.store.uploads(of: account.id), account.unit.map(desk.unitName))
    }
    return DeskPage(
      visit: visit, title: visit.text("hand-in.title"), subtitle: unit ?? visit.text("hand-in.everything")
    ).response {
      form(account, periods)
      HTMLNode.make(.p) { HTMLNode.link(visit.text("hand-in.template"), to: "/template") }
      if !uploads.isEmpty { UploadList(visit: visit, uploads: uploads).node }
    }
  }

  private func form(_ account: Account, _ periods: [Period]) -> HTMLNode {
    FormMarkup(visit: visit, action: "/hand-in", isUpload: true, id: "upload").node {
      FormMarkup.choice(
        "period", visit.text("field.period"), periods.map { ($0.description, $0.description) },
        chosen: HandInPage.usual(periods)?.description)
      if account.role == .office {
        FormMarkup.field("unit", visit.text("field.unit"), hint: visit.text("hand-in.unit-hint"), [])
      }
      HTMLNode.make(.div, .class("field drop")) {
        HTMLNode.make(.label, .other(.for, "f-files")) { visit.text("hand-in.files") }
        HTMLNode.make(
          .input, .other(.type, "file"), .id("f-files"), .other(.name, "files"), .flag(.multiple), .flag(.required),
          .other(.describedBy, "h-files"), .other(.accept, ".xml,.xls,.xlsx,.ods,.csv,.txt,.htm,.html,.zip"))
        HTMLNode.make(.small, .id("h-files")) { visit.text("hand-in.files-hint") }
      }
      HTMLNode.make(.progress, .flag(.hidden), .label(visit.text("hand-in.progress")))
      HTMLNode.make(.p, .class("wrong failed"), .flag(.hidden), .other(.role, "alert")) {
        visit.text("hand-in.broken-off")
      }
      FormMarkup.button(visit.text("hand-in.check"))
      HTMLNode.make(.p, .class("note")) { visit.text("hand-in.nothing-stored") }
    }
  }

  /// Those of the workspace that are open, and the next ones up to the quarter that begins now.
  static func periods(_ desk: Desk) throws -> [Period] {
    let sealed = Set(try desk.workspace.versions().filter(\.isSealed).map(\.period))
    let open = Set(try desk.workspace.versions().filter { !$0.isSealed }.map(\.period))
    let known = try desk.workspace.periods
    let following = known.last.map { [$0.next] } ?? recent
    return (known.filter { !sealed.contains($0) || open.contains($0) } + following).sorted()
  }

  /// The quarter that runs and the three before it.
  private static var recent: [Period] {
    let parts = Calendar(identifier: .gregorian).dateComponents([.year, .month], from: Date())
    guard let year = parts.year, let month = parts.month, let now = Period("\(year)-Q\((month - 1) / 3 + 1)") else {
      return []
    }
    return [now.previous.previous.previous, now.previous.previous, now.previous, now]
  }

  static func usual(_ periods: [Period]) -> Period? {
    periods.count > 1 ? periods[periods.count - 2] : periods.last
  }
}
