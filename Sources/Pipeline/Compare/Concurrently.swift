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

/// Makes something of each of many things, as many at a time as there are processors.
///
/// What `body` shares among them it must only read, or guard: the compiler cannot see that.
///
/// - Returns: what was made, in the order of the things.
/// - Throws: what the first of them in that order throws, after all have been tried.
package func concurrently<Element, Made, Failure>(
  _ elements: [Element], _ body: (Element) throws(Failure) -> Made
) throws(Failure) -> [Made] {
  nonisolated(unsafe) let work = (elements, body)
  var results = [Result<Made, Failure>?](repeating: nil, count: elements.count)
  results.withUnsafeMutableBufferPointer { buffer in
    // Each place is written by one thread and read after all have ended.
    nonisolated(unsafe) let places = buffer
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
      places[index] = Result { () throws(Failure) in try work.1(work.0[index]) }
    }
  }
  // All have run.
  return try results.map { result throws(Failure) in try result!.get() }
}
