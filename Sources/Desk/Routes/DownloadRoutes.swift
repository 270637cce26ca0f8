// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline
import ReportWriting
import Reports
import Results

/// Tables to take along, as CSV or XLSX: short ones at once, long ones made in the background.
enum DownloadRoutes {
  static let routes: [Route] = [
    .get("/tables/:table", .everyone) { try await table($0) },
    .get("/downloads", .everyone) { try await list($0) },
    .post("/downloads", .readers) { try await ask($0) },
    .get("/downloads/:download", .everyone, .download) { try await one($0) },
    .get("/downloads/:download/file", .everyone, .download) { try await file($0) },
    .post("/downloads/:download/discard", .everyone, .download) { try await discard($0) },
  ]

  // MARK: At once

  private static func table(_ visit: Visit) async throws -> Response {
    guard let table = DeskTable(rawValue: try visit.parameter("table")), !table.isLong else { throw Refusal.notFound }
    let (desk, account, context) = (visit.desk, try visit.user, visit.context)
    let wish = try TableWish(visit.query, table: table, for: account)
    let period = try await period(wish, visit)
    let bytes = try await desk.workers.count {
      var bytes: [UInt8] = []
      let maker = TableMaker(desk: desk, context: context, account: account, wish: wish, period: period)
      try write(maker) { bytes += $0 }
      return bytes
    }
    return FileAnswer.response(bytes, name: wish.name(period))
  }

  /// The period asked for; the unit must be one that the account sees.
  private static func period(_ wish: TableWish, _ visit: Visit) async throws -> Period {
    let latest = try await visit.desk.workers.read { [desk = visit.desk] in try desk.latestPeriod() }
    guard let period = wish.period ?? latest else { throw Refusal.notFound }
    if let unit = wish.unit {
      guard try await visit.sees(unit, in: period) else { throw Refusal.notFound }
    }
    return period
  }

  private static func write(_ maker: TableMaker, _ body: @escaping ([UInt8]) throws -> Void) throws {
    try maker.document().write(as: maker.wish.format, maker.context, to: body)
  }

  // MARK: In the background

  private static func ask(_ visit: Visit) async throws -> Response {
    let wish = try TableWish(visit.form, for: visit.user)
    let period = try await period(wish, visit)
    return try await enter(wish.query(period), name: wish.name(period), visit)
  }

  /// Puts a wish into the queue, and shows how far it is.
  ///
  /// - Throws: `Refusal.incomplete` where too many lie there.
  static func enter(_ wish: String, name: String, _ visit: Visit) async throws -> Response {
    let account = try visit.user
    let id = UUID().uuidString.lowercased()
    let waiting = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.downloads(of: account.id).count
    }
    guard waiting < visit.desk.settings.limits.waiting else { throw Refusal.incomplete("desk.download.too-many", [:]) }
    try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.enterDownload(id, of: account.id, wish: wish, name: name)
    }
    visit.desk.jobs.wake()
    return .redirect("/downloads/" + id)
  }

  private static func found(_ visit: Visit) async throws -> Download {
    let id = try visit.parameter("download")
    let found = try await visit.desk.workers.read { [store = visit.desk.store] in try store.download(id) }
    guard let found else { throw Refusal.notFound }
    return found
  }

  private static func one(_ visit: Visit) async throws -> Response {
    let download = try await found(visit)
    let waiting = try await visit.desk.workers.read { [store = visit.desk.store] in try store.waiting(download) }
    let page = DeskPage(
      visit: visit, title: visit.text("download.title"), subtitle: download.name,
      refresh: download.state == .making ? 2 : nil)
    return page.response {
      HTMLNode.make(.p, .other(.role, "status")) {
        DownloadList.state(download, visit)
        if download.state == .making {
          let key = waiting.before > 0 ? "download.waits" : "download.since"
          visit.text(key, ["seconds": String(waiting.seconds), "before": String(waiting.before)])
        }
      }
      if download.state == .done {
        HTMLNode.make(.p) {
          HTMLNode.link(download.name, to: "/downloads/\(download.id)/file", .class("go"), .flag(.download))
        }
      }
      HTMLNode.make(.div, .class("actions")) {
        FormMarkup(visit: visit, action: "/downloads/\(download.id)/discard", isInline: true).node {
          FormMarkup.button(
            visit.text(download.state == .making ? "download.cancel" : "download.discard"), isPlain: true)
        }
        HTMLNode.link(
          visit.text(PaperWish.isOne(download.wish) ? "nav.papers" : "download.title"),
          to: PaperWish.isOne(download.wish) ? "/papers" : "/downloads")
      }
    }
  }

  private static func list(_ visit: Visit) async throws -> Response {
    let id = try visit.user.id
    let downloads = try await visit.desk.workers.read { [store = visit.desk.store] in try store.downloads(of: id) }
    return DeskPage(visit: visit, title: visit.text("download.title")).response {
      DownloadList(visit: visit, downloads: downloads).node
    }
  }

  private static func file(_ visit: Visit) async throws -> Response {
    let download = try await found(visit)
    guard download.state == .done else { throw Refusal.notFound }
    let path = UploadFiles(desk: visit.desk).file(download.id, 1)
    let bytes = try await visit.desk.workers.read { [key = visit.desk.key] in
      try SealedFile.bytes(of: path, key: key)
    }
    return FileAnswer.response(bytes, name: download.name)
  }

  private static func discard(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("download")
    try await visit.desk.workers.read { [store = visit.desk.store] in try store.forgetDownload(id) }
    UploadFiles(desk: visit.desk).remove(id)
    return .redirect("/downloads")
  }
}
