// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What has to go when somebody ends the program before it serves: Ctrl-C, SIGTERM, a terminal that is closed.
final class Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private let sources: [any DispatchSourceSignal]

  /// - Parameter cleanUp: done on another thread; the program ends after it.
  init(_ cleanUp: @escaping @Sendable () -> Void) {
    sources = Interruption.signals.map { number in
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
      return source
    }
  }

  /// From now on signals do what they always do.
  func end() {
    for source in sources { source.cancel() }
    for number in Interruption.signals { signal(number, SIG_DFL) }
  }
}
