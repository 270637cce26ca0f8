// SPDX-License-Identifier: Apache-2.0

import Foundation
import Results

/// What an earlier run wrote and this one did not: it says what is no longer true.
enum StaleFiles {
  /// Removes every file of a report's folder that is not among `names`, and the folders that get empty.
  static func remove(in folder: String, except names: Set<String>) {
    let files = FileManager.default
    for name in (try? files.subpathsOfDirectory(atPath: folder)) ?? [] {
      var isFolder: ObjCBool = false
      guard let path = FileName.path(folder, relative: name),
        files.fileExists(atPath: path, isDirectory: &isFolder)
      else { continue }
      if isFolder.boolValue {
        let holdsNone = !names.contains { $0.hasPrefix(name + "/") }
        if holdsNone { try? files.removeItem(atPath: path) }
      } else if !names.contains(name) {
        try? files.removeItem(atPath: path)
      }
    }
  }

  /// Removes the report folders of units that have none any more; only such that hold the mark of one.
  static func removeFolders(in folder: String, except names: Set<String>, markedBy mark: String) {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] where !names.contains(name) {
      guard let path = FileName.path(folder, relative: name), files.fileExists(atPath: FileName.path(path, mark)) else {
        continue
      }
      try? files.removeItem(atPath: path)
    }
  }
}
