// SPDX-License-Identifier: Apache-2.0

import Findings
import Pipeline
import ReportModel

/// What pages beside a report lead to, seen from the folder they lie in: the pages above them, those of the report, its
/// search.
struct PageFrame {
  /// From the first page of the report down to the unit's own.
  var trail: [PageLink] = []
  var navigation: [PageLink] = []
  var search: String?

  /// A comparison that stands alone leads to itself.
  static func alone(_ run: CompareRun) -> PageFrame {
    let voice = ReportVoice(census: run.after)
    let title = voice.text("nav.comparison", ["period": voice.quarter(run.before.period)])
    return PageFrame(navigation: [PageLink(title: title, path: run.pageName)])
  }
}

extension ReportSite {
  /// The frame of a comparison of a unit that lies so many folders below the report.
  func frame(of node: Int, folders: Int) -> PageFrame {
    let up = String(repeating: "../", count: folders)
    func seen(_ link: PageLink) -> PageLink { PageLink(title: link.title, path: up + link.path) }
    let own = run.comparison.map(\.pageName)
    let navigation = navigation.map { link in
      // The page of the comparison itself lies in the folder.
      comparisonLink.contains(link) ? PageLink(title: link.title, path: own ?? link.path) : seen(link)
    }
    return PageFrame(
      trail: trail(above: node == unit ? nil : node).map(seen), navigation: navigation, search: up + plan.search)
  }
}
