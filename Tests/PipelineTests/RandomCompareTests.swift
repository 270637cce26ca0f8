// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Foundation
import Indicators
import Pipeline
import Policy
import Results
import TestSupport
import Testing

/// Towns whose quarters are generated with known movements.
@Suite struct RandomCompareTests {
  /// Two quarters, and what happened between them: cause and branch (earlier for leaving, later for coming).
  struct Quarters {
    var old: TestTown
    var new: TestTown
    /// Branch → cause → how many, without those who moved inside the town.
    var expected: [String: [String: Int64]] = [:]
    var mapping = ""
  }

  private func quarters(_ dice: inout SeededDice) -> Quarters {
    typealias Organisation = TestTown.Organisation
    var town = TestTown(
      organisations: [Organisation(code: "3302", name: "市委", kind: "团的领导机关", parent: "")], members: [])
    var branches: [String] = []
    for district in 0..<3 {
      let name = "\(district)区委"
      town.organisations.append(Organisation(code: "33020\(district)", name: name, kind: "团的领导机关", parent: "市委"))
      for branch in 0..<Int.random(in: 2...5, using: &dice) {
        branches.append("\(district)区\(branch)支部")
        town.organisations.append(
          Organisation(
            code: "33020\(district)0\(branch)", name: branches.last!,
            sector: ["农村", "非公企业", "普通高中"].randomElement(using: &dice)!, parent: name))
      }
      town.youth.append((name, Int.random(in: 30...90, using: &dice), "统计局"))
    }
    for number in 1...120 {
      town.members.append(
        TestTown.Citizen(
          number: number, birth: "\(Int.random(in: 1988...2003, using: &dice))-05-06",
          branch: branches.randomElement(using: &dice)!, volunteer: Bool.random(using: &dice) ? "2018-01-01" : ""))
    }
    town.posts = town.members.filter { $0.number.isMultiple(of: 3) }.map(post)
    var quarters = Quarters(old: town, new: town)
    change(&quarters, branches, &dice)
    return quarters
  }

  /// The list of posts has the whole ID number, whatever the roster of members has.
  private func post(of citizen: TestTown.Citizen) -> TestTown.Post {
    var citizen = citizen
    citizen.masksID = false
    return TestTown.Post(citizen: citizen)
  }

  private func change(_ quarters: inout Quarters, _ branches: [String], _ dice: inout SeededDice) {
    var kept: [TestTown.Citizen] = []
    func note(_ cause: String, _ branch: String, _ count: Int64) {
      quarters.expected[branch, default: [:]][cause, default: 0] += count
    }
    for citizen in quarters.old.members {
      var citizen = citizen
      let isOld = citizen.birth < "1991-06-30"
      switch Int.random(in: 0..<20, using: &dice) {
      case 0: note(isOld ? "rule:aged-out" : "vanished", citizen.branch, -1)
      case 1:
        note("state:resigned", citizen.branch, -1)
        citizen.status = "自愿退团"
        kept.append(citizen)
      case 2:
        note("transferred-out", citizen.branch, -1)
        quarters.new.transfers.append(
          .init(citizen: citizen, from: citizen.branch, to: "外地", completed: "2019-05-20"))
      case 3, 4:
        citizen.branch = branches.randomElement(using: &dice)!
        kept.append(citizen)
      case 5:
        citizen.volunteer = citizen.volunteer.isEmpty ? "2019-05-01" : ""
        kept.append(citizen)
      case 6:
        citizen.masksID = true
        kept.append(citizen)
      default: kept.append(citizen)
      }
    }
    for number in 200..<(200 + Int.random(in: 0...12, using: &dice)) {
      let isNew = Bool.random(using: &dice)
      let citizen = TestTown.Citizen(
        number: number, joined: isNew ? "2019-05" : "2017-05", branch: branches.randomElement(using: &dice)!)
      note(isNew ? "joined" : "appeared", citizen.branch, 1)
      kept.append(citizen)
    }
    // A post goes with its holder; who stands elsewhere holds none, and a few give theirs up.
    let holders = Dictionary(quarters.old.posts.map { ($0.citizen.number, $0.citizen.branch) }) { first, _ in first }
    quarters.new.posts = kept.filter {
      $0.status == "正常" && holders[$0.number] == $0.branch && Int.random(in: 0..<9, using: &dice) > 0
    }.map(post)
    quarters.new.members = kept.shuffled(using: &dice)
    for index in quarters.new.youth.indices { quarters.new.youth[index].count += Int.random(in: -9...9, using: &dice) }
  }

