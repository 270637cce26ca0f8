// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Pipeline
import Reports

/// Works off what lies at the desk: checks, what was handed in, and tables that are asked for. The rows of the desk's database are the queue, so that a
/// start goes on where a crash stopped.
final class Jobs: Sendable {
  private let checks = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  private let imports = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  private let tables = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

  /// There is something to do.
  func wake() {
    checks.continuation.yield()
    imports.continuation.yield()
    tables.continuation.yield()
  }

  func stop() {
    checks.continuation.finish()
    imports.continuation.finish()
    tables.continuation.finish()
  }

  /// Until it is stopped. Checks and imports do not wait for one another.
  func run(_ desk: Desk) async {
    async let checked: Void = workOff(.checking, checks.stream, desk)
    async let stored: Void = workOff(.storing, imports.stream, desk)
    async let made: Void = makeTables(desk)
    _ = await (checked, stored, made)
  }

  private func makeTables(_ desk: Desk) async {
    for await _ in tables.stream {
      while let download = try? await desk.workers.read({ [store = desk.store] in
        try store.downloads().last { $0.state == .making }
      }) {
        guard await DownloadWork(desk: desk, download: download).make() else { break }
      }
    }
  }

  private func workOff(_ state: Upload.State, _ signals: AsyncStream<Void>, _ desk: Desk) async {
    for await _ in signals {
      while let upload = try? await desk.workers.read({ [store = desk.store] in
        try store.uploads(in: [state]).first
      }) {
        let work = UploadWork(desk: desk, upload: upload)
        guard state == .storing ? await work.store() : await work.check() else { break }
      }
    }
  }
}

extension Desk {
  /// Puts in order what a killed server left: files that no row knows go, clear copies too.
  func recover() throws {
    try UploadFiles(desk: self).removeStrays(known: store.uploadIDs().union(store.downloads().map(\.id)))
    jobs.wake()
  }
}
