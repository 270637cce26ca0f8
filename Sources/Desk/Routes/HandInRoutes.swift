// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import HTTPTypes
import Hummingbird
import Intake
import NIOCore
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// Handing in: files, what the check says, in or away.
enum HandInRoutes {
  private static let senders = Route.Access.roles([.department, .office])

  static let routes: [Route] = [
    .get("/hand-in", senders) { try await HandInPage(visit: $0).response() },
    .post("/hand-in", senders, body: .upload) { try await receive($0) },
    .get("/hand-in/:upload", senders, .upload) { try await UploadPage(visit: $0).response() },
    .post("/hand-in/:upload/keep", senders, .upload) { try await keep($0) },
    .post("/hand-in/:upload/discard", senders, .upload) { try await discard($0) },
    .get("/hand-in/:upload/marked/:number", senders, .upload) { try await marked($0) },
    .get("/template", senders) { try await template($0) },
  ]

  private static func receive(_ visit: Visit) async throws -> Response {
    .redirect("/hand-in/" + (try await take(visit)))
  }

  /// Takes an upload in and lets it be checked.
  ///
  /// - Parameter isProved: whether it is known to come from whom it says, as that of a program with its token is.
  /// - Returns: its ID.
  static func take(_ visit: Visit, isProved: Bool = false) async throws -> String {
    let (desk, account) = (visit.desk, try visit.user)
    let waiting = try await desk.workers.read { [store = desk.store] in
      try store.uploads(of: account.id, limit: 200).count { $0.state != .received }
    }
    guard waiting < desk.settings.limits.waiting else { throw Refusal.incomplete("desk.upload.too-many", [:]) }
    let received = try await UploadReceiver(visit: visit, isProved: isProved).receive()
    let files = UploadFiles(desk: desk)
    do {
      // What is no field of the document is a mistake of the program.
      guard !isProved || received.form.names.isSubset(of: ["period", "unit"]),
        received.form.raw("unit") != "" || !isProved
      else { throw Refusal.malformed }
      guard !received.files.isEmpty else { throw Refusal.incomplete("desk.upload.no-files", [:]) }
      guard let period = received.form["period"].flatMap({ Period($0) }) else {
        throw Refusal.incomplete("desk.upload.no-period", [:])
      }
      let unit = try await unit(received.form["unit"], of: account, in: period, visit)
      try await desk.workers.read { [store = desk.store] in
        try store.enter(
          received.id, of: account.id, period: period.description, unit: unit, files: received.files)
      }
    } catch {
      files.remove(received.id)
      throw error
    }
    desk.metrics.add("uploads")
    desk.jobs.wake()
    return received.id
  }

  /// The unit that hands in: one that the account sees, its own where it names none.
  private static func unit(_ text: String?, of account: Account, in period: Period, _ visit: Visit) async throws
    -> String?
  {
    guard let text else { return account.unit }
    guard account.unit != text else { return text }
    let code = try await visit.desk.workers.read { [desk = visit.desk] () -> String? in
      guard let known = try desk.workspace.periods.contains(period) ? period : desk.latestPeriod(),
        let tree = try desk.trees.tree(of: known, desk)
      else { return nil }
      return tree.node(named: text).map { tree.nodes[$0].code }
    }
    guard let code, try await visit.sees(code, in: nil) else {
      throw Refusal.incomplete("desk.accounts.unit-unknown", ["unit": text])
    }
    return code
  }

  // MARK: In or away

  private static func keep(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("upload")
    let intent = visit.form["intent"]
    let isFitting = intent.map { $0 == "adds" || $0 == "told" || Int($0) != nil } ?? true
    guard isFitting else { throw Refusal.malformed }
    _ = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.move(id, from: .checked, to: .storing, intent: intent)
    }
    visit.desk.jobs.wake()
    return .redirect("/hand-in/" + id)
  }

  private static func discard(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("upload")
    let isGone = try await visit.desk.workers.read { [store = visit.desk.store] in try store.discard(id) }
    guard isGone else { return .redirect("/hand-in/" + id) }
    UploadFiles(desk: visit.desk).remove(id)
    return .redirect("/hand-in")
  }

  // MARK: Downloads

  /// The sender's own file with bad cells marked: clear data, so that the trail says who took it.
  static func marked(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("upload")
    guard let number = Int(try visit.parameter("number")) else { throw Refusal.notFound }
    let desk = visit.desk
    let files = UploadFiles(desk: desk)
    let (name, bytes) = try await desk.workers.read {
      guard let told = try? UploadPage.told(id, desk), told.marked.indices.contains(number - 1) else {
        throw Refusal.notFound
      }
      return (told.marked[number - 1], try SealedFile.bytes(of: files.marked(id, number), key: desk.key))
    }
    try await desk.note("read-marked", by: visit.account, "\(id.prefix(8)) \(number)")
    return FileAnswer.response(bytes, name: name)
  }

  private static func template(_ visit: Visit) async throws -> Response {
    let (context, account) = (visit.context, try visit.user)
    let bytes = try await visit.desk.workers.read { [desk = visit.desk] in
      var run = TemplateRun(context: context, kinds: TemplateRun.kindsToFill(of: context.pack))
      if let unit = account.unit, try desk.latestPeriod() != nil { try run.fill(with: unit, of: nil) }
      let folder = FileName.path(FileManager.default.temporaryDirectory.path, "league-census-" + UUID().uuidString)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = FileName.path(folder, "template.xlsx")
      try run.write(to: path)
      return try Data(contentsOf: URL(fileURLWithPath: path))
    }
    return FileAnswer.response(bytes, name: visit.text("template.name") + ".xlsx")
  }
}
