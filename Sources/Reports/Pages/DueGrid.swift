// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// 下季度: what falls due, kind by kind.
struct DueGrid {
  private static let shown = 200

  let site: ReportSite
  let node: Int

  static func title(of kind: String, _ voice: ReportVoice) -> String {
    voice.pack.messages.texts["page.due.\(kind)"] == nil ? voice.measure(kind) : voice.text("due.\(kind)")
  }

  static func anchor(of kind: String) -> String { "due-" + kind }

  var sections: [PageSection] {
    let voice = site.voice
    return site.due.kinds.enumerated().compactMap { index, kind -> PageSection? in
      let items = site.due.items(of: kind, below: node, in: site.tree)
      guard !items.isEmpty else { return nil }
      let grid = Grid(
        caption: DueGrid.title(of: kind, voice),
        columns: [
          .init(title: voice.text("due.subject")), .init(title: voice.text("unit")),
          .init(title: voice.text("due.day")),
          .init(title: voice.text("rows.place")),
        ],
        rows: items.prefix(DueGrid.shown).map { item in
          Grid.Row(cells: [
            GridCell(text: item.subject), GridCell(text: site.label(item.node), link: site.plan.address(of: item.node)),
            GridCell(text: item.day), GridCell(text: item.place, isSoft: true),
          ])
        }
      ).withoutEmptyColumns
      let facts = ["kind": DueGrid.title(of: kind, voice), "count": String(items.count)]
      let note = voice.pack.measure(kind)?.meaning[voice.language] ?? voice.text("due.\(kind)-note")
      return PageSection(
        id: DueGrid.anchor(of: kind), title: "",
        blocks: [.fold(title: voice.text("due.title", facts), blocks: [.paragraphs([Phrase(note)]), .grid(grid)])])
    }
  }
}
