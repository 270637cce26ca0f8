// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Yams

/// The files of a pack on disk: its own and, below them, those of the pack it extends.
struct PackFolder {
  /// One pack of the chain; the first is the pack itself, the next the one it extends, and so on.
  struct Layer {
    /// The name its files go by in errors; the pack itself has none.
    var name: String?
    var path: String
  }

  let layers: [Layer]
  var source = PackSource.disk
  /// Trees that are known or are to be kept; nil where every file is parsed.
  var trees: PackTrees?

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

  /// - Throws: `PackError` when neither a folder nor a shipped pack of that name holds a `pack.yaml`, or when a pack of
  ///   the chain of `extends` is missing or extends itself.
  static func find(_ nameOrDirectory: String) throws -> PackFolder {
    let isName = !nameOrDirectory.contains("/")
    let shipped = isName ? shippedFolders.map { $0 + "/" + nameOrDirectory } : []
    guard let path = ([nameOrDirectory] + shipped).first(where: { isPack($0, in: .disk) }) else {
      throw PackError(
        file: nameOrDirectory, line: nil,
        message: "找不到规则包：既没有这样的文件夹，程序旁边也没有 league-census_Policy.resources；请用 --pack 指定。"
          + " No such policy pack: neither a folder with pack.yaml nor a shipped pack beside the program; name one with --pack.",
        key: "pack-missing")
    }
    return try PackFolder(chainFrom: path, in: .disk)
  }

  /// The pack at `path` with those it extends.
  ///
  /// - Throws: `PackError` when a pack of the chain is missing or extends itself.
  init(chainFrom path: String, in source: PackSource) throws {
    var layers = [Layer(name: nil, path: path)]
    while let base = try PackFolder.base(of: layers[layers.count - 1], among: layers, in: source) {
      layers.append(base)
    }
    self.layers = layers
    self.source = source
  }

  private static func isPack(_ path: String, in source: PackSource) -> Bool { source.contains(path + "/pack.yaml") }

