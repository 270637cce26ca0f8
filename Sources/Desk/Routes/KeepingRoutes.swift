// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Foundation
import Hummingbird
import Pipeline
import ReportWriting
import Reports
import Results

/// Backups and purges while the desk runs, by the administrator.
enum KeepingRoutes {
  private static let administrator = Route.Access.roles([.administrator])

  static let routes: [Route] = [
    .get("/keeping", administrator) { try await page($0) },
    .post("/keeping/backup", administrator) { try await backUp($0) },
    .post("/keeping/purge", administrator) { try await purge($0) },
  ]

  private static func page(_ visit: Visit, done: String? = nil) async throws -> Response {
    let (names, periods) = try await visit.desk.workers.read { [desk = visit.desk] in
      (desk.backups, try desk.workspace.periods)
    }
    return DeskPage(visit: visit, title: visit.text("nav.keeping")).response {
      if let done { HTMLNode.make(.p, .class("done"), .other(.role, "status")) { done } }
      HTMLNode.make(.h2) { visit.text("keeping.backup") }
      if visit.desk.settings.backups == nil {
        HTMLNode.make(.p) { visit.text("keeping.nowhere") }
      } else {
        HTMLNode.make(.p, .class("note")) { visit.text("keeping.note") }
        HTMLNode.make(.ul, .class("plain")) { for name in names { HTMLNode.make(.li) { name } } }
        FormMarkup(visit: visit, action: "/keeping/backup").node { FormMarkup.button(visit.text("keeping.do")) }
      }
      HTMLNode.make(.h2) { visit.text("keeping.purge") }
      HTMLNode.make(.p, .class("note")) { visit.text("keeping.purge-note") }
      FormMarkup(visit: visit, action: "/keeping/purge").node {
        FormMarkup.choice("before", visit.text("keeping.before"), periods.map { ($0.description, $0.description) })
        FormMarkup.field("word", visit.text("keeping.word"), [.flag(.required), .other(.autocomplete, "off")])
        FormMarkup.button(visit.text("keeping.purge"))
      }
    }
  }

  private static func run(_ visit: Visit) throws -> KeepingRun {
    KeepingRun(
      context: visit.context, by: try visit.user.name, programVersion: visit.desk.settings.programVersion)
  }

  private static func backUp(_ visit: Visit) async throws -> Response {
    guard let folder = visit.desk.settings.backups else { throw Refusal.notFound }
    let name = ChinaTime.spelledToTheSecond(Date().formatted(.iso8601)).replacing(" ", with: "-").replacing(
      ":", with: "")
    let path = FileName.path(folder, name)
    let manifest = try await visit.desk.workers.make {
      try PrivateFiles.makeFolder(folder)
      return try run(visit).backUp(to: path, withKey: false)
    }
    let facts = ["name": name, "files": String(manifest.files.count)]
    return try await page(visit, done: visit.text("keeping.done", facts))
  }

  /// Sealed periods stay: to name them takes the command line.
  private static func purge(_ visit: Visit) async throws -> Response {
    guard let before = Period(try visit.field("before")), try visit.field("word") == before.description else {
      throw Refusal.incomplete("desk.keeping.word-wrong", [:])
    }
    let count = try await visit.write {
      let run = try run(visit)
      let plan = try run.planPurge(before: before, named: [])
      return plan.versions.isEmpty ? 0 : try run.purge(plan).versions.count
    }
    return try await page(visit, done: visit.text("keeping.purged", ["count": String(count)]))
  }
}

extension Desk {
  /// Names of the backups that were made here, the latest first.
  fileprivate var backups: [String] {
    guard let folder = settings.backups else { return [] }
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().reversed()
  }
}
