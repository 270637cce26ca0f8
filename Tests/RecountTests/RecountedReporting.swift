// SPDX-License-Identifier: Apache-2.0

/// Who handed in which sheets, and for whom they speak.
struct RecountedReporting {
  /// A sheet as it came in.
  struct Sheet {
    var title: String
    /// As its rows name them.
    var organisations: [String]
    var rows: Int
    /// Who handed it in.
    var unit: String?
  }

  private let tree: RecountedTree
  /// By title of the sheet, the organisations some sheet speaks for.
  private var covered: [String: Set<String>] = [:]
  /// By title, units that miss rows because organisations of theirs hang together with nobody.
  private var touched: [String: Set<String>] = [:]

  init(_ sheets: [Sheet], _ tree: RecountedTree) {
    self.tree = tree
    for sheet in sheets { covered[sheet.title, default: []].formUnion(spokenFor(by: sheet)) }
  }

  private func spokenFor(by sheet: Sheet) -> Set<String> {
    let named = Set(sheet.organisations.compactMap(tree.find))
    if let unit = sheet.unit.flatMap(tree.find) {
      let all = tree.subtree(of: unit)
      return sheet.organisations.isEmpty || !named.isDisjoint(with: all) ? all : []
    }
    guard !sheet.organisations.isEmpty else { return tree.subtree(of: tree.root) }
    return Dictionary(grouping: named, by: tree.top).values.reduce(into: []) { all, together in
      all.formUnion(tree.subtree(of: lowest(above: together)))
    }
  }

  /// The lowest unit that contains some organisations of one tree.
  private func lowest(above organisations: [String]) -> String {
    var unit = organisations[0]
    while !tree.subtree(of: unit).isSuperset(of: organisations), let above = tree.parents[unit] { unit = above }
    return unit
  }

  /// Rows of a sheet that count, by organisation: those outside the tree are missing where they should belong.
  mutating func note(_ title: String, rowsOf organisations: some Sequence<String>) {
    let tree = tree
    for organisation in organisations where tree.top(organisation) != tree.root {
      guard let unit = tree.meant(for: tree.top(organisation)) else { continue }
      for above in sequence(first: unit, next: { tree.parents[$0] }) { touched[title, default: []].insert(above) }
    }
  }

  func speaks(_ title: String, for organisation: String) -> Bool { covered[title]?.contains(organisation) == true }

  /// Whether anybody among some organisations was reported on.
  func isReported(_ title: String, _ organisations: Set<String>) -> Bool {
    covered[title].map { !$0.isDisjoint(with: organisations) } ?? false
  }

  func isTouched(_ title: String, _ unit: String) -> Bool { touched[title]?.contains(unit) == true }

  /// Whether a roster that branches owe did not come in for all of them.
  func isIncomplete(_ title: String, _ unit: String, _ organisations: Set<String>) -> Bool {
    if isTouched(title, unit) { return true }
    guard ["团员花名册", "团干部花名册"].contains(title) else { return false }
    return !isReported(title, organisations)
      || organisations.contains { tree.organisations[$0]?.isBranch == true && !speaks(title, for: $0) }
  }
}

extension RecountedTree {
  /// Who stands above everybody an organisation hangs together with.
  func top(_ code: String) -> String {
    var code = code
    while let above = parents[code] { code = above }
    return code
  }

  /// The top of the largest tree; among equals the least ID.
  var root: String {
    let tops = organisations.keys.filter { parents[$0] == nil }.sorted()
    let sizes = tops.map { subtree(of: $0).count }
    return zip(tops, sizes).first { $0.1 == sizes.max() }?.0 ?? ""
  }

  /// The unit of the main tree that an ID outside it says it belongs to: the longest beginning of at least four signs.
  func meant(for code: String) -> String? {
    let main = subtree(of: root)
    var prefix = Substring(code)
    while prefix.count > 4 {
      prefix.removeLast()
      if main.contains(String(prefix)) { return String(prefix) }
    }
    return nil
  }
}
