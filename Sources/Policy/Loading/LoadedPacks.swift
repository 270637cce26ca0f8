// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The packs that this process loaded and found sound, so that a server assembles each of them but once.
///
/// A pack is kept under its place and the hash of the bytes it was made of: when a file changes, another pack is meant.
enum LoadedPacks {
  /// What tells a pack from every other.
  struct Key: Hashable {
    let location: String
    let hash: String
  }

  /// How many are kept; the oldest go first.
  private static let limit = 8
  private static let kept = Mutex<[(key: Key, pack: PolicyPack)]>([])

  static func pack(of key: Key) -> PolicyPack? {
    kept.withLock { kept in kept.first { $0.key == key }?.pack }
  }

  static func keep(_ pack: PolicyPack, of key: Key) {
    kept.withLock { kept in
      guard !kept.contains(where: { $0.key == key }) else { return }
      kept.append((key, pack))
      if kept.count > limit { kept.removeFirst() }
    }
  }
}
