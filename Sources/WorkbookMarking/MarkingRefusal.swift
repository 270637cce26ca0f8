// SPDX-License-Identifier: Apache-2.0

/// Why a package cannot be marked as it is: it is spelled in a way that this module does not change. Its rows can still be
/// written anew.
package struct MarkingRefusal: Error {
  /// - Throws: for text of another encoding than UTF-8.
  static func unlessUTF8(_ bytes: [UInt8]) throws {
    let head = bytes.prefix(200)
    let isWide = head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) || head.contains(0)
    let declared = String(decoding: head, as: UTF8.self).lowercased().split(separator: "?>").first ?? ""
    let names = ["utf-8", "utf8", "us-ascii"]
    guard !isWide, !declared.contains("encoding") || names.contains(where: declared.contains) else {
      throw MarkingRefusal()
    }
  }
}
