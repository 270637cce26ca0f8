// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import Pipeline
import Results

/// Where the files of uploads lie: encrypted in the workspace; in clear only while a verb reads them, in a folder of its own
/// that nobody else can enter.
struct UploadFiles: Sendable {
  private static let clear = "clear"

  let desk: Desk

  private var home: String { desk.folder }

  func folder(_ id: String) -> String { FileName.path(home, id) }
  func file(_ id: String, _ number: Int) -> String { FileName.path(folder(id), "\(number).aes") }
  func marked(_ id: String, _ number: Int) -> String { FileName.path(folder(id), "marked-\(number).aes") }
  func result(_ id: String) -> String { FileName.path(folder(id), "result.aes") }

  func makeFolder(_ id: String) throws { try PrivateFiles.makeFolder(folder(id)) }

  /// All of an upload's bytes go.
  func remove(_ id: String) { try? FileManager.default.removeItem(atPath: folder(id)) }

  /// Runs `body` on the files in clear, which are gone afterwards, whatever happens; a killed one's go at the next start.
  func inClear<Result>(_ upload: Upload, _ body: (_ paths: [String], _ folder: String) throws -> Result) throws
    -> Result
  {
    let folder = FileName.path(home, UploadFiles.clear, upload.id)
    try? FileManager.default.removeItem(atPath: folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var taken: Set<String> = []
    var paths: [String] = []
    for file in upload.files {
      let isTaken = !taken.insert(file.name).inserted
      // Of two files of one name, from two folders, each lies in a folder of its own.
      let own = isTaken ? FileName.path(folder, "in", String(file.number)) : FileName.path(folder, "in")
      try PrivateFiles.makeFolder(own)
      let path = FileName.path(own, file.name)
      try write(self.file(upload.id, file.number), to: path)
      paths.append(path)
    }
    return try body(paths, folder)
  }

  private func write(_ sealed: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DeskFailure("desk-unwritable", facts: ["path": path]) }
    let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try SealedFile.read(sealed, key: desk.key) { bytes in
      do { try target.write(contentsOf: bytes) } catch { throw DeskFailure("desk-full") }
    }
    try target.close()
  }

  /// Folders that belong to no upload, and whatever lies in clear.
  func removeStrays(known: Set<String>) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
    for name in names where !known.contains(name) {
      try? FileManager.default.removeItem(atPath: FileName.path(home, name))
    }
  }
}
