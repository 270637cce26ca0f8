// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import DeskStore
import Findings
import Foundation
import Pipeline
import Reports
import Results
import Synchronization

/// The report of a unit; those of one period and language share their figures.
struct ReportKey: LiveKey {
  struct Group: Hashable, Sendable {
    var period: Period
    var language: Language
  }

  var group: Group
  var unit: String?
}

/// The findings below a unit.
struct ListingKey: LiveKey {
  var period: Period
  var language: Language
  var unit: String?
  var isAccepted: Bool
  var group: ListingKey { self }
}

/// What is to be explained in a period.
struct DutyKey: LiveKey {
  var period: Period
  var language: Language
  var group: DutyKey { self }
}

/// What the pages show that takes long to work out.
struct LiveValues: Sendable {
  let reports: LiveCache<ReportKey, KeptReport>

  init() {
    let figures = SharedFigures()
    reports = LiveCache(capacity: 24) { desk, group, keys in
      await LiveValues.results(of: keys, desk.workers.count) {
        let shared = try figures.of(group, desk)
        return { key in
          KeptReport(try LiveReport(run: shared.run, figures: shared.figures, unit: key.unit), of: group.period)
        }
      }
    }
  }

  let listings = LiveCache<ListingKey, FindingsRun.Listing>(capacity: 24) { desk, _, keys in
    await LiveValues.results(of: keys, desk.workers.list) {
      { key in
        try FindingsRun(context: desk.context(key.language), period: key.period)
          .list(key.isAccepted ? .accepted : .open, unit: key.unit)
      }
    }
  }

  let duties = LiveCache<DutyKey, [ExplanationItem]>(capacity: 6) { desk, _, keys in
    await LiveValues.results(of: keys, desk.workers.list) {
      { key in
        try ExplanationsRun(census: PeriodCensus(context: desk.context(key.language), period: key.period)).items()
      }
    }
  }

  private typealias Pool<Key: Hashable, Value> =
    @Sendable (@escaping @Sendable () throws -> [Key: Result<Value, any Error>]) async throws -> [Key: Result<
      Value, any Error
    >]

  /// What stops the first step stops it for every key.
  private static func results<Key: Hashable & Sendable, Value: Sendable>(
    of keys: Set<Key>, _ pool: Pool<Key, Value>, _ begin: @escaping @Sendable () throws -> (Key) throws -> Value
  ) async -> [Key: Result<Value, any Error>] {
    do {
      return try await pool {
        let make = try begin()
        return Dictionary(uniqueKeysWithValues: keys.map { key in (key, Result { try make(key) }) })
      }
    } catch {
      return Dictionary(uniqueKeysWithValues: keys.map { ($0, .failure(error)) })
    }
  }
}

/// What the reports of all units of a period share, as long as the workspace stays as it is.
///
/// Unchecked: only the one thread that counts comes here.
private final class SharedFigures: @unchecked Sendable {
  /// Of how many organisations figures are kept: those of more take too much memory.
  private static let most = 30_000

  private var kept: (group: ReportKey.Group, stamp: Stamp, run: ReportRun, figures: ReportRun.Figures)?

  func of(_ group: ReportKey.Group, _ desk: Desk) throws -> (run: ReportRun, figures: ReportRun.Figures) {
    let stamp = Stamp(desk.workspace)
    if let kept, kept.group == group, kept.stamp == stamp { return (kept.run, kept.figures) }
    // Never two of them at once: they are what takes most memory.
    kept = nil
    let run = try ReportRun(
      live: group.period, context: desk.context(group.language), outputs: [.html],
      programVersion: desk.settings.programVersion)
    let figures = try run.figures()
    let isKept = try run.census.database.organisationTree().nodes.count <= SharedFigures.most
    kept = isKept ? (group, stamp, run, figures) : nil
    return (run, figures)
  }
}

/// When each account changed something last.
final class Changes: Sendable {
  /// What was changed longer ago is in what is shown.
  private static let kept: TimeInterval = 3_600

  private let last = Mutex<[Int64: Date]>([:])

  func note(_ account: Int64) {
    last.withLock { last in
      last[account] = Date()
      if last.count > 1_000 { last = last.filter { -$0.value.timeIntervalSinceNow < Changes.kept } }
    }
  }

  func last(of account: Int64?) -> Date? { account.flatMap { account in last.withLock { $0[account] } } }
}

extension Visit {
  /// Changes the workspace, one change after the other; whoever asked for it sees no figures from before.
  func write<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    let result = try await desk.workers.write(body)
    if let account { desk.changes.note(account.id) }
    return result
  }

  /// The report of the unit of whoever asks.
  func report(of period: Period) async throws -> LiveCache<ReportKey, KeptReport>.Shown {
    let key = ReportKey(group: .init(period: period, language: language), unit: try user.unit)
    return try await desk.live.reports.value(of: key, since: desk.changes.last(of: account?.id), desk)
  }

  /// The findings that whoever asks sees.
  func listing(of period: Period, isAccepted: Bool) async throws -> LiveCache<ListingKey, FindingsRun.Listing>.Shown {
    let key = ListingKey(period: period, language: language, unit: try user.unit, isAccepted: isAccepted)
    return try await desk.live.listings.value(of: key, since: desk.changes.last(of: account?.id), desk)
  }

  /// What all units are to explain.
  func duties(of period: Period) async throws -> LiveCache<DutyKey, [ExplanationItem]>.Shown {
    let key = DutyKey(period: period, language: language)
    return try await desk.live.duties.value(of: key, since: desk.changes.last(of: account?.id), desk)
  }
}
