// SPDX-License-Identifier: Apache-2.0

package import Findings
import Foundation

/// Loads and validates a policy pack.
package enum PackLoader {
  /// Finds the pack `nameOrDirectory` (a folder, or the name of a shipped pack), loads and validates it.
  ///
  /// Shipped packs are looked for beside the executable, then in the build folder. What this process loaded before is not
  /// assembled again while its files are the same: that costs reading them.
  ///
  /// - Parameter cache: where its files are kept parsed, for the next time the program starts.
  /// - Throws: the first `PackError`, in order of file; a missing pack is one too, never a trap.
  package static func load(_ nameOrDirectory: String, cache: PackCache? = nil) throws -> PolicyPack {
    let folder = try PackFolder.find(nameOrDirectory)
    // A file that cannot be read is told below.
    guard let read = try? folder.inMemory() else { return try load(folder) }
    guard let cache else { return try loadOnce(read) }
    return try load(read, cache: cache)
  }

  /// A pack whose files are in memory, unless this process loaded it before.
  private static func loadOnce(_ folder: PackFolder) throws -> PolicyPack {
    let key = LoadedPacks.Key(location: folder.layers[0].path, hash: folder.hash())
    if let pack = LoadedPacks.pack(of: key) { return pack }
    let pack = try load(folder, hash: key.hash)
    LoadedPacks.keep(pack, of: key)
    return pack
  }

  private static func load(_ folder: PackFolder, cache: PackCache) throws -> PolicyPack {
    let hash = folder.hash()
    let trees = PackTrees(cache.trees(of: hash))
    var folder = folder
    folder.trees = trees
    // What is kept was sound when it was kept.
    let pack = try load(folder, hash: hash, isSound: trees.areKept)
    if !trees.areKept { cache.keep(trees.known, of: hash) }
    return pack
  }

  /// A pack from its files in memory, as `files(of:)` gave them; nothing is written anywhere.
  ///
  /// - Throws: the first `PackError`, in order of file.
  package static func load(_ id: String, from files: [(name: String, bytes: [UInt8])]) throws -> PolicyPack {
    let source = PackSource.memory(Dictionary(files.map { ($0.name, $0.bytes) }) { first, _ in first })
    return try loadOnce(PackFolder(chainFrom: id, in: source))
  }

  /// - Parameters:
  ///   - hash: that of the folder, where it is known.
  ///   - isSound: whether a pack of the same files passed all that is asked of one.
  private static func load(_ folder: PackFolder, hash: String? = nil, isSound: Bool = false) throws -> PolicyPack {
    var assembly = PackAssembly(folder: folder)
    let pack = assembly.assemble(hash: hash ?? folder.hash())
    if let error = assembly.errors.first { throw error }
    if !isSound, let error = PackValidation(pack: pack, origins: assembly.origins).errors(withExamples: false).first {
      throw error
    }
    return pack
  }

  /// Every error of a pack, in order of file and line; its examples are worked out too. Empty when it is sound.
  ///
  /// - Throws: `PackError` when there is no such pack.
  package static func check(_ nameOrDirectory: String) throws -> [PackError] { try inspect(nameOrDirectory).errors }

  /// The pack with all that is wrong with it: what one file shows, what several show together, and what is missing.
  ///
  /// - Throws: `PackError` when there is no such pack.
  package static func inspect(_ nameOrDirectory: String) throws -> PackInspection {
    let folder = try PackFolder.find(nameOrDirectory)
    var assembly = PackAssembly(folder: folder)
    let pack = assembly.assemble(hash: folder.hash())
    let unread = folder.unread()
    var inspection = PackInspection(
      pack: pack, errors: (assembly.errors + unread.errors).sorted(by: PackError.precedes), origins: assembly.origins)
    inspection.notices = unread.notices
    // What cannot be read would only lead to errors that are none.
    guard assembly.errors.isEmpty else { return inspection }
    let completeness = PackCompleteness(pack: pack, origins: assembly.origins)
    inspection.errors += PackValidation(pack: pack, origins: assembly.origins).errors(withExamples: true)
    inspection.errors += completeness.errors() + PackWords(pack: pack, origins: assembly.origins).errors()
    inspection.errors.sort(by: PackError.precedes)
    inspection.notices += completeness.notices()
    return inspection
  }

  /// Only the texts of the message files whose names start with `prefix`: what `--help` needs before a pack is loaded.
  ///
  /// - Parameter cache: where these files are kept parsed.
  /// - Throws: `PackError` when there is no such pack or one of these files cannot be read.
  package static func texts(
    inFilesStartingWith prefix: String, pack: String, cache: PackCache? = nil
  ) throws -> [String: LocalizedText] {
    var folder = try PackFolder.find(pack).inMemory { $0.hasPrefix("messages/" + prefix) }
    let hash = folder.hash()
    let trees = PackTrees(cache?.trees(of: hash))
    folder.trees = trees
    var texts: [String: LocalizedText] = [:]
    for layer in folder.layers.indices.reversed() {
      for file in folder.files(in: "messages", layer: layer) {
        for (key, value) in try folder.node(of: file, layer: layer).mapping() { texts[key] = try value.localized() }
      }
    }
    if !trees.areKept { cache?.keep(trees.known, of: hash) }
    return texts
  }

  /// Name and bytes of every file the pack's hash goes over, as they are now, each below the name of its pack: that of
  /// the pack itself first, then those it extends. `load(_:from:)` makes the same pack of them.
  ///
  /// - Throws: `PackError` for one that cannot be read.
  package static func files(of pack: PolicyPack) throws -> [(name: String, bytes: [UInt8])] {
    let folder = try PackFolder.find(pack.location)
    return try folder.layers.indices.flatMap { layer in
      let name = folder.layers[layer].name ?? pack.id
      return try folder.allFiles(layer: layer).map { ("\(name)/\($0)", try folder.bytes(of: $0, layer: layer)) }
    }
  }

  /// Names of the packs that come with the program.
  ///
  /// - Throws: nothing; where no pack is found the list is empty.
  package static func shippedPacks() throws -> [String] { PackFolder.shippedNames() }

  /// The commonest passwords, in small letters, one a line in the list that comes with the program.
  ///
  /// - Throws: `PackError` where the list is missing: without it nobody may set a password.
  package static func commonPasswords() throws -> Set<String> {
    for folder in PackFolder.shippedFolders {
      if let text = try? String(contentsOfFile: folder + "/common-passwords.txt", encoding: .utf8) {
        return Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { $0.lowercased() })
      }
    }
    throw PackError(file: "common-passwords.txt", line: nil, message: "the list of the commonest passwords is missing")
  }
}

