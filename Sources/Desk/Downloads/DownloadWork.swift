// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import Logging
import Pipeline
import Reports
import Results

/// Makes the tables and papers that were asked for, one after the other; encrypted on the disk until they are fetched.
struct DownloadWork: Sendable {
  let desk: Desk
  let download: Download

  private struct Gone: Error {}
  private static let step = 2_000

  /// - Returns: whether the queue can go on.
  func make() async -> Bool {
    let files = UploadFiles(desk: desk)
    do {
      let made = try await desk.workers.make { [self] in
        PaperWish.isOne(download.wish) ? try paper(files) : try table(files)
      }
      try await desk.workers.read { [store = desk.store, id = download.id] in
        try store.note(id, made.state, rows: made.rows, name: made.name)
        // Discarded while it was written.
        if try store.download(id) == nil { throw Gone() }
      }
      return true
    } catch {
      files.remove(download.id)
      if error is Gone { return true }
      // Of a unit without members, nobody can be drawn.
      let state = CommandFailure(error)?.finding.code == "sample-nobody" ? Download.State.empty : .failed
      desk.log.error("download failed", metadata: ["error": "\(type(of: error))"])
      let isNoted: Void? = try? await desk.workers.read { [store = desk.store, id = download.id] in
        try store.note(id, state, rows: 0)
      }
      return isNoted != nil
    }
  }

  /// What came of it.
  private struct Made: Sendable {
    var state = Download.State.done
    var rows = 0
    var name: String?
  }

  private func account() throws -> (Account, CommandContext) {
    guard let account = try desk.store.account(download.account) else { throw Gone() }
    return (account, desk.context(account.language.flatMap(Language.init(rawValue:)) ?? .chinese))
  }

  private func file(_ files: UploadFiles) throws -> Sealing {
    files.remove(download.id)
    try files.makeFolder(download.id)
    return Sealing(try SealedFile(path: files.file(download.id, 1), key: desk.key))
  }

  private func paper(_ files: UploadFiles) throws -> Made {
    let (account, context) = try account()
    let maker = PaperMaker(desk: desk, context: context, wish: try PaperWish(Form(download.wish), for: account))
    guard let paper = try maker.file() else { return Made(state: .empty) }
    // Whoever asked for it may have changed their mind.
    guard try desk.store.download(download.id) != nil else { throw Gone() }
    let file = try file(files)
    try paper.file.content { try file.write($0) }
    try file.finish()
    return Made(rows: paper.count, name: paper.file.name)
  }

  private func table(_ files: UploadFiles) throws -> Made {
    let (account, context) = try account()
    let wish = try TableWish(Form(download.wish), for: account)
    guard let period = wish.period else { throw Refusal.notFound }
    let file = try file(files)
    let maker = TableMaker(desk: desk, context: context, account: account, wish: wish, period: period)
    var count = 0
    let table = try maker.document().table.counting { [self] rows in
      count = rows
      guard rows % DownloadWork.step == 0 else { return }
      // Whoever asked for it may have changed their mind.
      guard try desk.store.download(download.id) != nil else { throw Gone() }
      try desk.store.note(download.id, .making, rows: rows)
    }
    try table.write(as: wish.format, context) { try file.write($0) }
    try file.finish()
    return Made(rows: count)
  }

  /// The file, for a closure that is handed on.
  private final class Sealing {
    private var file: SealedFile
    init(_ file: SealedFile) { self.file = file }
    func write(_ bytes: [UInt8]) throws { try file.write(bytes) }
    func finish() throws { _ = try file.finish() }
  }
}
