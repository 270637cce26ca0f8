// SPDX-License-Identifier: Apache-2.0

import CensusModel
import ReportModel
import Results

/// Links from the pages of a report to the papers that lie beside them; only those that were made.
struct PaperLinks {
  let site: ReportSite
  let node: Int

  /// The papers made for the unit, each by its name with its kind of file; none where nothing lies there: papers of many
  /// units lie in folders of their own.
  var links: [PageLink] {
    guard site.plan.hasData, !site.run.outputs.isDisjoint(with: [.xlsx, .docx]) else { return [] }
    let order: [ReportPaper] = [.bulletin, .notice, .ledger, .comparison, .data]
    return order.filter { site.papers.isMade($0, for: node) }.map { paper in
      let path = paper.fileName(in: site.voice.context, unit: site.tree.nodes[node].code)
      let kind = path.split(separator: ".").last.map { "." + $0 } ?? ""
      return PageLink(title: site.papers.text("name.\(paper.rawValue)") + kind, path: path)
    }
  }

  /// The same as a line of a page; nil where there is none.
  var line: Phrase? {
    let pieces = links.map { Phrase.Piece.link($0.title, path: $0.path) }
    guard !pieces.isEmpty else { return nil }
    let listed = pieces.enumerated().flatMap { [Phrase.Piece.text($0 == 0 ? "" : " · "), $1] }
    return Phrase([.strong(site.voice.text("papers"))] + listed)
  }
}
