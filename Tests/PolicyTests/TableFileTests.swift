// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import Testing

/// The shipped pack with one table or transition spoilt: the error names file, line and what is wrong.
@Suite struct TableFileTests {
  private static let packs = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources/Policy/Packs/ningbo-2019").path

  private func errors(_ file: String, _ old: String, _ new: String) throws -> [PackError] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.copyItem(atPath: Self.packs, toPath: folder)
    let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    try #require(text.contains(old))
    try text.replacing(old, with: new).write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
    return try PackLoader.check(folder)
  }

  @Test(arguments: [
    ("tables/01-official.yaml", "columns:", "colums:", "unknown key “colums”"),
    ("tables/01-official.yaml", "value: sector", "value: sectors", "has no column “sectors”"),
    ("tables/01-official.yaml", "codes: sector", "codes: sectors", "there is no code list “sectors”"),
    ("tables/01-official.yaml", "codes: sector", "codes: sector, bands: []", "only one of codes, bands"),
    ("tables/01-official.yaml", "basic-committees", "basic-comittees", "near ones: basic-committees"),
    ("tables/01-official.yaml", "all-branches", "youth", "is a reported figure"),
    ("tables/01-official.yaml", "gives: rural", "gives: urban", "example 1 gives rural"),
    ("tables/06-members-by-sex.yaml", "columns: [counted-members", "columns: [branches", "counts organisation"),
    ("tables/06-members-by-sex.yaml", "share: counted-members", "share: cadres", "is none of the columns"),
    ("tables/07-members-by-age.yaml", "to: 13", "upto: 13", "unknown key “upto”"),
    ("tables/07-members-by-age.yaml", "code: from-14", "code: total", "is kept for rows every table has"),
    ("tables/07-members-by-age.yaml", "code: from-14", "code: from-18", "the code of another"),
    (
      "tables/14-both-lines.yaml", "when: territory IS NOT NULL AND", "when: UPPER(territory) = 'A' AND", "not portable"
    ),
    ("transitions/1-school.yaml", "graduates-nowhere", "graduates-gone", "there is no measure “graduates-gone”"),
    ("transitions/1-school.yaml", "graduates-by-holder", "by-holder", "there is no table “by-holder”"),
    ("transitions/2-pioneer.yaml", "gaps: [", "gaps: [pioneers, ", "is a sum"),
    ("transitions/3-party.yaml", "shown: [name", "shown: [names", "no record has a column “names”"),
    ("indicators/staffing-rate.yaml", "breakdowns: [sector,", "breakdowns: [sector, stage,", "and in not-broken-down"),
  ])
  func aMistakeIsNamed(file: String, old: String, new: String, message: String) throws {
    let errors = try errors(file, old, new)
    #expect(errors.contains { $0.file == file && $0.message.contains(message) }, "\(errors)")
  }

  @Test func aTableThatGoesChangesTheHash() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.copyItem(atPath: Self.packs, toPath: folder)
    let hash = try PackLoader.load(folder).hash
    try FileManager.default.removeItem(atPath: folder + "/tables/08-members-by-ethnicity.yaml")
    #expect(try PackLoader.load(folder).hash != hash)
  }
}
