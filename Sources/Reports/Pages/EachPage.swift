// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The index of reports that share their pages: the units asked for, each with the way to its own page.
struct EachPage {
  let site: ReportSite
  let units: [Int]

  func page() -> Page {
    var page = site.page(
      site.plan.file("units.html"), title: site.voice.text("each.title", ["count": String(units.count)]),
      sections: [
        PageSection(id: "units", title: "", blocks: [.grid(UnitGrid(site: site, rows: units, node: site.unit).grid)])
      ])
    page.companions = [PageLink(title: site.label(site.unit), path: site.plan.cover)]
    return page
  }
}
