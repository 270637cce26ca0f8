// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The drawing that shows the notes of a sheet: Excel wants a shape for each, in VML.
///
/// VML is often no proper XML; only its end and whole shapes of notes are looked at.
enum NoteShapes {
  private static let namespaces = """
     xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
     xmlns:x="urn:schemas-microsoft-com:office:excel"
    """
  private static let head = """
    <xml\(namespaces)><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>\
    </o:shapelayout>
    """
  private static func type(_ namespaces: String) -> String {
    """
    <v:shapetype\(namespaces) id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
    <v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
    """
  }
  private static let firstNumber = 1025

  static func made(_ notes: [Note]) -> [UInt8] {
    Array((head + type("") + shapes(notes, from: firstNumber, "") + "</xml>").utf8)
  }

  /// - Parameters:
  ///   - notes: those of cells that have no shape yet.
  ///   - dropped: cells of which the shape of a note goes.
  /// - Throws: `MarkingRefusal` for what does not end as VML does.
  static func adding(_ notes: [Note], dropping dropped: Set<String>, to bytes: [UInt8]) throws -> [UInt8] {
    try MarkingRefusal.unlessUTF8(bytes)
    var text = String(decoding: bytes, as: UTF8.self)
    if !dropped.isEmpty { text = without(dropped, text) }
    guard let end = text.range(of: "</xml>", options: .backwards) else { throw MarkingRefusal() }
    // Prefixes are the usual ones, declared at the outermost element, or declared at each of our own.
    let root = text.prefix(4096).drop { $0 != "<" }.prefix { $0 != ">" }
    let isUsual = ["v", "o", "x"].allSatisfy { root.contains("xmlns:\($0)=\"urn:") }
    let declared = isUsual ? "" : namespaces
    let numbers = text.matches(of: /_x0000_s(\d{1,9})/).compactMap { Int($0.output.1) }
    let last = max(firstNumber - 1, numbers.max() ?? 0)
    let known = text.contains("id=\"_x0000_t202\"") ? "" : type(declared)
    text.insert(contentsOf: known + shapes(notes, from: last + 1, declared), at: end.lowerBound)
    return Array(text.utf8)
  }

  private static func without(_ cells: Set<String>, _ text: String) -> String {
    text.replacing(#/<(\w+):shape\s(?s:.*?)</\1:shape>/#) { match in
      guard match.output.0.contains("ObjectType=\"Note\""),
        let row = match.output.0.firstMatch(of: /<\w+:Row>\s*(\d+)/).flatMap({ Int($0.output.1) }),
        let column = match.output.0.firstMatch(of: /<\w+:Column>\s*(\d+)/).flatMap({ Int($0.output.1) }),
        cells.contains(MarkupText.letters(column + 1) + String(row + 1))
      else { return match.output.0 }
      return ""
    }
  }

  private static func shapes(_ notes: [Note], from number: Int, _ namespaces: String) -> String {
    notes.enumerated().map { shape($1, number + $0, namespaces) }.joined()
  }

  /// Beside its cell, tall enough for its text; shown when the pointer rests on the cell.
  private static func shape(_ note: Note, _ number: Int, _ namespaces: String) -> String {
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
    let height = min(28, 2 + lines.reduce(0) { $0 + 1 + $1.count / 20 })
    let (row, column) = (note.row - 1, note.column - 1)
    let anchor = [column + 1, 15, max(0, row - 1), 10, column + 5, 15, max(0, row - 1) + height, 4]
    return "<v:shape\(namespaces) id=\"_x0000_s\(number)\" type=\"#_x0000_t202\""
      + " style='position:absolute;margin-left:80pt;margin-top:5pt;width:240pt;height:\(height * 14)pt;z-index:1;"
      + "visibility:hidden' fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>"
      + "<v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"
      + "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
      + "<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
      + "<x:Anchor>\(anchor.map(String.init).joined(separator: ","))</x:Anchor><x:AutoFill>False</x:AutoFill>"
      + "<x:Row>\(row)</x:Row><x:Column>\(column)</x:Column></x:ClientData></v:shape>"
  }
}