  /// Of every post that was given up, the reason is that of its holder; of those nobody knows a reason for, the holder has none
  /// either.
  @Test(arguments: [RandomSeed.of("quarters"), 2])
  func postsEndAsTheirHoldersLeave(seed: UInt64) throws {
    var dice = SeededDice(state: seed)
    let quarters = quarters(&dice)
    let run = try TownWorkspace([("2019-Q1", quarters.old), ("2019-Q2", quarters.new)]).compare()
    let flows = run.comparison.flows(of: "cadres")
    let now = Dictionary(quarters.new.members.map { ($0.number, $0) }) { first, _ in first }
    let kept = Set(quarters.new.posts.map(\.citizen.number))
    let gone = Set(quarters.new.transfers.map(\.citizen.number))
    var expected: [String: Int64] = [:]
    for holder in quarters.old.posts.map(\.citizen) where !kept.contains(holder.number) {
      let cause: String =
        if let member = now[holder.number] {
          member.status != "正常" ? "state:resigned" : member.branch != holder.branch ? "person-moved" : "vanished"
        } else if gone.contains(holder.number) {
          "transferred-out"
        } else {
          holder.birth < "1991-06-30" ? "rule:aged-out" : "vanished"
        }
      expected[cause, default: 0] -= 1
    }
    #expect(
      Dictionary(uniqueKeysWithValues: flows.movements(at: 0).map { ($0.cause.key, $0.amount) }) == expected,
      "seed \(seed)")
  }

  /// Branches that change their superior, their name or their ID, or go on in another.
  private func reorganise(_ quarters: inout Quarters, _ dice: inout SeededDice) {
    let branches = quarters.new.organisations.indices.filter { quarters.new.organisations[$0].kind == "团支部" }
    let chosen = branches.shuffled(using: &dice).prefix(3)
    for (number, index) in chosen.enumerated() {
      let old = quarters.new.organisations[index]
      switch number {
      case 0: quarters.new.organisations[index].parent = "\(Int.random(in: 0..<3, using: &dice))区委"
      case 1:
        quarters.new.organisations[index].name = "更名支部"
        moveAll(from: old.name, to: "更名支部", &quarters.new)
      default: quarters.new.organisations[index].code = old.code + "9"
      }
    }
    let (from, into) = (branches.first { !chosen.contains($0) }!, branches.last { !chosen.contains($0) }!)
    guard from != into else { return }
    let (gone, target) = (quarters.new.organisations[from], quarters.new.organisations[into])
    moveAll(from: gone.name, to: target.name, &quarters.new)
    quarters.mapping = "- {kind: merge, old: \"\(gone.code)\", new: \"\(target.code)\"}\n"
    quarters.new.organisations.remove(at: from)
  }

  private func moveAll(from old: String, to new: String, _ town: inout TestTown) {
    for index in town.members.indices where town.members[index].branch == old { town.members[index].branch = new }
    for index in town.posts.indices where town.posts[index].citizen.branch == old {
      town.posts[index].citizen.branch = new
    }
  }

  @Test(arguments: [RandomSeed.of("quarters"), 1])
  func generatedMovementsAreMovementsReported(seed: UInt64) throws {
    var dice = SeededDice(state: seed)
    let quarters = quarters(&dice)
    let run = try TownWorkspace([("2019-Q1", quarters.old), ("2019-Q2", quarters.new)]).compare()
    let flows = run.comparison.flows(of: "counted-members")
    let moves: Set<String> = ["moved-in", "moved-out"]
    for organisation in quarters.old.organisations where organisation.kind == "团支部" {
      let unit = try run.units(.named(organisation.name))[0]
      let reported = flows.movements(at: unit).filter { !moves.contains($0.cause.key) }
      #expect(
        Dictionary(uniqueKeysWithValues: reported.map { ($0.cause.key, $0.amount) })
          == quarters.expected[organisation.name, default: [:]], "seed \(seed), \(organisation.name)")
    }
    let masked = quarters.new.members.filter(\.masksID).count
    #expect(run.people[.member]?.fallbacks.values.reduce(0, +) ?? 0 == masked, "seed \(seed)")
  }

  /// At every unit, for every indicator: the bridge adds up exactly, every measure's movements are its change, and the
  /// rows behind a part add up to it.
  @Test(arguments: [RandomSeed.of("quarters"), 3])
  func bridgesAddUpAtEveryUnit(seed: UInt64) throws {
    var dice = SeededDice(state: seed)
    var quarters = quarters(&dice)
    reorganise(&quarters, &dice)
    let workspace = try TownWorkspace([("2019-Q1", quarters.old), ("2019-Q2", quarters.new)])
    let run = try workspace.compare(mapping: quarters.mapping)
    let comparison = run.comparison
    var bridges = 0
    for measure in comparison.after.pack.measures {
      let flows = comparison.flows(of: measure.id)
      for unit in 0..<comparison.pairing.unitCount {
        let (before, after) = (
          comparison.countBefore(of: measure.id, unit: unit), comparison.countAfter(of: measure.id, unit: unit)
        )
        #expect(
          flows.total(at: unit) == (after ?? 0) - (before ?? 0),
          "seed \(seed), \(measure.id) at \(comparison.pairing.node(of: unit).name)")
      }
    }
    for indicator in comparison.after.pack.indicators {
      let flows = comparison.flows(of: indicator.numerator)
      for unit in 0..<comparison.pairing.unitCount {
        guard let bridge = comparison.delta(of: indicator, unit: unit, flows: flows).bridge else { continue }
        bridges += 1
        #expect(bridge.start + bridge.parts.map(\.value).reduce(.zero, +) == bridge.end, "seed \(seed)")
        let isExplained = bridge.parts.allSatisfy { if case .unexplained = $0 { false } else { true } }
        #expect(isExplained, "seed \(seed), \(indicator.id) at \(comparison.pairing.node(of: unit).name)")
      }
    }
    #expect(bridges > 50, "seed \(seed)")
    try rowsAddUp(run, seed)
  }

  private func rowsAddUp(_ run: CompareRun, _ seed: UInt64) throws {
    for measure in ["counted-members", "members-volunteers", "cadres", "branches", "youth"] {
      let flows = run.comparison.flows(of: measure)
      for unit in [0] + run.comparison.after.tree.children(of: 0) {
        var sums: [String: Int64] = [:]
        for line in try run.rowsTable(measure: measure, unit: unit).csv().split(separator: "\r\n").dropFirst() {
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          sums[String(cells[0]), default: 0] += Int64(cells[2]) ?? 0
        }
        let movements = flows.movements(at: unit).map { ($0.cause.key, $0.amount) }
        #expect(
          sums.filter { $0.value != 0 } == Dictionary(uniqueKeysWithValues: movements), "seed \(seed), \(measure)")
      }
    }
  }
}
