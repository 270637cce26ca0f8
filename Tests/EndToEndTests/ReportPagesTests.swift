// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The pages of a report through the built program: one folder, two languages, a quarter before.
@Suite(.serialized) struct ReportPagesTests {
  /// One report for all tests that only read it.
  private static let city = Result { try City() }

  final class City: Sendable {
    let folder: Folder
    let pages: [String: String]

    init() throws {
      folder = try Folder()
      for period in ["2019-Q2", "2019-Q3"] {
        let samples = "\(Program.samples)/\(period)"
        let run = try Program.run(
          ["import", "-w", "ws", "--period", period, samples, "--fail-on", "never", "-q"], in: folder.path)
        #expect(run.status == 0, "\(run.errors)")
      }
      for language in ["zh-Hans", "en"] {
        let run = try Program.run(report + ["--lang", language], in: folder.path)
        #expect(run.status == 0, "\(run.errors)")
        // One path to open, and nothing else.
        #expect(run.output == (language == "en" ? "out/index.en.html\n" : "out/index.html\n"))
      }
      pages = try City.texts(folder.path + "/out")
    }

    let report = ["report", "-w", "ws", "--period", "2019-Q3", "--baseline", "2019-Q2", "-o", "out", "-q"]

    static func texts(_ path: String) throws -> [String: String] {
      var pages: [String: String] = [:]
      for name in try FileManager.default.subpathsOfDirectory(atPath: path) where name.hasSuffix(".html") {
        pages[name] = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
      }
      return pages
    }
  }

  /// Where a relative link of a page leads, below the report's folder.
  private static func path(_ link: String, from page: String) -> String {
    var parts = page.split(separator: "/").dropLast().map(String.init)
    for part in link.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }

