// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Does two things at the same time and waits for both.
///
/// The compiler cannot see that neither touches what the other does: that is up to the caller, who gives each a period
/// (a connection, a statement) of its own.
///
/// - Throws: what the first throws, else what the second does.
func concurrently<First, Second>(
  _ first: () throws -> First, _ second: () throws -> Second
) throws -> (First, Second) {
  nonisolated(unsafe) let work = (first, second)
  // Each is written by one of the two threads and read after both have ended.
  nonisolated(unsafe) var firstResult: Result<First, any Error>?
  nonisolated(unsafe) var secondResult: Result<Second, any Error>?
  DispatchQueue.concurrentPerform(iterations: 2) { index in
    if index == 0 {
      firstResult = Result(catching: work.0)
    } else {
      secondResult = Result(catching: work.1)
    }
  }
  // Both have run.
  return (try firstResult!.get(), try secondResult!.get())
}
