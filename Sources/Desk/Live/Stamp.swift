// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Pipeline
import Reports
import Synchronization

/// Says whether a workspace is as it was: what its catalogue looks like from outside. Every change of the census touches it.
struct Stamp: Sendable, Hashable {
  private let size: Int
  private let changed: Date

  init(_ workspace: Workspace) {
    let path = workspace.directory + "/workspace.sqlite"
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    size = attributes?[.size] as? Int ?? 0
    changed = attributes?[.modificationDate] as? Date ?? .distantPast
  }
}

/// The trees of periods, read once for each state of the workspace.
final class TreeCache: Sendable {
  private struct Entry {
    var stamp: Stamp
    var tree: OrganisationTree
  }

  private let entries = Mutex<[Period: Entry]>([:])

  /// - Returns: nil where there is no such period.
  func tree(of period: Period, _ desk: Desk) throws -> OrganisationTree? {
    let stamp = Stamp(desk.workspace)
    if let entry = entries.withLock({ $0[period] }), entry.stamp == stamp { return entry.tree }
    guard try desk.workspace.periods.contains(period) else { return nil }
    let tree = try desk.workspace.period(period).organisationTree()
    entries.withLock { $0[period] = Entry(stamp: stamp, tree: tree) }
    return tree
  }
}

/// Whom a submission belongs to.
struct SubmissionOwner: Sendable {
  let period: Period
  let submission: Submission

  init(_ number: Int, in workspace: Workspace) throws {
    period = try workspace.period(ofSubmission: number)
    guard let found = try workspace.submissions(of: period).first(where: { $0.number == number }) else {
      throw Refusal.notFound
    }
    submission = found
  }

  var unit: String? { submission.unit ?? submission.about }
}
