// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Every command that prints data takes every format, and all of them have the same rows.
@Suite(.serialized) struct FormatTests {
  private static let period = ["--period", "2019-Q2"]
  static let commands: [[String]] = [
    ["indicators", "--unit", "children"] + period, ["indicators", "--by", "sector"] + period,
    ["assess", "--fail-on", "never"] + period, ["assess", "--summary", "--unit", "children"] + period,
    ["assess", "--how"] + period, ["census"] + period, ["transitions"] + period,
    ["transitions", "--list", "graduates-not-begun"] + period, ["status"], ["submissions"] + period,
    ["submissions", "due"] + period, ["waiver", "list"], ["audit"],
    ["explanations", "--fail-on", "never"] + period,
    ["duplicates"] + period, ["forecast"], ["originals"], ["verify"], ["trend", "--indicator", "league-youth-ratio"],
    ["evidence", "--indicator", "league-youth-ratio"] + period, ["pack", "diff", "ningbo-2019", "league-2025"],
    ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", "indicators"],
  ]

  @Test func everyFormatHasTheSameRows() throws {
    let city = try Self.city()
    for command in Self.commands {
      func output(_ format: String) throws -> Data {
        let run = try Program.run(command + ["--workspace", city.path + "/w", "--format", format])
        #expect(run.status == 0, "\(command) \(format): \(run.errors)")
        return run.bytes
      }
      let lines = String(decoding: try output("jsonl"), as: UTF8.self).split(separator: "\n")
      let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
      #expect(objects.allSatisfy { $0 != nil }, "\(command)")
      let isEvidence = command[0] == "evidence" || command.contains("--list")
      // Evidence is streamed: its JSON is one object a line as well.
      if !isEvidence { _ = try JSONSerialization.jsonObject(with: try output("json")) }
      // Cells hold no line breaks in these figures, so that a record is a line; evidence has a heading for each kind.
      let records = String(decoding: try output("csv"), as: UTF8.self).split(separator: "\r\n")
      let first = records[0].dropFirst().prefix { $0 != "," }
      let headings = isEvidence ? 1 + records.dropFirst().count { $0.hasPrefix(first + ",") } : 1
      #expect(records.count - headings == lines.count, "\(command): \(records.count) lines, \(lines.count) objects")
      let path = city.path + "/table.xlsx"
      try output("xlsx").write(to: URL(fileURLWithPath: path))
      let cells = try Program.run(["cells", path])
      let rows = cells.output.split(separator: "\n").filter { $0.hasPrefix("{\"r\"") }.count
      let isEmpty = isEvidence && lines.isEmpty
      #expect(cells.status == 0 && rows - max(1, headings) == lines.count || isEmpty, "\(command): \(rows) rows")
      #expect(!String(decoding: try output("text"), as: UTF8.self).contains("⟨"), "\(command)")
    }
  }

  private static func city() throws -> Folder {
    let folder = try Folder()
    for period in ["2019-Q1", "2019-Q2"] {
      let run = try Program.run([
        "import", "--workspace", folder.path + "/w", "--period", period, Program.samples + "/\(period)",
        "--fail-on", "never",
        "--quiet",
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    return folder
  }
}
