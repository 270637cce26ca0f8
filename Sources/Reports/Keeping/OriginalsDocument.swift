// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Results

/// The files that came in, with whether their originals are kept, in every spelling.
package struct OriginalsDocument: ResultDocument, Sendable {
  private let context: CommandContext
  private let originals: [KeptOriginal]

  /// Lists the files of one period, or of all.
  ///
  /// - Throws: `WorkspaceError` where workspace or period cannot be read.
  package init(context: CommandContext, period: Period?) throws {
    self.context = context
    originals = try context.workspace().originals(of: period)
  }

  /// One row for each file, in order of arrival.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("originals.\(key)") }
    return ResultTable(
      "originals",
      columns: [
        ResultColumn("period", title("period")) { .text($0.period.description) },
        ResultColumn("submission", title("submission")) { .number($0.submission) },
        ResultColumn("file", title("file")) { .text($0.file) },
        ResultColumn("sha256", title("sha256")) { .text($0.sha256) },
        ResultColumn("bytes", title("bytes")) { .number($0.byteCount) },
        ResultColumn("kept", for: .programs) { .flag($0.isKept) },
        ResultColumn("original", title("kept"), for: [.csv, .text, .workbook]) { [context] original in
          .text(context.text(original.isKept ? "originals.yes" : "originals.no"))
        },
      ], titlesInCSV: true, emptyText: context.text("originals.none"), rows: originals)
  }
}