  /// The pack named by `extends`: a folder beside this one, or a shipped pack; nil where a pack stands alone.
  private static func base(of layer: Layer, among layers: [Layer], in source: PackSource) throws -> Layer? {
    let label = layer.name.map { $0 + "/pack.yaml" } ?? "pack.yaml"
    try YAMLLimits.checkSize(atPath: layer.path + "/pack.yaml", name: label)
    let data = source.contents(layer.path + "/pack.yaml") ?? Data()
    // Nearly every pack stands alone, and need not be parsed to know it.
    guard data.firstRange(of: Data("extends".utf8)) != nil else { return nil }
    try YAMLLimits.checkAnchors(in: Array(data), of: label)
    // What is no YAML is told when the file is read as a whole.
    guard let root = try? PackNode.composed(String(decoding: data, as: UTF8.self)),
      let value = root.mapping?.first(where: { $0.key.string == "extends" })?.value, let name = value.string
    else { return nil }
    let file = layer.name.map { $0 + "/pack.yaml" } ?? "pack.yaml"
    guard let path = places(of: name, beside: layer, in: source).first(where: { isPack($0, in: source) }) else {
      let known = shippedNames().joined(separator: ", ")
      throw PackError(
        file: file, line: value.mark?.line, message: "extends: no pack “\(name)”; shipped: \(known)",
        key: "extends-unknown", facts: ["value": name, "known": known])
    }
    let resolved = { (path: String) in URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    guard !layers.contains(where: { resolved($0.path) == resolved(path) }) else {
      throw PackError(
        file: file, line: value.mark?.line, message: "extends: “\(name)” would extend itself", key: "extends-itself",
        facts: ["value": name])
    }
    return Layer(name: name, path: path)
  }

  private static func places(of name: String, beside layer: Layer, in source: PackSource) -> [String] {
    switch source {
    case .disk, .read:
      let beside = URL(fileURLWithPath: layer.path).standardizedFileURL.deletingLastPathComponent().path
      return ([beside] + shippedFolders).map { $0 + "/" + name }
    case .memory: return [name]
    }
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

  /// Relative paths of the YAML files below `folder`, in order of name; a file stands for those of its path further down.
  func files(in folder: String) -> [String] { Set(layers.flatMap { files(in: folder, of: $0) }).sorted() }

  /// Files of one pack of the chain that no nearer one replaces.
  func files(in folder: String, layer: Int) -> [String] {
    files(in: folder, of: layers[layer]).filter { self.layer(of: $0) == layer }
  }

  func files(in folder: String, of layer: Layer) -> [String] {
    let entries = source.names(in: layer.path + "/" + folder)
    return entries.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map { folder + "/" + $0 }
  }

  /// Whether any pack of the chain has the file.
  func holds(_ file: String) -> Bool { layers.indices.contains { holds(file, layer: $0) } }

  /// The folders a pack may have.
  static let directories = [
    "checks", "codelists", "columns", "duties", "indicators", "measures", "messages", "outliers", "tables", "tasks",
    "transitions", "vocabulary",
  ]

  /// The files beside them.
  static let singleFiles = [
    "pack.yaml", AssessmentRules.fileName, ComparisonRules.fileName, RowVocabulary.fileName, Waiver.fileName,
    HanziVariants.fileName, RecordColumn.personsFile,
  ]

  /// Every file of one pack of the chain, in the order its hash goes over them.
  func allFiles(layer: Int) -> [String] {
    let single = PackFolder.singleFiles.dropFirst().filter { holds($0, layer: layer) }
    return PackFolder.directories.flatMap { files(in: $0, of: layers[layer]) } + ["pack.yaml"] + single
  }

  func holds(_ file: String, layer: Int) -> Bool {
    source.contains(layers[layer].path + "/" + file)
  }

  /// Index of the nearest pack that has the file.
  func layer(of file: String) -> Int {
    layers.firstIndex { source.contains($0.path + "/" + file) } ?? 0
  }

  func bytes(of file: String, layer: Int) throws -> [UInt8] {
    if let known = source.known(layers[layer].path + "/" + file) { return known }
    try YAMLLimits.checkSize(atPath: layers[layer].path + "/" + file, name: label(file, layer))
    guard let data = source.contents(layers[layer].path + "/" + file) else {
      throw PackError(file: label(file, layer), line: nil, message: "the file cannot be read", key: "file-unreadable")
    }
    return Array(data)
  }

  /// The file as errors name it: relative to its pack, and with that pack's name where it is one further down.
  private func label(_ file: String, _ layer: Int) -> String { layers[layer].name.map { $0 + "/" + file } ?? file }

  /// The root node of a file, of the nearest pack that has it unless `layer` says which.
  func node(
    of file: String, layer: Int? = nil, documents: [String: SourceReference] = [:], kinds: [String] = []
  ) throws -> PackNode {
    let layer = layer ?? self.layer(of: file)
    let (label, name) = (label(file, layer), "\(layer)/\(file)")
    if let tree = trees?.known[name] { return PackNode(tree: tree, file: label, documents: documents, kinds: kinds) }
    let read = try PackNode.root(of: bytes(of: file, layer: layer), file: label, documents: documents)
    guard let root = read else {
      throw PackError(file: label, line: 1, message: "the file is empty", key: "file-empty")
    }
    trees?.note(root.tree, of: name)
    return PackNode(tree: root.tree, file: label, documents: documents, kinds: kinds)
  }

  /// The same pack with its files read, so that what is parsed is what its hash was made of.
  ///
  /// - Parameter isMeant: which of its files; the others are as good as not there.
  func inMemory(_ isMeant: (String) -> Bool = { _ in true }) throws -> PackFolder {
    var folder = self
    var files: [String: [UInt8]] = [:]
    for layer in layers.indices {
      for file in allFiles(layer: layer) where isMeant(file) {
        files[layers[layer].path + "/" + file] = try bytes(of: file, layer: layer)
      }
    }
    folder.source = .read(files)
    return folder
  }
}
