// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Pipeline
package import Results

extension ReportRun {
  /// The report of a period as the desk shows it: beside the quarter before and the same one of the year before, where the
  /// workspace holds them.
  ///
  /// - Throws: `WorkspaceError` where a period cannot be read.
  package init(
    live period: Period, context: CommandContext, outputs: Set<ReportOutput>, programVersion: String
  ) throws {
    let census = try PeriodCensus(context: context, period: period)
    let before = try context.workspace().periods.last { $0 < period }
    try self.init(
      census: census, baseline: before, comparison: CompareRun(of: census, with: before),
      yearBefore: before == nil ? nil : CompareRun.yearBefore(of: census, besides: before), outputs: outputs,
      programVersion: programVersion)
  }
}

extension ReportFile {
  /// What is written to a path, which is gone afterwards, as a file to hand on.
  package static func written(_ name: String, by write: @escaping (_ path: String) throws -> Void) -> ReportFile {
    PaperFiles.file(name, write: write)
  }

  /// Several files as one archive; the same files give the same bytes.
  ///
  /// - Parameter name: that of the archive.
  package static func archive(_ name: String, of files: [ReportFile]) -> ReportFile {
    PaperFiles.archive(name, of: files)
  }
}
