// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The comparison with the former quarter that a batch and `report --baseline` write beside each report.
@Suite struct BatchComparisonTests {
  private static func text(_ files: [String: Data], _ name: String) -> String {
    String(decoding: files[name] ?? Data(), as: UTF8.self)
  }

  @Test func everyUnitIsComparedWithTheFormerQuarter() throws {
    let folder = try Folder()
    try BatchTests.incoming(folder, periods: ["2019-Q1", "2019-Q2"])
    _ = try folder.write(
      "plan.yaml", "incoming: incoming\nout: reports\noutputs: [html]\nlanguages: [zh-Hans, en]\n")
    let run = ["batch", "plan.yaml", "--format", "json", "--fail-on", "never", "--workspace", "ws"]
    let first = try Program.run(run, in: folder.path)
    #expect(first.status == 0, "\(first.errors)")
    let files = BatchTests.contents(folder.path + "/reports")
    let pages = files.keys.filter { $0.hasSuffix("/compare/comparison.html") }
    // The city and its ten counties, in the later quarter only.
    #expect(pages.count == 11 && pages.allSatisfy { $0.hasPrefix("2019-Q2/") })
    #expect(Self.text(files, "index.html").contains("href=\"2019-Q2/330203/compare/comparison.html\""))
    #expect(Self.text(files, "2019-Q2/330203/index.html").contains("href=\"compare/comparison.html\""))
    #expect(Self.text(files, "2019-Q2/330203/index.en.html").contains("href=\"compare/comparison.en.html\""))
    #expect(!Self.text(files, "2019-Q1/330203/index.html").contains("compare/"))
    let page = Self.text(files, "2019-Q2/330203/compare/comparison.en.html")
    #expect(page.contains("href=\"../index.en.html\"") && page.contains("<svg") && !page.contains("⟨"))
    let rows = Self.rows(page)
    #expect(rows.allSatisfy { files["2019-Q2/330203/compare/" + $0] != nil && $0.hasSuffix(".html") }, "\(rows)")
    #expect(first.output.contains("\"comparison\": \"2019-Q2/3302/compare/comparison.html\""))

    // What the comparison depends on is in the stamps: a mapping file changes the reports of the later quarter only.
    let again = try Program.run(run, in: folder.path)
    #expect(!again.output.contains("\"state\": \"written\""))
    _ = try folder.write("ws/unit-mapping.yaml", "- {kind: close, old: \"330203\", period: 2019-Q2}\n")
    let mapped = try Program.run(run, in: folder.path)
    #expect(mapped.output.components(separatedBy: "\"state\": \"written\"").count - 1 == 11, "\(mapped.errors)")
    let changed = BatchTests.contents(folder.path + "/reports")
    #expect(changed["2019-Q2/330203/compare/comparison.html"] != files["2019-Q2/330203/compare/comparison.html"])
    #expect(changed["2019-Q1/330203/index.html"] == files["2019-Q1/330203/index.html"])
  }

  /// The files of rows that a page of a comparison leads to.
  private static func rows(_ page: String) -> Set<String> {
    Set(page.matches(of: /href="(rows\/[^"#]+)/).map { String($0.1) })
  }

  /// A page that was lost is written again, and everything else stays.
  @Test func aLostComparisonIsWrittenAgain() throws {
    let folder = try Folder()
    try BatchTests.incoming(folder, periods: ["2019-Q1", "2019-Q2"])
    let run = ["batch", "incoming", "--format", "json", "--fail-on", "never", "--workspace", "ws", "--out", "reports"]
    #expect(try Program.run(run, in: folder.path).status == 0)
    let before = BatchTests.contents(folder.path + "/reports")
    let page = folder.path + "/reports/2019-Q2/330205/compare/comparison.html"
    try FileManager.default.removeItem(atPath: page)
    let again = try Program.run(run, in: folder.path)
    #expect(again.output.components(separatedBy: "\"state\": \"written\"").count - 1 == 1)
    #expect(BatchTests.contents(folder.path + "/reports") == before)
  }

  @Test func aReportWithABaselineHoldsTheComparison() throws {
    let folder = try Folder()
    for period in ["2019-Q1", "2019-Q2"] {
      let samples = "\(Program.samples)/\(period)"
      let run = ["import", "--workspace", "ws", "--period", period, samples, "--fail-on", "never", "--quiet"]
      #expect(try Program.run(run, in: folder.path).status == 0)
    }
    let report = ["report", "--workspace", "ws", "--period", "2019-Q2", "--lang", "en", "--quiet"]
    #expect(try Program.run(report + ["--out", "with", "--baseline", "2019-Q1"], in: folder.path).status == 0)
    #expect(try Program.run(report + ["--out", "without"], in: folder.path).status == 0)
    let alone = [
      "compare", "--workspace", "ws", "--from", "2019-Q1", "--to", "2019-Q2", "--lang", "en", "--out", "alone",
    ]
    #expect(try Program.run(alone, in: folder.path).status == 0)
    let (with, without) = (
      BatchTests.contents(folder.path + "/with"), BatchTests.contents(folder.path + "/without")
    )
    #expect(Self.text(with, "index.en.html").contains("href=\"compare/comparison.en.html\""))
    #expect(!without.keys.contains { $0.hasPrefix("compare") })
    #expect(!Self.text(without, "index.en.html").contains("compare/"))
    // Beside the report stand the very tables `compare` writes.
    let own = BatchTests.contents(folder.path + "/alone")
    #expect(with["compare/comparison.json"] == own["comparison.json"])
    #expect(with["compare/bridges.csv"] == own["bridges.csv"])
    let links = Self.rows(Self.text(with, "compare/comparison.en.html"))
    #expect(!links.isEmpty && links.allSatisfy { with["compare/" + $0] != nil }, "\(links)")
  }

  /// Bridges at every unit come as one stream: every unit of the city has its lines, and they are those of the unit alone.
  @Test func bridgesAtEveryUnit() throws {
    let folder = try Folder()
    for period in ["2019-Q1", "2019-Q2"] {
      let samples = "\(Program.samples)/\(period)"
      let run = ["import", "--workspace", "ws", "--period", period, samples, "--fail-on", "never", "--quiet"]
      #expect(try Program.run(run, in: folder.path).status == 0)
    }
    let compare = [
      "compare", "--workspace", "ws", "--from", "2019-Q1", "--to", "2019-Q2", "--part", "bridges", "--format", "csv",
    ]
    let all = try Program.run(compare + ["--unit", "all"], in: folder.path).output.split(separator: "\r\n")
    let one = try Program.run(compare + ["--unit", "330203"], in: folder.path).output.split(separator: "\r\n")
    #expect(one.count > 20)
    #expect(all.filter { $0.hasPrefix("330203,") } == Array(one.dropFirst()))
    #expect(Set(all.dropFirst().map { $0.prefix { $0 != "," } }).count > 100)
  }
}
