// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel

/// A name for a file or a folder made from data: an organisation's ID, a sender's file name, a period.
///
/// Ordinary IDs and names stay as they are. What could leave the folder, hide in it, or mean something to a shell, a browser
/// or Windows is spelled `~2F`; so is the sign `~` itself, so that two texts never share a name. A name longer than a disk
/// takes ends in a hash of the whole text. Everything that joins a path with data does it here.
package struct FileName: Sendable, Hashable, CustomStringConvertible {
  /// The name as the disk has it: never empty, no longer than 255 bytes, without a slash.
  package let text: String

  /// Room for `.part` and the like within the 255 bytes of a name.
  private static let longest = 180
  private static let shortened = 100

  /// Spells a text as a name; an empty one as `~`.
  package init(_ data: String) {
    guard !data.isEmpty else {
      text = "~"
      return
    }
    let scalars = Array(data.unicodeScalars)
    var spelled = ""
    for (index, scalar) in scalars.enumerated() {
      let isAtEdge = index == 0 || index == scalars.count - 1
      let isSpelled = FileName.isSpelled(scalar) || isAtEdge && (scalar == "." || scalar == " ")
      if isSpelled || index == 0 && FileName.isDevice(data) {
        spelled += FileName.escape(scalar)
      } else {
        spelled.unicodeScalars.append(scalar)
      }
    }
    text = spelled.utf8.count <= FileName.longest ? spelled : FileName.shorten(spelled, of: data)
  }

  package var description: String { text }

  private static func isSpelled(_ scalar: Unicode.Scalar) -> Bool {
    VisibleText.isHidden(scalar) || "/\\:*?\"<>|~%#&'".unicodeScalars.contains(scalar)
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf8.map {
      "~" + String($0 >> 4, radix: 16, uppercase: true) + String($0 & 15, radix: 16, uppercase: true)
    }
    .joined()
  }

  /// Names that Windows keeps for devices, with whatever ending.
  private static func isDevice(_ name: String) -> Bool {
    let stem = name.prefix { $0 != "." }.uppercased()
    if ["CON", "PRN", "AUX", "NUL"].contains(stem) { return true }
    return stem.count == 4 && (stem.hasPrefix("COM") || stem.hasPrefix("LPT")) && stem.last?.isNumber == true
  }

  /// `~~` stands in no other name: a single `~` is always followed by two digits.
  private static func shorten(_ spelled: String, of data: String) -> String {
    var head = ""
    for scalar in spelled.unicodeScalars {
      guard head.utf8.count + String(scalar).utf8.count <= shortened else { break }
      head.unicodeScalars.append(scalar)
    }
    return head + "~~" + FileDigest.sha256(of: Array(data.utf8)).prefix(32)
  }

  // MARK: Paths

  /// The path of something in a folder, each part spelled as a name of its own.
  package static func path(_ folder: String, _ parts: String...) -> String { path(folder, parts) }

  /// The same of parts in a list; no part can climb out of the folder.
  package static func path(_ folder: String, _ parts: [String]) -> String {
    ([folder] + parts.map { FileName($0).text }).joined(separator: "/")
  }

  /// The path below a folder that a stored relative path means, its parts taken as they are.
  ///
  /// - Returns: nil when it is absolute, climbs, or holds a part that no name of this program has: it is not ours then, and
  ///   nothing may be written there.
  package static func path(_ folder: String, relative: String) -> String? {
    let parts = relative.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy(isPlainPart) else { return nil }
    return folder + "/" + relative
  }

  private static func isPlainPart(_ part: Substring) -> Bool {
    !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 255
      && part.unicodeScalars.allSatisfy { $0 == "~" || !isSpelled($0) }
  }
}
