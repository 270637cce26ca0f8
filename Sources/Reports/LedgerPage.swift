// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Conditions
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// The rows of one unit and kind that a page shows: those of gaps first, no more than it can hold.
struct LedgerPage {
  private struct Line {
    var node: Int
    var place: String
    var shown: [String]
    var gaps: [Int]
    var counts: [Int]
  }

  let figures: LedgerFigures
  let columns: [RecordColumn]
  private var missing: [Line] = []
  private var others: [Line] = []
  private var bytes = (missing: 0, others: 0)
  private var total = 0
  private var counted: [Int]
  private var inGap: [Int]

  init(figures: LedgerFigures, columns: [RecordColumn]) {
    self.figures = figures
    self.columns = columns
    counted = Array(repeating: 0, count: figures.queries.count)
    inGap = Array(repeating: 0, count: figures.gaps.count)
  }

  /// How many rows it keeps.
  var size: Int { missing.count + others.count }

  mutating func add(_ row: EvidenceRow, _ shown: [String], _ counts: [Bool], _ gaps: [Int]) {
    total += 1
    let numbers = counts.indices.filter { counts[$0] }
    for number in numbers { counted[number] += 1 }
    for gap in gaps { inGap[gap] += 1 }
    let isFull =
      gaps.isEmpty
      ? others.count >= EvidencePages.shownRows || bytes.others > EvidencePages.shownBytes
      : missing.count >= EvidencePages.shownRows || bytes.missing > EvidencePages.shownBytes
    guard !isFull else { return }
    let line = Line(
      node: row.node, place: "\(row.file) ▸ \(row.sheet) ▸ \(row.row)", shown: shown, gaps: gaps, counts: numbers)
    let size = line.place.utf8.count + shown.prefix(12).reduce(0) { $0 + $1.utf8.count + 5 } + numbers.count * 4 + 120
    if gaps.isEmpty {
      others.append(line)
      bytes.others += size
    } else {
      missing.append(line)
      bytes.missing += size + gaps.count * 30
    }
  }

  // MARK: The page

  func page(of node: Int, in site: ReportSite, hasList: Bool) -> Page {
    let voice = site.voice
    let kind = voice.context.text("kind.\(figures.kind.rawValue)")
    var lines: [Line] = []
    var size = 0
    for line in missing + others {
      size +=
        60 + line.place.utf8.count + line.shown.reduce(0) { $0 + $1.utf8.count } + line.counts.count * 4
        + line.gaps.count * 30
      guard lines.count < EvidencePages.shownRows, size < EvidencePages.shownBytes else { break }
      lines.append(line)
    }
    let facts = ["count": String(total), "shown": String(lines.count), "gaps": String(missing.count)]
    var note = Phrase(voice.text(lines.count < total ? "rows.some" : "rows.all", facts))
    if hasList {
      let list = site.plan.rows(of: node, figures.kind, as: "csv")
      note.pieces += [.text(" "), .link(voice.text("rows.list"), path: list)]
    }
    var page = site.page(
      site.plan.rows(of: node, figures.kind),
      title: voice.text("rows.title", ["unit": site.label(node), "kind": kind]),
      under: node,
      sections: [
        PageSection(
          id: "figures", title: "",
          blocks: [.paragraphs([note])] + legend(voice, gaps(voice) { $0 > 0 }, isFolded: false)),
        PageSection(
          id: "signs", title: "", blocks: legend(voice, gaps(voice) { $0 == 0 } + measures(voice), isFolded: true)),
        PageSection(id: "rows", title: kind, blocks: [.grid(grid(lines, site))]),
      ])
    page.subtitle = voice.text("rows.subtitle")
    return page
  }

  /// What is missing, and how many rows that is. Every figure has its line, so that every link finds one.
  private func gaps(_ voice: ReportVoice, where isShown: (Int) -> Bool) -> [Grid.Row] {
    figures.gaps.indices.filter { isShown(inGap[$0]) }.map { index in
      let gap = figures.gaps[index]
      return Grid.Row(
        id: Anchor.indicator(gap.indicator.id),
        cells: [
          GridCell(text: voice.title(gap.indicator)), GridCell(text: voice.text("rows.gap"), isSoft: true),
          GridCell(text: String(inGap[index])),
          GridCell(text: gap.indicator.advice?[voice.language] ?? "", isSoft: true),
        ], filter: voice.title(gap.indicator))
    }
  }

