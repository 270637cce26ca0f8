// SPDX-License-Identifier: Apache-2.0

import CensusModel
import ReportModel
import Results

/// Links from the pages of a report to the papers that lie beside them; only those that were made.
struct PaperLinks {
  let site: ReportSite
  let node: Int

  /// Nil where nothing lies there: papers of many units lie in folders of their own.
  var line: Phrase? {
    guard site.plan.hasData, !site.run.outputs.isDisjoint(with: [.xlsx, .docx]) else { return nil }
    let order: [ReportPaper] = [.bulletin, .notice, .ledger, .comparison, .data]
    let links = order.filter { site.papers.isMade($0, for: node) }.map { paper in
      Phrase.Piece.link(
        site.papers.text("name.\(paper.rawValue)"),
        path: paper.fileName(in: site.voice.context, unit: site.tree.nodes[node].code))
    }
    guard !links.isEmpty else { return nil }
    let listed = links.enumerated().flatMap { [Phrase.Piece.text($0 == 0 ? "" : " · "), $1] }
    return Phrase([.strong(site.voice.text("papers"))] + listed)
  }
}
