// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Findings
import Foundation
package import Policy
import Results

/// `pack new`: a folder with a pack of one's own that extends another, ready to be edited.
package struct PackNewRun {
  private let base: PolicyPack

  /// A new pack that extends `base`; nothing is written before `write`.
  package init(extending base: PolicyPack) { self.base = base }

  /// Writes `pack.yaml` and one task as an example; what comes out passes `pack check`.
  ///
  /// - Parameter id: of the new pack; its title as well, until somebody gives it one.
  /// - Returns: the files written, relative to the folder.
  /// - Throws: `PipelineError("pack-folder-used")` where the folder holds anything, `"out-unwritable"`.
  package func write(to folder: String, id: String, language: Language) throws -> [String] {
    let there = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard there.isEmpty else { throw PipelineError("pack-folder-used", facts: ["path": folder]) }
    let facts = ["id": id, "base": base.id, "day": base.effectiveFrom?.description ?? ""]
    let files = [(["pack.yaml"], "pack-new.head"), (["tasks", "14-own-staffing.yaml"], "pack-new.task")]
    do {
      try FileManager.default.createDirectory(atPath: folder + "/tasks", withIntermediateDirectories: true)
      for (name, key) in files {
        let text = base.messages.text(key, in: language, facts) + "\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: FileName.path(folder, name)))
      }
    } catch {
      throw PipelineError("out-unwritable", facts: ["path": folder])
    }
    return files.map { $0.0.joined(separator: "/") }
  }
}
