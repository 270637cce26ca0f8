// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Dispatch
import Results
import SheetReading
import Synchronization

/// Files that several threads read, type and check ahead of the one that stores them.
///
/// Whoever stores asks for one file after the other and gets its batches in the order of its rows: what is stored does not
/// depend on how many threads read. Each holds one file, and a few batches of it wait.
final class ReadAhead: Sendable {
  private struct File {
    var path: String
    var name: String
    var channel: BatchChannel
  }

  private struct Abandoned: Error {}

  /// More threads than this would only take memory.
  private static let most = 64
  private static let room = 16

  private let intake: FileIntake
  private let branch: String?
  private let files: [Int: File]
  private let order: [Int]
  private let next = Mutex(0)
  private let group = DispatchGroup()

  /// Begins to read.
  ///
  /// - Parameters:
  ///   - files: those that do not lie on disk as they are, in archives for instance, are left to whoever stores.
  ///   - branch: the unit that hands in, where it is a branch as far as the period knows.
  ///   - jobs: how many threads read.
  init(_ files: [WorkbookFile], with intake: FileIntake, branch: String?, jobs: Int) {
    (self.intake, self.branch) = (intake, branch)
    order = files.indices.filter { files[$0].isPlain }
    self.files = Dictionary(
      uniqueKeysWithValues: order.map {
        ($0, File(path: files[$0].path, name: files[$0].name, channel: BatchChannel(room: ReadAhead.room)))
      })
    WorkbookOpener.prepareForThreads()
    let queue = DispatchQueue(label: "import", attributes: .concurrent)
    for _ in 0..<min(jobs, order.count, ReadAhead.most) { queue.async(group: group) { self.work() } }
  }

  private func work() {
    while let file = claimed() {
      do {
        try read(file)
      } catch is Abandoned {
      } catch {
        _ = file.channel.put(.failed(error))
      }
    }
  }

  /// The first file in order that nobody reads.
  private func claimed() -> File? {
    let index = next.withLock { next in
      defer { next += 1 }
      return next < order.count ? order[next] : nil
    }
    return index.flatMap { files[$0] }
  }

  private func read(_ file: File) throws {
    func put(_ item: BatchChannel.Item) throws { if !file.channel.put(item) { throw Abandoned() } }
    let opened = try OpenedFile(InputFile(path: file.path), named: file.name)
    try put(.opened(opened.draft))
    let sink = ReadBatchSink()
    var rows = 0
    try opened.read(with: intake, branch: branch, into: sink) {
      rows = $0
      try put(.batch(sink.take(rows: rows)))
    }
    try put(.batch(sink.take(rows: rows)))
    try put(.ended)
  }

  // MARK: Storing

  /// What a file is, once it was opened; nil where it is not read ahead.
  ///
  /// - Throws: `WorkbookError` for one that is no workbook.
  func draft(of index: Int) throws -> FileDraft? {
    guard let channel = files[index]?.channel else { return nil }
    switch channel.next() {
    case .opened(let draft): return draft
    case .failed(let error): throw error
    case .batch, .ended: return nil
    }
  }

  /// Hands what was read on to a sink.
  ///
  /// - Parameters:
  ///   - branch: the unit that hands in, where it is a branch by now.
  ///   - told: gets the number of rows read so far.
  /// - Returns: false, and nothing is handed on, where the file was read for another branch: it must be read anew.
  /// - Throws: what reading or the sink throws.
  func give(_ index: Int, branch: String?, to sink: some RosterSink, told: (_ rows: Int) -> Void) throws -> Bool {
    guard let channel = files[index]?.channel, branch == self.branch else { return false }
    while true {
      switch channel.next() {
      case .batch(let batch):
        try batch.give(to: sink)
        told(batch.rows)
      case .failed(let error): throw error
      case .opened, .ended: return true
      }
    }
  }

  /// Nothing more is wanted of a file.
  func leave(_ index: Int) { files[index]?.channel.abandon() }

  /// Ends reading, whatever is still to be read, and waits for it.
  func finish() {
    next.withLock { $0 = order.count }
    for file in files.values { file.channel.abandon() }
    group.wait()
  }
}
