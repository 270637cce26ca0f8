// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// An element of a part of a document: typed enough that every part is well-formed.
struct XMLElement {
  let name: String
  var attributes: [(String, String)] = []
  var children: [XMLElement] = []
  var text = ""

  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [XMLElement] = [], text: String = "") {
    (self.name, self.attributes, self.children, self.text) = (name, attributes, children, text)
  }

  /// A whole part of a package.
  var part: [UInt8] { Array((#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"# + "\n" + markup).utf8) }

  private var markup: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    result += "<\(name)"
    for (key, value) in attributes { result += " \(key)=\"\(XMLElement.escaped(value))\"" }
    guard !children.isEmpty || !text.isEmpty else {
      result += "/>"
      return
    }
    result += ">" + XMLElement.escaped(text)
    for child in children { child.write(to: &result) }
    result += "</\(name)>"
  }

  /// Signs that nobody sees are shown by number; XML has none of them.
  private static func escaped(_ text: String) -> String {
    VisibleText.spelled(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// `<w:name w:val="…"/>`, of which WordprocessingML is full.
  static func value(_ name: String, _ value: String) -> XMLElement { XMLElement("w:" + name, [("w:val", value)]) }
}
