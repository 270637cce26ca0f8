// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import Testing

@testable import ReportWriting

private let hostile = "共青团<海曙>&\"区\"委<script>alert(1)</script>"

/// A page with every kind of block, all of whose texts try to be markup.
private func page() -> Page {
  let change = Change(text: "26.91", isUp: false, tone: .worse, explanation: hostile)
  let cell = GridCell(
    text: hostile, link: "units/330203.html", mark: .met, change: change, note: hostile, order: 7,
    links: [PageLink(title: hostile, path: "#u-330203")])
  let grid = Grid(
    caption: hostile, columns: [.init(title: hostile), .init(title: "数", isNumber: true, link: "tasks.html")],
    rows: [Grid.Row(id: "u-330203", cells: [cell, "12"], level: 1, filter: hostile)], isSortable: true)
  let step = Waterfall.Step(label: hostile, value: "+1.00", count: "−51", exact: "", from: 10, to: 11, kind: .up)
  return Page(
    language: "zh-Hans", path: "units/330203.html", title: hostile, subtitle: hostile,
    trail: [PageLink(title: hostile, path: "index.html")], navigation: [PageLink(title: hostile, path: "tasks.html")],
    companions: [PageLink(title: hostile, path: "compare/comparison.html")], search: "search.js",
    words: Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, $0) }),
    sections: [
      PageSection(
        id: "all", title: hostile, note: hostile,
        blocks: [
          .notices([Phrase(hostile)]),
          .verdicts(
            VerdictTally(
              title: hostile, parts: [.init(mark: .notMet, label: hostile, count: 3, link: "#all")],
              remarks: [Phrase([.link(hostile, path: "tasks.html"), .change(change)])])),
          .figures([KeyFigure(label: hostile, value: "486", link: "#all", changes: [change], note: Phrase(hostile))]),
          .digests([
            Digest(
              title: hostile, items: [.init(head: Phrase(hostile), lines: [Phrase([.mark(.met, hostile)])])], empty: "")
          ]),
          .grid(grid), .paragraphs([Phrase([.strong(hostile), .soft(hostile)])]), .list([Phrase(hostile)]),
          .facts([Fact(label: hostile, text: Phrase(hostile), isCode: true)]),
          .bars(
            BarChart(
              title: hostile,
              bars: [.init(label: hostile, link: "#all", value: 3000, text: hostile, former: 2000, mark: .met)],
              target: 3000, targetText: hostile)),
          .changes(
            ChangeChart(
              title: hostile,
              lines: [
                .init(
                  label: hostile, old: 6979, new: 4286, oldText: hostile, newText: hostile, change: change,
                  cause: hostile)
              ])),
          .waterfall(Waterfall(title: hostile, note: hostile, isComparable: true, steps: [step], headings: [])),
          .flows(
            FlowChart(
              title: hostile, fromTitle: hostile, toTitle: "后", groups: [hostile, "乙"], counts: [[1, 2], [0, 4]])),
          .multiples(
            SmallMultiples(
              title: hostile, periods: ["2019-Q1", "2019-Q2"],
              charts: [.init(title: hostile, values: [1, nil], texts: ["1.00", hostile], breaks: ["", hostile])],
              breakTitle: hostile)),
          .findings([
            FindingGroup(
              code: "id-checksum", severity: "error", severityLabel: hostile, title: hostile, remedy: hostile, total: 2,
              examples: [hostile])
          ]), .fold(title: hostile, blocks: [.list([Phrase(hostile)])]),
        ])
    ])
}

private func html(_ page: Page) -> String { String(decoding: PageWriter().write(page), as: UTF8.self) }

@Suite struct PageTests {
  @Test func everyTextIsEscaped() {
    let text = html(page())
    #expect(text.contains("共青团&lt;海曙&gt;&amp;&quot;区&quot;委"))
    #expect(!text.contains("<海曙>") && !text.contains("alert(1)</script>"))
    // The page's own script and no other.
    #expect(text.matches(of: /<script/).count == 1)
  }

