// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import SampleRosters
import Testing

private func write(_ plan: SampleCity.Plan) throws -> [String: Data] {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sample-" + UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try SampleCity(plan).write(to: folder)
  var files: [String: Data] = [:]
  for entry in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
    if let data = FileManager.default.contents(atPath: folder + "/" + entry), entry.hasSuffix(".xml") {
      files[entry] = data
    }
  }
  return files
}

private let quarters = [Period("2019-Q1")!, Period("2019-Q2")!]

@Suite struct SampleTests {
  @Test func theSameSeedGivesTheSameBytes() throws {
    let plan = SampleCity.Plan(members: 300, seed: 5, periods: quarters, defects: 0.1)
    #expect(try write(plan) == write(plan))
    #expect(try write(plan) != write(SampleCity.Plan(members: 300, seed: 6, periods: quarters, defects: 0.1)))
  }

  @Test func everyIDIsValidAndStandsOnce() throws {
    let files = try write(SampleCity.Plan(members: 3000, seed: 5, periods: [quarters[0]]))
    var ids: [String] = []
    for (name, data) in files where name.contains("团员花名册") {
      let text = String(decoding: data, as: UTF8.self)
      ids += text.matches(of: /<Data ss:Type="String">(\d{17}[\dX])<\/Data>/).map { String($0.1) }
    }
    #expect(ids.count > 2900)
    #expect(Set(ids).count == ids.count)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    for id in ids {
      let digits = Array(id.utf8)
      let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
      #expect(Array("10X98765432".utf8)[sum % 11] == digits[17])
    }
  }

  @Test func countiesHaveTheirShareOfTheMembers() throws {
    let files = try write(SampleCity.Plan(members: 5000, seed: 5, periods: [quarters[0]]))
    func rows(_ code: String) -> Int {
      files.filter { $0.key.contains("\(code)-团员花名册") }.reduce(0) {
        $0 + String(decoding: $1.value, as: UTF8.self).matches(of: /<Row>/).count
      }
    }
    // 慈溪 has 1 829 488 of 9.4 million residents, 江北 488 885.
    #expect(abs(rows("330282") - 973) < 30)
    #expect(abs(rows("330205") - 260) < 20)
  }

  @Test func noTwoOrganisationsHaveOneCodeOrName() {
    for members in [630, 600_000] {
      let all = SampleCity(SampleCity.Plan(members: members, seed: 5, periods: [quarters[0]])).organisationNames
      #expect(all.count > members / 10)
      #expect(Set(all.map(\.code)).count == all.count)
      #expect(Set(all.map(\.name)).count == all.count)
    }
  }

  @Test func membersComeInPages() throws {
    let files = try write(SampleCity.Plan(members: 1000, seed: 5, periods: [quarters[0]], pageRows: 50))
    #expect(files.keys.filter { $0.contains("330282-团员花名册") }.count == 4)
  }

  @Test func theSamplesOfTheRepositoryAreWhatTheGeneratorWrites() throws {
    let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Samples").path
    for story in SampleStories.all {
      for (name, data) in try write(story.plan) {
        let path = [samples, story.folder, name].filter { !$0.isEmpty }.joined(separator: "/")
        let isSame = FileManager.default.contents(atPath: path) == data
        #expect(isSame, "\(path) is stale: run league-census sample --stories --out Samples")
      }
    }
  }
}
