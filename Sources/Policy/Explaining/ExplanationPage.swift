// SPDX-License-Identifier: Apache-2.0

/// What the pack says of one thing: printed by `explain`, and an entry of the reference pages.
struct ExplanationPage {
  struct Line {
    /// The word before the text, such as "meaning"; nil for a line that goes on with the one above.
    var name: String?
    var text: String
    /// Conditions and rows, which Markdown must not touch.
    var isCode = false
    /// Levels of indentation.
    var depth = 0
  }

  var title: String
  /// What it is, in words: "indicator".
  var kind: String
  var id: String
  var lines: [Line]
  /// How name and text stand together in the language: "{name}: {text}".
  var separator: String

  /// As `explain` prints it.
  var text: String {
    let body = lines.map { line in
      String(repeating: "  ", count: line.depth) + (line.name.map { $0 + separator } ?? "") + line.text
    }
    return ([title, "\(kind)  \(id)", ""] + body.map(ExplanationPage.withoutTrailingBlanks)).joined(separator: "\n")
  }

  /// As an entry of a reference page.
  var markdown: String {
    let body = lines.map { line in
      let text = line.isCode ? "`\(line.text)`" : ExplanationPage.escaped(line.text)
      let name = line.name.map { "**\(ExplanationPage.escaped($0))**" + (line.text.isEmpty ? "" : separator) } ?? ""
      let indent = String(repeating: "  ", count: line.depth)
      return ExplanationPage.withoutTrailingBlanks(indent + "- " + name + (line.text.isEmpty ? "" : text))
    }
    return (["### \(id)", "", ExplanationPage.escaped(title), ""] + body).joined(separator: "\n")
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// The text with the signs escaped that Markdown would take for markup.
  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      if "\\`*_<>|~".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}
