// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A period is read by programs that are not ours: through its views, and exported.
@Suite struct OpenPeriodTests {
  private struct City {
    let folder: Folder

    init() throws {
      folder = try Folder()
      for period in ["2019-Q1", "2019-Q2"] {
        let run = try self.run("import", "--period", period, Program.samples + "/" + period, "--fail-on", "never")
        try #require(run.status == 0, "\(run.errors)")
      }
    }

    func run(_ arguments: String...) throws -> Program.Run {
      try Program.run(
        arguments + ["--quiet"], environment: ["LEAGUE_CENSUS_WORKSPACE": folder.path + "/ws"], in: folder.path)
    }

    func rows(_ sql: String, of period: String = "2019-Q2") throws -> [String] {
      let file = folder.path + "/ws/periods/\(period).sqlite"
      let run = try Program.run(["-readonly", file, sql], executable: "/usr/bin/sqlite3")
      try #require(run.status == 0, "\(run.errors)")
      return run.output.split(separator: "\n").map(String.init)
    }

    func file(_ name: String) throws -> String {
      try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
    }
  }

  @Test func everyKindHasAViewInWordsAndWithoutKeys() throws {
    let city = try City()
    let kinds = try city.rows("SELECT kind FROM schema ORDER BY kind")
    try #require(kinds.contains("member"))
    for kind in kinds {
      let counts = try city.rows("SELECT (SELECT count(*) FROM \(kind)), (SELECT count(*) FROM \(kind)_list)")[0]
      let parts = counts.split(separator: "|")
      #expect(parts[0] == parts[1], "\(kind): \(counts)")
      let columns = try city.rows("SELECT name FROM pragma_table_info('\(kind)_list')")
      #expect(columns.starts(with: ["file", "sheet", "row", "counts"]))
      #expect(columns.allSatisfy { !$0.hasSuffix("_key") && !$0.hasSuffix("_high") && !$0.hasSuffix("_low") })
    }
    let indicator = try city.run(
      "indicators", "--period", "2019-Q2", "--indicator", "league-youth-ratio", "--format", "json")
    let members = try city.rows("SELECT count(*) FROM member_list WHERE counts AND counted")[0]
    #expect(indicator.output.contains("\"numerator\": \(members)"), "\(members) \(indicator.output)")
    let first = try city.rows("SELECT birth, organisation, organisation_code FROM member_list WHERE counts LIMIT 1")[0]
    #expect(first.wholeMatch(of: /\d{4}-\d{2}\|[^|]*团支部\|\d+/) != nil, "\(first)")
    let day = try city.rows("SELECT last_election FROM organisation_list WHERE last_election IS NOT NULL LIMIT 1")[0]
    #expect(day.wholeMatch(of: /\d{4}-\d{2}(-\d{2})?/) != nil, "\(day)")
  }

  @Test func whatIsExportedIsAllAndNobodyByName() throws {
    let city = try City()
    let told = try city.run("export", "--period", "2019-Q2", "--to", "out", "--format", "json")
    #expect(told.status == 0, "\(told.errors)")
    let manifest = try #require(
      JSONSerialization.jsonObject(with: Data(city.file("out/manifest.json").utf8)) as? [String: Any])
    #expect(manifest["censusDay"] as? String == "2019-06-30")
    let files = try #require(manifest["files"] as? [[String: Any]])
    for file in files {
      let (name, kind) = (file["file"] as? String ?? "", file["kind"] as? String ?? "")
      let sum = try Program.run([city.folder.path + "/out/" + name], executable: "/usr/bin/sha256sum").output
      #expect(sum.prefix(64) == (file["sha256"] as? String ?? "")[...], "\(name)")
      #expect(try city.rows("SELECT count(*) FROM \(kind)") == ["\(file["rows"] ?? "")"])
    }
    let members = try city.file("out/member.csv").split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let heading = members[0].map { $0.replacing("\u{FEFF}", with: "") }
    #expect(!heading.contains("name") && heading.contains("id_masked"))
    let person = try #require(heading.firstIndex(of: "person"))
    #expect(members.dropFirst().contains { $0[person].wholeMatch(of: /[0-9a-f]{32}/) != nil })
    // The same people in the quarter before: by pseudonym, as the program itself compares.
    #expect(try city.run("export", "--period", "2019-Q1", "--to", "before").status == 0)
    let before = try city.file("before/member.csv")
    let stayed = Set(members.dropFirst().map { $0[person] }.filter { !$0.isEmpty && before.contains($0) })
    let common = try city.rows(
      """
      ATTACH '\(city.folder.path)/ws/periods/2019-Q1.sqlite' AS q1; SELECT count(DISTINCT m.person_high || ' ' || m.person_low) \
      FROM member AS m WHERE EXISTS (SELECT 1 FROM q1.member AS b WHERE b.person_high = m.person_high AND b.person_low = m.person_low)
      """)
    #expect([String(stayed.count)] == common && stayed.count > 300)
    let again = try city.run("export", "--period", "2019-Q2", "--to", "out", "--format", "json")
    #expect(again.output == told.output)
  }
}
