// SPDX-License-Identifier: Apache-2.0

package import Assessment
package import CensusModel
import CensusStore
import Foundation
package import Policy
package import Results

/// `waiver`: keeps `waivers.yaml` of the workspace; each addition is in the audit trail.
package struct WaiverRun {
  /// The workspace whose file is kept, and the pack whose tasks may be waived.
  package let context: CommandContext

  package init(context: CommandContext) { self.context = context }

  private var path: String { context.workspaceDirectory + "/" + WorkspaceOverlays.waiversFile }

  /// Adds a waiver to the file and notes it in the audit trail, both or none.
  ///
  /// - Parameter who: who typed it, for the audit trail.
  /// - Returns: the waiver as kept, its unit by organisation ID.
  /// - Throws: `PipelineError("id-unknown")`, `"unit-unknown"`, `"waiver-days"`, `"waiver-incomplete"`,
  ///   `"waiver-known"`, `"out-unwritable"`; `WorkspaceError`.
  package func add(_ waiver: Waiver, by who: String?) throws -> Waiver {
    var waiver = waiver
    try check(waiver)
    let workspace = try context.workspace()
    waiver.unit = try code(of: waiver.unit, in: workspace)
    guard !context.pack.waivers.contains(waiver) else {
      throw PipelineError("waiver-known", facts: ["task": waiver.task, "unit": waiver.unit])
    }
    let subject = [
      waiver.task, waiver.unit + (waiver.isForSubtree ? "+" : ""), "\(waiver.from)–\(waiver.until)", waiver.approver,
      waiver.reason,
    ].joined(separator: " · ")
    try workspace.audited("waiver", by: who, subject: subject) { try append(waiver) }
    return waiver
  }

  /// The waivers as they stand on the census day of a period.
  ///
  /// - Parameter period: nil takes the latest of the workspace.
  /// - Throws: `WorkspaceError("period-missing")`, also when the workspace holds no period.
  package func book(period: Period?) throws -> WaiverBook {
    let workspace = try context.workspace()
    guard let period = try period ?? workspace.periods.last else { throw PipelineError("tree-empty") }
    let tree = try workspace.period(period).organisationTree()
    return WaiverBook(context.pack.waivers, pack: context.pack.tasks, tree: tree, on: period.censusDay)
  }

  private func check(_ waiver: Waiver) throws {
    guard context.pack.task(waiver.task) != nil else {
      throw PipelineError.unknownID(waiver.task, near: context.pack.nearest(to: waiver.task, among: [.task]))
    }
    if waiver.until < waiver.from {
      throw PipelineError(
        "waiver-days", facts: ["from": waiver.from.description, "until": waiver.until.description])
    }
    let isBlank = [waiver.reason, waiver.approver].contains { $0.allSatisfy(\.isWhitespace) }
    if isBlank { throw PipelineError("waiver-incomplete") }
  }

  /// The ID of a unit of the latest period that has it.
  private func code(of unit: String, in workspace: Workspace) throws -> String {
    var failure = PipelineError("tree-empty")
    for period in try workspace.periods.reversed() {
      let tree = try workspace.period(period).organisationTree()
      do { return tree.nodes[try UnitSelection.named(unit).nodes(in: tree)[0]].code } catch let error as PipelineError {
        failure = error
      }
    }
    throw failure
  }

  private func append(_ waiver: Waiver) throws {
    var text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    text += WorkspaceOverlays.yaml(of: waiver)
    let data = Data(text.utf8)
    // What was written by hand may be in a form that no line can be added to.
    let count = (try? WorkspaceOverlays.waivers(data).count) ?? -1
    let before = FileManager.default.contents(atPath: path)
    let known = try before.map { try WorkspaceOverlays.waivers($0).count } ?? 0
    guard count == known + 1 else { throw PipelineError("waiver-file-form", facts: ["path": path]) }
    let folder = (path as NSString).deletingLastPathComponent
    _ = try ReportFolder(path: folder, progress: .silent).write([
      ReportFile(name: (path as NSString).lastPathComponent, bytes: Array(data))
    ])
  }
}