  /// The figures that rows count in, by the sign they have there.
  private func measures(_ voice: ReportVoice) -> [Grid.Row] {
    figures.queries.indices.map { index in
      Grid.Row(
        id: "m-" + figures.queries[index].id,
        cells: [
          GridCell(text: figures.titles[index]), GridCell(text: LedgerFigures.sign(index)),
          GridCell(text: String(counted[index])),
          GridCell(text: voice.pack.measure(figures.queries[index].id)?.meaning[voice.language] ?? "", isSoft: true),
        ], filter: LedgerFigures.sign(index))
    }
  }

  private func legend(_ voice: ReportVoice, _ rows: [Grid.Row], isFolded: Bool) -> [PageBlock] {
    guard !rows.isEmpty else { return [] }
    let title = voice.text(isFolded ? "rows.figures" : "rows.missing")
    let grid = Grid(
      caption: title,
      columns: [
        .init(title: voice.text("rows.figure")), .init(title: voice.text("rows.sign")),
        .init(title: voice.text("rows.number"), isNumber: true), .init(title: voice.text("rows.meaning")),
      ], rows: rows)
    return isFolded ? [.fold(title: title, blocks: [.grid(grid)])] : [.grid(grid)]
  }

  /// The columns that say something, what decides about a gap first, and no more than fit on paper.
  private func told(_ lines: [Line]) -> [Int] {
    let deciding = Set(
      figures.gaps.indices.filter { inGap[$0] > 0 }.flatMap { gap in
        [figures.gaps[gap].within, figures.gaps[gap].without].compactMap(\.self)
      }.flatMap { figures.queries[$0].condition.columns })
    let few = lines.prefix(200)
    let saying = columns.indices.filter { column in
      let values = Set(few.map { $0.shown[column] })
      // What is empty for all decides as well.
      return column < 2 || values.count > 1 || values == [""] && deciding.contains(columns[column].name)
    }.filter { column in !isRepeated(column, few) }
    let ranked = saying.sorted { left, right in
      func weight(_ column: Int) -> Int { column < 2 ? 0 : deciding.contains(columns[column].name) ? 1 : 2 }
      return (weight(left), left) < (weight(right), right)
    }
    return ranked.prefix(EvidencePages.shownColumns).sorted()
  }

  /// Whether another column says the same and more: the region of an ID stands at its beginning.
  private func isRepeated(_ column: Int, _ lines: ArraySlice<Line>) -> Bool {
    columns.indices.contains { other in
      other != column
        && lines.allSatisfy { line in
          let own = line.shown[column]
          return own.utf8.count > 3 && line.shown[other] != own && line.shown[other].hasPrefix(own)
        }
    }
  }

  private func grid(_ lines: [Line], _ site: ReportSite) -> Grid {
    let voice = site.voice
    let words = site.run.census.words(of: figures.kind)
    let told = told(lines)
    return Grid(
      caption: voice.text("rows.grid"),
      columns: [.init(title: voice.text("rows.place")), .init(title: voice.text("unit"))]
        + told.map { .init(title: words.title(columns[$0].name)) }
        + [.init(title: voice.text("rows.gaps")), .init(title: voice.text("rows.counts"))],
      rows: lines.map { line in
        Grid.Row(
          cells: [GridCell(text: line.place, isSoft: true), GridCell(text: site.label(line.node))]
            + told.map { GridCell(text: line.shown[$0]) } + [
              GridCell(text: voice.list(line.gaps.map { voice.title(figures.gaps[$0].indicator) })),
              GridCell(text: line.counts.map(LedgerFigures.sign).joined(separator: " "), isSoft: true),
            ])
      }, isSortable: true, hasHeadings: false)
  }
}
