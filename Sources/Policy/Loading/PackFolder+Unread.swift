// SPDX-License-Identifier: Apache-2.0

import Foundation

extension PackFolder {
  /// Files and folders of the pack itself that nothing reads: a rule in one of them would be lost without a word. Names that
  /// begin with a dot are the file system's.
  ///
  /// - Returns: errors, and notices for papers beside `pack.yaml` such as a README.
  func unread() -> (errors: [PackError], notices: [PackError]) {
    let read = Set(allFiles(layer: 0))
    var (errors, notices): ([PackError], [PackError]) = ([], [])
    for name in entries(of: "") where !read.contains(name) {
      if isDirectory(name) {
        errors += unread(in: name, read)
      } else if isYAML(name) {
        errors.append(error(name, PackFolder.singleFiles.joined(separator: ", ")))
      } else {
        notices.append(PackError(file: name, line: nil, message: "not read", key: "paper-unread"))
      }
    }
    return (errors, notices)
  }

  private func unread(in folder: String, _ read: Set<String>) -> [PackError] {
    guard PackFolder.directories.contains(folder) else {
      let known = PackFolder.directories.joined(separator: ", ")
      return [
        PackError(
          file: folder, line: nil, message: "the folder is not read; a pack has these: \(known)", key: "folder-unread",
          facts: ["known": known])
      ]
    }
    return entries(of: folder).map { folder + "/" + $0 }.filter { !read.contains($0) || isDirectory($0) }
      .map { error($0, "\(folder)/*.yaml") }
  }

  private func error(_ file: String, _ known: String) -> PackError {
    PackError(
      file: file, line: nil, message: "the file is not read; read here: \(known)", key: "file-unread",
      facts: ["known": known])
  }

  private func entries(of folder: String) -> [String] {
    let path = folder.isEmpty ? layers[0].path : layers[0].path + "/" + folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private func isYAML(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

  private func isDirectory(_ name: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: layers[0].path + "/" + name, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }
}
