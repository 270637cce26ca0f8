// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation

extension WorkspaceKey {
  /// What a key made from the workspace's own is for; each purpose has one that says nothing of the others.
  enum Purpose: String {
    /// Encrypts one kept original; the salt stands in its file.
    case original = "league-census original v1"
    /// Signs the manifest of a backup or of a package.
    case manifest = "league-census manifest v1"
    /// Signs the counts that are kept beside a period.
    case tallies = "league-census tallies v1"
    /// Encrypts what the desk keeps until it is handed in.
    case desk = "league-census desk v1"
  }

  /// HKDF (RFC 5869) with SHA-256, 32 bytes.
  func derived(_ purpose: Purpose, salt: [UInt8] = []) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), salt: salt, info: Array(purpose.rawValue.utf8), outputByteCount: 32)
  }

  /// HMAC-SHA-256 (hex) of the text of a manifest.
  func signature(of text: String) -> String {
    HexText.of(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: derived(.manifest)))
  }
}
