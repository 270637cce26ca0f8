// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline
import Reports
import Synchronization

/// How often somebody may try to sign in.
///
/// Failures count against the pair of account and address, and against the address alone; against the account only for
/// addresses it never signed in from: nobody locks another out by guessing.
final class Attempts: Sendable {
  private struct Tally {
    var failures = 0
    var last = Date.distantPast
  }

  private struct State {
    var tallies: [String: Tally] = [:]
    var known: Set<String> = []
  }

  /// Free failures of each kind, and seconds after which a tally is forgotten.
  private static let free = (pair: 5, address: 30, account: 60)
  private static let memory = 3600.0
  private static let longest = 900.0
  private static let capacity = 20_000

  private let state = Mutex(State())
  private let clock: @Sendable () -> Date

  init(clock: @escaping @Sendable () -> Date = { Date() }) { self.clock = clock }

  /// Seconds until the next try is looked at; 0 where it may be made at once.
  func wait(account: String, address: String) -> Int {
    let now = clock()
    return state.withLock { state in
      Attempts.keys(account, address, isKnown: state.known.contains(Attempts.pair(account, address))).map { key, free in
        guard let tally = state.tallies[key], tally.failures >= free else { return 0 }
        let pause = min(Attempts.longest, pow(2, Double(min(20, tally.failures - free))))
        return max(0, Int((pause - now.timeIntervalSince(tally.last)).rounded(.up)))
      }.max() ?? 0
    }
  }

  func failed(account: String, address: String) {
    let now = clock()
    state.withLock { state in
      if state.tallies.count > Attempts.capacity {
        state.tallies = state.tallies.filter { now.timeIntervalSince($0.value.last) < Attempts.memory }
        // Still too many: somebody floods; the oldest half goes.
        if state.tallies.count > Attempts.capacity {
          let kept = state.tallies.sorted { $0.value.last > $1.value.last }.prefix(Attempts.capacity / 2)
          state.tallies = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
        }
      }
      for (key, _) in Attempts.keys(account, address, isKnown: false) {
        var tally = state.tallies[key] ?? Tally()
        if now.timeIntervalSince(tally.last) > Attempts.memory { tally.failures = 0 }
        tally.failures += 1
        tally.last = now
        state.tallies[key] = tally
      }
    }
  }

  func succeeded(account: String, address: String) {
    state.withLock { state in
      state.tallies[Attempts.pair(account, address)] = nil
      if state.known.count > Attempts.capacity { state.known = [] }
      state.known.insert(Attempts.pair(account, address))
    }
  }

  private static func pair(_ account: String, _ address: String) -> String {
    "pair \(account.lowercased()) \(address)"
  }

  private static func keys(_ account: String, _ address: String, isKnown: Bool) -> [(key: String, free: Int)] {
    let own = isKnown ? [] : [("account \(account.lowercased())", free.account)]
    return [(pair(account, address), free.pair), ("address \(address)", free.address)] + own
  }
}
