// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy
import ReportModel
import ReportWriting
import Results

/// Which pages a report has and where they lie: every unit has an address, be it a page of its own or a row of its
/// superior's.
struct ReportPlan {
  /// Pages for the unit and so many levels below, unless somebody asks for more.
  static let usualDepth = 2
  /// Where more units than these would have a page, those with few others below them are rows of their superior's, unless
  /// somebody asks for a depth: a page says little of a unit with one branch, and a city has thousands of them.
  static let mostPages = 1_500

  let tree: OrganisationTree
  let root: Int
  /// Units with a page, in preorder.
  let nodes: [Int]
  private let paged: Set<Int>
  /// Whether lists and data lie beside the pages; those of many units have folders of their own.
  let hasData: Bool
  let language: Language

  /// - Parameters:
  ///   - depth: nil for the usual one, where a unit without others below it is a row of its superior's page; right below
  ///     the root only where it owes no task.
  ///   - more: units with pages besides.
  init(tree: OrganisationTree, root: Int, depth: Int?, including more: [Int], pack: PolicyPack, language: Language) {
    self.tree = tree
    self.root = root
    self.language = language
    let deepest = tree.nodes[root].depth + (depth ?? ReportPlan.usualDepth)
    let besides = Set(more)
    let within = tree.subtree(of: root).filter { tree.nodes[$0].depth <= deepest || besides.contains($0) }
    let least = depth == nil ? ReportPlan.leastBelow(within, of: root, in: tree) : 0
    let duties = pack.tasks.map(\.duty)
    nodes = within.filter { node in
      let unit = tree.nodes[node]
      if node == root || besides.contains(node) || unit.last - node >= least { return true }
      guard unit.parent == root else { return false }
      return unit.last > node || duties.contains { $0.applies(to: unit, under: pack.assessment) }
    }
    paged = Set(nodes)
    hasData = more.isEmpty
  }

  /// How many units a unit must have below it for a page of its own.
  private static func leastBelow(_ nodes: [Int], of root: Int, in tree: OrganisationTree) -> Int {
    let counts = nodes.map { tree.nodes[$0].last - $0 }.sorted(by: >)
    guard counts.count > mostPages else { return 1 }
    return max(1, counts[mostPages] + 1)
  }

  func hasPage(_ node: Int) -> Bool { paged.contains(node) }

  /// The unit on whose page a unit stands: itself, or the nearest one above it that has a page.
  func holder(of node: Int) -> Int {
    var holder = node
    while !paged.contains(holder), let parent = tree.nodes[holder].parent { holder = parent }
    return paged.contains(holder) ? holder : root
  }

  // MARK: Paths below the report's folder

  func file(_ name: String) -> String { language.fileName(name) }

  private func code(_ node: Int) -> String { FileName(tree.nodes[node].code).text }

  func page(of node: Int) -> String { file("units/\(code(node)).html") }

  func address(of node: Int) -> String {
    hasPage(node) ? page(of: node) : page(of: holder(of: node)) + "#" + Anchor.unit(tree.nodes[node].code)
  }

  func indicator(_ id: String) -> String { file("indicators/\(FileName(id).text).html") }

  func rows(of node: Int, _ kind: RecordKind, as type: String = "html") -> String {
    file("evidence/\(code(node))/\(kind.rawValue).\(type)")
  }

  var cover: String { file("index.html") }
  var tasks: String { file("tasks.html") }
  var indicators: String { file("indicators.html") }
  var tables: String { file("tables.html") }
  var transitions: String { file("transitions.html") }
  var findings: String { file("findings.html") }
  var sources: String { file("sources.html") }
  var search: String { file("search.js") }
  var look: PageLook { PageLook(in: language) }

  /// The units below one that stand on its page: its children, and below those without a page their own.
  func rows(below node: Int) -> [Int] {
    tree.children(of: node).flatMap { child in hasPage(child) ? [child] : [child] + rows(below: child) }
  }
}
