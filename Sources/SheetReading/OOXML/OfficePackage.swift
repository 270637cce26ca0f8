// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The parts of an Office Open XML package and how they point at each other (ECMA-376 part 2).
struct OfficePackage {
  struct Relationship {
    var id: String
    /// The last word of the type: `worksheet`, `sharedStrings`, …; the namespaces of strict and transitional files differ.
    var type: String
    /// From the root of the package.
    var target: String
  }

  let archive: ZipArchive
  let chunkSize: Int

  /// Reads a whole part with `handler`; nil when there is none.
  func read<Handler: SAXHandler>(_ name: String, _ handler: Handler) throws -> Handler? {
    guard let reader = try reader(name, handler) else { return nil }
    try reader.finish()
    return reader.handler.pointee
  }

  /// A reader at the start of a part; nil when there is none.
  func reader<Handler: SAXHandler>(_ name: String, _ handler: Handler) throws -> MarkupReader<Handler>? {
    guard let part = try archive.part(name, ratioLimit: Handler.ratioLimit) else { return nil }
    // Nearly all parts are UTF-8; a second stream looks at the first bytes.
    let head = try archive.part(name)?.take(400) ?? []
    let encoding = try TextEncoding.find(head: head) { true }
    _ = try part.take(encoding.skipped)
    return try MarkupReader(part, encoding: encoding, chunkSize: chunkSize, handler: handler)
  }

  /// The program that wrote the package, by the first of `parts` that tells.
  func writer(_ parts: [String]) -> String? {
    for name in parts {
      guard let head = try? archive.part(name)?.take(8192) else { continue }
      if let found = WriterName.find(in: String(decoding: head, as: UTF8.self)) { return found }
    }
    return nil
  }

  /// The relationships of a part; those that lead out of the package are left out.
  func relationships(of part: String) throws -> [Relationship] {
    let slash = part.lastIndex(of: "/")
    let folder = slash.map { String(part[...$0]) } ?? ""
    let file = slash.map { String(part[part.index(after: $0)...]) } ?? part
    guard let outline = try read("\(folder)_rels/\(file).rels", OutlineHandler(["Relationship"])) else { return [] }
    return outline.elements.compactMap { element in
      guard let target = element.attributes["Target"], element.attributes["TargetMode"] != "External" else {
        return nil
      }
      let type = element.attributes["Type"]?.split(separator: "/").last ?? ""
      return Relationship(
        id: element.attributes["Id"] ?? "", type: String(type), target: OfficePackage.resolved(target, in: folder))
    }
  }

  /// `target` as seen from `folder`, with `..` and `.` worked out; it cannot leave the package.
  static func resolved(_ target: String, in folder: String) -> String {
    let slashed = target.replacing("\\", with: "/")
    let full = slashed.hasPrefix("/") ? slashed : folder + slashed
    var path: [Substring] = []
    for step in full.split(separator: "/") where step != "." {
      if step == ".." { _ = path.popLast() } else { path.append(step) }
    }
    return path.joined(separator: "/")
  }
}
