// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Foundation
import Policy
import Results

/// A target of the office as it is typed: a least percentage of an indicator.
package struct NewTarget: Sendable, Hashable {
  /// ID of the indicator.
  package var indicator: String
  /// Least value in percent, `95` or `97.5`.
  package var atLeast: String
  /// First census day that it holds on.
  package var from: CalendarDay
  /// Last census day that it holds on.
  package var until: CalendarDay
  /// The document that sets it.
  package var document: String
  /// Who set it.
  package var setBy: String

  package init(
    indicator: String, atLeast: String, from: CalendarDay, until: CalendarDay, document: String, setBy: String
  ) {
    self.indicator = indicator
    self.atLeast = atLeast
    self.from = from
    self.until = until
    self.document = document
    self.setBy = setBy
  }

  fileprivate var line: String {
    let members = [
      ("indicator", JSONWriter.quoted(indicator)), ("at-least", JSONWriter.quoted(atLeast)),
      ("from", from.description), ("until", until.description), ("document", JSONWriter.quoted(document)),
      ("set-by", JSONWriter.quoted(setBy)),
    ]
    return "- {" + members.map { "\($0): \($1)" }.joined(separator: ", ") + "}\n"
  }
}

extension TargetsRun {
  /// Adds a target to `targets.yaml` of the workspace and notes it in the audit trail, both or none.
  ///
  /// - Throws: `PackError` where the file would not hold after it; `PipelineError("out-unwritable")`, `WorkspaceError`.
  package func add(_ target: NewTarget, by who: String?) throws {
    let path = FileName.path(context.workspaceDirectory, TargetsFile.fileName)
    var text = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    text += target.line
    let data = Data(text.utf8)
    _ = try TargetsFile.targets(data, for: context.pack)
    let subject = [
      target.indicator, target.atLeast + "%", "\(target.from)–\(target.until)", target.document, target.setBy,
    ]
    try context.workspace().audited("target", by: who, subject: subject.joined(separator: " · ")) {
      _ = try ReportFolder(path: context.workspaceDirectory, progress: .silent).write([
        ReportFile(name: TargetsFile.fileName, bytes: Array(data))
      ])
    }
  }
}
