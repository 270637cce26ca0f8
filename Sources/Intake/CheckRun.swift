// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Results

/// `check`: reads and checks workbooks without storing anything.
///
/// The files go through the same import into a workspace on trial, which has no name on any disk: what `check` finds is
/// what `import` would find, and nothing is left of it, even when the program is killed.
package struct CheckRun: Sendable {
  /// The workspace at hand, which is read and not changed, and the pack to check by.
  package var context: CommandContext
  /// Decides ages and terms; without it, rules that need a census day are left out.
  package var period: Period?
  /// The unit that would hand in; nil is the root of the tree.
  package var unit: String?
  /// Where marked copies of the workbooks go; nil writes none.
  package var annotate: String?
  /// What becomes of hidden sheets and rows and of rows struck out.
  package var choices = RosterChoices()
  /// Whether findings that were there before are only counted.
  package var onlyNew = false
  /// Told which file is read and how far.
  package var progress: Progress

  package init(context: CommandContext, period: Period? = nil, annotate: String? = nil, progress: Progress = .silent) {
    self.context = context
    self.period = period
    self.annotate = annotate
    self.progress = progress
  }

  /// - Throws: `PipelineError`, `WorkspaceError`; nothing is left behind.
  package func run(_ paths: [String]) throws -> IntakeResult {
    let walk = try WorkbookFiles.collect(paths).withoutOwnFiles(of: context)
    let assumed = period ?? CheckRun.period(namedIn: paths)
    let trial = try CheckTrial(context: context, period: assumed)
    var run = ImportRun(context: context, period: assumed ?? CheckRun.placeholder, unit: unit, progress: progress)
    run.choices = choices
    run.onlyNew = onlyNew
    var result = try self.run(run, walk, in: trial.workspace)
    // Nothing was handed in.
    (result.wouldBe, result.submissions) = (result.submissions, [])
    result.known = trial.known
    result.leaveOutWhatNeedsMore(hasPeriod: assumed != nil)
    if let annotate {
      let copies = MarkedFiles(context: context, directory: annotate)
      (result.marked, result.rewritten) = try copies.write(walk.files, result)
      result.overview = try copies.writeOverview(walk.files, result)
    }
    return result
  }

  /// Where an import would ask whether a list corrects another one or adds to it, the likelier is tried, and said.
  private func run(_ run: ImportRun, _ walk: FileWalk, in workspace: Workspace) throws -> IntakeResult {
    do {
      return try run.run(walk, in: workspace)
    } catch let error as WorkspaceError where error.code == "submission-unclear" {
      var run = run
      let number = error.facts["number"].flatMap { Int($0) }
      let isCorrection = error.facts["shared"] != "0"
      run.intent = number.flatMap { isCorrection ? .replaces($0) : nil } ?? .adds
      var result = try run.run(walk, in: workspace)
      result.unclear = IntakeResult.Unclear(facts: error.facts, isCorrection: isCorrection)
      return result
    }
  }

  /// A quarter that stands in a path (`incoming/2019-Q2/…`) is taken for the period.
  package static func period(namedIn paths: [String]) -> Period? {
    let periods = paths.flatMap { $0.split(separator: "/").compactMap { Period(String($0)) } }
    return Set(periods).count == 1 ? periods[0] : nil
  }

  /// Stands in where no period is known; findings that depend on it are left out of the result.
  private static let placeholder = Period("2019-Q4")!
}
