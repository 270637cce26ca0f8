// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Foundation
import Pipeline
import Testing

/// Movements between two quarters go by the dates of transfers, whatever the order of their rows.
@Suite struct MovementDateTests {
  typealias Citizen = TestTown.Citizen
  typealias Transfer = TestTown.Transfer

  /// What became of one person: where the roster has them, and the transfers, the oldest first.
  struct Case: CustomStringConvertible, Sendable {
    var description: String
    var before: String?
    var after: String?
    var joined = "2016-05"
    /// From, to, day of completion.
    var steps: [[String]]
    var cause: String
  }

  static let cases = [
    Case(
      description: "moved on, then out of the city", before: "甲一支部",
      steps: [["甲一支部", "甲二支部", "2019-05-02"], ["甲二支部", "外地支部", "2019-06-03"]], cause: "transferred-out"),
    Case(
      description: "out and back, then on no roster", before: "甲一支部",
      steps: [["甲一支部", "外地支部", "2019-04-02"], ["外地支部", "甲二支部", "2019-06-03"]], cause: "lost-in-transfer"),
    Case(
      description: "moved inside the city and arrived nowhere", before: "甲一支部",
      steps: [["甲一支部", "乙一支部", "2019-05-02"]], cause: "lost-in-transfer"),
    Case(
      description: "new on the roster that the last transfer leads away from", after: "甲一支部",
      steps: [["外地支部", "甲一支部", "2019-04-02"], ["甲一支部", "外地支部", "2019-06-03"]], cause: "appeared"),
    Case(
      description: "new on the roster, and led elsewhere in the city", after: "甲一支部",
      steps: [["外地支部", "乙一支部", "2019-06-03"]], cause: "appeared"),
    Case(
      description: "came in from outside and moved on", after: "甲二支部",
      steps: [["外地支部", "甲一支部", "2019-05-02"], ["甲一支部", "甲二支部", "2019-06-03"]], cause: "transferred-in"),
    Case(
      description: "joined in April, moved in May", after: "甲二支部", joined: "2019-04",
      steps: [["甲一支部", "甲二支部", "2019-05-02"]], cause: "joined"),
    Case(
      description: "joined in April, moved twice", after: "乙一支部", joined: "2019-04",
      steps: [["甲一支部", "甲二支部", "2019-05-02"], ["甲二支部", "乙一支部", "2019-06-03"]], cause: "joined"),
    Case(
      description: "joined elsewhere in April, came in May", after: "甲二支部", joined: "2019-04",
      steps: [["外地支部", "甲二支部", "2019-05-02"]], cause: "transferred-in"),
    Case(
      description: "joined in April, and left the roster's branch in May", after: "甲一支部", joined: "2019-04",
      steps: [["甲一支部", "外地支部", "2019-05-02"]], cause: "joined"),
  ]

  @Test(arguments: [false, true])
  func theLastTransferByDateSpeaks(newestFirst: Bool) throws {
    var old = TestTown(organisations: TestTown.plain, members: [])
    // Somebody in every branch who stays, so that each has reported in both quarters.
    old.members = ["甲一支部", "甲二支部", "乙一支部"].enumerated().map { Citizen(number: 900 + $0, branch: $1) }
    var new = old
    for (index, person) in MovementDateTests.cases.enumerated() {
      let citizen = Citizen(number: index + 1, joined: person.joined, branch: person.after ?? person.before ?? "")
      if let before = person.before {
        old.members.append(Citizen(number: index + 1, joined: person.joined, branch: before))
      }
      if person.after != nil { new.members.append(citizen) }
      let transfers = person.steps.map { Transfer(citizen: citizen, from: $0[0], to: $0[1], completed: $0[2]) }
      new.transfers += newestFirst ? transfers.reversed() : transfers
    }
    let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
    let flows = run.comparison.flows(of: "counted-members")
    let causes = Dictionary(uniqueKeysWithValues: flows.movements(at: 0).map { ($0.cause.key, Int(abs($0.amount))) })
    let expected = Dictionary(grouping: MovementDateTests.cases, by: \.cause).mapValues(\.count)
    #expect(causes == expected)
  }

  /// One person at a time, so that no cause can stand in for another.
  @Test(arguments: MovementDateTests.cases)
  func eachByItself(person: Case) throws {
    for newestFirst in [false, true] {
      var old = TestTown(organisations: TestTown.plain, members: [])
      old.members = ["甲一支部", "甲二支部", "乙一支部"].enumerated().map { Citizen(number: 900 + $0, branch: $1) }
      var new = old
      let citizen = Citizen(number: 1, joined: person.joined, branch: person.after ?? person.before ?? "")
      if person.before != nil { old.members.append(citizen) }
      if person.after != nil { new.members.append(citizen) }
      let transfers = person.steps.map { Transfer(citizen: citizen, from: $0[0], to: $0[1], completed: $0[2]) }
      new.transfers = newestFirst ? transfers.reversed() : transfers
      let run = try TownWorkspace([("2019-Q1", old), ("2019-Q2", new)]).compare()
      let causes = run.comparison.flows(of: "counted-members").movements(at: 0).map(\.cause.key)
      #expect(causes == [person.cause], "newest first: \(newestFirst)")
    }
  }
}
