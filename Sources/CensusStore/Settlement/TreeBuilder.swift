// SPDX-License-Identifier: Apache-2.0

/// Numbers organisations in preorder: children in order of code and name, the largest tree first.
struct TreeBuilder {
  struct Entry {
    var code: String
    var name: String
    /// Index of the parent; nil for a root.
    var parent: Int?
  }

  struct Position {
    var node = 0
    var last = 0
    var depth = 0
    var children = 0
  }

  private(set) var positions: [Position]
  /// Entries at which a circle of parents was cut.
  private(set) var cuts: [Int] = []
  private var entries: [Entry]
  private var childrenOf: [[Int]]

  init(_ entries: [Entry]) {
    self.entries = entries
    positions = Array(repeating: Position(), count: entries.count)
    childrenOf = Array(repeating: [], count: entries.count)
    cutCircles()
    number()
  }

  /// Walks up from every entry; an entry met twice on one walk closes a circle, which is cut at its least code.
  private mutating func cutCircles() {
    var state = [UInt8](repeating: 0, count: entries.count)
    for start in entries.indices where state[start] == 0 {
      var walk: [Int] = []
      var index: Int? = start
      while let current = index, state[current] == 0 {
        state[current] = 1
        walk.append(current)
        index = entries[current].parent
      }
      if let met = index, state[met] == 1, let first = walk.firstIndex(of: met) {
        let cut = walk[first...].min { (entries[$0].code, entries[$0].name) < (entries[$1].code, entries[$1].name) }
        entries[cut ?? met].parent = nil
        cuts.append(cut ?? met)
      }
      for entry in walk { state[entry] = 2 }
    }
  }

  private mutating func number() {
    let order = entries.indices.sorted {
      (entries[$0].code, entries[$0].name) < (entries[$1].code, entries[$1].name)
    }
    for index in order {
      if let parent = entries[index].parent { childrenOf[parent].append(index) }
    }
    let roots = order.filter { entries[$0].parent == nil }
    let sizes = roots.map(size)
    let ordered = roots.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var next = 0
    // Only the largest tree stands first; the others keep the order of their codes.
    let sequence = ordered.prefix(1) + ordered.dropFirst().sorted()
    for root in sequence { number(roots[root], &next) }
  }

  private func size(of root: Int) -> Int {
    var count = 0
    var stack = [root]
    while let index = stack.popLast() {
      count += 1
      stack += childrenOf[index]
    }
    return count
  }

  private mutating func number(_ root: Int, _ next: inout Int) {
    var stack: [(index: Int, depth: Int, isDone: Bool)] = [(root, 0, false)]
    while let (index, depth, isDone) = stack.popLast() {
      if isDone {
        positions[index].last = next - 1
        continue
      }
      positions[index] = Position(node: next, last: next, depth: depth, children: childrenOf[index].count)
      next += 1
      stack.append((index, depth, true))
      for child in childrenOf[index].reversed() { stack.append((child, depth + 1, false)) }
    }
  }
}
