// SPDX-License-Identifier: Apache-2.0

package import CensusStore
import Findings
import Foundation
package import Policy
package import Results

/// The policy pack that lies in a sealed database.
package enum SealedPack {
  /// Loads it in memory; nothing of it is written anywhere.
  ///
  /// - Throws: `PackError` where this program does not understand it any more; `PipelineError("sealed-pack-name")` where a
  ///   file's name leads out of a pack, which no seal of ours writes.
  package static func load(_ files: [SealedFile], id: String) throws -> PolicyPack {
    guard files.allSatisfy({ isPlain($0.name) }) else { throw PipelineError("sealed-pack-name") }
    var pack = try PackLoader.load(id, from: files.map { ($0.name, $0.bytes) })
    try WorkspaceOverlays.apply(to: &pack) { name in
      files.first { $0.name == overlays + "/" + name }.map { Data($0.bytes) }
    }
    return pack
  }

  /// A path below a folder: relative, and without a step up or in place.
  private static func isPlain(_ name: String) -> Bool {
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    return !name.utf8.contains(0) && steps.count >= 2 && !steps.contains { ["", ".", ".."].contains($0) }
  }

  /// Folder of the workspace's own additions among the files.
  private static let overlays = "workspace"

  /// Everything the context's pack was made of, with what the workspace adds to it.
  ///
  /// - Throws: `PipelineError("pack-changed")` where the files have changed since they were loaded.
  package static func files(of context: CommandContext) throws -> [SealedFile] {
    var files = try PackLoader.files(of: context.pack).map { SealedFile(name: $0.name, bytes: $0.bytes) }
    for overlay in context.pack.overlays {
      let data = FileManager.default.contents(atPath: context.workspaceDirectory + "/" + overlay.file) ?? Data()
      files.append(SealedFile(name: overlays + "/" + overlay.file, bytes: Array(data)))
    }
    let copy = try load(files, id: context.pack.id)
    guard copy.hash == context.pack.hash, copy.overlays == context.pack.overlays else {
      throw PipelineError("pack-changed", facts: ["value": context.pack.id])
    }
    return files
  }

  /// The pack a period is judged by: a sealed one by the state of the pack it was sealed with, unless another pack is asked
  /// for.
  ///
  /// - Throws: `PackError` where this program does not understand the sealed pack any more; `WorkspaceError`.
  package static func pack(of database: PeriodDatabase, asked: PolicyPack) throws -> PolicyPack {
    guard let seal = try database.seal(), seal.packID == asked.id else { return asked }
    // The usual case costs a look at the seal: nothing has changed since.
    guard seal.packHash != asked.hash || seal.overlayHashes != asked.overlays.map(\.sha256) else { return asked }
    var pack = try load(database.packFiles(), id: seal.packID)
    // Words that this program says and that one did not know yet.
    pack.messages.texts.merge(asked.messages.texts) { own, _ in own }
    pack.messages.findings.merge(asked.messages.findings) { own, _ in own }
    return pack
  }
}
