// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The names of the styles of marked cells in formats whose styles have names: each says what it is made of, so that a mark can
/// be taken away again.
struct MarkedStyleNames {
  /// Of all that marking adds.
  static let prefix = "lc_"
  /// What Excel itself knows at most.
  private static let limit = 64_000

  /// The level that the fill of each style of the file stands for; nil where it is none of ours.
  private let levels: [String: MarkedWorkbook.Level?]
  private var made: Set<String> = []

  init(_ levels: [String: MarkedWorkbook.Level?]) { self.levels = levels }

  struct Style {
    /// Nil for none.
    var name: String?
    /// What it is made of; nil where it is in the file, or was made before.
    var new: (root: String?, level: MarkedWorkbook.Level?)?
  }

  func holds(_ name: String) -> Bool { levels[name] != nil }

  /// The style of a cell that is marked, or of one whose mark is taken away.
  ///
  /// - Parameter base: what the cell has; nil for none.
  /// - Throws: `MarkingRefusal` for more styles than Excel takes.
  mutating func style(of base: String?, level: MarkedWorkbook.Level?) throws -> Style {
    let former = base.flatMap { levels[$0] ?? nil }
    guard former != level else { return Style(name: base) }
    let (root, isOurs) = unmarked(base, former)
    guard level != nil || !isOurs else { return Style(name: root) }
    let name = free(MarkedStyleNames.name(level, of: root), level)
    guard !holds(name), made.insert(name).inserted else { return Style(name: name) }
    guard levels.count + made.count <= MarkedStyleNames.limit else { throw MarkingRefusal() }
    return Style(name: name, new: (root, level))
  }

  private static func name(_ level: MarkedWorkbook.Level?, of root: String?) -> String {
    prefix + (level?.word ?? "none") + (root.map { "_" + $0 } ?? "")
  }

  /// The style that one of ours was made of; whether it is one of ours.
  private func unmarked(_ base: String?, _ former: MarkedWorkbook.Level?) -> (root: String?, isOurs: Bool) {
    guard let base, let former else { return (base, false) }
    let ours = MarkedStyleNames.name(former, of: nil)
    if base == ours { return (nil, true) }
    let root = String(base.dropFirst(ours.count + 1))
    return base.hasPrefix(ours + "_") && !root.isEmpty ? (root, true) : (base, false)
  }

  /// A name of which a style of the file, should it have one of that name, is the very one that is meant.
  private func free(_ wanted: String, _ level: MarkedWorkbook.Level?) -> String {
    var name = wanted
    while let known = levels[name], known != level || level == nil { name += "_" }
    return name
  }

  static func look(_ look: FindingsList.Look) -> String { "\(prefix)list_\(look)" }
}
