// SPDX-License-Identifier: Apache-2.0

import Findings
import Roster
import SheetReading
import Tabular

/// Walks folders and archives: whatever it meets is taken, told or counted.
struct FileWalker {
  private var walk = FileWalk()
  private let shelf = ArchiveShelf()
  private var folders: Set<FileEntry.Identity> = []
  private var read: Set<FileEntry.Identity> = []
  private var names: Set<String> = []
  private var papers: [(folder: String, name: String)] = []
  /// Links wait until everything they could lead to has been seen under its own name.
  private var links: [(path: String, name: String)] = []

  // MARK: What the user named

  mutating func add(_ file: WorkbookFile) {
    walk.tally.seen += 1
    walk.files.append(file)
  }

  /// A file by its name: it is read whatever it is, unless it is an archive of files.
  mutating func take(named path: String) {
    let name = FileWalker.shown(path.split(separator: "/").last.map(String.init) ?? path)
    if let file = try? InputFile(path: path), case .packed(let packed)? = try? FileKind.of(file, named: name) {
      open(packed, at: path, name)
    } else {
      add(WorkbookFile(path: path, name: unlike(name), isFromFolder: false))
    }
  }

  /// - Throws: `PipelineError("path-unreadable")`.
  mutating func walk(_ folder: String) throws {
    guard case .folder(let identity) = FileEntry.kind(folder), let entries = FileEntry.names(in: folder) else {
      throw PipelineError("path-unreadable", facts: ["path": NativePath.shown(folder)])
    }
    walk.tally.walked = true
    folders.insert(identity)
    enter(entries, of: folder, as: FileWalker.label(of: folder))
    followLinks()
  }

  mutating func walkLoose(_ folder: String) {
    walk.tally.walked = true
    for name in FileEntry.names(in: folder) ?? [] {
      if case .folder = FileEntry.kind(folder + "/" + name) { continue }
      meet(folder + "/" + name, FileWalker.shown(name))
    }
    followLinks()
  }

  /// The last name of a path that is none of `.` and `..`; the folder where the program runs has the name it really has.
  private static func label(of folder: String) -> String {
    let last = folder.split(separator: "/").last.map(String.init) ?? ""
    guard ["", ".", ".."].contains(last) else { return shown(last) }
    return PersonalNumbers.masked(PrivateFiles.realName(of: folder), as: .naming)
  }

  /// A name as people see it; numbers of persons in it are masked.
  private static func shown(_ native: String) -> String {
    PersonalNumbers.masked(NativePath.shown(native), as: .naming)
  }

  // MARK: What it meets

  private mutating func enter(_ entries: [String], of folder: String, as label: String) {
    for entry in entries { meet(folder + "/" + entry, label + "/" + FileWalker.shown(entry)) }
  }

  private mutating func meet(_ path: String, _ name: String) {
    let last = name.split(separator: "/").last ?? ""
    if FileWalker.isLitter(last) { return passOver() }
    if FileEntry.isLink(path) { return links.append((path, name)) }
    switch FileEntry.kind(path) {
    case .folder(let identity): enterFolder(identity, path, name)
    case .file(let identity):
      read.insert(identity)
      take(path, name)
    case .other: tell("file-special", name)
    case .missing, .forbidden: tell("file-unreachable", name)
    }
  }

  private mutating func enterFolder(_ identity: FileEntry.Identity, _ path: String, _ name: String) {
    guard !FileWalker.isHidden(name) else { return tellHidden(name) }
    guard folders.insert(identity).inserted else { return tellAgain(name) }
    guard let entries = FileEntry.names(in: path) else { return tell("file-unreachable", name) }
    enter(entries, of: path, as: name)
  }

  private mutating func followLinks() {
    while !links.isEmpty {
      let (path, name) = links.removeFirst()
      switch FileEntry.kind(path) {
      case .folder(let identity): enterFolder(identity, path, name)
      case .file(let identity): read.insert(identity).inserted ? take(path, name) : tellAgain(name)
      case .other: tell("file-special", name)
      case .missing: tell("link-dangling", name)
      case .forbidden: tell("file-unreachable", name)
      }
    }
  }

