// SPDX-License-Identifier: Apache-2.0

import Crypto
import DeskStore
import Findings
import Synchronization

/// A file that is being received; bytes come one after the other, on whatever thread.
final class FileSink: Sendable {
  private struct Writing {
    var file: SealedFile
  }

  private let number: Int
  private let name: String
  private let writing: Mutex<Writing>

  init(number: Int, name: String, path: String, key: SymmetricKey) throws {
    (self.number, self.name) = (number, name)
    writing = Mutex(Writing(file: try SealedFile(path: path, key: key)))
  }

  func write(_ bytes: [UInt8]) throws { try writing.withLock { try $0.file.write(bytes) } }

  /// The file is on the disk when this returns.
  func finish() throws -> Upload.File {
    try writing.withLock { writing in
      let sha256 = try writing.file.finish()
      return Upload.File(number: number, name: name, bytes: writing.file.bytes, sha256: sha256)
    }
  }
}

/// The name of a file as its sender calls it: no folders, nothing that acts unseen.
enum SentName {
  private static let longest = 120

  /// Empty where nothing is left, as for a field of files that was left empty.
  static func plain(_ name: String) -> String {
    let last = name.split { "/\\".contains($0) }.last ?? ""
    let shown = String(String.UnicodeScalarView(last.unicodeScalars.filter { !HiddenSigns.contains($0) })).trimmed
    guard shown != ".", shown != ".." else { return "" }
    // The ending says what a file is: it stays.
    guard shown.count > longest else { return shown }
    return String(shown.prefix(longest - 20)) + "…" + String(shown.suffix(19))
  }
}
