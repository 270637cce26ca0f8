// SPDX-License-Identifier: Apache-2.0

/// A note at a cell.
struct Note {
  var row: Int
  var column: Int
  var text: String

  var cell: String { MarkupText.letters(column) + String(row) }
}

/// The part that holds the notes of a sheet: the sender's stay, ours follow them.
struct NotesPart {
  /// By which our notes are known when a marked copy is marked again.
  static let author = "league-census"
  /// Each has a shape of its own, and nobody reads so many; what is left out is coloured and stands in the list.
  static let limit = 5_000

  /// - Parameter namespace: of worksheets, as the workbook spells it.
  static func made(_ notes: [Note], namespace: String) throws -> [UInt8] {
    let empty = """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <comments xmlns="\(namespace)"><authors><author>\(author)</author></authors><commentList></commentList></comments>
      """
    return try NotesPart(Array(empty.utf8)).adding(notes)
  }

  private let outline: MarkupOutline
  private let authors: Int
  private let list: Int

  /// - Throws: `MarkingRefusal` for what is no part of notes.
  init(_ bytes: [UInt8]) throws {
    outline = try MarkupOutline(bytes, depth: 3)
    guard let authors = outline.first("authors", depth: 1), let list = outline.first("commentList", depth: 1),
      !outline.elements[authors].tag.isEmpty, !outline.elements[list].tag.isEmpty
    else { throw MarkingRefusal() }
    (self.authors, self.list) = (authors, list)
  }

  private var authorNames: [String] { outline.children(of: authors).map { outline.text($0.content) } }

  /// The cells that have one of our notes.
  var ownCells: Set<String> {
    guard let own = authorNames.firstIndex(of: NotesPart.author) else { return [] }
    return Set(outline.children(of: list).filter { $0.tag.number("authorId") == own }.compactMap { $0.tag.text("ref") })
  }

  /// The cells that have a note of the sender's.
  var othersCells: Set<String> {
    Set(outline.children(of: list).compactMap { $0.tag.text("ref") }).subtracting(ownCells)
  }

  /// - Parameter continuesOthers: whether a sender's note at the same cell is continued; otherwise it stays as it is.
  /// - Returns: the part without our former notes and with `notes`.
  func adding(_ notes: [Note], continuing continuesOthers: Bool = true) -> [UInt8] {
    let name = outline.prefix
    let own = authorNames.firstIndex(of: NotesPart.author)
    var splice = ByteSplice()
    if own == nil {
      let author = "<\(name)author>\(NotesPart.author)</\(name)author>"
      splice.insert(author, at: outline.elements[authors].content.upperBound)
    }
    let (former, others) = (ownCells, othersCells)
    let texts = Dictionary(notes.map { ($0.cell, $0.text) }) { first, _ in first }
    for index in outline.elements.indices where outline.elements[index].parent == list {
      let comment = outline.elements[index]
      guard let cell = comment.tag.text("ref") else { continue }
      if former.contains(cell) {
        splice.replace(comment.whole, with: "")
      } else if continuesOthers, let text = texts[cell],
        let place = outline.children(of: index).first(where: { $0.tag.isNamed("text") && !$0.tag.isEmpty })
      {
        splice.insert(run(name, "\n\n" + text), at: place.content.upperBound)
      }
    }
    let added = notes.filter { !others.contains($0.cell) }.map { note in
      "<\(name)comment ref=\"\(note.cell)\" authorId=\"\(own ?? authorNames.count)\"><\(name)text>"
        + run(name, note.text) + "</\(name)text></\(name)comment>"
    }
    splice.insert(added.joined(), at: outline.elements[list].content.upperBound)
    return splice.applied(to: outline.bytes)
  }

  private func run(_ name: String, _ text: String) -> String {
    "<\(name)r><\(name)rPr><\(name)sz val=\"9\"/><\(name)color indexed=\"81\"/>"
      + "<\(name)rFont val=\"宋体\"/></\(name)rPr>"
      + "<\(name)t xml:space=\"preserve\">\(MarkupText.escaped(MarkupText.cut(text)))</\(name)t></\(name)r>"
  }
}
