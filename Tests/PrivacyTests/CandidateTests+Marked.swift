// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Pipeline
import Results
import SheetReading
import Tabular
import Testing

// Workbooks that the program writes. A marked copy is the sender's own file, numbers included, and says so in its name: only
// what was added to it is heard (the list of findings, whose sentences are also the comments of its cells).

extension CandidateTests {
  func hearMarked(_ city: PrintedCity) throws {
    city.output = "marked"
    let list = city.context.text("marked.list")
    var (copies, overviews) = (0, 0)
    for period in city.periods {
      for format in ["text", "json"] {
        let folder = "\(city.folder)/marked-\(format)-\(period)"
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
        where path.hasSuffix(".xlsx") || path.hasSuffix(".xml") {
          let own = city.file(markedAs: path, period)
          try CandidateTests.rows(of: folder + "/" + path) { sheet, cells in
            guard sheet == list else { return }
            hear(marked: cells, own, period, city)
          }
          if own == nil { overviews += 1 } else { copies += 1 }
        }
      }
    }
    #expect(copies > 50 && overviews > 3, "\(copies) \(overviews)")
    try hearTemplate(city)
  }

  /// A line of a list of findings: its cell stands in a column of its own, its file too where there are several.
  private func hear(marked cells: [String], _ own: String?, _ period: Period, _ city: PrintedCity) {
    guard let cell = cells.first(where: CandidateTests.isAddress), let row = Int(cell.filter(\.isNumber)),
      let file = own ?? cells.first(where: { $0.hasSuffix(".xml") })
    else { return }
    city.hear(period, file, row) { claims in cells.forEach { claims.hear($0) } }
  }

  private static func isAddress(_ text: String) -> Bool {
    let letters = text.prefix { $0.isASCII && $0.isLetter }
    let digits = text.dropFirst(letters.count)
    return (1...3).contains(letters.count) && !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
  }

  /// An empty workbook to fill offers the organisations of the workspace, and names nobody.
  private func hearTemplate(_ city: PrintedCity) throws {
    let path = city.folder + "/template.xlsx"
    let unit = ["--unit", "330203", "--workspace", city.folder + "/ws"]
    let run = try Program.run(["template", "--out", path] + unit)
    try #require(run.status == 0, "\(run.errors)")
    var texts = ""
    try CandidateTests.rows(of: path) { texts += $1.joined(separator: "\n") + "\n" }
    #expect(!texts.isEmpty && !city.ids.values.contains { texts.contains($0) })
  }

  private static func rows(of path: String, _ body: (_ sheet: String, _ cells: [String]) -> Void) throws {
    let cursor = try WorkbookOpener.open(path: path).rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      for row in batch.rows { body(batch.sheetName, batch.cells(of: row).map { batch.text(of: $0) }) }
    }
  }
}

extension PrintedCity {
  /// The sender's file of a marked copy; nil where it is a list over all of them.
  func file(markedAs path: String, _ period: Period) -> String? {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    return Set(ids.keys.lazy.filter { $0.period == period }.map(\.file)).first { file in
      let stem = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
      return name.hasPrefix(stem)
    }
  }
}