  @Test func itNeedsNoNetwork() {
    let text = html(page())
    for needle in ["@import", "url(", "http://", "https://"] { #expect(!text.contains(needle), "\(needle)") }
  }

  /// A page in a folder finds those beside it.
  @Test func linksAreRelativeToThePage() {
    let text = html(page())
    #expect(text.contains("href=\"../tasks.html\"") && text.contains("data-search=\"../search.js\""))
    #expect(text.contains("href=\"#all\"") && !text.contains("href=\"tasks.html\""))
  }

  /// Pages of one folder share style sheet and script; one that stands alone carries both.
  @Test func pagesOfAFolderShareTheirLook() {
    var shared = page()
    shared.look = PageLook(style: "page.css", script: "page.js")
    let text = html(shared)
    #expect(text.contains("href=\"../page.css\"") && text.contains("src=\"../page.js\""))
    #expect(!text.contains("<style>") && !text.contains("<script>"))
    #expect(html(page()).contains(String(decoding: PageWriter.style, as: UTF8.self)))
    #expect(html(page()).contains(String(decoding: PageWriter.script, as: UTF8.self)))
  }

  /// What a figure is sorted by is not said twice.
  @Test func orderIsWrittenOnlyWhereTheTextDoesNotTellIt() {
    func cells(_ cell: GridCell) -> String {
      var other = page()
      let grid = Grid(
        caption: "", columns: [.init(title: ""), .init(title: "", isNumber: true)], rows: [.init(cells: ["a", cell])])
      other.sections = [PageSection(id: "one", title: "", blocks: [.grid(grid)])]
      return html(other)
    }
    #expect(!cells(GridCell(text: "26.97%", order: 2697)).contains("data-o"))
    #expect(!cells(GridCell(text: "486", order: 486)).contains("data-o"))
    #expect(cells(GridCell(text: "22/33/79", order: 2785)).contains("data-o=\"2785\""))
  }

  @Test func idsStandOnceAndAnchorsHaveTheirTarget() {
    let text = html(page())
    let ids = text.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    for match in text.matches(of: /href="#([^"]+)"/) { #expect(ids.contains(String(match.1)), "\(match.1)") }
  }

  /// A picture is described, or stands beside the same figures in text and is passed over.
  @Test func everyPictureHasATextAlternative() {
    let text = html(page())
    let described = text.matches(of: /<svg[^>]*aria-labelledby="[^"]+"[^>]*><title id="[^"]+">[^<]+<\/title>/).count
    let passedOver = text.matches(of: /<svg[^>]*aria-hidden="true"/).count
    #expect(described > 0 && described + passedOver == text.matches(of: /<svg/).count)
  }

  @Test func everyLabelItUsesIsAmongTheWords() { #expect(!html(page()).contains("⟨")) }

  @Test func aColumnEmptyForAllIsLeftOut() {
    let grid = Grid(
      caption: "", columns: [.init(title: "a"), .init(title: "b"), .init(title: "c")],
      rows: [Grid.Row(cells: ["1", "–", GridCell(text: "", mark: .met)]), Grid.Row(cells: ["2", "", ""])])
    #expect(grid.withoutEmptyColumns.columns.map(\.title) == ["a", "c"])
  }

  @Test func theSamePageGivesTheSameBytes() { #expect(PageWriter().write(page()) == PageWriter().write(page())) }

  /// The page as it was agreed; RECORD_SNAPSHOTS=1 writes it anew and fails once.
  @Test func thePageIsAsItWas() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots/page.html")
    let written = Data(PageWriter().write(page()))
    guard let kept = try? Data(contentsOf: path), ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == nil else {
      try written.write(to: path)
      Issue.record("recorded \(path.lastPathComponent); look at it and run again")
      return
    }
    #expect(kept == written)
  }
}
