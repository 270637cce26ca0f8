// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// One file of a report: its path below the report's folder, and what writes it.
package struct ReportFile {
  /// Takes the next bytes of a file.
  package typealias Sink = ([UInt8]) throws -> Void

  /// Its path below the report's folder.
  package var name: String
  /// Hands its bytes over piece by piece; may be called again.
  package let content: (_ sink: @escaping Sink) throws -> Void

  /// - Parameter content: for what need not be in memory as a whole.
  package init(name: String, content: @escaping (_ sink: @escaping Sink) throws -> Void) {
    self.name = name
    self.content = content
  }

  /// A file whose bytes are there already.
  package init(name: String, bytes: [UInt8]) { self.init(name: name) { sink in try sink(bytes) } }

  /// A file of text, as UTF-8.
  package init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// All of it at once.
  ///
  /// - Throws: What working its content out throws.
  package func bytes() throws -> [UInt8] {
    var all: [UInt8] = []
    try content { all += $0 }
    return all
  }

  /// SHA-256 (hex) over its bytes, which are never in memory together.
  ///
  /// - Throws: What working its content out throws.
  package func sha256() throws -> String {
    var digest = FileDigest()
    try content { digest.update($0) }
    return digest.hex
  }
}

/// The folder a report goes to; made when it is not there, each file replaced at once.
package struct ReportFolder {
  /// Where it is.
  package let path: String
  let progress: Progress
  /// Where files wait for their names until all of a result is there; nil names each one as it is written.
  package var drafts: DraftFiles?

  /// A folder to write into; with `drafts`, the files get their names together.
  package init(path: String, progress: Progress, drafts: DraftFiles? = nil) {
    self.path = path
    self.progress = progress
    self.drafts = drafts
  }

  /// Writes one file piece by piece, for those that would not fit into memory; it takes its name once it is whole. Killed on
  /// the way it leaves a draft under a name of its own, which the next run writes over.
  ///
  /// - Throws: `PipelineError("out-unwritable")`, and what `content` throws.
  package func stream(_ name: String, _ content: (_ sink: @escaping ([UInt8]) throws -> Void) throws -> Void) throws
    -> String
  {
    guard let drafts else {
      return try DraftFiles.whole { drafts in
        try ReportFolder(path: path, progress: progress, drafts: drafts).stream(name, content)
      }
    }
    guard let target = FileName.path(path, relative: name) else {
      throw PipelineError("out-unwritable", facts: ["path": name])
    }
    progress(.writing(file: target))
    try drafts.write(target, content)
    return target
  }

  /// A file that is written among others; `drafts` gives it its name.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  package func begin(_ name: String) throws -> PrivateFile {
    guard let target = FileName.path(path, relative: name), let drafts else {
      throw PipelineError("out-unwritable", facts: ["path": name])
    }
    progress(.writing(file: target))
    return try drafts.begin(target)
  }

  /// All of them or none.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(_ files: [ReportFile]) throws -> [String] {
    guard drafts != nil else {
      return try DraftFiles.whole { drafts in
        try ReportFolder(path: path, progress: progress, drafts: drafts).write(files)
      }
    }
    return try files.map { file in try stream(file.name, file.content) }
  }
}

/// The files of one result, written beside the places they are for and named together at the end: half a report is never
/// taken for a whole one, also where the disk gets full.
///
/// A class because it owns what is not named yet.
package final class DraftFiles {
  private var waiting: [(draft: String, target: String)] = []
  private var madeFolders: [String] = []

  /// Gives all files their names after `body`, or removes every one of them when it throws.
  package static func whole<Result>(_ body: (DraftFiles) throws -> Result) throws -> Result {
    let drafts = DraftFiles()
    do {
      let result = try body(drafts)
      try drafts.name()
      return result
    } catch {
      drafts.discard()
      throw error
    }
  }

  /// A draft that the caller writes and closes, among others that are open.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  package func begin(_ target: String) throws -> PrivateFile {
    madeFolders += try PrivateFiles.makeFolder(PrivateFiles.parent(of: target))
    let draft = target + ".part"
    let file = try PrivateFiles.create(draft, for: target)
    waiting.append((draft, target))
    return file
  }

  /// - Throws: `PipelineError("out-unwritable")`, and what `content` throws.
  package func write(_ target: String, _ content: (_ sink: @escaping ([UInt8]) throws -> Void) throws -> Void) throws {
    let file = try begin(target)
    try content { piece in try file.write(piece) }
    try file.close()
  }

  private func name() throws {
    while let next = waiting.first {
      guard rename(next.draft, next.target) == 0 else {
        throw PipelineError("out-unwritable", facts: ["path": next.target])
      }
      waiting.removeFirst()
    }
  }

  private func discard() {
    for file in waiting { unlink(file.draft) }
    // Only those that this result made, and only while they are empty.
    for folder in madeFolders.reversed() { rmdir(folder) }
  }
}
