// SPDX-License-Identifier: Apache-2.0

/// Paths as texts.
package enum PathText {
  /// The folder that a path lies in; empty for a name alone. Foundation's own traps for a name of one letter.
  package static func folder(of path: String) -> String {
    var rest = Substring(path)
    func dropSlashes() { while rest.utf8.count > 1, rest.utf8.last == UInt8(ascii: "/") { rest.removeLast() } }
    dropSlashes()
    if rest == "/" { return "/" }
    guard let slash = rest.lastIndex(of: "/") else { return "" }
    rest = rest[...slash]
    dropSlashes()
    return String(rest)
  }
}
