// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import SheetReading
import Tabular

/// A sample city over three periods, imported, and everything the program prints of it; all of it goes away at the end.
final class PrintedCity {
  struct Address: Hashable {
    var period: Period
    var file: String
    var row: Int
  }

  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("printed-" + UUID().uuidString).path
  let periods = ["2019-Q1", "2019-Q2", "2019-Q3"].compactMap { Period($0) }
  let context: CommandContext
  /// True ID number by the row of the sender's file it stands in.
  private(set) var ids: [Address: String] = [:]
  /// Those that have fifteen digits, and those that their sender masked.
  private(set) var old: Set<String> = []
  private(set) var hidden: Set<String> = []
  private var claims: [String: Claims] = [:]
  /// What is heard now, and what was heard of it alone.
  var output = "store"
  private var claimsByOutput: [String: [String: Claims]] = [:]

  init(members: Int, seed: UInt64) throws {
    let plan = SampleCity.Plan(members: members, seed: seed, periods: periods, pageRows: 500, defects: 0.15)
    try SampleCity(plan).write(to: folder + "/rosters")
    context = CommandContext(
      workspaceDirectory: try PrintedCity.makingKey(of: folder + "/ws"), pack: try PackLoader.load("ningbo-2019"),
      language: .chinese)
    for period in periods {
      let home = "\(folder)/rosters/\(period)"
      _ = try ImportRun(context: context, period: period).run([home])
      for file in try WorkbookFiles.collect([home]).files { try readIDs(file, period) }
    }
  }

  /// Pseudonyms and signatures hang on the key: with a key of its own each run would print other digits.
  static func makingKey(of workspace: String) throws -> String {
    try FileManager.default.createDirectory(
      atPath: workspace, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    _ = FileManager.default.createFile(
      atPath: workspace + "/workspace.key", contents: Data("the key of this test: no secret.".utf8),
      attributes: [.posixPermissions: 0o600])
    return workspace
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Finds the ID numbers of a roster by the look of the cells.
  private func readIDs(_ file: WorkbookFile, _ period: Period) throws {
    // One of the planted defects is a file that is no workbook.
    guard let cursor = try? WorkbookOpener.open(file.open()).rows() else { return }
    var batch = RowBatch()
    while (try? cursor.next(into: &batch)) == true {
      for row in batch.rows {
        let texts = batch.cells(of: row).map { batch.text(of: $0) }
        guard let id = texts.lazy.compactMap({ PrintedCity.id($0, among: texts) }).first else { continue }
        let address = Address(period: period, file: file.name, row: Int(row.number))
        ids[address] = id
        if texts.contains(where: { $0.count == 15 && $0.allSatisfy(\.isNumber) }) { old.insert(id) }
        if texts.contains(where: { $0.count == 18 && $0.contains("*") }) { hidden.insert(id) }
      }
    }
  }

  /// The eighteen signs of a number that stands in a cell; of one that its sender masked, with a day of the row that fits.
  private static func id(_ text: String, among texts: [String]) -> String? {
    switch text.count {
    case 15 where text.allSatisfy(\.isNumber):
      let body: String = String(text.prefix(6)) + "19" + String(text.dropFirst(6))
      return isID(body + String(decoding: [Claims.check(body.utf8)], as: UTF8.self))
    case 18 where text.contains("********"):
      for other in texts {
        let day = String(other.filter(\.isNumber).prefix(8))
        let whole: String = String(text.prefix(6)) + day + String(text.suffix(4))
        if let id = isID(whole) { return id }
      }
      return nil
    case 18: return isID(text)
    default: return nil
    }
  }

  private static func isID(_ text: String) -> String? {
    let digits = Array(text.utf8)
    guard digits.count == 18, digits[..<17].allSatisfy({ $0 &- 0x30 <= 9 }), Claims.check(digits[..<17]) == digits[17],
      Int(text.dropFirst(6).prefix(8)).flatMap(CalendarDay.init(rawValue:)) != nil
    else { return nil }
    return text
  }

  /// What was heard of every person so far, then `body` for the one of a row.
  func hear(_ period: Period, _ file: String, _ row: Int, _ body: (inout Claims) -> Void) {
    guard let id = ids[Address(period: period, file: file, row: row)] else { return }
    body(&claims[id, default: Claims(id: id)])
    body(&claimsByOutput[output, default: [:]][id, default: Claims(id: id)])
  }

  var heard: [Claims] { Array(claims.values) }

  /// What was heard of those people.
  func heard(of people: Set<String>) -> [Claims] { people.compactMap { claims[$0] } }

  func heard(in output: String) -> [Claims] { Array(claimsByOutput[output, default: [:]].values) }

  func forget() { claims = [:] }

  // MARK: Outputs

  /// Takes in a list of cells that names a row of a file: as file, sheet and row side by side, or as “file ▸ sheet ▸ row”.
  func hear(cells: [String], of period: Period?) {
    for (file, row) in places(in: cells) {
      for period in period.map({ [$0] }) ?? periods {
        hear(period, file, row) { claims in cells.forEach { claims.hear($0) } }
      }
    }
  }

  private func places(in cells: [String]) -> [(String, Int)] {
    var found: [(String, Int)] = []
    for (index, cell) in cells.enumerated() where cell.contains(".xml") {
      if index + 2 < cells.count, let row = Int(cells[index + 2]) { found.append((cell, row)) }
      let parts = cell.components(separatedBy: " ▸ ")
      guard parts.count >= 3 else { continue }
      // The place may stand in the middle of a sentence: “… 2019-Q2/330203-团员花名册-01.xml ▸ 团员花名册 ▸ C12 …”.
      let place = parts[2].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "第" || $0 == " " }
      if let row = Int(place.filter(\.isNumber)), let file = parts[0].split(separator: " ").last {
        found.append((String(file), row))
      }
    }
    return found
  }

  /// Age on the census day, and on the last day of the month of joining.
  static func hearAges(_ object: [String: Any], _ period: Period, _ claims: inout Claims) {
    if let age = object["age"].flatMap({ Int("\($0)") }) { claims.hear(age: age, on: period.censusDay) }
    guard let age = object["joining_age"].flatMap({ Int("\($0)") }), let joined = object["joined"] as? String else {
      return
    }
    let parts = joined.split(separator: "-").compactMap { Int($0) }
    guard parts.count >= 2, let day = CalendarDay.lastDay(ofMonth: parts[1], year: parts[0]) else { return }
    claims.hear(age: age, on: day)
  }

  /// Every object of a JSON text with a file and a row, and those within it.
  func hear(json value: Any, of period: Period?) {
    if let list = value as? [Any] { list.forEach { hear(json: $0, of: period) } }
    guard let object = value as? [String: Any] else { return }
    object.values.forEach { hear(json: $0, of: period) }
    let texts = object.values.map { "\($0)" }
    for prefix in ["", "before-", "after-"] {
      guard let file = object[prefix + "file"] as? String, let row = object[prefix + "row"].flatMap({ Int("\($0)") })
      else { continue }
      for period in period.map({ [$0] }) ?? periods {
        hear(period, file, row) { claims in
          texts.forEach { claims.hear($0) }
          PrintedCity.hearAges(object, period, &claims)
        }
      }
    }
  }
}
