// SPDX-License-Identifier: Apache-2.0

/// What an empty workbook says of itself on its sheet of notes: by which policy pack it was made.
///
/// A reader that knows another pack can say so: headings and lists of the workbook may be those of an older one.
package struct TemplateMark: Sendable, Hashable {
  private static let prefix = "league-census-template:"
  /// Characters of a mark at most: what is longer was not written by this program.
  private static let limit = 80

  /// ID and version of the pack, such as `ningbo-2019:1.0`.
  package var pack: String

  /// The mark of a pack's templates.
  package init(pack: String, version: String) { self.pack = pack + ":" + version }

  /// Finds the mark in a text that may say more around it; nil where there is none.
  package init?(in text: String) {
    guard let found = text.firstRange(of: TemplateMark.prefix) else { return nil }
    let rest = text[found.upperBound...].prefix(TemplateMark.limit).prefix { character in
      character.isASCII && (character.isLetter || character.isNumber || ":.-_".contains(character))
    }
    guard !rest.isEmpty else { return nil }
    pack = String(rest)
  }

  /// The mark as the workbook holds it.
  package var text: String { TemplateMark.prefix + pack }
}
