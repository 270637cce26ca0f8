// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import Testing

/// What a pack's author and a workspace may get wrong about tasks, waivers and trials.
@Suite struct TaskListPackTests {
  /// A copy of the shipped pack that goes away with the test.
  private final class Copy {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString).path

    init() throws {
      let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Policy/Packs/ningbo-2019")
      try FileManager.default.copyItem(atPath: sources.path, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func edit(_ file: String, _ old: String, _ new: String) throws {
      let text = try String(contentsOfFile: path + "/" + file, encoding: .utf8)
      try #require(text.contains(old))
      try text.replacing(old, with: new).write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: [
    ("tasks/01-study.yaml", "[city, county, direct-unit]", "[city, province]", "province"),
    ("tasks/01-study.yaml", "owed-by: {levels: [city, county, direct-unit]}", "owed-by: {}", "nobody"),
    ("tasks/01-study.yaml", "state: under-way", "state: begun", "begun"),
    ("tasks/01-study.yaml", "action: 1\n", "action: 17\n", "17"),
    ("tasks/16-link-youth.yaml", "method: computed", "method: document", "thresholds"),
    ("assessment.yaml", "verdict: partly-met", "verdict: half-met", "half-met"),
    ("assessment.yaml", "  closed:", "  shut:", "shut"),
    ("assessment.yaml", "kinds: [leading-body]", "kinds: [leading]", "leading"),
    ("tasks/16-education.yaml", "from: 2017-01-19", "standing: rule", "undated"),
    ("tasks/16-education.yaml", "at-most: \"30\"", "each: true\n        at-most: \"30\"", "each"),
    ("tasks/14-recording.yaml", "standing: reference", "standing: own", "targets.yaml"),
    ("tasks/14-ratio.yaml", "levels: [city, county]", "levels: [province]", "province"),
    ("tasks/14-terms.yaml", "indicator: term-known-share", "indicator: term-unknown", "term-unknown"),
    ("assessment.yaml", "lapses-after: 4", "lapses-after: 0", "quarter"),
    ("checks/branch-without-cadre.yaml", "since: 2019-05-22\n", "", "since"),
  ])
  func aMistakeIsAnErrorWithItsFile(file: String, old: String, new: String, word: String) throws {
    let copy = try Copy()
    try copy.edit(file, old, new)
    let errors = try PackLoader.check(copy.path)
    #expect(errors.contains { $0.file == file && $0.message.contains(word) }, "\(errors)")
  }

  @Test func aPackMayBringWaiversAndTheyChangeItsHash() throws {
    let copy = try Copy()
    let before = try PackLoader.load(copy.path)
    let entry = "{task: 14-ratio, unit: \"330203\", reason: 调整, approver: 市委, from: 2019-04-01, until: 2019-06-30}"
    try "- \(entry)\n".write(toFile: copy.path + "/waivers.yaml", atomically: true, encoding: .utf8)
    let pack = try PackLoader.load(copy.path)
    #expect(pack.waivers.map(\.task) == ["14-ratio"] && pack.hash != before.hash)
    try "- \(entry.replacing("14-ratio", with: "14-none"))\n".write(
      toFile: copy.path + "/waivers.yaml", atomically: true, encoding: .utf8)
    #expect(try PackLoader.check(copy.path).map(\.file) == ["waivers.yaml"])
  }

  @Test(arguments: [
    ("- {task: 14-ratio, unit: \"1\", reason: x, from: 2019-04-01, until: 2019-06-30}\n", "approver"),
    ("- {task: 14-ratio, unit: \"1\", reason: x, approver: y, from: 2019-04-01}\n", "until"),
    ("- {task: 14-ratio, unit: \"1\", reason: x, approver: y, from: 2019-07-01, until: 2019-06-30}\n", "before"),
    ("- {task: 14-ratio, unit: \"1\", reason: x, approver: y, from: 2019-04-01, to: 2019-06-30}\n", "to"),
    ("- task: [\n", "YAML"),
  ])
  func aWaiverWithoutItsPartsIsAnError(yaml: String, word: String) throws {
    let error = #expect(throws: PackError.self) { _ = try WorkspaceOverlays.waivers(Data(yaml.utf8)) }
    #expect(error?.file == "waivers.yaml" && error?.message.contains(word) == true, "\(String(describing: error))")
  }

  @Test func whatIsWrittenIsReadBackWhateverTheReasonSays() throws {
    let first = try #require(CalendarDay(rawValue: 20_190_401))
    let waiver = Waiver(
      task: "14-ratio", unit: "3302 # \"区\"", isForSubtree: true, reason: "a: b\n- c \\ '引号' {x}", approver: "!市委",
      from: first, until: first)
    let read = try WorkspaceOverlays.waivers(Data(WorkspaceOverlays.yaml(of: waiver).utf8))
    var expected = waiver
    expected.reason = "a: b - c \\ '引号' {x}"
    #expect(read == [expected])
  }

  @Test func claimsReplaceTheUnitsOfATask() throws {
    let copy = try Copy()
    try "05-academy: [\"330203\"]\n".write(toFile: copy.path + "/claims.yaml", atomically: true, encoding: .utf8)
    var pack = try PackLoader.load("ningbo-2019")
    let hash = pack.hash
    try WorkspaceOverlays.apply(directory: copy.path, to: &pack)
    #expect(pack.task("05-academy")?.duty == Duty(units: ["330203"]))
    #expect(pack.overlays.map(\.file) == ["claims.yaml"] && pack.hash == hash)
    try "05-acadamy: [\"330203\"]\n".write(toFile: copy.path + "/claims.yaml", atomically: true, encoding: .utf8)
    #expect(throws: PackError.self) { try WorkspaceOverlays.apply(directory: copy.path, to: &pack) }
  }

  @Test func explainTellsHowATaskIsJudged() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let attested = try #require(pack.explain("11-volunteer-network", in: .english))
    for word in [
      "city committee, county committee", "under way（with evidence, person and date） → partly met", "not started",
    ] {
      #expect(attested.contains(word), "\(word)")
    }
    #expect(try #require(pack.explain("14-ratio", in: .english)).contains("every unit"))
    #expect(try #require(pack.explain("branch-without-cadre", in: .english)).contains("on trial since 2019-05-22"))
  }
}
