// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Roster

/// A file to read, and the name it carries in findings and reports.
package struct WorkbookFile: Sendable, Hashable {
  package var path: String
  /// Never a path of the machine: the file's own name, or below a folder argument the folder's name and what follows;
  /// numbers of persons in it are masked.
  package var name: String
  /// True when it was found by walking a folder, not named by the user.
  package var isFromFolder: Bool

  package init(path: String, name: String, isFromFolder: Bool) {
    self.path = path
    self.name = PersonalNumbers.masked(name, as: .naming)
    self.isFromFolder = isFromFolder
  }
}

/// Finds the files below the paths a user named.
package enum WorkbookFiles {
  /// Every regular file, folders walked, hidden entries left out, in order of name; the same for every order the file
  /// system gives.
  ///
  /// - Throws: `PipelineError("path-missing")` for a path that is not there, `path-empty` where no file is.
  package static func collect(_ paths: [String]) throws -> [WorkbookFile] {
    var files: [WorkbookFile] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw PipelineError("path-missing", facts: ["path": path])
      }
      if isFolder.boolValue {
        files += try walk(path)
      } else {
        files.append(WorkbookFile(path: path, name: (path as NSString).lastPathComponent, isFromFolder: false))
      }
    }
    guard !files.isEmpty else { throw PipelineError("path-empty", facts: ["path": paths.joined(separator: ", ")]) }
    return files
  }

  private static func walk(_ folder: String) throws -> [WorkbookFile] {
    let label = (URL(fileURLWithPath: folder).standardized.lastPathComponent)
    guard let entries = FileManager.default.enumerator(atPath: folder) else {
      throw PipelineError("path-unreadable", facts: ["path": folder])
    }
    var files: [WorkbookFile] = []
    while let entry = entries.nextObject() as? String {
      guard !entry.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      let path = (folder as NSString).appendingPathComponent(entry)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
      files.append(WorkbookFile(path: path, name: label + "/" + entry, isFromFolder: true))
    }
    return files.sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
  }
}
