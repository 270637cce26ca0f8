// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Who stands below whom, worked out anew from the superior that each organisation names; preorder numbers serve as names
/// only.
package struct RecountedTree: Sendable {
  /// One organisation that counts.
  package struct Unit: Sendable, Hashable {
    /// Organisation ID, as the sheet gives it.
    package var code: String
    /// Full name, as the sheet gives it.
    package var name: String
    /// Code of code list `organisation-kind`; nil where the sheet gives none.
    package var kind: String?
    /// Code of code list `sector`; nil where the sheet gives none.
    package var sector: String?
    /// Code of code list `stage`; nil where the sheet gives none.
    package var stage: String?
    /// Preorder number of the superior; nil of a root.
    package var parent: Int?
    /// How many superiors it has.
    package var depth = 0
  }

  /// By preorder number.
  package private(set) var units: [Unit] = []
  /// Direct children, by preorder number of the superior.
  package private(set) var children: [[Int]] = []
  /// Every organisation, each behind its superior.
  private(set) var downwards: [Int] = []
  /// Where a reference leads, by its number.
  private var targets: [Int64: Int] = [:]
  private var texts: [Int64: String] = [:]

  /// - Parameter variants: which hanzi names are compared as another.
  init(_ source: some RecordSource, variants: HanziVariants) throws {
    var (named, depths): ([Int64?], [Int]) = ([], [])
    try source.records(
      of: .organisation, columns: ["code", "full_name", "kind", "sector", "stage", "parent"], only: nil
    ) { record in
      guard !record.isSuperseded, let node = record.node, node >= 0 else { return }
      while units.count <= node {
        units.append(Unit(code: "", name: ""))
        named.append(nil)
        depths.append(0)
      }
      let texts = record.values.map(\.text)
      units[node] = Unit(
        code: texts[0] ?? "", name: texts[1] ?? texts[0] ?? "", kind: texts[2], sector: texts[3], stage: texts[4])
      (named[node], depths[node]) = (record.values[5].integer, record.depth ?? 0)
    }
    try lead(source.references(), ComparableText(variants))
    for node in units.indices { units[node].parent = named[node].flatMap { targets[$0] } }
    cutCircles(depths)
    order()
  }

  /// An organisation is who its ID says, and who its name says where no other has one like it; what else a text may mean
  /// is settling's word.
  private mutating func lead(_ references: [Int64: NamedOrganisation], _ comparable: ComparableText) {
    var sharing: [String: Int] = [:]
    for unit in units { sharing[comparable.of(unit.name), default: 0] += 1 }
    var own: [String: Int] = [:]
    for (node, unit) in units.enumerated() where !unit.name.isEmpty {
      if sharing[comparable.of(unit.name)] == 1 { own[unit.name] = node }
    }
    for (node, unit) in units.enumerated() where !unit.code.isEmpty && sharing[comparable.of(unit.code)] == nil {
      own[unit.code] = node
    }
    for (id, reference) in references {
      texts[id] = reference.text
      if let node = own[reference.text] ?? reference.node, node < units.count { targets[id] = node }
    }
  }

  /// Nobody stands above himself: a circle is cut where settling cut it, at the one it made a root.
  private mutating func cutCircles(_ depths: [Int]) {
    for start in units.indices {
      var seen: Set<Int> = []
      var node = start
      while seen.insert(node).inserted, let parent = units[node].parent { node = parent }
      guard units[node].parent != nil, seen.contains(node) else { continue }
      // The walk ended at one it had met: that one is on the circle.
      var circle = [node]
      while let parent = units[circle[circle.count - 1]].parent, parent != node { circle.append(parent) }
      units[circle.first { depths[$0] == 0 } ?? node].parent = nil
    }
  }

  private mutating func order() {
    children = Array(repeating: [], count: units.count)
    for (node, unit) in units.enumerated() {
      if let parent = unit.parent { children[parent].append(node) } else { downwards.append(node) }
    }
    var next = 0
    while next < downwards.count {
      let node = downwards[next]
      for child in children[node] { units[child].depth = units[node].depth + 1 }
      downwards += children[node]
      next += 1
    }
  }

  /// The organisation that a value of an organisation's column leads to; nil where it names none that is known.
  func target(_ value: RecordValue) -> Int? { value.integer.flatMap { targets[$0] } }

  /// The text behind such a value.
  func text(_ value: RecordValue) -> String? { value.integer.flatMap { texts[$0] } }

  /// The sum over each unit with everything below it.
  func rolledUp(_ own: [Int64]) -> [Int64] {
    var sums = own
    for node in downwards.reversed() { if let parent = units[node].parent { sums[parent] += sums[node] } }
    return sums
  }

  /// The same of what holds or does not: how often it does.
  func count(_ holds: (Int) -> Bool) -> [Int64] { rolledUp(units.indices.map { holds($0) ? 1 : 0 }) }
}

extension RecordValue {
  var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
}
