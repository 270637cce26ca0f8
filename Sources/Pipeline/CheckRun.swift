// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore

/// `check`: reads and checks workbooks without storing anything.
///
/// The files go through the same import into a workspace on trial, which has no name on any disk: what `check` finds is
/// what `import` would find, and nothing is left of it, even when the program is killed.
package struct CheckRun: Sendable {
  package var desk: Desk
  /// Decides ages and terms; without it, rules that need a census day are left out.
  package var period: Period?
  /// Where marked copies of the workbooks go; nil writes none.
  package var annotate: String?
  /// What becomes of hidden sheets and rows and of rows struck out.
  package var choices = RosterChoices()
  package var progress: Progress

  package init(desk: Desk, period: Period? = nil, annotate: String? = nil, progress: Progress = .silent) {
    self.desk = desk
    self.period = period
    self.annotate = annotate
    self.progress = progress
  }

  /// - Throws: `PipelineError`, `WorkspaceError`; nothing is left behind.
  package func run(_ paths: [String]) throws -> IntakeResult {
    let walk = try WorkbookFiles.collect(paths)
    let assumed = period ?? CheckRun.period(namedIn: paths)
    var run = ImportRun(desk: desk, period: assumed ?? CheckRun.placeholder, progress: progress)
    run.choices = choices
    var result = try run.run(walk, in: desk.trialWorkspace())
    // Nothing was handed in.
    result.submission = nil
    result.leaveOutWhatNeedsMore(hasPeriod: assumed != nil)
    if let annotate { result.marked = try MarkedFiles(desk: desk, directory: annotate).write(walk.files, result) }
    return result
  }

  /// A quarter that stands in a path (`incoming/2019-Q2/…`) is taken for the period.
  static func period(namedIn paths: [String]) -> Period? {
    let periods = paths.flatMap { $0.split(separator: "/").compactMap { Period(String($0)) } }
    return Set(periods).count == 1 ? periods[0] : nil
  }

  /// Stands in where no period is known; findings that depend on it are left out of the result.
  private static let placeholder = Period("2019-Q4")!
}
