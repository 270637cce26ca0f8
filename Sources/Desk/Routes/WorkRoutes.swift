// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Policy
import ReportWriting
import Reports
import Results

/// 整改清单: what was assigned to units, until it is done.
enum WorkRoutes {
  private static let office = Route.Access.roles([.office])
  private static let workers = Route.Access.roles([.office, .department])

  static let routes: [Route] = [
    .get("/work", .readers) { try await WorkPage(visit: $0).list() },
    .get("/work/new", office) { try await WorkPage(visit: $0).form() },
    .post("/work", office) { try await assign($0) },
    .get("/work/:work", .readers, .work) { try await WorkPage(visit: $0).one() },
    .post("/work/:work/plan", workers, .work) { visit in
      try await step(.planned, visit, text: "", due: visit.day("due").description)
    },
    .post("/work/:work/answer", workers, .work, body: .upload) { try await answer($0) },
    .post("/work/:work/accept", office, .work) { try await accept($0) },
    .post("/work/:work/close", office, .work) { try await step(.closed, $0, text: $0.field("reason")) },
    .post("/work/:work/reopen", office, .work) { try await step(.reopened, $0, text: $0.field("reason")) },
    .get("/work/:work/evidence/:sha256", .readers, .work) { try await evidence($0) },
  ]

  private static func assign(_ visit: Visit) async throws -> Response {
    guard let period = try await PeriodChoice(visit: visit).period() else { throw Refusal.notFound }
    let (subject, name) = (try visit.field("subject"), try visit.user.name)
    let unit = try await AccountUnit(visit: visit).code(of: visit.form["unit"], for: .department)
    guard let unit, try await visit.sees(unit, in: period) else {
      throw Refusal.incomplete("desk.accounts.unit-missing", [:])
    }
    let due = try visit.form["due"] == nil ? nil : visit.day("due").description
    let text = TypedText.kept(visit.form["text"] ?? "")
    guard let (kind, title) = try await WorkSubject(visit: visit, period: period).found(subject) else {
      throw Refusal.notFound
    }
    let id = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.assign(
        subject, kind, title: title, period: period.description, unit: unit, due: due, by: name, text: text)
    }
    try await visit.desk.note("work-assigned", by: visit.account, "\(id) \(unit) \(subject)")
    return .redirect("/work/\(id)")
  }

  /// - Throws: `Refusal.conflict` where the item is in no state for it.
  static func step(
    _ kind: WorkStep.Kind, _ visit: Visit, text: String, due: String? = nil,
    evidence: (name: String, bytes: [UInt8])? = nil
  ) async throws -> Response {
    guard let id = Int64(try visit.parameter("work")) else { throw Refusal.notFound }
    let (name, told) = (try visit.user.name, TypedText.kept(text))
    let isDone = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.step(kind, on: id, by: name, text: told, due: due, evidence: evidence)
    }
    guard isDone else { throw Refusal.conflict("desk.work.not-now") }
    try await visit.desk.note("work-" + kind.rawValue, by: visit.account, String(id))
    return .redirect("/work/\(id)")
  }

  private static func answer(_ visit: Visit) async throws -> Response {
    let sent = try await SentEvidence(visit: visit).take()
    guard let text = sent.form["text"], text.count <= 2_000 else {
      throw Refusal.incomplete("desk.error.field", ["field": visit.text("field.text")])
    }
    return try await step(.answered, visit, text: text, evidence: sent.file)
  }

  /// “已核实”: the finding goes through the verb that notes it in the workspace, and the item is done.
  private static func accept(_ visit: Visit) async throws -> Response {
    let (id, reason, name) = (Int64(try visit.parameter("work")) ?? 0, try visit.field("reason"), try visit.user.name)
    let item = try await visit.desk.workers.read { [store = visit.desk.store] in try store.work(id) }
    guard let item, item.kind == .finding, item.state != .closed, let period = Period(item.period) else {
      throw Refusal.conflict("desk.work.not-now")
    }
    let context = visit.context
    try await visit.write {
      _ = try FindingsRun(context: context, period: period).accept([item.subject], by: name, reason: reason, until: nil)
    }
    return try await step(.accepted, visit, text: reason)
  }

  /// A file that somebody attached: clear data, so that the trail says who took it.
  private static func evidence(_ visit: Visit) async throws -> Response {
    guard let id = Int64(try visit.parameter("work")) else { throw Refusal.notFound }
    let hash = try visit.parameter("sha256")
    let (step, bytes) = try await visit.desk.workers.read { [store = visit.desk.store] in
      (try store.steps(of: id).first { $0.sha256 == hash }, try store.evidence(hash))
    }
    guard let step, let bytes else { throw Refusal.notFound }
    try await visit.desk.note("read-evidence", by: visit.account, "\(id) \(hash.prefix(12))")
    return FileAnswer.response(bytes, name: step.file ?? hash)
  }
}

/// A form with a file or none, as it came.
struct SentEvidence: Sendable {
  let visit: Visit

  func take() async throws -> (form: Form, file: (name: String, bytes: [UInt8])?) {
    let received = try await UploadReceiver(visit: visit).receive()
    let files = UploadFiles(desk: visit.desk)
    defer { files.remove(received.id) }
    guard let file = received.files.first else { return (received.form, nil) }
    guard file.bytes <= DeskDatabase.largestEvidence, received.files.count == 1 else { throw Refusal.tooLarge }
    let bytes = try await visit.desk.workers.read { [key = visit.desk.key] in
      try SealedFile.bytes(of: files.file(received.id, file.number), key: key)
    }
    return (received.form, (file.name, bytes))
  }
}

/// What an item is about: a finding of the period, or a task of the pack.
struct WorkSubject: Sendable {
  let visit: Visit
  let period: Period

  func found(_ subject: String) async throws -> (WorkItem.Kind, String)? {
    let (context, period) = (visit.context, period)
    if let task = context.pack.task(subject) { return (.task, task.title[visit.language]) }
    return try await visit.desk.workers.count {
      let open = try FindingsRun(context: context, period: period).list(.open, unit: nil).items
      return open.first { $0.id == subject }.map { (.finding, $0.finding.message) }
    }
  }
}
