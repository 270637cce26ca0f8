// SPDX-License-Identifier: Apache-2.0

import SheetReading

/// The relationships of a part, and those that are added.
struct Relationships {
  private static let kind = "http://schemas.openxmlformats.org/package/2006/relationships"
  static let none = """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <Relationships xmlns="\(kind)"></Relationships>
    """

  private let outline: MarkupOutline
  private let part: String
  private var added: [String] = []
  private var taken: Set<String>

  /// - Parameters:
  ///   - bytes: nil where the part has none.
  ///   - part: whose they are.
  /// - Throws: `MarkingRefusal` for what is no such part.
  init(_ bytes: [UInt8]?, of part: String) throws {
    outline = try MarkupOutline(bytes ?? Array(Relationships.none.utf8), depth: 1)
    guard outline.elements[0].tag.isNamed("Relationships"), !outline.elements[0].tag.isEmpty else {
      throw MarkingRefusal()
    }
    self.part = part
    taken = Set(outline.elements.compactMap { $0.tag.text("Id") })
  }

  /// The names of the parts that it points at with a type that ends so.
  func targets(ofType type: String) -> [String] {
    outline.elements.filter { ($0.tag.text("Type") ?? "").hasSuffix("/" + type) }.compactMap { $0.tag.text("Target") }
      .map { WorkbookPackage.resolved($0, from: part) }
  }

  func target(ofID id: String) -> String? {
    outline.elements.first { $0.tag.text("Id") == id }?.tag.text("Target")
      .map { WorkbookPackage.resolved($0, from: part) }
  }

  /// The ID that the next one gets.
  var nextID: String {
    var number = 1
    while taken.contains("rIdMark\(number)") { number += 1 }
    return "rIdMark\(number)"
  }

  /// Adds one.
  ///
  /// - Parameter target: the name of a part.
  /// - Returns: its ID.
  mutating func add(type: String, target: String) -> String {
    let id = nextID
    taken.insert(id)
    let place = "/" + MarkupText.escaped(target)
    added.append("<\(outline.prefix)Relationship Id=\"\(id)\" Type=\"\(type)\" Target=\"\(place)\"/>")
    return id
  }

  var isChanged: Bool { !added.isEmpty }

  var bytes: [UInt8] {
    var splice = ByteSplice()
    splice.insert(added.joined(), at: outline.elements[0].content.upperBound)
    return splice.applied(to: outline.bytes)
  }
}

/// The part that says of what type each part is.
struct ContentTypes {
  static let part = "[Content_Types].xml"
  static let sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
  static let styles = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
  static let notes = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
  static let shapes = "application/vnd.openxmlformats-officedocument.vmlDrawing"

  private let outline: MarkupOutline
  private var added: [String] = []

  /// - Throws: `MarkingRefusal` for what is no such part.
  init(_ bytes: [UInt8]) throws {
    outline = try MarkupOutline(bytes, depth: 1)
    guard outline.elements[0].tag.isNamed("Types"), !outline.elements[0].tag.isEmpty else { throw MarkingRefusal() }
  }

  /// Its own, or that of all parts of its ending.
  func type(of part: String) -> String? {
    func first(_ attribute: StaticString, _ value: String) -> String? {
      outline.elements.first { $0.tag.text(attribute)?.lowercased() == value.lowercased() }?.tag.text("ContentType")
    }
    return first("PartName", "/" + part) ?? part.split(separator: ".").last.flatMap { first("Extension", String($0)) }
  }

  mutating func add(_ part: String, _ type: String) {
    added.append(
      "<\(outline.prefix)Override PartName=\"/\(MarkupText.escaped(part))\" ContentType=\"\(type)\"/>")
  }

  var bytes: [UInt8] {
    var splice = ByteSplice()
    splice.insert(added.joined(), at: outline.elements[0].content.upperBound)
    return splice.applied(to: outline.bytes)
  }
}
