// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Yams

/// The files of a pack on disk.
struct PackFolder {
  let path: String

  /// Where shipped packs may lie: beside the executable (also through a symbolic link), then in the build folder.
  static var shippedFolders: [String] {
    // The kernel's name of the executable is absolute and without links, however the program was called.
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let beside = executable.deletingLastPathComponent().path
    return [beside + "/league-census_Policy.resources/Packs", buildFolder + "/Packs"]
  }

  /// The folder the package was built from: only there on the machine that built it.
  private static let buildFolder: String = {
    let file = URL(fileURLWithPath: #filePath)
    return file.deletingLastPathComponent().deletingLastPathComponent().path
  }()

  /// - Throws: `PackError` when neither a folder nor a shipped pack of that name holds a `pack.yaml`.
  static func find(_ nameOrDirectory: String) throws -> PackFolder {
    let isName = !nameOrDirectory.contains("/")
    let shipped = isName ? shippedFolders.map { $0 + "/" + nameOrDirectory } : []
    let candidates = [nameOrDirectory] + shipped
    guard let path = candidates.first(where: { FileManager.default.fileExists(atPath: $0 + "/pack.yaml") }) else {
      throw PackError(
        file: nameOrDirectory, line: nil,
        message: "找不到规则包：既没有这样的文件夹，程序旁边也没有 league-census_Policy.resources；请用 --pack 指定。"
          + " No such policy pack: neither a folder with pack.yaml nor a shipped pack beside the program; name one with --pack."
      )
    }
    return PackFolder(path: path)
  }

  /// Names of the packs that come with the program.
  static func shippedNames() -> [String] {
    for folder in shippedFolders {
      let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      let packs = entries.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/pack.yaml") }
      if !packs.isEmpty { return packs.sorted() }
    }
    return []
  }

  /// Relative paths of the YAML files below `folder`, in order of name.
  func files(in folder: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []
    return entries.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
  }

  func holds(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

  func bytes(of file: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path + "/" + file) else {
      throw PackError(file: file, line: nil, message: "the file cannot be read")
    }
    return Array(data)
  }

  /// The root node of a file.
  func node(of file: String, documents: [String: SourceReference] = [:]) throws -> PackNode {
    do {
      guard let node = try Yams.compose(yaml: String(decoding: bytes(of: file), as: UTF8.self)) else {
        throw PackError(file: file, line: 1, message: "the file is empty")
      }
      return PackNode(node: node, file: file, documents: documents)
    } catch let error as YamlError {
      throw PackError(file: file, line: PackFolder.line(of: error), message: "no valid YAML: \(error)")
    }
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}
