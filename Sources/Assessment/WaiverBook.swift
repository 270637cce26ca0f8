// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Whether a waiver holds on the census day, or why not.
package enum WaiverStatus: String, Sendable, Hashable, CaseIterable {
  /// The census day lies within its time.
  case inForce = "in-force"
  /// Its last day lies before the census day.
  case expired
  /// It begins after the census day.
  case notYet = "not-yet"
  /// The period's tree has no such unit.
  case unitUnknown = "unit-unknown"
  /// The pack in force has no such task.
  case taskUnknown = "task-unknown"
}

/// A waiver as it stands on the census day of a period.
package struct JudgedWaiver: Sendable, Hashable {
  /// The waiver as pack or workspace grants it.
  package var waiver: Waiver
  /// Whether it holds on the census day, or why not.
  package var standing: WaiverStatus
  /// Preorder number of its unit.
  package var node: Int?
}

/// The waivers of pack and workspace, as they stand on the census day of a period.
package struct WaiverBook: Sendable {
  /// By task, unit and first day.
  package let waivers: [JudgedWaiver]
  private let tree: OrganisationTree

  /// Sees how each waiver stands: whether its task is one of the pack's, its unit in the tree, and the day within its
  /// time.
  ///
  /// - Parameter day: the census day of the period.
  package init(_ waivers: [Waiver], pack tasks: [ReformTask], tree: OrganisationTree, on day: CalendarDay) {
    self.tree = tree
    let known = Set(tasks.map(\.id))
    self.waivers = waivers.map { waiver in
      let node = tree.node(named: waiver.unit)
      let standing = known.contains(waiver.task) ? WaiverBook.standing(of: waiver, node, on: day) : .taskUnknown
      return JudgedWaiver(waiver: waiver, standing: standing, node: node)
    }.sorted { left, right in
      let (first, second) = (left.waiver, right.waiver)
      if first.task != second.task { return first.task < second.task }
      if first.unit != second.unit { return first.unit < second.unit }
      return (first.from, first.until) < (second.from, second.until)
    }
  }

  private static func standing(of waiver: Waiver, _ node: Int?, on day: CalendarDay) -> WaiverStatus {
    if node == nil { return .unitUnknown }
    if day < waiver.from { return .notYet }
    return day > waiver.until ? .expired : .inForce
  }

  /// The waiver in force for a task and unit; of several, the one that holds longest.
  package func waiver(of task: String, unit: Int) -> Waiver? {
    waivers.filter { $0.standing == .inForce && $0.waiver.task == task && covers($0, unit) }
      .max { $0.waiver.until < $1.waiver.until }?.waiver
  }

  /// Every waiver that touches a unit or one below it, whatever its standing; those of unknown units come to the root.
  package func waivers(within unit: Int) -> [JudgedWaiver] {
    let nodes = tree.nodes.indices.contains(unit) ? tree.subtree(of: unit) : unit...unit
    return waivers.filter { judged in
      guard let node = judged.node else { return unit == 0 }
      return nodes.contains(node) || covers(judged, unit)
    }
  }

  private func covers(_ judged: JudgedWaiver, _ unit: Int) -> Bool {
    guard let node = judged.node else { return false }
    return node == unit || judged.waiver.isForSubtree && tree.subtree(of: node).contains(unit)
  }
}
