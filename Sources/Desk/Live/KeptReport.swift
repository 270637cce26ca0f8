// SPDX-License-Identifier: Apache-2.0

import CensusModel
import ReportModel
import ReportWriting
import Reports

/// A report as it is kept between requests: pages as packed markup, which is smaller than the values that it is written from.
struct KeptReport: Sendable {
  /// Path of the first page.
  let cover: String
  let search: (path: String, text: String)
  /// By the paths that links to rows have.
  let rows: [String: LiveReport.Rows]
  /// The paths of the pages of units, by organisation ID.
  let unitPages: [String: String]
  /// By path.
  let pages: [String: KeptPage]

  init(_ report: LiveReport, of period: Period) {
    (cover, search, rows, unitPages) = (report.cover, report.search, report.rows, report.unitPages)
    let prefix = "/report/\(period)/"
    pages = report.pages.mapValues { KeptPage($0, linksBelow: prefix) }
  }
}

/// A page with its sections as packed markup.
struct KeptPage: Sendable {
  /// Without sections.
  let page: Page
  private let packed: [UInt8]
  private let count: Int

  init(_ page: Page, linksBelow prefix: String) {
    var bytes: [UInt8] = []
    PageParts.sections(of: page, linksBelow: prefix).write(to: &bytes)
    var page = page
    page.sections = []
    self.page = page
    count = bytes.count
    packed = Gzip.packed(bytes, .fast) ?? []
  }

  /// The markup of the sections.
  var body: [UInt8] { Gzip.unpacked(packed, count: count) ?? [] }
}
