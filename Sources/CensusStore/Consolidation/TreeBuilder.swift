// SPDX-License-Identifier: Apache-2.0

/// Numbers organisations in preorder: children in a given order, the largest tree first.
struct TreeBuilder {
  struct Position {
    var node: Int32 = 0
    var last: Int32 = 0
    var depth: Int32 = 0
    var children: Int32 = 0
  }

  private(set) var positions: [Position]
  /// Entries at which a circle of parents was cut.
  private(set) var cuts: [Int32] = []
  /// Index of the parent; -1 for a root.
  private var parents: [Int32]
  private let order: [Int32]
  /// The first child of each entry and the next of its parent's children; -1 for none.
  private var firstChild: [Int32]
  private var nextSibling: [Int32]

  /// - Parameters:
  ///   - parents: by entry the index of its parent, -1 for none.
  ///   - order: the entries in the order in which children stand.
  ///   - likelihood: how well an entry and its parent go together; a circle is cut where they do so least.
  init(parents: [Int32], order: [Int32], likelihood: (_ entry: Int, _ parent: Int) -> Int = { _, _ in 0 }) {
    (self.parents, self.order) = (parents, order)
    positions = Array(repeating: Position(), count: parents.count)
    firstChild = Array(repeating: -1, count: parents.count)
    nextSibling = firstChild
    cutCircles(likelihood)
    number()
  }

  /// Walks up from every entry; an entry met twice on one walk closes a circle, which is cut at its least likely link, and
  /// at the first in order among equals.
  private mutating func cutCircles(_ likelihood: (Int, Int) -> Int) {
    var state = [UInt8](repeating: 0, count: parents.count)
    for start in parents.indices where state[start] == 0 {
      var walk: [Int32] = []
      var index = Int32(start)
      while index >= 0, state[Int(index)] == 0 {
        state[Int(index)] = 1
        walk.append(index)
        index = parents[Int(index)]
      }
      if index >= 0, state[Int(index)] == 1, let first = walk.firstIndex(of: index) {
        let circle = Set(walk[first...])
        let links = order.filter(circle.contains).map { ($0, likelihood(Int($0), Int(parents[Int($0)]))) }
        let least = links.map(\.1).min()
        let cut = links.first { $0.1 == least }?.0 ?? index
        parents[Int(cut)] = -1
        cuts.append(cut)
      }
      for entry in walk { state[Int(entry)] = 2 }
    }
  }

  private mutating func number() {
    // From the last to the first, so that each goes before those that follow it.
    for index in order.reversed() where parents[Int(index)] >= 0 {
      let parent = Int(parents[Int(index)])
      nextSibling[Int(index)] = firstChild[parent]
      firstChild[parent] = index
      positions[parent].children += 1
    }
    let roots = order.filter { parents[Int($0)] < 0 }
    // Only the largest tree stands first; the others keep their order.
    let sizes = roots.map { root in size(of: root) }
    let largest = sizes.indices.max { (sizes[$0], $1) < (sizes[$1], $0) }
    var next: Int32 = 0
    if let largest { number(roots[largest], &next) }
    for (index, root) in roots.enumerated() where index != largest { number(root, &next) }
  }

  private func size(of root: Int32) -> Int {
    var count = 0
    var stack = [root]
    while let index = stack.popLast() {
      count += 1
      var child = firstChild[Int(index)]
      while child >= 0 {
        stack.append(child)
        child = nextSibling[Int(child)]
      }
    }
    return count
  }

  /// Down to the first child, else on to the next child of the nearest above that has one.
  private mutating func number(_ root: Int32, _ next: inout Int32) {
    var open: [Int32] = []
    var index = root
    while true {
      positions[Int(index)].node = next
      positions[Int(index)].depth = Int32(open.count)
      next += 1
      open.append(index)
      var following = firstChild[Int(index)]
      while following < 0, let done = open.popLast() {
        positions[Int(done)].last = next - 1
        if done == root { return }
        following = nextSibling[Int(done)]
      }
      index = following
    }
  }
}
