// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Policy
import Results
import Testing

@testable import Intake
@testable import Pipeline
@testable import Reports

/// Counts that are kept beside a period: the same figures as counted anew, and never those of another state.
@Suite struct TallyCacheTests {
  private let quarter = Period("2019-Q2")!

  private func figures(_ city: TownWorkspace) throws -> String {
    try IndicatorsRun(census: PeriodCensus(context: city.context, period: quarter)).document(units: .all).json()
  }

  private func cacheFiles(_ city: TownWorkspace) -> [String] {
    let folder = city.context.workspaceDirectory + "/cache"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { folder + "/" + $0 }
  }

  private func town() throws -> (TestTown, TownWorkspace) {
    var town = TestTown(organisations: TestTown.plain, members: [])
    town.members = (1...9).map { .init(number: $0, branch: $0 % 2 == 0 ? "甲一支部" : "乙一支部") }
    return (town, try TownWorkspace([("2019-Q2", town)]))
  }

  @Test func figuresAreThoseCountedFromTheRecords() throws {
    let (_, city) = try town()
    let counted = try figures(city)
    let kept = try #require(cacheFiles(city).first)
    let rights = try FileManager.default.attributesOfItem(atPath: kept)[.posixPermissions] as? Int
    #expect(rights == 0o600)
    let before = FileManager.default.contents(atPath: kept)
    #expect(try figures(city) == counted)
    #expect(FileManager.default.contents(atPath: kept) == before, "nothing was counted again")
  }

  /// An edited file of counts, one of another state and one of another workspace are as good as none.
  @Test func whatIsNotTheWorkspacesOwnIsCountedAnew() throws {
    let (_, city) = try town()
    let counted = try figures(city)
    let kept = try #require(cacheFiles(city).first)
    let bytes = Array(try #require(FileManager.default.contents(atPath: kept)))
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)) {
      var edited = bytes
      edited[place] ^= 1
      try Data(edited).write(to: URL(fileURLWithPath: kept))
      #expect(try figures(city) == counted, "byte \(place)")
    }
    let (_, other) = try town()
    _ = try figures(other)
    let foreign = try #require(cacheFiles(other).first)
    try FileManager.default.removeItem(atPath: kept)
    try FileManager.default.copyItem(atPath: foreign, toPath: kept)
    #expect(try figures(city) == counted)
  }

  @Test func aNewSubmissionIsSeen() throws {
    let (_, city) = try town()
    let before = try figures(city)
    let more = TestTown(
      organisations: [], members: (20...24).map { .init(number: $0, branch: "甲一支部") })
    for file in try more.write(to: city.folder + "/more") where file.contains("团员") || file.contains("member") {
      _ = try ImportRun(context: city.context, period: quarter).run([file])
    }
    let after = try figures(city)
    #expect(after != before)
    for file in cacheFiles(city) { try FileManager.default.removeItem(atPath: file) }
    #expect(try figures(city) == after)
  }

  /// Another pack's measure under the same name is another definition.
  @Test func otherRulesAreCountedAnew() throws {
    let (_, city) = try town()
    _ = try figures(city)
    var context = city.context
    context.pack = context.pack.judging(byRulesOf: try #require(CalendarDay(year: 2026, month: 1, day: 1)))
    let kept = try IndicatorsRun(census: PeriodCensus(context: context, period: quarter)).document(units: .all).json()
    for file in cacheFiles(city) { try FileManager.default.removeItem(atPath: file) }
    let anew = try IndicatorsRun(census: PeriodCensus(context: context, period: quarter)).document(units: .all).json()
    #expect(kept == anew)
  }
}
