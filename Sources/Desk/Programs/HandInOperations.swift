// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Policy
import Reports
import Results

/// How programs hand in: the steps of the pages, with what the check found as JSON.
enum HandInOperations {
  private static let senders = Route.Access.roles([.department, .office])
  private static let upload = Operation.Answer.json(Schema.named("Upload"))
  private static let intent = JSONValue.object([
    ("type", .text("string")), ("pattern", .text("^(told|adds|[0-9]{1,9})$")),
  ])

  static let routes: [Route] = [
    .api(
      .get, "/uploads", senders, Operation(id: "uploads", answer: .json(Schema.list(Schema.named("Upload"))))
    ) { try await list($0) },
    .api(
      .post, "/uploads", senders, Operation(id: "upload", status: 201, answer: upload, refusals: [404, 408, 409]),
      body: .upload
    ) { try await receive($0) },
    .api(.get, "/uploads/:upload", senders, Operation(id: "upload-one", answer: upload), .upload) {
      APIAnswer.response(try await UploadTold(visit: $0).value())
    },
    .api(
      .post, "/uploads/:upload/hand-in", senders,
      Operation(
        id: "hand-in", status: 202, answer: upload, input: Schema.object([("intent", intent)]), refusals: [409]),
      .upload, body: .json
    ) { try await handIn($0) },
    .api(
      .delete, "/uploads/:upload", senders, Operation(id: "discard", status: 204, answer: .nothing, refusals: [409]),
      .upload
    ) { try await discard($0) },
    .api(
      .get, "/uploads/:upload/marked/:number", senders, Operation(id: "marked", answer: .file), .upload
    ) { try await HandInRoutes.marked($0) },
  ]

  private static func list(_ visit: Visit) async throws -> Response {
    let id = try visit.user.id
    let uploads = try await visit.desk.workers.read { [store = visit.desk.store] in try store.uploads(of: id) }
    var values: [JSONValue] = []
    for upload in uploads { values.append(try await UploadTold(visit: visit).value(of: upload)) }
    return APIAnswer.response(.list(values))
  }

  private static func receive(_ visit: Visit) async throws -> Response {
    let id = try await HandInRoutes.take(visit, isProved: true)
    var response = APIAnswer.response(try await UploadTold(visit: visit).value(of: id), .created)
    response.headers[.location] = "/api/v1/uploads/" + id
    return response
  }

  private static func handIn(_ visit: Visit) async throws -> Response {
    let given = try? JSONSerialization.jsonObject(with: Data(visit.bytes)) as? [String: String]
    guard let given, given.count == 1, let intent = given["intent"],
      intent.wholeMatch(of: /told|adds|[0-9]{1,9}/) != nil
    else { throw Refusal.malformed }
    let id = try visit.parameter("upload")
    let isMoved = try await visit.desk.workers.read { [store = visit.desk.store] in
      try store.move(id, from: .checked, to: .storing, intent: intent)
    }
    guard isMoved else { throw Refusal.conflict("desk.api.not-checked") }
    visit.desk.jobs.wake()
    return APIAnswer.response(try await UploadTold(visit: visit).value(), .accepted)
  }

  private static func discard(_ visit: Visit) async throws -> Response {
    let id = try visit.parameter("upload")
    let isGone = try await visit.desk.workers.read { [store = visit.desk.store] in try store.discard(id) }
    guard isGone else { throw Refusal.conflict("desk.api.handed-in") }
    UploadFiles(desk: visit.desk).remove(id)
    return Response(status: .noContent)
  }
}

/// An upload as programs read it, in the language that they ask for.
struct UploadTold: Sendable {
  let visit: Visit

  func value() async throws -> JSONValue { try await value(of: visit.parameter("upload")) }

  func value(of id: String) async throws -> JSONValue {
    let upload = try await visit.desk.workers.read { [store = visit.desk.store] in try store.upload(id) }
    guard let upload else { throw Refusal.notFound }
    return try await value(of: upload)
  }

  func value(of upload: Upload) async throws -> JSONValue {
    let told = try await visit.desk.workers.read { [desk = visit.desk] in try? UploadPage.told(upload.id, desk) }
    return .object([
      ("id", .text(upload.id)), ("period", .text(upload.period)), ("unit", .text(upload.unit)),
      ("state", .text(upload.state.rawValue)),
      ("made", .text(Date(timeIntervalSince1970: Double(upload.made)).formatted(.iso8601))),
      (
        "files",
        .list(
          upload.files.map { file in
            .object([
              ("number", .number(file.number)), ("name", .text(file.name)), ("bytes", .number(file.bytes)),
              ("sha256", .text(file.sha256)),
            ])
          })
      ), ("failure", .text(upload.failure.map { UploadPage(visit: visit).sentence(of: $0) })),
      ("submissions", .list(upload.submissions.map { .number($0) })), ("result", told.map(result) ?? .nothing),
    ])
  }

  private func result(_ told: CheckTold) -> JSONValue {
    let words = told[visit.language]
    return .object([
      ("readable", .flag(told.isReadable)), ("records", .number(told.records)), ("errors", .number(told.errors)),
      ("warnings", .number(told.warnings)), ("read", .texts(words.files)),
      (
        "causes",
        .list(
          words.causes.map { cause in
            .object([
              ("severity", .text(cause.severity)), ("title", .text(cause.title)), ("remedy", .text(cause.remedy)),
              ("places", .texts(cause.lines)),
            ])
          })
      ), ("changes", .texts(words.changes)), ("marked", .texts(told.marked)), ("unclear", .number(told.unclear)),
    ])
  }
}
