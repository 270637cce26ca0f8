// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Files that are hostile by size: each is refused in one sentence with its limit, in little time and memory.
@Suite struct HostileInputTests {
  /// What is refused is refused within 2 s and 64 MB by the released program; this one is not optimised, beside other tests.
  private static let seconds = 10.0
  private static let kilobytes = 150_000

  /// The limit that the sentence names.
  private static let limits = [
    "attributes.xml": "1000 attributes", "namespaces.xml": "100 namespaces", "namespaces-within.xml": "100 namespaces",
    "names.xml": "10000 names", "attribute-names.xml": "10000 names", "sheets.xml": "10000 sheets",
    "cell.xml": "32767 characters", "attributes.html": "1000 attributes", "names.html": "10000 names",
    "cell.html": "32767 characters", "line.csv": "32767 characters", "columns.csv": "16384 columns",
    "lines.csv": "1048576 rows", "rows.xlsx": "1048576 rows", "sheets.xlsx": "10000 sheets",
    "string.xlsx": "32767 characters", "cell.fods": "32767 characters", "styles.xlsx": "beyond any sense",
    "formulas.xlsx": "out of all proportion", "rows.fods": "beyond any sense",
    "rows-and-columns.fods": "beyond any sense", "columns.fods": "beyond any sense",
  ]

  @Test func areRefusedInLittleTimeAndMemory() throws {
    let folder = try Folder()
    let script = Program.root + "/Tests/EndToEndTests/hostile.py"
    let run = try Program.run(["python3", script, Program.path, folder.path], executable: "/usr/bin/env")
    #expect(run.status == 0, "\(run.errors)")
    var seen: Set<String> = []
    for line in run.output.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 5)
      let (name, said) = (fields[0], fields[4])
      seen.insert(name)
      let limit = try #require(HostileInputTests.limits[name], "\(name)")
      #expect(fields[1] == "2" && said.contains(limit), "\(name): \(said)")
      #expect(Double(fields[2]) ?? .infinity < HostileInputTests.seconds, "\(name) took \(fields[2]) s")
      #expect(Int(fields[3]) ?? .max < HostileInputTests.kilobytes, "\(name) took \(fields[3]) KB")
    }
    #expect(seen == Set(HostileInputTests.limits.keys))
  }
}