  private mutating func take(_ path: String, _ name: String) {
    guard !FileWalker.isHidden(name) else { return tellHidden(name) }
    do {
      let file = try InputFile(path: path)
      let found = WorkbookFile(path: path, name: unlike(name), isFromFolder: true)
      try take(FileKind.of(file, named: name), found, isInArchive: false)
    } catch let error as WorkbookError where error.code == "workbook-unreadable" {
      tell("file-unreachable", name)
    } catch {
      // Reading it says what is wrong.
      add(WorkbookFile(path: path, name: unlike(name), isFromFolder: true))
    }
  }

  private mutating func take(_ kind: FileKind, _ file: WorkbookFile, isInArchive: Bool) throws {
    switch kind {
    case .workbook: add(file)
    case .packed where isInArchive: tell("file-archive-nested", file.name)
    case .packed(let packed): open(packed, at: file.path, file.name)
    case .archive(let format): tell("file-archive-unsupported", file.name, ["format": format])
    // A scan that somebody renamed: whoever sent it believes that the roster is in.
    case .paper where FileKind.isNamedAsWorkbook(file.name): add(file)
    case .paper:
      walk.tally.seen += 1
      walk.tally.papers += 1
      let parts = file.name.split(separator: "/")
      papers.append((parts.first.map(String.init) ?? "", parts.last.map(String.init) ?? file.name))
    }
  }

  // MARK: Archives

  private mutating func open(_ packed: PackedFiles, at path: String, _ name: String) {
    walk.tally.walked = true
    walk.tally.seen += 1
    walk.tally.opened += 1
    for entry in packed.entries {
      let inner = name + " ▸ " + PersonalNumbers.masked(entry.name, as: .naming)
      let parts = entry.name.split(separator: "/")
      if parts.contains("__MACOSX") || FileWalker.isLitter(parts.last ?? "") { passOver(); continue }
      if parts.contains(where: { $0.hasPrefix(".") }) { tellHidden(inner); continue }
      let file = WorkbookFile(path: path, name: unlike(inner), isFromFolder: true, entry: entry.index, shelf: shelf)
      do {
        try take(FileKind.of(packed.open(entry.index), named: entry.name), file, isInArchive: true)
      } catch {
        add(file)
      }
    }
  }

  // MARK: What is told

  /// What systems and office programs leave in folders; nobody misses it.
  private static func isLitter(_ name: Substring) -> Bool {
    let small = name.lowercased()
    return ["thumbs.db", "desktop.ini", ".ds_store", "__macosx"].contains(small)
      || ["~$", "._", ".~"].contains { small.hasPrefix($0) }
  }

  private static func isHidden(_ name: String) -> Bool { name.split(separator: "/").last?.hasPrefix(".") == true }

  private mutating func passOver() {
    walk.tally.seen += 1
    walk.tally.passedOver += 1
  }

  private mutating func tellHidden(_ name: String) {
    passOver()
    walk.notes.append(Finding("file-hidden", at: Place(file: name)))
  }

  private mutating func tellAgain(_ name: String) {
    passOver()
    walk.notes.append(Finding("link-again", at: Place(file: name)))
  }

  private mutating func tell(_ code: String, _ name: String, _ facts: [String: String] = [:]) {
    walk.tally.seen += 1
    walk.tally.unreachable += 1
    walk.notes.append(Finding(code, at: Place(file: name), facts: facts))
  }

  /// Two files may look alike when one name is in UTF-8 and the other in GBK.
  private mutating func unlike(_ name: String) -> String {
    var (unique, number) = (name, 2)
    while !names.insert(unique).inserted {
      unique = name + " ⟨\(number)⟩"
      number += 1
    }
    return unique
  }

  /// Most papers that one line names.
  private static let namedPapers = 10

  mutating func finish() -> FileWalk {
    walk.files.sort { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    for (folder, group) in Dictionary(grouping: papers, by: \.folder) {
      let names = group.map(\.name).sorted()
      let more = names.count > FileWalker.namedPapers ? "…" : ""
      let shown = names.prefix(FileWalker.namedPapers).joined(separator: "、") + more
      walk.notes.append(
        Finding(
          "files-no-tables", at: Place(file: folder), facts: ["files": shown, "number": String(names.count)],
          count: names.count))
    }
    walk.notes.sort(by: Finding.precedes)
    return walk
  }
}
