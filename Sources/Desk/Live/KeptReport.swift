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
  private let bytes: [UInt8]
  /// How many bytes there were before they were packed; nil of bytes as they are.
  private let unpackedCount: Int?

  init(_ page: Page, linksBelow prefix: String) {
    var bytes: [UInt8] = []
    PageParts.sections(of: page, linksBelow: prefix).write(to: &bytes)
    var page = page
    page.sections = []
    self.page = page
    let packed = Gzip.packed(bytes, .fast)
    unpackedCount = packed.map { _ in bytes.count }
    self.bytes = packed ?? bytes
  }

  /// The markup of the sections; none only where there is no memory left to unpack them.
  var body: [UInt8] { unpackedCount.map { Gzip.unpacked(bytes, count: $0) ?? [] } ?? bytes }
}
