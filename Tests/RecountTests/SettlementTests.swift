// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import TestSupport
import Testing

/// What a settlement writes depends on what the period holds, and on nothing that was handed in, replaced or withdrawn before.
@Suite struct SettlementTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>) func aPeriodIsWhatItWereHadItBeenSettledAtOnce(number: UInt64) throws {
    var office = try Office(seed: RandomSeed.of("settlement") &+ number)
    for _ in 1...7 {
      let step = try office.step()
      let (found, wanted) = (try office.settled(anew: false), try office.settled(anew: true))
      for (table, rows) in wanted {
        let differing = Set(rows).symmetricDifference(found[table] ?? []).sorted().prefix(2)
        let isSame = found[table] == rows
        #expect(isSame, "\(step): \(table): \(differing.joined(separator: "\n"))")
        guard isSame else { return }
      }
    }
    #expect(try office.settled(anew: false).values.contains { !$0.isEmpty })
  }
}

/// An office whose units hand in, correct and withdraw in any order.
private struct Office: ~Copyable {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("office-" + UUID().uuidString).path
  private let context: CommandContext
  private let period = ImportedCity.period
  private var random: RandomSource
  private var waiting: [ImportedCity.Handing]
  private var sent: [ImportedCity.Handing] = []
  private var files = 0

  init(seed: UInt64) throws {
    context = CommandContext(
      workspaceDirectory: folder + "/workspace", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    random = RandomSource(seed: seed)
    let rosters = CityGenerator.rosters(seed: seed, censusDay: ImportedCity.day(of: period))
    waiting = UnitHandings(rosters, seed: seed).handings.filter { $0.holdsAnything }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// - Returns: what was done.
  mutating func step() throws -> String {
    let submissions = try files == 0 ? [] : context.workspace().submissions(of: period)
    if !waiting.isEmpty, submissions.isEmpty || random.chance(50) {
      let handing = waiting.remove(at: submissions.isEmpty ? 0 : random.number(0...waiting.count - 1))
      sent.append(handing)
      try hand(handing, .adds)
      return "handed in by \(handing.unit ?? "nobody")"
    }
    if random.chance(50) {
      let handing = changed(random.pick(sent))
      try hand(handing, handing.unit == nil ? .told : .whole)
      return "handed in again by \(handing.unit ?? "nobody")"
    }
    let submission = random.pick(submissions)
    let state: SubmissionState =
      [.rejected, .withdrawn].contains(submission.state) ? .accepted : random.chance(50) ? .withdrawn : .rejected
    try context.workspace().decide(submission.number, state, by: "t", why: "x", rules: context.pack.settlement)
    return "\(submission.number) \(state)"
  }

  private mutating func hand(_ handing: ImportedCity.Handing, _ intent: SubmissionDraft.Intent) throws {
    files += 1
    let written = try RosterFiles.write(handing.rosters, seed: UInt64(files), to: "\(folder)/\(files)")
    _ = try ImportRun(context: context, period: period, unit: handing.unit, intent: intent).run(written.map(\.path))
  }

  /// The same lists with some rows less, some elsewhere and some organisations under other names.
  private mutating func changed(_ handing: ImportedCity.Handing) -> ImportedCity.Handing {
    var handing = handing
    let places = handing.rosters.organisations.map(\.name) + handing.rosters.members.map(\.organisation)
    handing.rosters.members = handing.rosters.members.filter { _ in random.chance(85) }.map { row in
      var row = row
      if random.chance(15) { row.organisation = random.pick(places) }
      if random.chance(5) { row.membership = "自行脱团" }
      return row
    }
    handing.rosters.cadres.removeAll { _ in random.chance(20) }
    handing.rosters.transfers.removeAll { _ in random.chance(30) }
    handing.rosters.graduates.removeAll { _ in random.chance(20) }
    handing.rosters.workUnits.removeAll { _ in random.chance(20) }
    if random.chance(40) {
      for index in handing.rosters.organisations.indices where random.chance(10) {
        handing.rosters.organisations[index].name += "新"
      }
      handing.rosters.organisations.removeAll { row in row.parent != nil && random.chance(4) }
    }
    return handing
  }

  /// Every settled table: as it is, or as it is with all that earlier settlements wrote taken away before.
  func settled(anew: Bool) throws -> [String: [String]] {
    guard anew else { return try SettledTables.read(context.workspaceDirectory, period) }
    let copy = folder + "/copy"
    try FileManager.default.copyItem(atPath: context.workspaceDirectory, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    try SettledTables.settleAnew(copy, period, rules: context.pack.settlement)
    return try SettledTables.read(copy, period)
  }
}

extension ImportedCity.Handing {
  fileprivate var holdsAnything: Bool {
    !rosters.members.isEmpty || !rosters.cadres.isEmpty || !rosters.organisations.isEmpty
  }
}
