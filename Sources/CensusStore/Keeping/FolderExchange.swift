// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Two folders that take each other's name in one step, so that at no moment either name leads nowhere.
enum FolderExchange {
  private typealias Rename =
    @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32

  /// `RENAME_EXCHANGE` of `renameat2(2)`; neither stands in the headers that Swift sees.
  private static let exchange: UInt32 = 2

  /// - Returns: false where the system cannot, or either is missing; both are then as they were.
  static func swap(_ left: String, _ right: String) -> Bool {
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, left, AT_FDCWD, right, exchange) == 0
  }
}