/// A pack that cannot be used: file (relative to the pack), line and a sentence for its author.
package struct PackError: Error, Sendable, Hashable {
  /// The file by its path in the pack, below that pack's name where another extends it; of a workspace, the file's
  /// name.
  package var file: String
  /// Line of that file, from 1; nil where the file as a whole is meant or is missing.
  package var line: Int?
  /// In English, for authors of packs.
  package var message: String
  /// What its sentence for users is called (`pack-error.KEY`), with the facts in it; nil where it has none.
  package var key: String?
  /// Values for the `{placeholders}` of the sentence for users.
  package var facts: [String: String]

  package init(file: String, line: Int?, message: String, key: String? = nil, facts: [String: String] = [:]) {
    self.file = file
    self.line = line
    self.message = message
    self.key = key
    self.facts = facts
  }

  /// Key and facts only say the message in other words.
  package static func == (left: PackError, right: PackError) -> Bool {
    (left.file, left.line, left.message) == (right.file, right.line, right.message)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(line)
    hasher.combine(message)
  }

  /// What is wrong, in the user's language where the catalogue has a sentence for it.
  package func sentence(of catalogue: MessageCatalogue, in language: Language) -> String {
    if let key, let text = catalogue.texts["pack-error." + key] { return text.filled(facts, in: language) }
    let other = catalogue.texts["pack-error.other"]
    return other?.filled(["message": message], in: language) ?? message
  }

  /// The order in which errors are told: by file, line and message.
  package static func precedes(_ first: PackError, _ second: PackError) -> Bool {
    (first.file, first.line ?? 0, first.message) < (second.file, second.line ?? 0, second.message)
  }
}

/// What `pack check` found out about a pack.
package struct PackInspection {
  /// As far as it could be read: entries that are wrong are left out of it.
  package let pack: PolicyPack
  /// All that is wrong, in order of file and line; empty for a sound pack.
  package var errors: [PackError]
  /// Definitions of the pack's own and other things its author answers for; none of them is wrong.
  package var notices: [PackError] = []
  private let origins: PackAssembly.Origins

  init(pack: PolicyPack, errors: [PackError], origins: PackAssembly.Origins) {
    self.pack = pack
    self.errors = errors
    self.origins = origins
  }

  /// Adds an error at the example `number` (from 0) of a thing of the folder `directory`.
  package mutating func add(_ message: String, example number: Int, of id: String, in directory: String) {
    errors.append(origins.error(directory + "/" + id, ["examples", .index(number)], message))
    errors.sort(by: PackError.precedes)
  }
}
