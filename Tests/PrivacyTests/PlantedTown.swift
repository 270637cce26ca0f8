// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Policy

/// A town's sheets of every kind with one planted value in each row, imported, reported and searched; all of it goes away.
final class PlantedTown {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("planted-" + UUID().uuidString).path
  private let vocabulary: RosterVocabulary
  private let names: String
  /// What stands in the sheets to be found nowhere else, with where it was put.
  private(set) var planted: [String: String] = [:]

  init(names: String = "masked") throws {
    vocabulary = try PackLoader.load("ningbo-2019").vocabulary
    self.names = names
    for part in ["in", "tmp"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    try write("organisations", ["团组织ID", "团组织全称", "组织类别", "上级组织"], rows: PlantedTown.tree)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static let tree = [
    ["330203", "共青团宁波市海曙区委", "团的领导机关", ""], ["330203001", "东村团支部", "团支部", "330203"],
    ["330203002", "西村团支部", "团支部", "330203"],
  ]

  var sheets: [SheetVocabulary] { vocabulary.sheets }

  /// Writes a sheet of a kind whose rows hold the examples of the vocabulary, each changed by `change`.
  func write(_ sheet: SheetVocabulary, count: Int, named name: String, change: (Int, inout [String]) -> Void) throws {
    let fields = sheet.fields.filter { $0.type != .ignored }
    var rows: [[String]] = []
    for index in 0..<count {
      var row = fields.map { sample($0, sheet.kind, index) }
      change(index, &row)
      rows.append(row)
    }
    try write(name, fields.map(\.heading), rows: rows)
  }

  /// A value that is in order, so that nothing but the plant is wrong with a row.
  private func sample(_ field: VocabularyField, _ kind: RecordKind, _ index: Int) -> String {
    switch field.type {
    case .organisation: return kind == .organisation ? "330203" : "东村团支部"
    case .personName: return "王小明"
    case .nationalID, .phone, .memberNumber: return ""
    default: break
    }
    if kind == .organisation, field.id == "code" { return "3302030\(100_000 + index)" }
    return field.id == "full_name" ? "第\(index)村团支部" : field.example
  }

  func write(_ name: String, _ heading: [String], rows: [[String]]) throws {
    let lines = ([heading] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",")
    }
    try lines.joined(separator: "\n").write(toFile: "\(folder)/in/\(name).csv", atomically: true, encoding: .utf8)
  }

  /// Writes a workbook of SpreadsheetML, which has sheets with names.
  func write(book name: String, sheets: [(name: String, rows: [[String]])]) throws {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
    let spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
    var text = "<?xml version=\"1.0\"?><Workbook xmlns=\"\(spreadsheet)\" xmlns:ss=\"\(spreadsheet)\">"
    for (name, rows) in sheets {
      text += "<Worksheet ss:Name=\"\(escaped(name))\"><Table>"
      for row in rows {
        let cells = row.map { "<Cell><Data ss:Type=\"String\">\(escaped($0))</Data></Cell>" }
        text += "<Row>\(cells.joined())</Row>"
      }
      text += "</Table></Worksheet>"
    }
    try (text + "</Workbook>").write(toFile: "\(folder)/in/\(name).xml", atomically: true, encoding: .utf8)
  }

  func note(_ secret: String, at place: String) { planted[secret] = place }

  /// Imports and prints what there is to print, then gives every text that came of it by where it stands.
  func outputs() throws -> [(String, Data)] {
    let common = ["--workspace", folder + "/ws"]
    var texts: [(String, Data)] = []
    func run(_ arguments: [String]) throws {
      let run = try Program.run(arguments + common, temporary: folder + "/tmp")
      texts.append((arguments[0] + " stdout", Data(run.output.utf8)))
      texts.append((arguments[0] + " stderr", Data(run.errors.utf8)))
    }
    try run(["init", "--names", names])
    try run(["import", "--period", "2019-Q2", folder + "/in", "--format", "json"])
    try run(["import", "--period", "2019-Q3", folder + "/in"])
    try run(["check", folder + "/in"])
    try run(["recognise", folder + "/in"])
    try run(["status", "--period", "2019-Q2"])
    for verb in ["duplicates", "assess", "transitions", "submissions", "verify"] {
      try run([verb] + (verb == "submissions" ? ["list"] : []) + (verb == "verify" ? [] : ["--period", "2019-Q2"]))
    }
    try run(["explanations", "list", "--period", "2019-Q3"])
    try run(["evidence", "--period", "2019-Q2", "--measure", "counted-members", "--format", "json"])
    try run(["compare", "--from", "2019-Q2", "--to", "2019-Q3", "--rows", "counted-members"])
    try run([
      "report", "--period", "2019-Q3", "--baseline", "2019-Q2", "--out", folder + "/out", "--outputs",
      "html,json,csv,xlsx,docx",
    ])
    try run(["sample-rows", "--period", "2019-Q3", "--size", "500", "-o", folder + "/out/sample.xlsx"])
    for part in ["ws", "out", "tmp"] {
      for path in FileManager.default.enumerator(atPath: "\(folder)/\(part)")?.allObjects as? [String] ?? [] {
        texts.append((path, Data(path.utf8)))
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(part)/\(path)") else { continue }
        texts.append((path, data))
        // What is packed hides what it says.
        guard path.hasSuffix(".xlsx") || path.hasSuffix(".docx") else { continue }
        let unpacked = try Program.run(
          ["-p", "\(folder)/\(part)/\(path)"], temporary: folder + "/tmp", executable: "/usr/bin/unzip")
        texts.append((path + " unpacked", Data(unpacked.output.utf8)))
      }
    }
    return texts
  }
}
