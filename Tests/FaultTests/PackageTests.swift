// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Pipeline
import Results
import TestSupport
import Testing

/// A sealed period that leaves its workspace in one file.
@Suite(.serialized) struct PackageTests {
  @Test func aPackageIsProvedWithoutItsWorkspaceAndATamperedOneIsNot() throws {
    let rig = try Rig(seed: 101)
    let (home, elsewhere, file) = (rig.folder + "/ws", rig.folder + "/other", rig.folder + "/2019-Q1.zip")
    try rig.importing(first, into: home)
    let seal = ["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never", "--package", file]
    let sealed = try rig.run(seal, workspace: home)
    #expect(sealed.status == 0, "\(sealed.errors)")
    let hash = try #require(sealed.output.firstMatch(of: /manifest SHA-256 ([0-9a-f]{64})/)).output.1
    #expect(try Workspace.open(at: home).auditTrail().last?.action == "package")
    // Without any workspace.
    let proof = try rig.run(["verify", "--package", file, "--expect", String(hash)], workspace: elsewhere)
    #expect(proof.status == 0, "\(proof)")
    #expect(proof.output.contains("report issued again") && !proof.output.contains("BROKEN"))
    #expect(!FileManager.default.fileExists(atPath: elsewhere), "a proof makes no workspace")
    #expect(try rig.run(["verify", "--package", file, "--expect", "00"], workspace: elsewhere).status == 1)
    // In a workspace of another key the signature cannot be told; in its own it is.
    try rig.importing(second, into: elsewhere)
    let json = try rig.run(["verify", "--package", file, "--format", "json"], workspace: elsewhere)
    #expect(json.status == 0 && json.output.contains("\"package-signature\", \"period\": \"2019-Q1\""))
    try tamper(with: file, rig, elsewhere)
  }

  /// Random bytes of the package, one at a time, and its end cut off: none passes.
  private func tamper(with file: String, _ rig: Rig, _ workspace: String) throws {
    let good = try Data(contentsOf: URL(fileURLWithPath: file))
    let bad = rig.folder + "/bad.zip"
    var dice = RandomSeed.dice("package bytes")
    for _ in 0..<25 {
      var bytes = good
      let place = Int.random(in: 0..<good.count, using: &dice)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      try bytes.write(to: URL(fileURLWithPath: bad))
      let run = try rig.run(["verify", "--package", bad], workspace: workspace)
      #expect(run.status != 0, "byte \(place) of \(good.count): \(run)")
    }
    try good.prefix(good.count / 2).write(to: URL(fileURLWithPath: bad))
    #expect(try rig.run(["verify", "--package", bad], workspace: workspace).status == 2)
  }

  // MARK: Taken in by another workspace

