// SPDX-License-Identifier: Apache-2.0

// Files that people write by hand: packs, and what a workspace adds to them.

import CensusModel
import Foundation
import Policy

/// The first line names the file of a pack that stands on the shipped one by itself; the rest is what stands in it.
func loadPack(_ data: Data) {
  let parts = split(data)
  // A pack that extends a shipped one is read whole each time, which takes too long for this.
  var files: [(name: String, bytes: [UInt8])] = [("f/pack.yaml", Array(head.utf8))]
  let name = parts.name.isEmpty || parts.name.contains("/..") ? "pack.yaml" : parts.name
  files.append(("f/" + name, parts.bytes))
  do { _ = try PackLoader.load("f", from: files.reversed()) } catch is PackError {
  } catch { fatalError("not an error of a pack: \(error)") }
}

private let head = "id: f\ntitle: {zh-Hans: 试, en: test}\nversion: \"1\"\neffective-from: 2019-05-22\n"
private let folder = "/dev/shm/census-fuzz-\(getpid()).d"

/// The first line names the file of the workspace.
func loadOverlay(_ data: Data) {
  let (name, bytes) = split(data)
  do {
    switch name {
    case VocabularyOverlay.fileName, UnitMappingFile.fileName:
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let path = folder + "/" + name
      guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { fatalError("no room") }
      var pack = shipped
      if name == UnitMappingFile.fileName { _ = try UnitMappingFile.read(path) }
      if name == VocabularyOverlay.fileName { try VocabularyOverlay.apply(path, to: &pack) }
    default:
      var pack = shipped
      try WorkspaceOverlays.apply(to: &pack) { $0 == name ? Data(bytes) : nil }
    }
  } catch is PackError {
  } catch { fatalError("not an error of a file: \(error)") }
}

private func split(_ data: Data) -> (name: String, bytes: [UInt8]) {
  let end = data.firstIndex(of: 0x0A) ?? data.endIndex
  return (String(decoding: data[..<end], as: UTF8.self), Array(data[min(end + 1, data.endIndex)...]))
}
