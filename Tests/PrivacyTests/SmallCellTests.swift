// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import Testing

/// Tables for publication show no small count, and none can be worked out from what they show.
@Suite struct SmallCellTests {
  private static let least: Int64 = 3

  @Test func theSmallCellAndItsComplementAreWithheld() {
    let values = ["a": 1, "b": 5, "c": 9, "all": 15] as [String: Int64]
    let small = SmallCells(
      values, lines: [.init(parts: ["a", "b", "c"], whole: "all")], related: [], least: SmallCellTests.least)
    #expect(small.hidden == ["a", "b"])
  }

  /// Two counts whose sum is two are one each.
  @Test func aSumThatLeavesNoDoubtIsWithheldToo() {
    let values = ["a": 1, "b": 1, "c": 9, "all": 11] as [String: Int64]
    let line = SmallCells.Line(parts: ["a", "b", "c"], whole: "all")
    #expect(SmallCells(values, lines: [line], related: [], least: 3).hidden == ["a", "b", "c"])
    let only = ["a": 2, "b": 1, "all": 3] as [String: Int64]
    let short = SmallCells.Line(parts: ["a", "b"], whole: "all")
    #expect(SmallCells(only, lines: [short], related: [], least: 3).hidden == ["a", "b", "all"])
  }

  @Test func tablesWithoutSmallCountsStayWhole() {
    let line = SmallCells.Line(parts: ["a", "b"], whole: "all")
    #expect(SmallCells(["a": 3, "b": 0, "all": 3], lines: [line], related: [], least: 3).hidden.isEmpty)
  }

  /// Random cubes of rows × sexes × units: nobody who solves all equations finds a withheld count.
  @Test(arguments: 1...60) func noEquationGivesACountBack(seed: Int) {
    var cube = Cube(seed: UInt64(seed))
    cube.fill()
    let small = SmallCells(cube.values, lines: cube.lines, related: cube.related, least: SmallCellTests.least)
    for (cell, value) in cube.values where (1..<SmallCellTests.least).contains(value) {
      #expect(small.hidden.contains(cell))
    }
    let solved = cube.equations.solved(hidden: small.hidden)
    let given = solved.filter { (1..<SmallCellTests.least).contains(cube.values[$0] ?? 0) }
    #expect(given.isEmpty, "seed \(seed): \(given.sorted())")
  }

  @Test func aPublishedCityShowsNoSmallCount() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("publish-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let period = Period("2019-Q2")!
    try SampleCity(SampleCity.Plan(members: 200, seed: 4, periods: [period])).write(to: folder + "/in")
    let workspace = ["--workspace", folder + "/ws"]
    _ = try Program.run(["import", "--period", "2019-Q2", folder + "/in/2019-Q2"] + workspace)
    let arguments = ["census", "--period", "2019-Q2", "--by", "children", "--format", "json"] + workspace
    let whole = try objects(Program.run(arguments).output)
    let published = try objects(Program.run(arguments + ["--publish"]).output)
    try #require(whole.count == published.count)
    let pack = try PackLoader.load("ningbo-2019")
    var (small, withheld) = (0, 0)
    for (before, after) in zip(whole, published) {
      let (old, new) = (before["counts"] as? [String: Any] ?? [:], after["counts"] as? [String: Any] ?? [:])
      withheld += (after["withheld"] as? [String] ?? []).count
      for (measure, value) in old {
        let isOfPersons = pack.measure(measure).map { pack.vocabulary.schemas[$0.kind].namesPersons } ?? true
        guard isOfPersons, let count = value as? Int, (1...2).contains(count) else { continue }
        small += 1
        #expect(new[measure] is NSNull, "\(after)")
      }
    }
    #expect(small > 20 && withheld > small)
    let text = try Program.run(["census", "--period", "2019-Q2", "--publish"] + workspace).output
    #expect(text.contains(" *") && text.contains("不公布"))
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
  }
}

/// Members by age, sex and unit: ages add up to their total, men and women to members, children to their unit.
private struct Cube {
  private static let ages = ["14", "15", "16", "17", "18"]
  private static let units = ["u", "u1", "u2", "u3"]
  private static let columns = ["members", "men", "women"]
  private var dice: Dice
  private(set) var values: [String: Int64] = [:]

  init(seed: UInt64) { dice = Dice(seed: seed) }

  private func cell(_ unit: String, _ age: String, _ column: String) -> String { "\(unit)/\(age)/\(column)" }

  mutating func fill() {
    for unit in Cube.units.dropFirst() {
      for age in Cube.ages {
        for column in ["men", "women"] {
          let count = Int64(dice.number(0...2) == 0 ? dice.number(0...3) : dice.number(0...40))
          for unit in ["u", unit] {
            for age in [age, "all"] {
              for column in [column, "members"] { values[cell(unit, age, column), default: 0] += count }
            }
          }
        }
      }
    }
  }

  private var rows: [String] { Cube.ages + ["all"] }

  var lines: [SmallCells<String>.Line] {
    let byAge = Cube.units.flatMap { unit in
      Cube.columns.map { column in
        SmallCells.Line(parts: Cube.ages.map { cell(unit, $0, column) }, whole: cell(unit, "all", column))
      }
    }
    let byUnit = rows.flatMap { age in
      Cube.columns.map { column in
        SmallCells.Line(
          parts: Cube.units.dropFirst().map { cell($0, age, column) }, whole: cell(Cube.units[0], age, column))
      }
    }
    return byAge + byUnit
  }

  var related: [[String]] {
    Cube.units.flatMap { unit in rows.map { age in Cube.columns.map { cell(unit, age, $0) } } }
  }

  var equations: Equations {
    let sexes = related.map { cells in SmallCells.Line(parts: Array(cells.dropFirst()), whole: cells[0]) }
    return Equations(lines: lines + sexes)
  }
}

/// What follows from sums, for somebody who can solve equations.
private struct Equations {
  let lines: [SmallCells<String>.Line]

  /// The withheld cells of which only one value is possible; worked out in a field of prime order.
  func solved(hidden: Set<String>) -> Set<String> {
    let unknowns = hidden.sorted()
    let column = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($1, $0) })
    var matrix = lines.map { line in
      var row = [Int](repeating: 0, count: unknowns.count)
      for part in line.parts { if let index = column[part] { row[index] = 1 } }
      if let index = column[line.whole] { row[index] = Equations.prime - 1 }
      return row
    }.filter { row in row.contains { $0 != 0 } }
    var done = 0
    for index in unknowns.indices {
      guard let pivot = (done..<matrix.count).first(where: { matrix[$0][index] != 0 }) else { continue }
      matrix.swapAt(done, pivot)
      let inverse = Equations.power(matrix[done][index], Equations.prime - 2)
      matrix[done] = matrix[done].map { $0 * inverse % Equations.prime }
      for other in matrix.indices where other != done && matrix[other][index] != 0 {
        let factor = matrix[other][index]
        for place in unknowns.indices {
          matrix[other][place] =
            (matrix[other][place] + (Equations.prime - factor) * matrix[done][place]) % Equations.prime
        }
      }
      done += 1
    }
    return Set(
      matrix[..<done].compactMap { row in
        let places = row.indices.filter { row[$0] != 0 }
        return places.count == 1 ? unknowns[places[0]] : nil
      })
  }

  private static let prime = 1_000_003

  private static func power(_ base: Int, _ exponent: Int) -> Int {
    var (result, base, exponent) = (1, base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base % prime }
      base = base * base % prime
      exponent >>= 1
    }
    return result
  }
}
