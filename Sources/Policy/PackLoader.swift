// SPDX-License-Identifier: Apache-2.0

package import Findings
import Foundation

/// Loads and validates a policy pack.
package enum PackLoader {
  /// Finds the pack `nameOrDirectory` (a folder, or the name of a shipped pack), loads and validates it.
  ///
  /// Shipped packs are looked for beside the executable, then in the build folder.
  ///
  /// - Throws: the first `PackError`, in order of file; a missing pack is one too, never a trap.
  package static func load(_ nameOrDirectory: String) throws -> PolicyPack {
    var assembly = PackAssembly(folder: try PackFolder.find(nameOrDirectory))
    let pack = assembly.assemble()
    if let error = assembly.errors.first { throw error }
    if let error = PackValidation(pack: pack, origins: assembly.origins).errors(withExamples: false).first {
      throw error
    }
    return pack
  }

  /// Every error of a pack, in order of file and line; its examples are worked out too. Empty when it is sound.
  ///
  /// - Throws: `PackError` when there is no such pack.
  package static func check(_ nameOrDirectory: String) throws -> [PackError] {
    var assembly = PackAssembly(folder: try PackFolder.find(nameOrDirectory))
    let pack = assembly.assemble()
    guard assembly.errors.isEmpty else { return assembly.errors }
    return PackValidation(pack: pack, origins: assembly.origins).errors(withExamples: true)
  }

  /// Only the texts of the message files whose names start with `prefix`: what `--help` needs before a pack is loaded.
  package static func texts(inFilesStartingWith prefix: String, pack: String) throws -> [String: LocalizedText] {
    let folder = try PackFolder.find(pack)
    var texts: [String: LocalizedText] = [:]
    for file in folder.files(in: "messages") where file.hasPrefix("messages/" + prefix) {
      for (key, value) in try folder.node(of: file).mapping() { texts[key] = try value.localized() }
    }
    return texts
  }

  /// Names of the packs that come with the program.
  package static func shippedPacks() throws -> [String] { PackFolder.shippedNames() }
}

/// A pack that cannot be used: file (relative to the pack), line and a sentence for its author.
package struct PackError: Error, Sendable, Hashable {
  package var file: String
  package var line: Int?
  package var message: String

  package init(file: String, line: Int?, message: String) {
    self.file = file
    self.line = line
    self.message = message
  }
}
