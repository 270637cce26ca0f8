// SPDX-License-Identifier: Apache-2.0

package import Findings
package import Foundation
import Glibc
package import SheetReading
package import Tabular

/// A file to read, and the name it carries in findings and reports.
package struct WorkbookFile {
  /// As `NativePath` spells it.
  package var path: String
  /// Never a path of the machine: the file's own name, or below a folder argument the folder's name and what follows; of a
  /// file in an archive also the archive's: `a.zip ▸ b.xlsx`.
  package var name: String
  /// True when it was found by walking a folder or an archive, not named by the user.
  package var isFromFolder: Bool

  /// Where it lies in the archive at `path`.
  var entry: UInt64?
  var shelf: ArchiveShelf?
  /// What came through standard input.
  var spooled: InputFile?

  /// Whether it lies on disk as it is, and can be opened at `path` by any thread.
  package var isPlain: Bool { entry == nil && spooled == nil }

  /// Opens it, once for all that is done with it.
  ///
  /// - Throws: `WorkbookError`.
  package func open() throws -> InputFile {
    if let spooled { return spooled }
    guard let entry, let shelf else { return try InputFile(path: path) }
    return try shelf.archive(path).open(entry)
  }
}

/// Keeps the archive that was last read from open: its files come one after the other.
final class ArchiveShelf {
  private var last: (path: String, archive: PackedFiles)?

  func archive(_ path: String) throws -> PackedFiles {
    if let last, last.path == path { return last.archive }
    let archive = try PackedFiles(InputFile(path: path))
    last = (path, archive)
    return archive
  }
}

/// What lay below the paths a user named: all of it is a file to read, told in a note, or counted among what is passed over.
package struct FileWalk {
  /// The files to read, in order of name.
  package var files: [WorkbookFile] = []
  /// What is not read, and why.
  package var notes: [Finding] = []
  /// Everything that was seen, counted.
  package var tally = FileTally()
}

/// How many things a walk saw and what became of each kind; the parts sum up to the whole.
package struct FileTally: Sendable, Hashable {
  /// Whether a folder or an archive was walked: of files named one by one there is nothing to tell.
  package var walked = false
  /// Files, links and folders that could not be entered.
  package var seen = 0
  /// Archives that were opened: what is in them is seen too.
  package var opened = 0
  /// Pictures and documents.
  package var papers = 0
  /// What the system leaves lying about, hidden files, and what a second link leads to.
  package var passedOver = 0
  /// Links that lead nowhere, no rights, pipes, archives that are not unpacked.
  package var unreachable = 0

  /// Code of the finding that tells the counts: how many were seen, and what became of them.
  package static let code = "files-accounted"

  /// How many are left to read.
  package var toRead: Int { seen - opened - papers - passedOver - unreachable }
}

/// Finds the files below the paths a user named.
package enum WorkbookFiles {
  /// Every file, folders and archives walked, in order of name; the same for every order the file system gives. `-` is
  /// standard input.
  ///
  /// - Throws: `PipelineError("path-missing")` for a path that is not there, `path-not-a-file` for a pipe or a device,
  ///   `path-unreadable`, `path-empty` where nothing is.
  package static func collect(_ paths: [String]) throws -> FileWalk {
    var walker = FileWalker()
    for path in paths {
      if path == "-" {
        walker.add(WorkbookFile(path: path, name: path, isFromFolder: false, spooled: try .standardInput()))
        continue
      }
      switch FileEntry.kind(path) {
      case .folder: try walker.walk(path)
      case .file: walker.take(named: path)
      case .missing: throw PipelineError("path-missing", facts: ["path": NativePath.shown(path)])
      case .forbidden: throw PipelineError("path-unreadable", facts: ["path": NativePath.shown(path)])
      case .other: throw PipelineError("path-not-a-file", facts: ["path": NativePath.shown(path)])
      }
    }
    let walk = walker.finish()
    guard walk.tally.seen > 0 else {
      let shown = paths.map(NativePath.shown).joined(separator: ", ")
      throw PipelineError("path-empty", facts: ["path": shown])
    }
    return walk
  }

  /// One workbook as it was named; `-` is standard input.
  ///
  /// - Throws: `WorkbookError`.
  package static func workbook(named path: String, chunkSize: Int = 65_536) throws -> any Workbook {
    guard path == "-" else { return try WorkbookOpener.open(path: path, chunkSize: chunkSize) }
    let input = WorkbookFile(path: path, name: path, isFromFolder: false, spooled: try .standardInput())
    return try WorkbookOpener.open(input.open())
  }

  /// What lies in a folder beside its own folders.
  package static func loose(in folder: String) -> FileWalk {
    var walker = FileWalker()
    walker.walkLoose(folder)
    return walker.finish()
  }
}

/// What stands behind a name on disk, links followed.
package enum FileEntry: Hashable {
  case file(Identity)
  case folder(Identity)
  /// A pipe, a socket, a device.
  case other
  case missing
  case forbidden

  /// The same for every name of one file.
  package struct Identity: Hashable {
    var device, node: UInt64
  }

  /// Without opening it: a pipe or a tape must not notice.
  package static func kind(_ path: String) -> FileEntry {
    var status = stat()
    guard stat(terminated(path), &status) == 0 else { return errno == EACCES ? .forbidden : .missing }
    let identity = Identity(device: UInt64(status.st_dev), node: UInt64(status.st_ino))
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file(identity)
    case S_IFDIR: .folder(identity)
    default: .other
    }
  }

  /// - Returns: false where there is nothing to tell of.
  package static func status(of path: String, _ status: inout stat) -> Bool { stat(terminated(path), &status) == 0 }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(terminated(path), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder in order of their bytes, as `NativePath` spells them; nil when it may not be read.
  package static func names(in folder: String) -> [String]? {
    guard let directory = opendir(terminated(folder)) else { return nil }
    defer { closedir(directory) }
    var names: [[UInt8]] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }.map(NativePath.text)
  }

  private static func terminated(_ path: String) -> [CChar] {
    NativePath.bytes(path).map { CChar(bitPattern: $0) } + [0]
  }
}
