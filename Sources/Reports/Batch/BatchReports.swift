// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import CensusStore
import Crypto
import Findings
import Foundation
import Indicators
import Pipeline
import Policy
import Results
import Synchronization

/// The reports of one period: the root's and one for each unit of the plan's level, several at a time.
struct BatchReports: Sendable {
  let batch: BatchRun
  let period: Period
  let baseline: Period?
  let outputs: Set<ReportOutput>

  private static let stampName = ".batch"

  /// The units to report on, with what their reports depend on.
  private struct Work: Sendable {
    var nodes: [Int]
    /// Organisation IDs by node.
    var codes: [Int: String]
    var stamp: String
  }

  /// - Throws: when the period itself cannot be read; a report that fails is told in its entry.
  func write() throws -> [BatchSummary.Report] {
    let work = try self.work()
    let next = Mutex(0)
    let results = Mutex<[Int: BatchSummary.Report]>([:])
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: min(batch.workers, work.nodes.count)) { _ in
      do {
        // Each worker reads through connections of its own.
        let writers = try self.writers()
        while let index = Self.take(next, work.nodes.count) {
          let report = self.report(on: work.nodes[index], isRoot: index == 0, stamp: work.stamp, with: writers)
          results.withLock { $0[index] = report }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    let kept = Set(work.nodes.map { FileName(work.codes[$0] ?? "").text })
    StaleFiles.removeFolders(
      in: FileName.path(batch.plan.out, period.description), except: kept, markedBy: BatchReports.stampName)
    return results.withLock { found in work.nodes.indices.compactMap { found[$0] } }
  }

  private static func take(_ next: borrowing Mutex<Int>, _ count: Int) -> Int? {
    next.withLock { value in
      defer { value += 1 }
      return value < count ? value : nil
    }
  }

  private func work() throws -> Work {
    let census = try PeriodCensus(context: batch.context, period: period)
    let tree = try census.database.organisationTree()
    guard !tree.nodes.isEmpty else { throw PipelineError("tree-empty") }
    let level = batch.plan.level
    let units =
      level == "children"
      ? tree.children(of: 0) : tree.nodes.indices.filter { $0 != 0 && tree.nodes[$0].kind == level }
    let former = try baseline.map { try PeriodCensus(context: batch.context, period: $0) }
    let pack = census.context.pack
    // Forecasts of checks on trial read the older periods as well, and so do findings that were open before and figures
    // that are held against the last quarter.
    let readsOlder = baseline != nil || pack.checks.contains(where: \.isTrial) || !pack.outliers.isEmpty
    let older = readsOlder ? try batch.context.workspace().periods.filter { $0 < period } : []
    let mapping = former.flatMap { _ in
      FileManager.default.contents(atPath: batch.context.workspaceDirectory + "/" + UnitMappingFile.fileName)
    }
    let parts =
      [
        pack.hash, batch.programVersion, try census.database.snapshotHash, try former?.database.snapshotHash ?? "",
        former?.context.pack.hash ?? "", BatchReports.digest([String(decoding: mapping ?? Data(), as: UTF8.self)]),
      ]
      + pack.overlays.map(\.sha256)
      + (try older.map { try PeriodCensus(context: batch.context, period: $0).database.snapshotHash })
      + outputs.map(\.rawValue).sorted() + languages.map(\.rawValue)
      + (try census.acceptances().values.map { "\($0)" }.sorted()) + (batch.onlyNew ? ["only-new"] : [])
    let nodes = [0] + units
    let codes = Dictionary(uniqueKeysWithValues: Set(nodes).map { ($0, tree.nodes[$0].code) })
    return Work(nodes: nodes, codes: codes, stamp: BatchReports.digest(parts))
  }

  private static func digest(_ parts: [String]) -> String {
    HexText.of(SHA256.hash(data: Array(parts.joined(separator: "\n").utf8)))
  }

  private var languages: [Language] { batch.plan.languages.isEmpty ? [batch.context.language] : batch.plan.languages }

  // MARK: One worker

  private struct Writer {
    var run: ReportRun
    var figures: ReportRun.Figures
  }

  /// One for each language; data files are written in the first one only.
  private func writers() throws -> [Writer] {
    let compared = try comparison()
    return try languages.enumerated().map { index, language in
      let run = try ReportRun(
        census: PeriodCensus(context: batch.context.with(language: language), period: period), baseline: baseline,
        comparison: compared?.spelled(in: language),
        outputs: index == 0 ? outputs : outputs.intersection([.html]), programVersion: batch.programVersion,
        onlyNew: batch.onlyNew)
      return Writer(run: run, figures: try run.figures())
    }
  }

  /// With the former period; nil without one, or where one of the two has no organisations.
  private func comparison() throws -> CompareRun? {
    let context = batch.context.with(language: languages[0])
    return try CompareRun(of: PeriodCensus(context: context, period: period), with: baseline)
  }

  private func report(on node: Int, isRoot: Bool, stamp: String, with writers: [Writer]) -> BatchSummary.Report {
    let assess = writers[0].figures.assess
    let unit = assess.calculator.tree.nodes[node]
    let path = FileName.path(period.description, unit.code)
    var report = BatchSummary.Report(unit: unit.code, name: unit.name, path: path, state: .written)
    if writers[0].run.comparison != nil, outputs.contains(.html) {
      report.comparison = FileName.path(path, CompareRun.folderName, CompareRun.pageName(in: languages[0]))
    }
    for task in writers[0].run.census.context.pack.tasks {
      let result = assess.assessor.result(for: task, unit: node)
      report.verdicts[result.verdict.rawValue, default: 0] += 1
      if result.waived { report.waived[result.verdict.rawValue, default: 0] += 1 }
    }
    report.reporting = assess.calculator.reporting(unit: node).map { $0.json(assess.calculator.tree) }
    do {
      report.state = try write(
        node, to: FileName.path(batch.plan.out, period.description, unit.code), stamp: stamp, with: writers)
    } catch {
      report.state = .failed
      report.failure = batch.context.rendered(error)
    }
    return report
  }

  /// The stamp is written last: a folder without it was not finished, nor is one that lacks a file it names.
  private func write(
    _ node: Int, to folder: String, stamp: String, with writers: [Writer]
  ) throws -> BatchSummary.Report.State {
    let mark = folder + "/" + BatchReports.stampName
    if isFinished(folder, stamp) { return .unchanged }
    try? FileManager.default.removeItem(atPath: mark)
    let written = try DraftFiles.whole { drafts in
      try writers.flatMap { try $0.run.write(unit: node, to: folder, with: $0.figures, drafts) }
    }
    let names = written.map { String($0.dropFirst(folder.count + 1)) }
    StaleFiles.remove(in: folder, except: Set(names))
    _ = try ReportFolder(path: folder, progress: .silent).write([
      ReportFile(name: BatchReports.stampName, text: ([stamp] + names).joined(separator: "\n"))
    ])
    batch.progress(.writing(file: folder))
    return .written
  }

  private func isFinished(_ folder: String, _ stamp: String) -> Bool {
    guard let data = FileManager.default.contents(atPath: folder + "/" + BatchReports.stampName) else { return false }
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    return lines.first == stamp
      && lines.dropFirst().allSatisfy { FileManager.default.fileExists(atPath: folder + "/" + $0) }
  }
}
