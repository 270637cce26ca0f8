// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import Testing

/// Month of birth, and an age on one day after the other: none of them may say on which side of a day the birthday lies.
@Suite struct CandidateAgeTests {
  /// People born on every day of a month who have the same months everywhere else: nobody can be told from the others by an
  /// age, nor by standing in a list while the others do not.
  @Test func agesAndListsOverFiveQuartersLeaveTheDayOpen() throws {
    let town = try BirthdayTown()
    var claims = town.people.map { Claims(id: $0.id) }
    var parting: Set<String> = []
    for quarter in ["2018-Q4", "2019-Q1", "2019-Q2", "2019-Q3", "2020-Q1"] {
      let period = try #require(Period(quarter))
      let imported = try ImportRun(context: town.context, period: period).run([town.folder + "/in"])
      var lists: [String: Set<Int>] = [:]
      for finding in imported.findings where finding.finding.place?.file.hasSuffix("a.csv") == true {
        if let row = finding.finding.place?.row { lists[finding.finding.code, default: []].insert(row - 2) }
      }
      let run = try EvidenceRun(census: PeriodCensus(context: town.context, period: period))
      for measure in town.context.pack.measures where !measure.isReported && measure.kind == .member {
        lists[measure.id] = try hear(run, measure.id, period, &claims)
      }
      for (list, rows) in lists { parting.formUnion(town.groups(partedBy: rows).map { "\(list): \($0)" }) }
    }
    #expect(claims.allSatisfy { $0.knowsMonth && $0.ages.count >= 3 })
    let least = zip(claims.map { $0.candidates() }, town.people.map(\.id)).min { $0.0 < $1.0 }
    #expect(least.map { $0.0 >= 10_000 } == true, "\(String(describing: least))")
    #expect(parting.isEmpty, "\(parting.sorted().joined(separator: "\n"))")
  }

  /// - Returns: the people who stand in the list.
  private func hear(
    _ run: EvidenceRun, _ measure: String, _ period: Period, _ claims: inout [Claims]
  ) throws -> Set<Int> {
    var lines = ""
    var people: Set<Int> = []
    try EvidenceFormatter(format: .json).write(run, id: measure, unit: .all) {
      lines += String(decoding: $0, as: UTF8.self)
    }
    for line in lines.split(separator: "\n") {
      let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      guard let number = row["row"].flatMap({ Int("\($0)") }), claims.indices.contains(number - 2) else { continue }
      people.insert(number - 2)
      row.values.forEach { claims[number - 2].hear("\($0)") }
      PrintedCity.hearAges(row, period, &claims[number - 2])
    }
    return people
  }
}

/// A branch of people born on every day of some months, in files of its own; all of it goes away at the end.
private final class BirthdayTown {
  struct Person {
    var id: String
    /// Months of birth, of joining the League and the Party and of volunteering.
    var group: String
  }

  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ages-" + UUID().uuidString).path
  let context: CommandContext
  /// In the order of the rows of a.csv, from row 2 on.
  private(set) var people: [Person] = []

  init() throws {
    context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    // 29 February of a leap year is a day by itself in every other year.
    for (year, month) in [(2004, 2), (1988, 2), (2004, 6), (2005, 3), (1991, 12)] {
      for years in [0, 12, 13, 14, 15] { add(year, month, joined: years, party: year < 1992 ? 28 : 18) }
      add(year, month, joined: 14, party: 14)
    }
    try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
    let rows = people.enumerated().map { "王\($0),\($1.id),\($1.group),330901" }
    let text = (["姓名,身份证号码,入团年月,入党年月,注册志愿者时间,所在团支部"] + rows).joined(separator: "\n")
    try text.write(toFile: folder + "/in/a.csv", atomically: true, encoding: .utf8)
    let organisations = "团组织ID,团组织全称,组织类别,上级组织\n3309,共青团试市委员会,团的领导机关,\n330901,乙村团支部,团支部,3309\n"
    try organisations.write(toFile: folder + "/in/b.csv", atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// One person for every day of a month; the other months are whole years later, and the one of volunteering the same.
  private func add(_ year: Int, _ month: Int, joined: Int, party: Int) {
    let padded = month < 10 ? "0\(month)" : "\(month)"
    let group = "\(year + joined)-\(padded),\(year + party)-\(padded),\(year)-\(padded)"
    for day in 1...CalendarDay.days(inMonth: month, year: year) {
      let body = "330203\(year * 10_000 + month * 100 + day)\(100 + joined * 10 + party % 10)"
      people.append(
        Person(id: body + String(decoding: [Claims.check(body.utf8)], as: UTF8.self), group: group))
    }
  }

  /// Groups of which some stand in a list and others do not.
  func groups(partedBy list: Set<Int>) -> [String] {
    let all = Dictionary(grouping: people.indices) { people[$0].group }
    return all.filter { group in
      let listed = group.value.count { list.contains($0) }
      return listed > 0 && listed < group.value.count
    }.map(\.key)
  }
}
