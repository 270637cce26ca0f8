// SPDX-License-Identifier: Apache-2.0

import Findings
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// The rows behind the movements of a measure as a page, by cause: what a part of a waterfall leads to.
struct MovementPage {
  /// So many rows of each cause; the list beside the page has them all.
  private static let shownRows = 60

  let run: CompareRun
  let unit: Int
  let measure: String
  let rows: ResultTable
  let hasList: Bool
  let frame: PageFrame

  private var context: CommandContext { run.context }
  private var voice: ReportVoice { ReportVoice(census: run.after) }

  /// Where the rows of a cause stand on the page.
  static func anchor(of cause: String) -> String { "c-" + Anchor.plain(cause) }

  func page() throws -> Page {
    let all = try rows.rows()
    let (key, title) = (column("cause"), column("cause-title"))
    var causes: [(key: String, title: String, count: Int)] = []
    var shown: [[ResultCell]] = []
    for row in all {
      let place = causes.firstIndex { $0.key == row[key].plain }
      let index = place ?? causes.count
      if place == nil { causes.append((row[key].plain, row[title].plain, 0)) }
      causes[index].count += 1
      if causes[index].count <= MovementPage.shownRows { shown.append(row) }
    }
    let facts = ["count": String(all.count), "shown": String(shown.count), "limit": String(MovementPage.shownRows)]
    var note = Phrase(voice.text(shown.count < all.count ? "moved.some" : "moved.all", facts))
    if hasList { note.pieces += [.text(" "), .link(voice.text("rows.list"), path: run.rowsName(measure))] }
    let name = run.words.measure(measure)
    return Page(
      language: context.language.rawValue, path: run.rowsPage(measure),
      title: voice.text("rows.title", ["unit": run.words.unitName(unit), "kind": name]),
      subtitle: voice.text(
        "moved.subtitle",
        ["from": voice.quarter(run.before.period), "to": voice.quarter(run.after.period)]),
      trail: frame.trail + [PageLink(title: voice.text("moved.back"), path: run.pageName)],
      navigation: frame.navigation, search: frame.search, look: PageLook(in: context.language),
      words: Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, voice.text($0)) }),
      sections: [
        PageSection(id: "causes", title: "", blocks: [.paragraphs([note]), .grid(legend(causes))]),
        PageSection(id: "rows", title: name, blocks: [.grid(try grid(shown))]),
      ])
  }

  private func column(_ name: String) -> Int { rows.columns.firstIndex(of: name) ?? 0 }

  private func legend(_ causes: [(key: String, title: String, count: Int)]) -> Grid {
    Grid(
      caption: voice.text("moved.causes"),
      columns: [.init(title: voice.text("moved.causes")), .init(title: voice.text("rows.number"), isNumber: true)],
      rows: causes.map { cause in
        Grid.Row(
          id: MovementPage.anchor(of: cause.key),
          cells: [GridCell(text: cause.title), GridCell(text: String(cause.count))],
          filter: cause.title)
      })
  }

  /// Columns by their headings, which lists name by ID.
  private func titled(_ cell: ResultCell) -> ResultCell {
    guard case .texts(let names) = cell, let kind = context.pack.measure(measure)?.kind else { return cell }
    return .texts(names.map(run.after.words(of: kind).title))
  }

  /// Without pseudonyms: they are for lists that are put together.
  private func grid(_ shown: [[ResultCell]]) throws -> Grid {
    let kept = rows.columns.indices.filter { column in
      rows.columns[column] != "person" && shown.contains { !$0[column].plain.isEmpty }
    }
    let told = shown.map { row in kept.map { rows.columns[$0] == "fields" ? titled(row[$0]) : row[$0] } }
    let table = ResultTable(rows.id, kept.map { rows.columns[$0] }, rows: told)
    var grid = try table.grid(context, caption: voice.text("rows.grid"))
    grid.hasHeadings = false
    return grid
  }
}
