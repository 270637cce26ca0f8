// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Foundation
import HTTPTypes
import Hummingbird
import Pipeline
import Reports

/// Takes an upload in as it comes: every file goes encrypted to the disk; only a whole one has a row.
struct UploadReceiver: Sendable {
  let visit: Visit
  /// Whether no proof is asked for.
  var isProved = false

  private var desk: Desk { visit.desk }
  private var limits: UploadLimits { desk.settings.limits }

  /// What came: the fields, and the ID of what lies at the desk now.
  struct Received: Sendable {
    var id: String
    var files: [Upload.File]
    var form: Form
  }

  /// - Throws: `Refusal`; nothing is left then.
  func receive() async throws -> Received {
    guard let type = visit.request.headers[.contentType], let parser = MultipartParser(contentType: type) else {
      throw Refusal.unsupported
    }
    if let length = visit.request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bytes {
      throw Refusal.tooLarge
    }
    let intake = UploadIntake(id: UUID().uuidString.lowercased(), visit: visit, parser: parser, isProved: isProved)
    do {
      return try await Deadline.within(seconds: limits.seconds) { try await intake.takeAll() }
    } catch {
      UploadFiles(desk: desk).remove(intake.id)
      throw error
    }
  }
}

/// One upload on its way in.
private actor UploadIntake {
  nonisolated let id: String
  private let visit: Visit
  private var parser: MultipartParser
  private var form = Form()
  private var field: (name: String, bytes: [UInt8])?
  private var sink: FileSink?
  private var files: [Upload.File] = []
  private var bytes = 0
  private var isProved: Bool

  init(id: String, visit: Visit, parser: MultipartParser, isProved: Bool) {
    (self.id, self.visit, self.parser, self.isProved) = (id, visit, parser, isProved)
  }

  func takeAll() async throws -> UploadReceiver.Received {
    for try await buffer in visit.request.body {
      bytes += buffer.readableBytes
      guard bytes <= visit.desk.settings.limits.bytes else { throw Refusal.tooLarge }
      let events: [MultipartParser.Event]
      do { events = try parser.parse(buffer.readableBytesView) } catch { throw Refusal.malformed }
      for event in events { try await take(event) }
    }
    guard parser.isDone, isProved else { throw Refusal.malformed }
    return UploadReceiver.Received(id: id, files: files, form: form)
  }

  private func take(_ event: MultipartParser.Event) async throws {
    switch event {
    case .part(let name, nil): field = (name, [])
    case .part(_, let file?): try await begin(file)
    case .bytes(let bytes):
      if let sink {
        try await visit.desk.workers.read { try sink.write(bytes) }
      } else {
        field?.bytes += bytes
        guard field?.bytes.count ?? 0 <= 4_096 else { throw Refusal.tooLarge }
      }
    case .end: try await end()
    }
  }

  private func begin(_ file: String) async throws {
    // The proof stands before the files: nothing of a foreign form gets to the disk.
    guard isProved else { throw Refusal.foreignForm }
    let name = SentName.plain(file)
    guard !name.isEmpty else { return }
    guard files.count < visit.desk.settings.limits.files else { throw Refusal.tooLarge }
    let store = UploadFiles(desk: visit.desk)
    let (number, id, key) = (files.count + 1, id, visit.desk.key)
    sink = try await visit.desk.workers.read {
      try store.makeFolder(id)
      return try FileSink(number: number, name: name, path: store.file(id, number), key: key)
    }
  }

  private func end() async throws {
    if let sink {
      let file = try await visit.desk.workers.read { try sink.finish() }
      self.sink = nil
      files.append(file)
    } else if let field {
      form.add(field.name, String(decoding: field.bytes, as: UTF8.self))
      if field.name == "proof", !isProved { isProved = form.raw("proof").map(visit.token.isProved) ?? false }
    }
    field = nil
  }
}
