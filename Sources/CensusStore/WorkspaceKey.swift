// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Crypto
import Foundation

/// The workspace's secret: 32 random bytes in `workspace.key`, readable by its owner only.
struct WorkspaceKey: Sendable {
  private static let length = 32
  let bytes: [UInt8]

  static func path(in directory: String) -> String { directory + "/workspace.key" }

  /// Writes a new key; fails where the file cannot be made.
  static func create(in directory: String) throws -> WorkspaceKey {
    let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max) }
    let made = FileManager.default.createFile(
      atPath: path(in: directory), contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    guard made else { throw WorkspaceError("workspace-unwritable", facts: ["path": directory]) }
    return WorkspaceKey(bytes: bytes)
  }

  static func read(in directory: String) throws -> WorkspaceKey {
    guard let data = FileManager.default.contents(atPath: path(in: directory)), data.count == length else {
      throw WorkspaceError("workspace-key", facts: ["path": directory])
    }
    return WorkspaceKey(bytes: Array(data))
  }
}

/// HMAC-SHA-256 of domain and text, cut to 128 bits.
struct KeyedPseudonymiser: Pseudonymiser {
  /// The keyed state, copied for each text: hashing the key again would double the cost.
  private let keyed: HMAC<SHA256>

  init(key: WorkspaceKey) { keyed = HMAC<SHA256>(key: SymmetricKey(data: key.bytes)) }

  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym {
    var code = keyed
    withUnsafeBytes(of: domain) { code.update(data: $0) }
    code.update(data: text)
    return code.finalize().withUnsafeBytes { digest in
      Pseudonym(
        high: Int64(bigEndian: digest.loadUnaligned(as: Int64.self)),
        low: Int64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: Int64.self)))
    }
  }
}
