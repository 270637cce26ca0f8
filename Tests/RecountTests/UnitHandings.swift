// SPDX-License-Identifier: Apache-2.0

/// Breaks the rosters of a city up as its units hand them in: some all, some one roster of the two, some a file that nobody
/// can read, and some nothing.
struct UnitHandings {
  private(set) var handings: [ImportedCity.Handing] = []

  init(_ rosters: Rosters, seed: UInt64) {
    var random = RandomSource(seed: seed ^ 0xBEEF)
    let tree = RecountedTree(rosters.organisations)
    var whole = rosters
    (whole.members, whole.cadres) = ([], [])
    whole.blank.subtract(["团员花名册", "团干部花名册"])
    handings.append(.init(rosters: whole))
    var left = rosters
    // Below the units of the first level somebody may hand in for himself.
    for unit in tree.children(of: tree.root).sorted() {
      let part = random.chance(70) ? unit : tree.children(of: unit).sorted().first ?? unit
      let nodes = tree.subtree(of: part)
      func isBelow(_ text: String) -> Bool { tree.find(text).map(nodes.contains) ?? false }
      var own = Rosters()
      if random.chance(70) { own.members = left.members.filter { isBelow($0.organisation) } }
      if random.chance(70) { own.cadres = left.cadres.filter { isBelow($0.organisation) } }
      if random.chance(30) { own.blank = ["团员花名册"] }
      if random.chance(15) { own.blank.insert("团干部花名册") }
      left.members.removeAll { isBelow($0.organisation) }
      left.cadres.removeAll { isBelow($0.organisation) }
      // Without a name the rows themselves say whose they are.
      let sender = random.chance(75) ? part : nil
      handings.append(.init(rosters: own, unit: sender, hasRefused: random.chance(25)))
    }
    if random.chance(30) {
      let outside = left.members.filter { tree.find($0.organisation).map { tree.top($0) != tree.root } ?? true }
      handings.append(.init(rosters: Rosters(members: outside)))
    }
  }
}
