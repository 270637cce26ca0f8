// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportWriting
import Results

/// An .xlsx of one sheet as the exports have it: a merged title, headings, rows of texts.
///
/// A class because it owns the file being written.
package final class RosterWorkbook {
  private let file: XLSXFile
  private let target: XLSXSheet
  /// The row that was written last, from 1.
  package private(set) var row = 1

  /// - Throws: `PipelineError("out-unwritable")`.
  package init(path: String, sheet: String, title: String, headings: [String]) throws {
    try PrivateFiles.makeFolder(PrivateFiles.parent(of: path))
    do {
      file = try XLSXFile(path: path)
    } catch {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
    guard let made = file.addSheet(sheet) else { throw PipelineError("out-unwritable", facts: ["path": path]) }
    target = made
    target.merge(row: 1, columns: 1...max(2, headings.count))
    target.write(.text(title), row: 1, column: 1)
    add(headings)
  }

  /// Adds a row of texts; empty ones leave their cell out.
  package func add(_ cells: [String]) {
    row += 1
    for (index, cell) in cells.enumerated() where !cell.isEmpty {
      target.write(.text(cell), row: row, column: index + 1)
    }
  }

  /// - Throws: `PipelineError("out-unwritable")` when the disk is full.
  package func write() throws {
    do { try file.close() } catch { throw PipelineError("out-unwritable", facts: ["path": "\(error)"]) }
  }
}
