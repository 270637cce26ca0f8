// SPDX-License-Identifier: Apache-2.0

import Intake
import ReportWriting

/// A cell with what stands around it, as the sheet has it: rows and columns by their numbers and letters.
struct ExtractMarkup {
  let visit: Visit
  let extract: SheetExtract

  var node: HTMLNode {
    .make(.div, .class("scroll extract"), .other(.tabindex, "0"), .label(title), .other(.role, "region")) {
      HTMLNode.make(.table) {
        HTMLNode.make(.caption) { title }
        HTMLNode.make(.thead) {
          HTMLNode.make(.tr) {
            HTMLNode.make(.td) { "" }
            for (index, letters) in extract.columns.enumerated() {
              HTMLNode.make(.th, .scope(.col)) {
                index == extract.column && !extract.heading.isEmpty ? letters + " " + extract.heading : letters
              }
            }
          }
        }
        HTMLNode.make(.tbody) { for line in extract.lines { row(line) } }
      }
    }
  }

  private var title: String {
    visit.text(
      "upload.extract", ["sheet": extract.sheet, "cell": extract.columns[extract.column] + String(extract.row)])
  }

  private func row(_ line: SheetExtract.Line) -> HTMLNode {
    .make(.tr) {
      HTMLNode.make(.th, .scope(.row)) { String(line.row) }
      for (index, cell) in line.cells.enumerated() {
        let isIt = line.row == extract.row && index == extract.column
        HTMLNode.make(.td, .class(isIt ? "it" : "soft")) { cell.isEmpty && isIt ? visit.text("upload.empty") : cell }
      }
    }
  }
}
