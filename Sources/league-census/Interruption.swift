// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What has to go when somebody ends the program: Ctrl-C, SIGTERM, a terminal that is closed.
///
/// `@unchecked`: a source may be cancelled from any thread, and nothing else is kept.
final class Interruption: @unchecked Sendable {
  private let sources: [Int32: any DispatchSourceSignal]

  /// - Parameter cleanUp: done on another thread; the program ends after it.
  init(_ cleanUp: @escaping @Sendable () -> Void) {
    let pairs = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
      source.setEventHandler {
        // What is being written meanwhile may make a folder anew: once more.
        cleanUp()
        usleep(50_000)
        cleanUp()
        _exit(128 + number)
      }
      source.resume()
      return (number, source as any DispatchSourceSignal)
    }
    sources = Dictionary(uniqueKeysWithValues: pairs)
  }

  /// From now on somebody else hears these signals.
  func handOver(_ signals: [Int32]) {
    for number in signals { sources[number]?.cancel() }
  }
}
