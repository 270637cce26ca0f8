// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Pipeline
import Reports

/// The reports that were looked at last. Who asks for one that is being made waits for that one.
actor ReportCache {
  private struct Key: Hashable {
    var period: Period
    var unit: String?
    var language: Language
  }

  private struct Entry {
    var stamp: Stamp
    var report: Task<LiveReport, any Error>
    var used: Int
  }

  /// How many are kept.
  private static let capacity = 12

  private var entries: [Key: Entry] = [:]
  private var clock = 0

  /// Works out what was not worked out since the workspace changed.
  func report(of period: Period, unit: String?, _ language: Language, _ desk: Desk) async throws -> LiveReport {
    clock += 1
    let key = Key(period: period, unit: unit, language: language)
    let stamp = Stamp(desk.workspace)
    if var entry = entries[key], entry.stamp == stamp {
      entry.used = clock
      entries[key] = entry
      return try await entry.report.value
    }
    let context = desk.context(language)
    let version = desk.settings.programVersion
    let report = Task(executorPreference: desk.settings.executor) {
      try await desk.workers.count {
        try LiveReport(context: context, period: period, unit: unit, programVersion: version)
      }
    }
    entries[key] = Entry(stamp: stamp, report: report, used: clock)
    if entries.count > ReportCache.capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
      entries[oldest.key] = nil
    }
    do {
      return try await report.value
    } catch {
      entries[key] = nil
      throw error
    }
  }
}
