// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// A place in a YAML file: its value with file and line, so that every error of a pack says where it is.
struct PackNode {
  let tree: PackTree
  private let whole: Whole

  /// What all nodes of a file share; a class, because there are tens of thousands of nodes.
  private final class Whole: Sendable {
    let file: String
    let documents: [String: SourceReference]
    let kinds: [String]

    init(_ file: String, _ documents: [String: SourceReference], _ kinds: [String]) {
      (self.file, self.documents, self.kinds) = (file, documents, kinds)
    }
  }

  /// - Parameters:
  ///   - file: relative to the pack's folder.
  ///   - documents: those of `pack.yaml` by key; empty while that file itself is read.
  ///   - kinds: the kinds of sheet of the pack; empty while those files are not read yet.
  init(tree: PackTree, file: String, documents: [String: SourceReference] = [:], kinds: [String] = []) {
    self.init(tree, Whole(file, documents, kinds))
  }

  private init(_ tree: PackTree, _ whole: Whole) { (self.tree, self.whole) = (tree, whole) }

  /// Relative to the pack's folder.
  var file: String { whole.file }
  var line: Int? { tree.line }
  /// The kinds of sheet of the pack; empty while those files are not read yet.
  var kinds: [String] { whole.kinds }

  /// One step from a node to one below it.
  enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)
    init(stringLiteral value: String) { self = .key(value) }
    init(integerLiteral value: Int) { self = .index(value) }
  }

  /// The node at the end of a path, as far down as the file goes.
  func node(at path: [Step]) -> PackNode {
    var found = tree
    for step in path {
      let next: PackTree? =
        switch step {
        case .key(let name): found.entries.first { $0.key.text == name }?.value
        case .index(let index): found.kind == .list ? found.children.dropFirst(index).first : nil
        }
      guard let next else { break }
      found = next
    }
    return wrapped(found)
  }

  /// - Parameter key: names the sentence for users, where there is one.
  func failure(_ message: String, _ key: String? = nil, _ facts: [String: String] = [:]) -> PackError {
    PackError(file: file, line: line, message: message, key: key, facts: facts)
  }

  private func wrapped(_ tree: PackTree) -> PackNode { PackNode(tree, whole) }

  /// The entries of a mapping in the order of the file; with `keys`, any other key is an error.
  func mapping(_ keys: [String]? = nil) throws -> [(key: String, value: PackNode)] {
    guard tree.kind == .mapping else {
      throw failure("a mapping (key: value) is expected here", "mapping-expected")
    }
    var entries: [(key: String, value: PackNode)] = []
    // A few names are compared sooner than hashed.
    var many: Set<String> = []
    try tree.forEachEntry { key, value in
      guard let name = key.text else { throw wrapped(key).failure("a key must be a text", "key-no-text") }
      if entries.count == PackNode.few { many = Set(entries.map(\.key)) }
      let isNew = entries.count < PackNode.few ? !entries.contains { $0.key == name } : many.insert(name).inserted
      guard isNew else { throw wrapped(key).failure("“\(name)” stands here twice", "key-twice", ["key": name]) }
      if let keys, !keys.contains(name) { throw wrapped(key).unknownKey(name, among: keys) }
      entries.append((name, wrapped(value)))
    }
    return entries
  }

  private static let few = 16

  private func unknownKey(_ name: String, among keys: [String]) -> PackError {
    let near = Nearest.names(to: name, among: Set(keys))
    let hint = (near.isEmpty ? keys.sorted() : near).joined(separator: ", ")
    return failure("unknown key “\(name)”; known here: \(hint)", "key-unknown", ["key": name, "known": hint])
  }

  func mapping(_ keys: Set<String>) throws -> [(key: String, value: PackNode)] { try mapping(Array(keys)) }

  /// The entries of a mapping by key; any key outside `keys` is an error.
  func fields(_ keys: [String]) throws -> PackFields { PackFields(owner: self, values: try mapping(keys)) }

  func fields(_ keys: Set<String>) throws -> PackFields { try fields(Array(keys)) }

  func list() throws -> [PackNode] {
    guard tree.kind == .list else { throw failure("a list is expected here", "list-expected") }
    return tree.children.map(wrapped)
  }

  func text() throws -> String {
    guard let text = tree.text else { throw failure("a text is expected here", "text-expected") }
    return text
  }

  var isMapping: Bool { tree.kind == .mapping }

  var isList: Bool { tree.kind == .list }

  var isNull: Bool { tree.isNull }

  func integer() throws -> Int {
    guard let number = Int(try text()) else {
      throw failure("a whole number is expected here", "integer-expected")
    }
    return number
  }

  func flag() throws -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    default: throw failure("true or false is expected here", "flag-expected")
    }
  }

  func day() throws -> CalendarDay {
    let digits = try text().filter { $0 != "-" }
    guard digits.count == 8, let number = Int(digits), let day = CalendarDay(rawValue: number) else {
      throw failure("a day such as 2019-06-30 is expected here", "day-expected")
    }
    return day
  }

  func choice<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) throws -> Value {
    let name = try text()
    guard let value = Value(rawValue: name) else {
      let known = type.allCases.map(\.rawValue).joined(separator: ", ")
      throw failure("“\(name)” is none of \(known)", "choice-unknown", ["value": name, "known": known])
    }
    return value
  }

  /// The name of a kind of sheet.
  func kind() throws -> RecordKind {
    let name = try text()
    guard kinds.isEmpty || kinds.contains(name) else {
      let known = kinds.joined(separator: ", ")
      throw failure("“\(name)” is none of \(known)", "choice-unknown", ["value": name, "known": known])
    }
    return RecordKind(rawValue: name)
  }

  func localized() throws -> LocalizedText {
    if let pair = tree.texts("zh-Hans", "en") { return LocalizedText(chinese: pair.0, english: pair.1) }
    let fields = try fields(["zh-Hans", "en"])
    return LocalizedText(chinese: try fields.required("zh-Hans").text(), english: try fields.required("en").text())
  }

  /// A value of an example record: a whole number, a text, or null.
  func recordValue() throws -> RecordValue {
    if isNull { return .null }
    let text = try text()
    if tree.kind == .plain, let number = Int64(text) { return .integer(number) }
    return .text(text)
  }

  /// `{document: key, clause: …, confidence: …}`: the key names a document of `pack.yaml`.
  func source() throws -> SourceReference {
    let fields = try fields(["document", "clause", "confidence"])
    let key = try fields.required("document").text()
    guard var source = whole.documents[key] else {
      let known = whole.documents.keys.sorted().joined(separator: ", ")
      throw failure(
        "pack.yaml lists no document “\(key)”; it lists \(known)", "document-unknown", ["value": key, "known": known])
    }
    source.clause = try fields.optional("clause")?.text()
    if let confidence = fields.optional("confidence") {
      source.confidence = try confidence.choice(SourceReference.Confidence.self)
    }
    return source
  }
}

/// The values of a mapping whose keys are known.
struct PackFields {
  let owner: PackNode
  /// In the order of the file; each key once.
  let values: [(key: String, value: PackNode)]

  /// Also what is null; nil where nothing stands.
  subscript(key: String) -> PackNode? { values.first { $0.key == key }?.value }

  func required(_ key: String) throws -> PackNode {
    guard let value = optional(key) else { return try missing(key) }
    return value
  }

  /// For what must be there unless something else stands in for it.
  func missing<Value>(_ key: String) throws -> Value {
    throw owner.failure("“\(key)” is missing", "key-missing", ["key": key])
  }

  func optional(_ key: String) -> PackNode? { self[key].flatMap { $0.isNull ? nil : $0 } }

  /// The elements of a list that may be left out.
  func list(_ key: String) throws -> [PackNode] { try optional(key)?.list() ?? [] }

  func texts(_ key: String) throws -> [String] { try list(key).map { try $0.text() } }
}
