// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Glibc
import TestSupport
import Testing

/// Backup and restore, purge, erasure, kept originals and packages, by the built program.
@Suite(.serialized) struct KeepingTests {
  private static let yes = ["--by", "W", "--yes"]

  /// - Parameter county: whose rosters alone come in for the second quarter; nil takes all.
  private func filled(_ rig: Rig, _ options: [String] = [], county: String? = nil) throws -> String {
    let workspace = rig.folder + "/ws"
    for period in [first, second] {
      let home = rig.rosters(period) + (period == second ? county.map { "/" + $0 } ?? "" : "")
      let run = try rig.run(
        ["import", "--period", period.description, home, "--fail-on", "never"] + options,
        workspace: workspace)
      #expect(run.status == 0, "\(run.errors)")
    }
    return workspace
  }

  // MARK: Backup and restore

  @Test func aDamagedWorkspaceComesBack() throws {
    let rig = try Rig(seed: 91)
    let workspace = try filled(rig)
    let backup = rig.folder + "/backup"
    #expect(
      try rig.run(["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never"], workspace: workspace).status == 0
    )
    let sealed = try Data(contentsOf: URL(fileURLWithPath: workspace + "/periods/2019-Q1.sqlite"))
    #expect(try rig.run(["backup", "--to", backup, "--by", "W"], workspace: workspace).status == 0)
    #expect(!FileManager.default.fileExists(atPath: backup + "/workspace.key"), "the key goes only when asked for")
    #expect(try Data(contentsOf: URL(fileURLWithPath: backup + "/periods/2019-Q1.sqlite")) == sealed)
    for name in rig.files(of: backup) {
      let mode = try FileManager.default.attributesOfItem(atPath: backup + "/" + name)[.posixPermissions] as? Int
      #expect((mode ?? 0) & 0o077 == 0, "\(name)")
    }
    let before = try rig.run(["indicators", "--period", "2019-Q2", "--format", "json"], workspace: workspace).output
    let key = try Data(contentsOf: URL(fileURLWithPath: workspace + "/workspace.key"))
    try key.write(to: URL(fileURLWithPath: rig.folder + "/kept.key"))
    // The disk dies: only the backup and the key, kept apart, are left.
    try FileManager.default.removeItem(atPath: workspace)
    let without = try rig.run(["restore", "--from", backup] + Self.yes, workspace: workspace)
    #expect(without.status == 2 && without.errors.contains("key"), "\(without.errors)")
    let with = try rig.run(
      ["restore", "--from", backup, "--key", rig.folder + "/kept.key"] + Self.yes, workspace: workspace)
    #expect(with.status == 0, "\(with.errors)")
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
    #expect(
      try rig.run(["indicators", "--period", "2019-Q2", "--format", "json"], workspace: workspace).output == before)
    #expect(try Workspace.open(at: workspace).auditTrail().last?.action == "restore")
    // It goes on: the restored workspace takes an import.
    let again = try rig.run(
      ["import", "--period", "2019-Q2", try rig.correction(), "--fail-on", "never"], workspace: workspace)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
  }

  @Test func whatIsReplacedStandsBesideAndNobodyIsAskedInVain() throws {
    let rig = try Rig(seed: 92)
    let workspace = try filled(rig)
    let backup = rig.folder + "/backup"
    #expect(try rig.run(["backup", "--to", backup, "--by", "W", "--with-key"], workspace: workspace).status == 0)
    _ = try rig.run(["submissions", "withdraw", "2", "--by", "x", "--reason", "y"], workspace: workspace)
    let later = try rig.state(of: workspace)
    let unasked = try rig.run(["restore", "--from", backup, "--by", "W"], workspace: workspace)
    #expect(unasked.status == 64 && unasked.errors.contains("--yes"), "\(unasked)")
    #expect(try rig.state(of: workspace) == later)
    #expect(try rig.run(["restore", "--from", backup] + Self.yes, workspace: workspace).status == 0)
    #expect(try Workspace.open(at: workspace).submissions(of: second).allSatisfy { $0.state == .accepted })
    #expect(try rig.state(of: workspace + ".replaced-1") == later)
    let trail = try Workspace.open(at: workspace).auditTrail()
    let end = try #require(try Workspace.open(at: workspace + ".replaced-1").auditTrail().last)
    #expect(trail.last?.detail.contains("replaced trail \(end.number) \(end.hash)") == true)
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
  }

  /// Every file of a backup, one flipped byte each; a file too few, a file too many, another manifest.
  @Test func aBackupThatWasChangedIsRefused() throws {
    let rig = try Rig(seed: 93)
    let workspace = try filled(rig, ["--keep-originals"])
    let backup = rig.folder + "/backup"
    #expect(try rig.run(["backup", "--to", backup, "--by", "W", "--with-key"], workspace: workspace).status == 0)
    let before = try rig.state(of: workspace)
    var dice = RandomSeed.dice("backup bytes")
    let names = rig.files(of: backup).filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: backup + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
    }
    let originals = names.filter { $0.hasPrefix("originals/") }
    for name in names.filter({ !originals.contains($0) }) + originals.prefix(2) {
      let file = URL(fileURLWithPath: backup + "/" + name)
      let good = try Data(contentsOf: file)
      var bad = good
      let place = Int.random(in: 0..<bad.count, using: &dice)
      // A space of the manifest may become anything but a space.
      bad[place] ^= name == "manifest.json" ? 0x5A : 1
      try bad.write(to: file)
      let run = try rig.run(["restore", "--from", backup] + Self.yes, workspace: workspace)
      #expect(run.status == 2, "\(name), byte \(place)")
      try good.write(to: file)
    }
    try Data("x".utf8).write(to: URL(fileURLWithPath: backup + "/periods/2018-Q4.sqlite"))
    #expect(try rig.run(["restore", "--from", backup] + Self.yes, workspace: workspace).status == 2)
    try FileManager.default.removeItem(atPath: backup + "/periods/2018-Q4.sqlite")
    try FileManager.default.moveItem(
      atPath: backup + "/periods/2019-Q2.sqlite", toPath: rig.folder + "/away.sqlite")
    #expect(try rig.run(["restore", "--from", backup] + Self.yes, workspace: workspace).status == 2)
    #expect(try rig.state(of: workspace) == before)
    #expect(!FileManager.default.fileExists(atPath: workspace + ".restoring"))
  }

  /// A backup that is made while an import runs is the workspace before it or after it, never between.
  @Test func aBackupDuringAnImportIsWhole() throws {
    let rig = try Rig(seed: 94, members: 1500)
    let workspace = rig.folder + "/ws"
    try rig.importing(first, into: workspace)
    let before = try rig.state(of: workspace)
    let process = try rig.start(
      ["import", "--period", "2019-Q2", rig.rosters(second), "--fail-on", "never"], workspace: workspace)
    var backups: [String] = []
    while process.isRunning {
      let target = rig.folder + "/backup\(backups.count)"
      let run = try rig.run(["backup", "--to", target, "--by", "W", "--with-key"], workspace: workspace)
      #expect(run.status == 0, "\(run.errors)")
      backups.append(target)
    }
    #expect(rig.end(process).status == 0)
    let after = try rig.state(of: workspace)
    #expect(!backups.isEmpty)
    for backup in backups {
      let place = backup + "-restored"
      let run = try rig.run(["restore", "--from", backup] + Self.yes, workspace: place)
      #expect(run.status == 0, "\(run.errors)")
      let state = withoutRestore(try rig.state(of: place))
      #expect(state == before || state == after)
      #expect(try rig.run(["verify"], workspace: place).status == 0)
    }
    print("backups during an import: \(backups.count)")
  }

  private func withoutRestore(_ state: String) -> String {
    state.split(separator: "\n").filter { !$0.contains(" restore backup of ") }.joined(separator: "\n")
  }

  // MARK: Purge and erasure

  @Test func nothingOfAPurgedPeriodIsLeft() throws {
    let rig = try Rig(seed: 95)
    let workspace = rig.folder + "/ws"
    #expect(try rig.run(["init", "--names", "full"], workspace: workspace).status == 0)
    _ = try filled(rig, ["--keep-originals"], county: "330203")
    let (old, new) = (try people(workspace, first), try people(workspace, second))
    let gone = old.subtracting(new)
    let names = try names(workspace, first).subtracting(try names(workspace, second))
    #expect(!gone.isEmpty && !names.isEmpty)
    #expect(occurrences(of: gone, in: workspace) > 0)
    _ = try rig.run(["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never"], workspace: workspace)
    let refused = try rig.run(["purge", "--before", "2019-Q2"] + Self.yes, workspace: workspace)
    #expect(refused.status == 2 && refused.errors.contains("2019-Q1"), "\(refused.errors)")
    #expect(try people(workspace, first) == old)
    let figures = try rig.run(["indicators", "--period", "2019-Q2", "--format", "json"], workspace: workspace).output
    let purge = try rig.run(
      ["purge", "--before", "2019-Q2", "--sealed", "2019-Q1"] + Self.yes, workspace: workspace)
    #expect(purge.status == 0, "\(purge.errors)")
    #expect(occurrences(of: gone, in: workspace) == 0)
    #expect(occurrences(of: Set(names.map { Data($0.utf8) }), in: workspace) == 0)
    #expect(try Workspace.open(at: workspace).periods == [second])
    let tombstone = try #require(try Workspace.open(at: workspace).auditTrail().last)
    #expect(tombstone.action == "purge" && tombstone.subject == "2019-Q1 v1" && tombstone.detail.contains("sealed"))
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
    #expect(
      try rig.run(["indicators", "--period", "2019-Q2", "--format", "json"], workspace: workspace).output == figures)
    #expect(try Workspace.open(at: workspace).originals().allSatisfy { $0.period == second && $0.isKept })
  }

  @Test func aPersonWhoIsErasedLeavesNoBytes() throws {
    let rig = try Rig(seed: 96)
    let workspace = rig.folder + "/ws"
    #expect(try rig.run(["init", "--names", "full"], workspace: workspace).status == 0)
    _ = try filled(rig, ["--keep-originals"])
    let row = try #require(
      try sqlite(
        workspace, second,
        """
        SELECT f.name, s.name, m.row, hex(m.person_high), m.name, printf('%016x', m.person_high) FROM member AS m
        JOIN sheet AS s ON s.id = m.sheet JOIN file AS f ON f.id = s.file WHERE m.superseded = 0
          AND m.name IN (SELECT name FROM member GROUP BY name HAVING COUNT(*) = 1) AND ABS(m.person_high) > 1 << 50
        ORDER BY m.id LIMIT 1 OFFSET 5
        """
      ).first)
    let pseudonym = bytes(hex: row[5])
    #expect(occurrences(of: [pseudonym], in: workspace) > 0)
    let members = try sqlite(workspace, second, "SELECT COUNT(*) FROM member WHERE counted = 1").first?[0]
    let unasked = try rig.run(["erase", "--file", row[0], "--row", row[2], "--by", "W"], workspace: workspace)
    #expect(unasked.status == 64, "\(unasked)")
    let run = try rig.run(
      ["erase", "--file", row[0], "--sheet", row[1], "--row", row[2]] + Self.yes, workspace: workspace)
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.output.contains(row[4]) && !run.errors.contains(row[4]))
    #expect(occurrences(of: [pseudonym], in: workspace) == 0)
    let after = try sqlite(workspace, second, "SELECT COUNT(*) FROM member WHERE counted = 1").first?[0]
    #expect(Int(after ?? "") == Int(members ?? "").map { $0 - 1 })
    let trail = try Workspace.open(at: workspace).auditTrail().filter { $0.action == "erase" }
    #expect(!trail.isEmpty)
    #expect(trail.allSatisfy { !"\($0)".contains(row[4]) && !"\($0)".contains(row[0]) })
    let held = try Workspace.open(at: workspace).originals().filter { $0.file == row[0] && $0.isKept }
    #expect(held.isEmpty, "the original that held the person is gone")
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
    let again = try rig.run(["erase", "--file", row[0], "--row", row[2]] + Self.yes, workspace: workspace)
    #expect(again.status == 2)
  }

  /// An ID number comes on standard input; sealed periods are told and stay.
  @Test func aPersonIsErasedByNumberAndSealedPeriodsAreTold() throws {
    let rig = try Rig(seed: 97)
    let workspace = try filled(rig)
    let number = try #require(try numberInBoth(rig))
    _ = try rig.run(["seal", "--period", "2019-Q1", "--by", "x", "--block-at", "never"], workspace: workspace)
    let sealed = try Data(contentsOf: URL(fileURLWithPath: workspace + "/periods/2019-Q1.sqlite"))
    let typed = rig.folder + "/number.txt"
    try (number + "\n").write(toFile: typed, atomically: true, encoding: .utf8)
    let command = "exec '\(Rig.program)' erase --id-from-stdin --by W --yes --format json < '\(typed)'"
    let run = rig.end(try rig.start(["-c", command], workspace: workspace, executable: "/bin/bash"))
    #expect(run.status == 1, "sealed periods still hold the person: \(run)")
    #expect(!run.output.contains(number) && !run.errors.contains(number))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let (erased, kept) = (document["erased"] as? [[String: Any]] ?? [], document["sealed"] as? [[String: Any]] ?? [])
    #expect(!erased.isEmpty && erased.allSatisfy { $0["period"] as? String == "2019-Q2" })
    #expect(!kept.isEmpty && kept.allSatisfy { $0["period"] as? String == "2019-Q1" })
    #expect(try Data(contentsOf: URL(fileURLWithPath: workspace + "/periods/2019-Q1.sqlite")) == sealed)
    #expect(occurrences(of: [Data(number.utf8)], in: workspace) == 0)
    #expect(try rig.run(["verify"], workspace: workspace).status == 0)
  }

  /// A valid number that stands in both quarters' member lists.
  private func numberInBoth(_ rig: Rig) throws -> String? {
    let numbers = try [first, second].map { period -> Set<String> in
      let text = try String(
        contentsOfFile: "\(rig.rosters(period))/330203/330203-团员花名册-01.xml", encoding: .utf8)
      return Set(text.matches(of: /330\d{14}[\dX]/).map { String($0.output) })
    }
    return numbers[0].intersection(numbers[1]).min()
  }

  // MARK: Originals

  @Test func keptOriginalsAreUnreadableWithoutTheKeyAndComeBackWhole() throws {
    let rig = try Rig(seed: 98)
    let workspace = try filled(rig, ["--keep-originals"])
    let home = workspace + "/originals"
    let files = try FileManager.default.contentsOfDirectory(atPath: home)
    #expect(!files.isEmpty)
    let clear = try Data(contentsOf: URL(fileURLWithPath: "\(rig.rosters(second))/330203/330203-团员花名册-01.xml"))
    let numbers = Set(
      String(decoding: clear, as: UTF8.self).matches(of: /330\d{14}[\dX]/).map { Data($0.output.utf8) })
    #expect(numbers.count > 3 && occurrences(of: numbers, in: workspace) == 0)
    #expect(occurrences(of: ["身份证号码", "<Row>"].reduce(into: []) { $0.insert(Data($1.utf8)) }, in: home) == 0)
    let store = try Workspace.open(at: workspace)
    let original = try #require(try store.originals(of: second).first { $0.file.hasSuffix("330203-团员花名册-01.xml") })
    let out = rig.folder + "/out.xml"
    let get = ["originals", "get", original.sha256, "--out", out, "--by", "W", "--reason", "row 3"]
    #expect(try rig.run(get, workspace: workspace).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: out)) == clear)
    let mode = try FileManager.default.attributesOfItem(atPath: out)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let entry = try #require(try store.auditTrail().last)
    #expect(entry.action == "read-original" && entry.who == "W" && entry.detail == "row 3")
    #expect(try rig.run(get, workspace: workspace).status == 2, "nothing is overwritten")
    try refusesDamage(home + "/\(original.sha256).aes", rig, workspace, get.map { $0 == out ? out + "2" : $0 })
  }

  private func refusesDamage(_ path: String, _ rig: Rig, _ workspace: String, _ get: [String]) throws {
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    for bad in [good.dropLast(), good + [0], good.dropFirst(), Data(good.enumerated().map { $0 == 40 ? ~$1 : $1 })] {
      try bad.write(to: URL(fileURLWithPath: path))
      let run = try rig.run(get, workspace: workspace)
      #expect(run.status == 2 && run.errors.contains("damaged"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: rig.folder + "/out.xml2"))
    }
  }

  /// What lies in an archive, or comes through a pipe, has no file of its own.
  @Test func originalsOfArchivesAndPipesAreKept() throws {
    let rig = try Rig(seed: 106, members: 30)
    let workspace = rig.folder + "/ws"
    let organisations = try String(contentsOfFile: rig.rosters(first) + "/330203/330203-团组织信息表.xml", encoding: .utf8)
    var archive = StoredArchive()
    archive.add("330203/团组织信息表.xml", organisations)
    try archive.data.write(to: URL(fileURLWithPath: rig.folder + "/a.zip"))
    let run = try rig.run(
      ["import", "--period", "2019-Q1", rig.folder + "/a.zip", "--keep-originals", "--fail-on", "never"],
      workspace: workspace)
    #expect(run.status == 0, "\(run.errors)")
    let script = "cat '\(rig.rosters(first))/330203/330203-团员花名册-01.xml' | '\(Rig.program)' import"
    let piped = rig.end(
      try rig.start(
        ["-c", script + " --period 2019-Q1 - --keep-originals --fail-on never"], workspace: workspace,
        executable: "/bin/bash"))
    #expect(piped.status == 0, "\(piped.errors)")
    let kept = try Workspace.open(at: workspace).originals(of: first)
    #expect(kept.count == 2 && kept.allSatisfy(\.isKept), "\(kept)")
    let out = rig.folder + "/out.xml"
    let get = ["originals", "get", kept[0].sha256, "--out", out, "--by", "W", "--reason", "r"]
    #expect(try rig.run(get, workspace: workspace).status == 0)
    #expect(try String(contentsOfFile: out, encoding: .utf8) == organisations)
  }

  @Test func originalsAreKeptOnlyWhenAsked() throws {
    let rig = try Rig(seed: 99)
    let workspace = try filled(rig)
    #expect(!FileManager.default.fileExists(atPath: workspace + "/originals"))
    #expect(try Workspace.open(at: workspace).originals().allSatisfy { !$0.isKept })
  }

  // MARK: Helpers

  private func people(_ workspace: String, _ period: Period) throws -> Set<Data> {
    let rows = try ["member", "cadre", "graduate", "transfer"].flatMap { table in
      // Small numbers are stored in fewer bytes and may stand anywhere.
      try sqlite(
        workspace, period,
        "SELECT printf('%016x', person_high) FROM \(table) WHERE ABS(person_high) > 1 << 50")
    }
    return Set(rows.map { bytes(hex: $0[0]) })
  }

  private func names(_ workspace: String, _ period: Period) throws -> Set<String> {
    let rows = try ["member", "cadre", "graduate", "transfer"].flatMap { table in
      try sqlite(workspace, period, "SELECT name FROM \(table) WHERE LENGTH(name) > 2")
    }
    return Set(rows.map { $0[0] })
  }

  private func bytes(hex: String) -> Data {
    Data(stride(from: 0, to: 16, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) })
  }

  /// How many of the needles stand anywhere in the bytes of any file below a folder.
  private func occurrences(of needles: Set<Data>, in folder: String) -> Int {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.reduce(0) { count, name in
      guard let bytes = FileManager.default.contents(atPath: folder + "/" + name), !bytes.isEmpty else { return count }
      return count + needles.filter { bytes.range(of: $0) != nil }.count
    }
  }

  private func sqlite(_ workspace: String, _ period: Period, _ sql: String) throws -> [[String]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = ["-readonly", "-separator", "\u{1}", "\(workspace)/periods/\(period).sqlite", sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
