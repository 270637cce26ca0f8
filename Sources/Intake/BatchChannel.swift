// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Dispatch
import Findings
import Synchronization

/// What one batch of rows gave, in the order in which a sink gets it.
struct ReadBatch: Sendable {
  enum Piece: Sendable {
    case recognised(RecognisedSheet)
    case records(RecordBatch, RecognisedSheet)
    case setAside(SetAsideRow, RecognisedSheet)
    case found(Finding)
  }

  var pieces: [Piece] = []
  /// How many rows of the file were read up to its end.
  var rows = 0

  /// Hands all of it on.
  func give(to sink: some RosterSink) throws {
    for piece in pieces {
      switch piece {
      case .recognised(let sheet): try sink.recognised(sheet)
      case .records(let batch, let sheet): try sink.take(batch, sheet: sheet)
      case .setAside(let row, let sheet): try sink.setAside(row, sheet: sheet)
      case .found(let finding): try sink.found(finding)
      }
    }
  }
}

/// Keeps what is read until it is handed over.
final class ReadBatchSink: RosterSink {
  private(set) var batch = ReadBatch()

  func recognised(_ sheet: RecognisedSheet) { batch.pieces.append(.recognised(sheet)) }
  func take(_ records: RecordBatch, sheet: RecognisedSheet) { batch.pieces.append(.records(records, sheet)) }
  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) { batch.pieces.append(.setAside(row, sheet)) }
  func found(_ finding: Finding) { batch.pieces.append(.found(finding)) }

  /// What came since the last call.
  func take(rows: Int) -> ReadBatch {
    defer { batch = ReadBatch() }
    batch.rows = rows
    return batch
  }
}

/// Hands the batches of one file from the thread that reads it to the one that stores them, a few at a time, so that reading
/// never runs far ahead.
final class BatchChannel: Sendable {
  enum Item: Sendable {
    /// The first of a file that is a workbook.
    case opened(FileDraft)
    case batch(ReadBatch)
    /// Nothing follows.
    case ended
    /// Nothing follows: what reading threw.
    case failed(any Error)
  }

  private struct State {
    var items: [Item] = []
    var isAbandoned = false
  }

  private let free = DispatchSemaphore(value: 0)
  private let ready = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  /// - Parameter room: how many items may wait.
  init(room: Int) {
    for _ in 0..<room { free.signal() }
  }

  /// Waits while it is full.
  ///
  /// - Returns: false where nobody wants what follows; then nothing more may be put.
  func put(_ item: Item) -> Bool {
    free.wait()
    let isWanted = state.withLock { state in
      state.items.append(item)
      return !state.isAbandoned
    }
    ready.signal()
    return isWanted
  }

  /// Waits while it is empty.
  func next() -> Item {
    ready.wait()
    defer { free.signal() }
    return state.withLock { $0.items.removeFirst() }
  }

  /// Lets whoever puts go on and stop.
  func abandon() {
    state.withLock { $0 = State(items: [], isAbandoned: true) }
    free.signal()
  }
}
