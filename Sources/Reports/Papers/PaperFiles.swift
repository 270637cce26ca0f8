// SPDX-License-Identifier: Apache-2.0

import Foundation
import Papers
import Results
import SheetReading

/// Papers as files of a report: libraries write to a path, a report takes bytes.
enum PaperFiles {
  /// Written to a private folder and handed on piece by piece; nothing stays behind.
  static func file(_ name: String, write: @escaping (_ path: String) throws -> Void) -> ReportFile {
    ReportFile(name: name) { sink in
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("league-census-\(UUID().uuidString)")
        .path
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try PrivateFiles.makeFolder(folder)
      let path = FileName.path(folder, "paper")
      try told { try write(path) }
      guard let handle = FileHandle(forReadingAtPath: path) else {
        throw PipelineError("out-unwritable", facts: ["path": path])
      }
      defer { try? handle.close() }
      while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { try sink(Array(piece)) }
    }
  }

  /// Several files as one archive; the same files give the same bytes.
  static func archive(_ name: String, of files: [ReportFile]) -> ReportFile {
    file(name) { path in
      do {
        try ArchiveMaking.write(try files.map { ($0.name, try $0.bytes()) }, to: path)
      } catch is ArchiveCopyFailure {
        throw PipelineError("out-unwritable", facts: ["path": name])
      }
    }
  }

  /// What papers cannot be written for, in the words of the program.
  static func told(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as PaperFailure {
      switch failure {
      case .unwritable(let words): throw PipelineError("out-unwritable", facts: ["path": words])
      case .tooLong(let limit): throw PipelineError("table-too-long", facts: ["limit": String(limit)])
      }
    }
  }
}