  @Test func aPackageIsTakenInAndItsReportHasTheSealedBytes() throws {
    let rig = try Rig(seed: 104)
    let (home, other, file) = (rig.folder + "/ws", rig.folder + "/other", rig.folder + "/2019-Q1.zip")
    try rig.importing(first, into: home)
    let seal = ["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never", "--package", file]
    #expect(try rig.run(seal, workspace: home).status == 0)
    let intake = ["restore", "--package", file, "--by", "y"]
    let taken = try rig.run(intake, workspace: other)
    #expect(taken.status == 0, "\(taken)")
    #expect(taken.errors.contains("another workspace"), "the other key is told: \(taken.errors)")
    let store = try Workspace.open(at: other)
    let entry = try #require(try store.auditTrail().last)
    let origin = try #require(try Workspace.open(at: home).period(first).seal()?.keyFingerprint)
    #expect(entry.action == AuditEntry.intakeAction && entry.who == "y" && entry.detail.contains(origin))
    #expect(try Data(contentsOf: period(first, home)) == Data(contentsOf: period(first, other)))
    let verified = try rig.run(["verify"], workspace: other)
    #expect(verified.status == 0 && !verified.output.contains("BROKEN"), "\(verified)")
    // Issued there, the report has the bytes that the seal vouches for.
    let out = rig.folder + "/report"
    let report = ["report", "--period", "2019-Q1", "--out", out, "--outputs", "html,json", "--lang", "zh-Hans"]
    #expect(try rig.run(report, workspace: other).status == 0)
    let sealed = try #require(try store.period(first).seal()).issue.hashes
    let figures = try #require(sealed["indicators.json"])
    #expect(
      try FileDigest.sha256(of: Array(Data(contentsOf: URL(fileURLWithPath: out + "/indicators.json")))) == figures)
    // That the page is the sealed one `verify` has shown above; `report` may look back at periods that are not there.
    for (name, hash) in sealed where name.hasSuffix(".json") {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: out + "/" + name))
      #expect(FileDigest.sha256(of: Array(bytes)) == hash, "\(name)")
    }
    #expect(try rig.run(intake, workspace: other).errors.contains("has 2019-Q1 already"))
    try nothingMixesKeys(rig, other)
  }

  /// Pseudonyms of two keys never meet: no opening, no packing anew, no comparison.
  private func nothingMixesKeys(_ rig: Rig, _ other: String) throws {
    let unseal = try rig.run(["unseal", "--period", "2019-Q1", "--by", "y", "--reason", "r"], workspace: other)
    #expect(unseal.status == 2 && unseal.errors.contains("another workspace"), "\(unseal)")
    let pack = ["seal", "--period", "2019-Q1", "--by", "y", "--package", rig.folder + "/again.zip"]
    #expect(try rig.run(pack, workspace: other).status == 2)
    try rig.importing(second, into: other)
    let compared = try rig.run(["compare", "--from", "2019-Q1", "--to", "2019-Q2"], workspace: other)
    #expect(compared.status == 2 && compared.errors.contains("keys of different workspaces"), "\(compared)")
    #expect(try rig.run(["trend", "--out", rig.folder + "/trend"], workspace: other).status == 0)
    let verified = try rig.run(["verify"], workspace: other)
    #expect(verified.status == 0, "\(verified)")
  }

  @Test func aTamperedPackageIsNotTakenIn() throws {
    let rig = try Rig(seed: 105)
    let (home, other, file) = (rig.folder + "/ws", rig.folder + "/other", rig.folder + "/2019-Q1.zip")
    try rig.importing(first, into: home)
    let seal = ["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never", "--package", file]
    #expect(try rig.run(seal, workspace: home).status == 0)
    try rig.importing(second, into: other)
    let good = try Data(contentsOf: URL(fileURLWithPath: file))
    var dice = RandomSeed.dice("package bytes")
    for _ in 0..<12 {
      var bytes = good
      let place = Int.random(in: 0..<good.count, using: &dice)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      try bytes.write(to: URL(fileURLWithPath: rig.folder + "/bad.zip"))
      let run = try rig.run(["restore", "--package", rig.folder + "/bad.zip", "--by", "y"], workspace: other)
      #expect(run.status == 2, "byte \(place): \(run)")
    }
    #expect(try Workspace.open(at: other).versions().map(\.period) == [second])
    #expect(try Workspace.open(at: other).strayFiles().isEmpty)
    // In its own workspace the period is there already.
    #expect(try rig.run(["restore", "--package", file, "--by", "y"], workspace: home).status == 2)
    let wrong = ["restore", "--package", file, "--by", "y", "--expect", "00"]
    #expect(try rig.run(wrong, workspace: rig.folder + "/new").status == 2)
    #expect(try rig.run(["restore", "--by", "y"], workspace: other).status == 64)
  }

  private func period(_ period: Period, _ workspace: String) -> URL {
    URL(fileURLWithPath: workspace + "/periods/\(period).sqlite")
  }

  @Test func anOpenPeriodIsNotPacked() throws {
    let rig = try Rig(seed: 102)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    #expect(throws: WorkspaceError("period-open", facts: ["period": "2019-Q1"])) {
      try Workspace.open(at: workspace).writePackage(first, to: rig.folder + "/p.zip", by: "x", program: "0")
    }
    #expect(!FileManager.default.fileExists(atPath: rig.folder + "/p.zip"))
  }

  @Test func anyProgramOpensAPackage() throws {
    let rig = try Rig(seed: 103)
    let (workspace, file) = (rig.folder + "/ws", rig.folder + "/p.zip")
    try rig.importing(first, into: workspace)
    let seal = ["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never", "--package", file]
    #expect(try rig.run(seal, workspace: workspace).status == 0)
    let test = rig.end(
      try rig.start(["-m", "zipfile", "-t", file], workspace: workspace, executable: "/usr/bin/python3"))
    #expect(test.status == 0 && test.output.contains("Done testing") && !test.output.contains("corrupted"), "\(test)")
  }
}
