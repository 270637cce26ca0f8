// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation

// Classes that titles, sheets and cells name without their school.

extension SheetTitles {
  /// The school that the lines above the headings, the sheet or the file name: 甬江中学; nil for none.
  var school: String? { (lines + [sheetName, fileName]).lazy.compactMap(school).first }

  private func school(in text: String) -> String? {
    let parts = text.split { $0.isWhitespace || "：:；;，,。《》“”\"（）()".contains($0) }
    return parts.lazy.compactMap { part -> String? in
      let text = plain(String(part))
      guard let end = words.schoolEndings.compactMap({ text.range(of: $0)?.upperBound }).max() else { return nil }
      let name = String(text[..<end])
      return words.schoolEndings.contains(name) || words.branchesUnless.contains(where: name.contains) ? nil : name
    }.first
  }

  /// Where the only class that a text names ends: behind 高二（3）班; nil where it names none, or several.
  func classEnd(in text: String) -> String.Index? {
    let ends = words.classEndings.flatMap { ending in
      text.ranges(of: ending).filter { SheetTitles.isNumbered(text[..<$0.lowerBound]) }.map(\.upperBound)
    }
    return ends.count == 1 ? ends[0] : nil
  }

  /// Whether a text ends in a number behind something else, in brackets or not: 高二（3）, 九年级1.
  private static func isNumbered(_ text: Substring) -> Bool {
    let text = text[..<(text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex)]
    let isBracketed = text.last.map { "）)".contains($0) } ?? false
    let inner = isBracketed ? text.dropLast() : text
    guard let last = inner.last, RowText.isNumeral(last) else { return false }
    return inner.contains { $0.isLetter && !"第".contains($0) } && inner.count > 1
  }

  /// A class with its school in front; nil where a text names a school itself, no class, or the branch of one, which may be
  /// called so in full.
  func whole(_ text: String, of school: String) -> String? {
    guard classEnd(in: text) != nil else { return nil }
    if (words.schoolEndings + words.branchEndings).contains(where: text.contains) { return nil }
    return school + text
  }
}
