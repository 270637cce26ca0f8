// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A folder that has to go when somebody ends the program: Ctrl-C, SIGTERM, a terminal that is closed.
///
/// `@unchecked`: a source may be cancelled from any thread, and what else is kept is atomic.
final class Interruption: @unchecked Sendable {
  private let sources: [Int32: any DispatchSourceSignal]
  private let isRaised = Atomic(false)

  /// - Parameter folder: removed on another thread; the program ends after it.
  init(removing folder: String) {
    var sources: [Int32: any DispatchSourceSignal] = [:]
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, SIG_IGN)
      sources[number] = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInitiated))
    }
    self.sources = sources
    for (number, source) in sources {
      source.setEventHandler { [weak self] in
        self?.isRaised.store(true, ordering: .sequentiallyConsistent)
        Interruption.remove(folder)
        _exit(128 + number)
      }
      source.resume()
    }
  }

  /// Removes a folder that somebody may still be writing to, who makes it anew: until it stays away.
  private static func remove(_ folder: String) {
    var checks = 0
    while checks < 3 {
      if FileManager.default.fileExists(atPath: folder) {
        try? FileManager.default.removeItem(atPath: folder)
        checks = 0
      } else {
        checks += 1
      }
      usleep(30_000)
    }
  }

  /// From now on somebody else hears these signals.
  func handOver(_ signals: [Int32]) {
    for number in signals { sources[number]?.cancel() }
  }

  /// Does not come back where the program is being ended: what fails then fails because its files are taken away.
  func waitForTheEnd() {
    while isRaised.load(ordering: .sequentiallyConsistent) { usleep(100_000) }
  }
}

extension Interruption {
  /// Says a sentence when Ctrl-C ends the program; what was being written is left to those who wrote it.
  static func tell(_ text: String) {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global(qos: .userInitiated))
    source.setEventHandler {
      // The source lives as long as the program.
      withExtendedLifetime(source) { Terminal.printError(text) }
      // Whoever called this program is to see that it was a signal; a thread of the queue would not take it.
      signal(SIGINT, SIG_DFL)
      var mask = sigset_t()
      sigemptyset(&mask)
      sigaddset(&mask, SIGINT)
      pthread_sigmask(SIG_UNBLOCK, &mask, nil)
      raise(SIGINT)
    }
    source.resume()
  }
}
