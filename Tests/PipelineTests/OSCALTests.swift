// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Foundation
import Policy
import Results
import Testing

@testable import Pipeline
@testable import Reports

/// The documents that other systems read; `.ci/oscal` loads them with NIST's models, which no test here needs.
@Suite struct OSCALTests {
  private static let files = [
    "catalog.json", "profile.json", "assessment-plan.json", "assessment-results.json", "poam.json",
  ]

  private func documents(
    _ city: SampleImport, _ name: String, clock: String = "2019-07-02T08:00:00Z"
  ) throws -> [String: String] {
    var context = city.census.context
    context.clock = try #require(WallClock.stopped(at: clock))
    let census = try PeriodCensus(context: context, period: city.period)
    let run = try ReportRun(census: census, baseline: nil, outputs: [.oscal, .json], programVersion: "test")
    let out = "\(city.folder)/\(name)"
    _ = try run.write(to: out, units: .one(.root))
    var texts: [String: String] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: out + "/oscal") {
      texts[file] = try String(contentsOfFile: "\(out)/oscal/\(file)", encoding: .utf8)
    }
    texts["indicators.json"] = try String(contentsOfFile: "\(out)/indicators.json", encoding: .utf8)
    return texts
  }

  private typealias Object = [String: Any]

  /// Every member of an object and of those below it.
  private func members(_ value: Any) -> [(name: String, value: Any)] {
    if let object = value as? Object { return object.flatMap { [($0.key, $0.value)] + members($0.value) } }
    return (value as? [Any] ?? []).flatMap(members)
  }

  private func parsed(_ text: String?) throws -> (name: String, content: Object) {
    let object = try JSONSerialization.jsonObject(with: Data((text ?? "").utf8)) as? Object
    let first = try #require(object?.first)
    return (first.key, try #require(first.value as? Object))
  }

  @Test func whateverOneDocumentNamesIsThere() throws {
    let city = try SampleImport(members: 300, seed: 41)
    let texts = try documents(city, "report")
    #expect(Set(texts.keys) == Set(OSCALTests.files + ["indicators.json"]))
    let catalog = try parsed(texts["catalog.json"]).content
    let known = Set(members(catalog).filter { $0.name == "id" }.compactMap { $0.value as? String })
    #expect(known.isSuperset(of: city.census.context.pack.tasks.map { "task-" + $0.id }))
    for file in OSCALTests.files {
      let all = members(try parsed(texts[file]).content)
      let ids = all.filter { $0.name == "uuid" }.compactMap { $0.value as? String }
      #expect(Set(ids).count == ids.count, "\(file) names one thing twice")
      let form = /[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
      #expect(ids.allSatisfy { $0.wholeMatch(of: form) != nil })
      for (name, value) in all {
        let text = value as? String ?? ""
        switch name {
        case "observation-uuid", "finding-uuid", "subject-uuid": #expect(ids.contains(text), "\(file): \(name)")
        case "control-id", "target-id": #expect(known.contains(text), "\(file): \(text)")
        case "with-ids": #expect(known.isSuperset(of: value as? [String] ?? [""]))
        case "href" where text.hasPrefix("#"): #expect(ids.contains(String(text.dropFirst())))
        case "href": #expect(texts[text] != nil, "\(file): \(text)")
        default: break
        }
      }
    }
  }

  /// Observations carry the figures of `indicators.json`; findings say what they mean, and our own words beside OSCAL's two.
  @Test func figuresAndVerdictsAreThoseOfTheReport() throws {
    let city = try SampleImport(members: 300, seed: 42)
    let texts = try documents(city, "report")
    let results = try #require(try parsed(texts["assessment-results.json"]).content["results"] as? [Object])
    let own = try #require(results.first)
    let figures = try JSONSerialization.jsonObject(with: Data(texts["indicators.json"]!.utf8)) as? [Object] ?? []
    let root = figures.first?["unit"] as? String
    var compared = 0
    for observation in own["observations"] as? [Object] ?? [] {
      let said = properties(observation)
      guard let indicator = said["indicator"] else { continue }
      let figure = try #require(
        figures.first { $0["indicator"] as? String == indicator && $0["unit"] as? String == said["unit"] ?? root })
      #expect((figure["numerator"] as? Int).map(String.init) == said["numerator"], "\(indicator)")
      #expect((figure["denominator"] as? Int).map(String.init) == said["denominator"], "\(indicator)")
      #expect(figure["state"] as? String == said["state"])
      compared += 1
    }
    #expect(compared > 10)
    let verdicts = try AssessRun(census: city.census)
    for finding in own["findings"] as? [Object] ?? [] {
      let said = properties(finding)
      let task = try #require(city.census.context.pack.tasks.first { $0.id == said["task"] })
      let verdict = verdicts.assessor.result(for: task, unit: 0).verdict
      let status = (finding["target"] as? Object)?["status"] as? Object
      #expect(said["verdict"] == verdict.rawValue && verdict != .notApplicable)
      #expect(status?["state"] as? String == (verdict == .met ? "satisfied" : "not-satisfied"))
    }
  }

  private func properties(_ object: Object) -> [String: String] {
    let list = object["props"] as? [Object] ?? []
    #expect(list.allSatisfy { $0["ns"] as? String == "urn:league-census:oscal" })
    return Dictionary(list.map { ($0["name"] as? String ?? "", $0["value"] as? String ?? "") }) { first, _ in first }
  }

  @Test func theSameContentGivesTheSameBytesWhateverTheClock() throws {
    let city = try SampleImport(members: 200, seed: 43)
    let first = try documents(city, "first")
    #expect(try documents(city, "second", clock: "2021-01-05T10:00:00Z") == first)
    let times = try OSCALTests.files.flatMap { members(try parsed(first[$0]).content) }.filter {
      ["last-modified", "collected", "start", "end", "date"].contains($0.name)
    }
    #expect(!times.isEmpty && times.allSatisfy { $0.value as? String == "2019-06-30T23:59:59+08:00" })
  }

  /// No ID number, no phone, nobody's name.
  @Test func nothingOfAPersonStandsInThem() throws {
    let city = try SampleImport(members: 200, seed: 44)
    let texts = try documents(city, "report")
    for file in OSCALTests.files {
      let text = texts[file] ?? ""
      #expect(!text.isEmpty && text.firstMatch(of: /[^0-9a-f]1[3-9][0-9]{9}[^0-9a-f]/) == nil)
      #expect(text.firstMatch(of: /[0-9]{17}[0-9Xx]/) == nil && !text.contains("*"))
    }
  }
}
