// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A city large enough to tell how pages grow with it.
@Suite struct LargeReportTests {
  private static let largestPage = 500_000
  private static let largestCover = 150_000

  @Test func pagesStaySmallInALargeCity() throws {
    let folder = try Folder()
    let commands = [
      ["sample", "--out", "city", "--members", "30000", "--periods", "1", "--seed", "7", "-q"],
      ["import", "-w", "ws", "--period", "2019-Q1", "city/2019-Q1", "--fail-on", "never", "-q"],
      ["report", "-w", "ws", "--period", "2019-Q1", "-o", "all", "--outputs", "html", "-q"],
      // A county with all its branches on one page.
      [
        "report", "-w", "ws", "--period", "2019-Q1", "--unit", "330212", "-o", "flat", "--outputs", "html,csv",
        "--depth",
        "0", "-q",
      ],
    ]
    for command in commands {
      let run = try Program.run(command, in: folder.path)
      #expect(run.status == 0, "\(command): \(run.errors)")
    }
    for name in ["all", "flat"] {
      let sizes = try Self.sizes(folder.path + "/" + name)
      for (path, size) in sizes where path.hasSuffix(".html") {
        #expect(size < (path == "index.html" ? Self.largestCover : Self.largestPage), "\(name)/\(path): \(size)")
      }
      let withoutRows = sizes.filter { !$0.key.hasPrefix("evidence/") }.values.reduce(0, +)
      #expect(withoutRows < 25_000_000, "\(name): \(withoutRows)")
    }
    try Self.checkRows(folder.path + "/flat")
  }

  /// A page of rows shows no more than it can hold, those of the gap first, and links the list that has them all.
  private static func checkRows(_ folder: String) throws {
    let page = try String(contentsOfFile: folder + "/evidence/330212/member.html", encoding: .utf8)
    let told = try #require(page.firstMatch(of: /共 (\d+) 行，此处列 (\d+) 行，缺口在前/))
    let (all, shown) = (try #require(Int(told.1)), try #require(Int(told.2)))
    let section = try #require(page.components(separatedBy: "<section id=\"rows\"").last)
    let rows = section.components(separatedBy: "</section>")[0].components(separatedBy: "<tr>").dropFirst(2)
    #expect(rows.count == shown && shown <= 2_000 && shown < all)
    let gaps = rows.map { row in row.components(separatedBy: "<td").suffix(2).first != ">" }
    #expect(gaps.first == true && gaps == gaps.filter(\.self) + gaps.filter { !$0 })
    let list = try String(contentsOfFile: folder + "/evidence/330212/member.csv", encoding: .utf8)
    #expect(page.contains("href=\"../../evidence/330212/member.csv\""))
    #expect(list.matches(of: /\r\n/).count == all + 1)
  }

  /// Bytes by path below a folder.
  private static func sizes(_ folder: String) throws -> [String: Int] {
    var sizes: [String: Int] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
      if facts[.type] as? FileAttributeType == .typeRegular { sizes[name] = facts[.size] as? Int ?? 0 }
    }
    return sizes
  }
}
