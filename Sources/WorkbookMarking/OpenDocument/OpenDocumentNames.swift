// SPDX-License-Identifier: Apache-2.0

/// How an OpenDocument file spells the namespaces that marks need: with the colon.
struct OpenDocumentNames {
  let office: String
  let table: String
  let text: String
  let style: String
  let formatting: String
  /// Puts a text into markup.
  let spell: (String) -> String

  /// - Throws: `MarkingRefusal` where the first element does not declare them all.
  init(_ scope: MarkupScope, spell: @escaping (String) -> String) throws {
    func prefix(_ space: MarkupScope.Space) throws -> String {
      guard let prefix = scope.prefix(of: space) else { throw MarkingRefusal() }
      return prefix + ":"
    }
    office = try prefix(.office)
    table = try prefix(.table)
    text = try prefix(.text)
    style = try prefix(.style)
    formatting = try prefix(.formatting)
    self.spell = spell
  }

  /// A text as paragraphs, one for each line.
  func paragraphs(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map {
      "<\(self.text)p>\(spell(String($0)))</\(self.text)p>"
    }
    .joined()
  }

  /// A note of ours.
  func annotation(_ text: String) -> String {
    "<\(office)annotation><dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\(NotesPart.author)</dc:creator>"
      + "\(paragraphs(MarkupText.cut(text)))</\(office)annotation>"
  }
}
