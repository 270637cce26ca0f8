// SPDX-License-Identifier: Apache-2.0

import Foundation
import Pipeline

/// What is asked for: values of one group are worked out together.
protocol LiveKey: Hashable, Sendable {
  associatedtype Group: Hashable, Sendable
  var group: Group { get }
}

/// What is worked out from the workspace in seconds, kept until that changes, and shown a little longer: while it is worked out
/// anew, pages show what they showed, with its time. Who asks for what was never worked out waits, and so does who changed
/// something since: they see what they did.
actor LiveCache<Key: LiveKey, Value: Sendable> {
  typealias Results = [Key: Result<Value, any Error>]

  struct Shown: Sendable {
    var value: Value
    /// When it was worked out, where the workspace has changed since; nil where it is of now.
    var asOf: Date?
  }

  private struct Entry {
    var stamp: Stamp
    var made: Date
    var value: Value
    var used: Int
  }

  private struct Round {
    var keys: Set<Key>
    var task: Task<Results, Never>
  }

  private let capacity: Int
  private let make: @Sendable (Desk, Key.Group, Set<Key>) async -> Results
  private var entries: [Key: Entry] = [:]
  /// Of each group one round is under way at most, and one comes next, which may still be joined.
  private var running: [Key.Group: Round] = [:]
  private var next: [Key.Group: Round] = [:]
  /// Until when a group rests: what changes all the time is not worked out all the time.
  private var rest: [Key.Group: ContinuousClock.Instant] = [:]
  private var clock = 0

  /// - Parameter make: works out values of one group, on a thread that may wait.
  init(capacity: Int, make: @escaping @Sendable (Desk, Key.Group, Set<Key>) async -> Results) {
    (self.capacity, self.make) = (capacity, make)
  }

  /// - Parameter change: when whoever asks changed something last; what is older than that is not shown to them.
  func value(of key: Key, since change: Date?, _ desk: Desk) async throws -> Shown {
    clock += 1
    let stamp = Stamp(desk.workspace)
    guard let older = entries[key] else { return try await first(key, desk) }
    entries[key]?.used = clock
    if older.stamp == stamp { return Shown(value: older.value) }
    if let change, older.made < change { return try await first(key, desk) }
    if let until = rest[key.group], until > .now { return Shown(value: older.value, asOf: older.made) }
    _ = join(key, desk)
    let end = ContinuousClock.now + desk.settings.patience
    while ContinuousClock.now < end, let entry = entries[key], entry.stamp == older.stamp {
      try await Task.sleep(for: .milliseconds(5))
    }
    guard let entry = entries[key] else { return try await first(key, desk) }
    return Shown(value: entry.value, asOf: entry.stamp == stamp ? nil : entry.made)
  }

  private func first(_ key: Key, _ desk: Desk) async throws -> Shown {
    guard let result = await join(key, desk).value[key] else { throw CancellationError() }
    return Shown(value: try result.get())
  }

  /// The round that works a value out from the state of now, or a later one.
  private func join(_ key: Key, _ desk: Desk) -> Task<Results, Never> {
    let group = key.group
    if next[group] != nil {
      next[group]?.keys.insert(key)
    } else {
      let before = running[group]?.task
      let task = Task(executorPreference: desk.settings.executor) {
        _ = await before?.value
        return await self.work(group, desk)
      }
      next[group] = Round(keys: [key], task: task)
    }
    return next[group]!.task
  }

  private func work(_ group: Key.Group, _ desk: Desk) async -> Results {
    guard let round = next.removeValue(forKey: group) else { return [:] }
    running[group] = round
    let (stamp, made, begun) = (Stamp(desk.workspace), Date(), ContinuousClock.now)
    let results = await make(desk, group, round.keys)
    let took = begun.duration(to: .now)
    if took > desk.settings.patience { rest[group] = .now + took * 2 }
    for (key, result) in results {
      let used = entries[key]?.used ?? clock
      entries[key] = (try? result.get()).map { Entry(stamp: stamp, made: made, value: $0, used: used) }
    }
    while entries.count > capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
      entries[oldest.key] = nil
    }
    running[group] = nil
    return results
  }
}
