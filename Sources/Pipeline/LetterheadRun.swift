// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
package import Policy
package import Results

/// Keeps `letterhead.yaml` of a workspace: what the office says of itself on papers.
package struct LetterheadRun {
  /// The workspace whose file is kept.
  package let context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// The letterhead as it stands.
  ///
  /// - Throws: `PackError` where the file was written by hand and does not hold.
  package var kept: Letterhead {
    get throws { try Letterhead(workspace: context.workspaceDirectory) }
  }

  /// Writes the file anew and notes it in the audit trail, both or none. Comments that stood in it go.
  ///
  /// - Throws: `PackError` where the file would not hold after it; `PipelineError("out-unwritable")`, `WorkspaceError`.
  package func keep(_ letterhead: Letterhead, by who: String?) throws {
    let lines = LetterheadRun.lines(of: letterhead)
    let data = Data(lines.map { "\($0.key): \($0.value)\n" }.joined().utf8)
    _ = try Letterhead(data)
    try context.workspace().audited("letterhead", by: who, subject: lines.map(\.key).joined(separator: " ")) {
      _ = try ReportFolder(path: context.workspaceDirectory, progress: .silent).write([
        ReportFile(name: Letterhead.fileName, bytes: Array(data))
      ])
    }
  }

  private static func lines(of letterhead: Letterhead) -> [(key: String, value: String)] {
    let fields: [(String, String?)] = [
      ("office", letterhead.office.map(JSONWriter.quoted)), ("signature", letterhead.signature.map(JSONWriter.quoted)),
      ("number", letterhead.number.map(JSONWriter.quoted)), ("date", letterhead.date?.description),
      ("to", letterhead.addressee.map(JSONWriter.quoted)), ("deadline", letterhead.deadline?.description),
      ("contact", letterhead.contact.map(JSONWriter.quoted)),
    ]
    return fields.compactMap { key, value in value.map { (key, $0) } }
  }
}
