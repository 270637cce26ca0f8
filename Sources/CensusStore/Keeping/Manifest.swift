// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a backup or a package says of itself: its files with their hashes, and where the audit trail stood.
package struct Manifest: Sendable, Hashable, Codable {
  /// One file and what it must be.
  package struct File: Sendable, Hashable, Codable {
    /// Path below the manifest's folder, with slashes.
    package var name: String
    /// Size in bytes.
    package var bytes: Int
    /// Lower-case hex.
    package var sha256: String
  }

  /// A whole workspace, or one sealed version of a period.
  package enum Kind: String, Sendable, Hashable, Codable { case backup, package }

  static let fileName = "manifest.json"
  static let format = 1

  /// Version of the manifest's own form, 1.
  package var format = Manifest.format
  /// What it is the manifest of.
  package var kind: Kind
  /// UTC.
  package var made: String
  /// Who made it.
  package var by: String
  /// The program that made it, with its version.
  package var program: String
  /// The period and version of a package.
  package var subject: String?
  /// How many entries the audit trail had, and the hash of its last.
  package var trailCount: Int
  /// Hash of the audit trail's last entry; 64 zeros where it had none.
  package var trailHead: String
  /// Tells whether a key is the one the pseudonyms were made with, and nothing of it.
  package var keyFingerprint: String
  /// Whether the workspace's key is among the files.
  package var hasKey: Bool
  /// Every file beside the manifest.
  package var files: [File]
  /// HMAC-SHA-256 of everything else under a key derived from the workspace's.
  package var signature = ""

  /// What is signed: each member on its own line with its length in front, so that no two manifests spell the same.
  private var signedText: String {
    let members: [String] =
      [
        String(format), kind.rawValue, made, by, program, subject ?? "", String(trailCount), trailHead, keyFingerprint,
        String(hasKey),
      ] + files.flatMap { [$0.name, String($0.bytes), $0.sha256] }
    return members.map { "\($0.utf8.count):\($0)\n" }.joined()
  }

  mutating func sign(with key: WorkspaceKey) { signature = key.signature(of: signedText) }

  func isSigned(with key: WorkspaceKey) -> Bool { key.signature(of: signedText) == signature }

  var json: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self) + Data("\n".utf8)
    }
  }

  /// SHA-256 (hex) of the manifest's bytes: the one number that stands for the whole.
  ///
  /// - Throws: nothing: every manifest can be spelled as JSON.
  package var sha256: String { get throws { ContentHash.of(Array(try json)) } }

  /// - Throws: `WorkspaceError("manifest-unreadable")` for what is none, is of another format, or names files outside.
  static func read(_ data: Data?, at path: String, as kind: Kind) throws -> Manifest {
    guard let data, data.count < 1 << 26, let manifest = try? JSONDecoder().decode(Manifest.self, from: data),
      manifest.format == Manifest.format, manifest.kind == kind, manifest.files.allSatisfy({ isInside($0.name) }),
      Set(manifest.files.map(\.name)).count == manifest.files.count
    else { throw WorkspaceError("manifest-unreadable", facts: ["path": path]) }
    return manifest
  }

  /// A relative path whose parts are names: it cannot lead out of its folder.
  static func isInside(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !name.utf8.contains(0) && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }
}
