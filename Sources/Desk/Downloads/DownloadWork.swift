// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import Logging
import Pipeline
import Reports
import Results

/// Makes the tables that were asked for, one after the other; encrypted on the disk until they are fetched.
struct DownloadWork: Sendable {
  let desk: Desk
  let download: Download

  private struct Gone: Error {}
  private static let step = 2_000

  /// - Returns: whether the queue can go on.
  func make() async -> Bool {
    let files = UploadFiles(desk: desk)
    do {
      let rows = try await desk.workers.make { [self] in try written(files) }
      try await desk.workers.read { [store = desk.store, id = download.id] in try store.note(id, .done, rows: rows) }
      return true
    } catch {
      files.remove(download.id)
      if error is Gone { return true }
      desk.log.error("download failed", metadata: ["error": "\(type(of: error))"])
      let isNoted: Void? = try? await desk.workers.read { [store = desk.store, id = download.id] in
        try store.note(id, .failed, rows: 0)
      }
      return isNoted != nil
    }
  }

  private func written(_ files: UploadFiles) throws -> Int {
    guard let account = try desk.store.account(download.account) else { throw Gone() }
    let wish = try TableWish(Form(download.wish), for: account)
    guard let period = wish.period else { throw Refusal.notFound }
    let context = desk.context(account.language.flatMap(Language.init(rawValue:)) ?? .chinese)
    files.remove(download.id)
    try files.makeFolder(download.id)
    let file = Sealing(try SealedFile(path: files.file(download.id, 1), key: desk.key))
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
    return count
  }

  /// The file, for a closure that is handed on.
  private final class Sealing {
    private var file: SealedFile
    init(_ file: SealedFile) { self.file = file }
    func write(_ bytes: [UInt8]) throws { try file.write(bytes) }
    func finish() throws { _ = try file.finish() }
  }
}
