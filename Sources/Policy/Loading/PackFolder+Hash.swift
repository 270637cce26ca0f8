// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto

extension PackFolder {
  /// SHA-256 over names and bytes of all files in order of name; a pack that extends another goes on with that one's.
  func hash() -> String {
    layers.indices.reversed().reduce(into: "") { below, layer in below = hash(of: layer, over: below) }
  }

  private func hash(of layer: Int, over below: String) -> String {
    var hasher = SHA256()
    for file in allFiles(layer: layer) {
      hasher.update(data: Array(file.utf8) + [0])
      hasher.update(data: (try? bytes(of: file, layer: layer)) ?? [])
    }
    hasher.update(data: Array(below.utf8))
    return HexText.of(hasher.finalize())
  }
}
