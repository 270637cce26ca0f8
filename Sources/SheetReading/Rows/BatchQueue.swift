// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Complete batches waiting to be taken, and emptied ones whose storage is used again.
struct BatchQueue {
  private var finished: [RowBatch] = []
  private var spare: [RowBatch] = []

  var hasBatch: Bool { !finished.isEmpty }

  /// Puts `batch` among the finished ones and leaves an empty one in its place.
  mutating func flush(_ batch: inout RowBatch) {
    var next = spare.popLast() ?? RowBatch()
    next.removeAll()
    swap(&next, &batch)
    finished.append(next)
  }

  /// Gives the oldest batch and takes the caller's storage for a later one.
  mutating func take(_ batch: inout RowBatch) {
    var taken = finished.removeFirst()
    swap(&taken, &batch)
    if spare.count < 2 { spare.append(taken) }
  }
}
