// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Intake
import Logging
import Pipeline
import Reports
import Results

/// Checks one upload, or stores it, by the very verbs of the command line.
struct UploadWork: Sendable {
  let desk: Desk
  let upload: Upload

  private var files: UploadFiles { UploadFiles(desk: desk) }

  // MARK: Check

  /// - Returns: whether the queue can go on.
  func check() async -> Bool {
    await ending(.checking) {
      try await desk.workers.check { [self] in try checked() }
      _ = try await desk.workers.read { [store = desk.store, id = upload.id] in
        try store.move(id, from: .checking, to: .checked)
      }
    }
  }

  private func checked() throws {
    try files.inClear(upload) { paths, folder in
      var run = CheckRun(
        context: desk.context(.chinese), period: Period(upload.period), annotate: FileName.path(folder, "marked"))
      run.unit = upload.unit
      let result = try run.run(paths)
      let marked = result.marked + (result.overview.map { [$0] } ?? [])
      for (index, path) in marked.enumerated() {
        let target = files.marked(upload.id, index + 1)
        try? FileManager.default.removeItem(atPath: target)
        var sealed = try SealedFile(path: target, key: desk.key)
        guard let source = FileHandle(forReadingAtPath: path) else { continue }
        while let bytes = try source.read(upToCount: 1 << 20), !bytes.isEmpty { try sealed.write(bytes) }
        _ = try sealed.finish()
      }
      let names = marked.map { String($0.split(separator: "/").last ?? "") }
      let places = CheckTold.places(of: result).values.flatMap { $0 }
      // What is shown around a cell is a help; without it the page says all the same.
      let extracts = (try? SheetExtracts.around(places, in: paths)) ?? [:]
      let told = CheckTold(result: result, extracts: extracts, marked: names, desk: desk)
      try? FileManager.default.removeItem(atPath: files.result(upload.id))
      try SealedFile.write(JSONEncoder().encode(told), to: files.result(upload.id), key: desk.key)
    }
  }

  // MARK: Store

  /// Imports it as the unit's submission. After a crash the same bytes are asked for once more: what is stored already stays
  /// the one submission that it is.
  func store() async -> Bool {
    let isDone = await ending(.storing) {
      let numbers = try await desk.workers.write { [self] in try stored() }
      _ = try await desk.workers.read { [store = desk.store, id = upload.id] in
        try store.move(id, from: .storing, to: .received, submissions: numbers)
      }
      desk.changes.note(upload.account)
      desk.metrics.add("received")
      files.remove(upload.id)
    }
    return isDone
  }

  private func stored() throws -> [Int] {
    let name = try desk.store.account(upload.account)?.name
    guard let period = Period(upload.period) else { throw Refusal.malformed }
    let intent: SubmissionDraft.Intent =
      upload.intent == "adds" ? .adds : Int(upload.intent).map { .replaces($0) } ?? .told
    let run = ImportRun(
      context: desk.context(.chinese), period: period, unit: upload.unit, by: name, intent: intent)
    let result = try files.inClear(upload) { paths, _ in try run.run(paths) }
    guard !result.files.allSatisfy(\.isRefusedAtDesk) else { throw DeskFailure("desk-nothing-stored") }
    let numbers = result.submissions.map(\.number)
    guard numbers.isEmpty else { return numbers }
    let known = try desk.workspace.period(period).submissionsOfFiles()
    return Set(result.files.compactMap { $0.sha256.flatMap { known[$0] } }).sorted()
  }

  /// Runs `body`; what goes wrong is noted for the owner. Where not even that can be written, the queue stops.
  private func ending(_ state: Upload.State, _ body: () async throws -> Void) async -> Bool {
    do {
      try await body()
      return true
    } catch {
      let code = CommandFailure(error)?.finding.code ?? (error as? DeskFailure)?.code ?? "broken"
      desk.log.error("upload failed", metadata: ["code": "\(code)", "error": "\(type(of: error))"])
      let next: Upload.State = state == .checking ? .failed : .checked
      let isNoted = try? await desk.workers.read { [store = desk.store, id = upload.id] in
        try store.move(id, from: state, to: next, failure: code)
      }
      return isNoted == true
    }
  }
}

extension FileReport {
  var isRefusedAtDesk: Bool { if case .refused = outcome { true } else { false } }
}