  /// Every link leads to a file that is there, every anchor to an element of its page.
  private static func unresolved(_ pages: [String: String], in folder: String) -> [String] {
    let ids = pages.mapValues { Set($0.matches(of: /\sid="([^"]+)"/).map { String($0.1) }) }
    return pages.flatMap { name, text -> [String] in
      text.matches(of: /(?:href|src|data-search)="([^"]+)"/).compactMap { match in
        let parts = match.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? name : path(parts[0], from: name)
        guard FileManager.default.fileExists(atPath: folder + "/" + path) else { return "\(name): \(match.1)" }
        guard parts.count == 2, let targets = ids[path] else { return nil }
        return targets.contains(parts[1]) ? nil : "\(name): \(match.1)"
      }
    }
  }

  /// What was handed in and cannot be accepted is told apart from what never was handed in.
  @Test func whatIsNotAcceptedIsNotMissing() throws {
    let city = try Self.city.get()
    let run = try Program.run(
      ["assess", "-w", "ws", "--period", "2019-Q3", "--unit", "330203", "--format", "json", "--fail-on", "never"],
      in: city.folder.path)
    let verdicts = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let open = verdicts.filter { $0["verdict"] as? String == "not-evaluable" && $0["method"] as? String != "computed" }
    let missing = open.count { ($0["attestation"] as? [String: Any])?["standing"] as? String == "missing" }
    #expect(missing > 0 && open.count > missing)
    let page = try #require(city.pages["units/330203.html"])
    #expect(page.contains("未报材料（\(missing)）") && page.contains("报了材料，但不能认定（\(open.count - missing)）"))
  }

  @Test func everyLinkResolves() throws {
    let city = try Self.city.get()
    let lost = Self.unresolved(city.pages, in: city.folder.path + "/out")
    #expect(lost.isEmpty, "\(lost.count): \(lost.sorted().prefix(8))")
    #expect(city.pages.count > 200)
  }

  @Test func pagesAreSmall() throws {
    let city = try Self.city.get()
    for (name, text) in city.pages {
      let isCover = name == "index.html" || name == "index.en.html"
      #expect(text.utf8.count < (isCover ? 150_000 : 500_000), "\(name)")
    }
  }

  @Test func everyWordIsThereInBothLanguages() throws {
    let city = try Self.city.get()
    for (name, text) in city.pages {
      #expect(!text.contains("⟨"), "\(name)")
      guard name.hasSuffix(".en.html") else { continue }
      let leak = text.firstMatch(of: /[a-z][，：；（、]|[，：；][a-z]/)
      #expect(leak == nil, "\(name): \(leak.map { String($0.0) } ?? "")")
    }
  }

  /// The figures of the pages are those of the JSON.
  @Test func figuresAreThoseOfTheJSON() throws {
    let city = try Self.city.get()
    let data = try Data(contentsOf: URL(fileURLWithPath: city.folder.path + "/out/indicators.json"))
    let values = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    var compared = 0
    for value in values where value["state"] as? String == "value" {
      guard let id = value["indicator"] as? String, let unit = value["unit"] as? String,
        let number = value["value"] as? Double, let top = value["numerator"] as? Int,
        let below = value["denominator"] as? Int
      else { continue }
      let page = try #require(city.pages["indicators/\(id).html"])
      let row = try #require(
        page.components(separatedBy: "<tr").first { $0.contains("id=\"u-\(unit)\"") }, "\(id) \(unit)")
      #expect(row.contains(String(format: "%.2f%%", number)), "\(id) \(unit) \(number)")
      #expect(row.contains(">\(top)<") && row.contains(">\(below)<"), "\(id) \(unit)")
      compared += 1
    }
    #expect(compared > 200)
  }

  /// The first page says who is behind, what got worse and what to do; every figure of the grid leads somewhere.
  @Test func theCoverNamesNames() throws {
    let cover = try #require(Self.city.get().pages["index.html"])
    for text in ["比上季度变差最多", "支委会健全率", "26.91", "请先办", "办法：", "责任单位：", "2019年第三季度", "截至9月30日", "下季度"] {
      #expect(cover.contains(text), "\(text)")
    }
    #expect(!cover.contains("0个部分达标"))
  }

  /// Where the workspace holds the same quarter of the year before, it decides what got worse, and has its own column.
  @Test func theSameQuarterOfTheYearBeforeDecides() throws {
    let folder = try Folder()
    for (period, source) in [("2018-Q3", "2019-Q1"), ("2019-Q2", "2019-Q2"), ("2019-Q3", "2019-Q3")] {
      let run = try Program.run(
        ["import", "-w", "ws", "--period", period, Program.samples + "/" + source, "--fail-on", "never", "-q"],
        in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
    }
    let run = try Program.run(
      [
        "report", "-w", "ws", "--period", "2019-Q3", "--baseline", "2019-Q2", "-o", "out", "-q", "--depth", "0",
        "--outputs", "html",
      ], in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    let pages = try City.texts(folder.path + "/out")
    let cover = try #require(pages["index.html"])
    #expect(cover.contains("比上年同期变差最多") && !cover.contains("比上季度变差最多"))
    let page = try #require(pages["indicators/volunteer-share.html"])
    #expect(page.contains("较上年同期（百分点）") && page.contains("2018-Q3") && page.contains("历期走势"))
    // The change is the difference of what the two quarters tell.
    let values = try ["2018-Q3", "2019-Q3"].map { period -> Double in
      let told = try Program.run(
        ["indicators", "-w", "ws", "--period", period, "--indicator", "volunteer-share", "--format", "json"],
        in: folder.path)
      let match = try #require(told.output.firstMatch(of: /"value": ([0-9.]+)/))
      return try #require(Double(match.1))
    }
    let row = try #require(page.components(separatedBy: "<tr").first { $0.contains("id=\"u-3302\"") })
    #expect(row.contains(String(format: "%.2f", abs(values[1] - values[0]))), "\(values): \(row)")
  }

  /// The first page fills one sheet of A4 and no more; what is folded, the annexes, is not printed with the others.
  @Test func pagesArePrintedOnFewSheets() throws {
    let chromium = "/usr/bin/chromium"
    guard FileManager.default.isExecutableFile(atPath: chromium) else { return print("skipped: no chromium") }
    let city = try Self.city.get()
    let most = [
      "index.html": 1, "index.en.html": 1, "units/3302.html": 12, "units/3302.en.html": 12, "units/330203.html": 8,
      "units/330203.en.html": 9,
    ]
    for (name, sheets) in most {
      let pdf = city.folder.path + "/" + name.replacingOccurrences(of: "/", with: "-") + ".pdf"
      let run = try Program.run(
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + city.folder.path + "/chromium",
          "--no-pdf-header-footer", "--print-to-pdf=" + pdf, "file://" + city.folder.path + "/out/" + name,
        ], executable: chromium)
      let bytes = try #require(FileManager.default.contents(atPath: pdf), "\(run.errors)")
      let text = String(decoding: bytes, as: UTF8.self)
      let count = text.matches(of: /\/Type\s*\/Page\b/).count
      #expect((1...sheets).contains(count), "\(name): \(count)")
    }
  }

  /// Every page says where it stands, and leads to every other kind of page, those of the comparison among them.
  @Test func everyPageSaysWhereYouAre() throws {
    let city = try Self.city.get()
    for (name, text) in city.pages {
      let ending = name.hasSuffix(".en.html") ? ".en.html" : ".html"
      let led = Set(text.matches(of: /href="([^"#]+)/).map { Self.path(String($0.1), from: name) })
      for target in ["index", "units/3302", "tasks", "indicators", "findings", "sources", "compare/comparison"] {
        #expect(led.contains(target + ending), "\(name): \(target)")
      }
      #expect(text.contains("class=\"pages\"") && text.contains("data-search="), "\(name)")
      #expect(text.contains("class=\"trail\"") != (name == "index" + ending), "\(name)")
    }
  }

  /// The map has a tile for every county, which leads to its page and says what its row says.
  @Test func theMapHasATileForEveryCounty() throws {
    let city = try Self.city.get()
    let cover = try #require(city.pages["index.html"])
    let data = try Data(contentsOf: URL(fileURLWithPath: city.folder.path + "/out/coverage.json"))
    let coverage = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let units = try #require(coverage["units"] as? [[String: Any]])
    let tiles = cover.matches(
      of:
        /<li style="grid-row:(\d+);grid-column:(\d+);--full:(\d+)%"><a href="units\/(\d+)\.html">[^<]+<\/a><small>(\d+)\/(\d+)/
    )
    #expect(tiles.count == 10 && Set(tiles.map { "\($0.1) \($0.2)" }).count == 10)
    for tile in tiles {
      let unit = try #require(units.first { $0["unit"] as? String == String(tile.4) })
      let score = try #require(unit["score"] as? [String: Any])
      #expect(score["met"] as? Int == Int(tile.5) && unit["owed"] as? Int == Int(tile.6), "\(tile.4)")
      #expect(Int(tile.3) == (Int(tile.5) ?? 0) * 100 / (Int(tile.6) ?? 1), "\(tile.4)")
    }
  }

  /// A part of a waterfall leads to the rows of its cause.
  @Test func partsOfAChangeLeadToTheirRows() throws {
    let city = try Self.city.get()
    let page = try #require(city.pages["compare/comparison.html"])
    let links = page.matches(of: /href="(rows\/[^"#]+)#(c-[^"]+)"/)
    #expect(links.count > 10)
    for link in links {
      let rows = try #require(city.pages["compare/" + link.1])
      #expect(rows.contains("id=\"\(link.2)\""), "\(link.0)")
    }
  }

  /// What one language wrote stays when the other comes; what an older run left goes; another report is refused.
  @Test func aFolderHoldsOneReport() throws {
    let city = try Self.city.get()
    let here = ["report", "-w", "ws", "--period", "2019-Q3", "-o", "one", "-q"]
    #expect(try Program.run(here + ["--unit", "330203"], in: city.folder.path).status == 0)
    #expect(
      try Program.run(here + ["--unit", "330203", "--lang", "en", "--outputs", "html"], in: city.folder.path).status
        == 0)
    let path = city.folder.path + "/one"
    let list = path + "/evidence/330203/member.csv"
    #expect(FileManager.default.fileExists(atPath: list))
    let other = try Program.run(here + ["--unit", "330205"], in: city.folder.path)
    #expect(other.status == 2 && other.errors.contains("--force"), "\(other.errors)")
    #expect(try Program.run(here + ["--unit", "330203", "--outputs", "html"], in: city.folder.path).status == 0)
    #expect(!FileManager.default.fileExists(atPath: list))
    #expect(FileManager.default.fileExists(atPath: path + "/index.en.html"))
    #expect(
      try Program.run(here + ["--unit", "330205", "--force", "--outputs", "html"], in: city.folder.path).status == 0)
    let names = try FileManager.default.subpathsOfDirectory(atPath: path)
    #expect(!names.contains("index.en.html") && !names.contains("units/330203.html"))
    #expect(Self.unresolved(try City.texts(path), in: path).isEmpty)
  }

  /// Reports of many units share their pages and have an index.
  @Test func reportsOfALevelShareTheirPages() throws {
    let city = try Self.city.get()
    let run = try Program.run(
      [
        "report", "-w", "ws", "--period", "2019-Q3", "--each", "children", "-o", "each", "-q", "--outputs", "html,json",
      ],
      in: city.folder.path)
    #expect(run.status == 0 && run.output == "each/units.html\n", "\(run)")
    let path = city.folder.path + "/each"
    let pages = try City.texts(path)
    #expect(Self.unresolved(pages, in: path).isEmpty)
    #expect(pages["units.html"]?.contains("href=\"units/330203.html\"") == true)
    #expect(FileManager.default.fileExists(atPath: path + "/330203/indicators.json"))
  }

  /// A unit without others below it has no page unless somebody asks.
  @Test func depthDecidesWhoHasAPage() throws {
    let city = try Self.city.get()
    let here = ["report", "-w", "ws", "--period", "2019-Q3", "--unit", "330203", "--outputs", "html", "-q"]
    for (depth, isThere) in [("0", false), ("1", true)] {
      let run = try Program.run(here + ["-o", "d" + depth, "--depth", depth], in: city.folder.path)
      #expect(run.status == 0, "\(run.errors)")
      let units = try FileManager.default.contentsOfDirectory(atPath: city.folder.path + "/d\(depth)/units")
      #expect((units.count > 1) == isThere, "\(units)")
    }
  }
}
