// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Glibc
import Pipeline
import Results
import SheetReading

/// What lies in the folder of a period: the unit folders, and the files beside them, which are the root's.
struct BatchFolders {
  struct Folder {
    /// As it is shown; empty for the files beside the folders.
    var name: String
    /// What lies in it, or why that cannot be told.
    var walk: Result<FileWalk, any Error>

    /// The files in it; nil where there may be more, which cannot be seen: no rights, a share that is not there, links that
    /// lead nowhere.
    var seen: [WorkbookFile]? {
      do {
        let walk = try walk.get()
        return walk.notes.contains { ["file-unreachable", "link-dangling"].contains($0.code) } ? nil : walk.files
      } catch let error as PipelineError where error.code == "path-empty" {
        return []
      } catch {
        return nil
      }
    }
  }

  /// The root's files first, then the unit folders in order of name.
  let folders: [Folder]

  /// - Throws: `PipelineError("path-empty")` where there is nothing at all.
  init(period: Period, in incoming: String) throws {
    let folder = FileName.path(incoming, period.description)
    let loose = WorkbookFiles.loose(in: folder)
    let units = (FileEntry.names(in: folder) ?? []).filter { name in
      if case .folder = FileEntry.kind(folder + "/" + name) { !name.hasPrefix(".") } else { false }
    }
    let hasOwn = loose.tally.toRead > 0 || !loose.notes.isEmpty
    guard hasOwn || !units.isEmpty else { throw PipelineError("path-empty", facts: ["path": folder]) }
    let own = hasOwn ? [Folder(name: "", walk: .success(loose))] : []
    folders =
      own
      + units.map { unit in
        Folder(
          name: NativePath.shown(unit), walk: Result { try WorkbookFiles.collect([folder + "/" + unit]) })
      }
    waitUntilStill()
  }

  private var files: [WorkbookFile] { folders.flatMap { $0.seen ?? [] } }

  // MARK: Files that are still being written

  /// Younger files may be growing, in seconds: whoever copies over a slow line rests now and then.
  private static let young = 2.0
  private static let pause: UInt32 = 100_000
  /// How long a file may go on growing, in seconds.
  private static let patience = 120.0

  private struct Size: Equatable {
    var bytes: Int
    /// When it was last written to, in seconds since 1970.
    var changed: Double
  }

  /// Waits until no file was written to for two seconds; one that goes on growing for minutes is read as it is, and told as
  /// what it is.
  private func waitUntilStill() {
    let start = Date().timeIntervalSince1970
    var now = start
    // A clock of another machine may be ahead: then it counts from when the change was seen.
    var growing = Dictionary(
      files.map(\.path).map { path in
        let size = BatchFolders.size(of: path)
        return (path, (size: size, since: min(size?.changed ?? 0, now)))
      }
    ) { first, _ in first }
    while true {
      growing = growing.filter { now - $0.value.since < BatchFolders.young }
      guard !growing.isEmpty, now - start < BatchFolders.patience else { return }
      usleep(BatchFolders.pause)
      now = Date().timeIntervalSince1970
      for (path, seen) in growing {
        let size = BatchFolders.size(of: path)
        if size != seen.size { growing[path] = (size, now) }
      }
    }
  }

  private static func size(of path: String) -> Size? {
    var status = stat()
    guard FileEntry.status(of: path, &status) else { return nil }
    return Size(
      bytes: Int(status.st_size), changed: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9)
  }

  // MARK: Files that are not there any more

  /// Files that earlier batches read from these folders and that count.
  struct Departed {
    /// Not in their folder any more, under no name.
    var missing: [FolderFile] = []
    /// Earlier bytes of files that are there with others.
    var replaced: [FolderFile] = []
    /// Not seen, in a folder that cannot be seen whole.
    var unseen: [FolderFile] = []
    /// How many files were known in all.
    var known = 0

    /// A share that is not mounted, rather than files that were taken back.
    var isHalfGone: Bool { missing.count * 3 > known }
  }

  /// What may be there unseen is not missing.
  ///
  /// - Throws: `WorkbookError` for a file that cannot be read.
  func departed(of known: [FolderFile]) throws -> Departed {
    var departed = Departed(known: known.count)
    let present = Dictionary(grouping: folders, by: \.name)
    for (folder, files) in Dictionary(grouping: known, by: \.folder) {
      let found = (present[folder] ?? []).map(\.seen)
      guard !found.contains(where: { $0 == nil }) else {
        let names = Set((present[folder] ?? []).flatMap { (try? $0.walk.get().files) ?? [] }.map(\.name))
        departed.unseen += files.filter { !names.contains($0.name) }
        continue
      }
      let there = found.flatMap { $0 ?? [] }
      let names = Set(there.map(\.name))
      let gone = files.filter { !names.contains($0.name) }
      // A file that got another name is there all the same.
      let hashes = gone.isEmpty ? [] : try Set(there.map { try FileDigest.sha256($0.open()) })
      departed.missing += gone.filter { !hashes.contains($0.sha256) }
      for versions in Dictionary(grouping: files.filter { names.contains($0.name) }, by: \.name).values {
        departed.replaced += versions.sorted { $0.id < $1.id }.dropLast()
      }
    }
    departed.missing.sort { $0.id < $1.id }
    return departed
  }
}
