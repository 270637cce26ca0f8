// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Everything that the program says of a small, faulty city, in both languages: no key, no placeholder, no rule ID where a
/// clerk reads, and each language by itself.
@Suite(.serialized) struct EveryOutputTests {
  private struct Output {
    var name: String
    var text: String
    /// Read by programs: keys and IDs are what it is made of.
    var isForMachines: Bool
  }

  private static let periods = ["2019-Q1", "2019-Q2"]

  /// Without those that end at once, of which `UsageTests` tell.
  private static func commands(_ language: String) -> [[String]] {
    let period = ["--period", "2019-Q2"]
    let plain = [
      ["status"], ["status"] + period, ["check", "city/2019-Q2"] + period, ["recognise", "city/2019-Q2"],
      ["duplicates"] + period, ["submissions", "list"] + period, ["explanations", "list"] + period, ["verify"],
      ["audit"],
      ["assess"] + period + ["--how"], ["assess"] + period + ["--unit", "all", "--summary"], ["waiver", "list"],
      ["vocabulary", "learn", "city/2019-Q2"], ["explain", "league-youth-ratio"], ["explain", "14-ratio"],
      ["evidence"] + period + ["--measure", "foo"], ["indicators", "--period", "2030-Q1"], ["import"], ["help"],
      ["import", "--help"], ["batch", "nowhere", "--out", "x"],
    ]
    let printed = [
      ["census"], ["transitions"], ["indicators"], ["assess"], ["evidence", "--measure", "branches-hollow"],
      ["evidence", "--measure", "counted-members", "--unit", "all"],
    ]
    let written = [
      ["report"] + period + ["--baseline", "2019-Q1", "--out", "report-" + language]
        + ["--outputs", "html,json,csv,xlsx,docx"],
      ["sample-rows"] + period + ["-o", "report-\(language)-sample.xlsx"],
      ["compare", "--from", "2019-Q1", "--to", "2019-Q2", "--out", "compare-" + language],
      ["trend", "--unit", "children", "--out", "trend-" + language],
      ["check", "city/2019-Q2", "--annotate", "marked-" + language] + period,
      ["template", "--out", "template-\(language).xlsx"],
    ]
    return plain
      + printed.flatMap { command in
        [[], ["--format", "csv"], ["--format", "json"]].map { command + period + $0 }
      } + written
  }

  private static func outputs(_ folder: Folder, _ language: String) throws -> [Output] {
    var outputs: [Output] = []
    for command in commands(language) {
      let run = try Program.run(["--no-progress", "--lang", language] + command, in: folder.path)
      outputs.append(
        Output(
          name: command.joined(separator: " "), text: run.output + "\n" + run.errors,
          isForMachines: command.contains("json")))
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    where ["report-", "compare-", "trend-", "marked-", "template-"].contains(where: { name.hasPrefix($0 + language) }) {
      let path = folder.path + "/" + name
      guard let text = try text(of: path) else { continue }
      // The look of pages is in files of its own; `search.js` holds titles, which people read.
      let isForMachines = ["json", "jsonl", ".css", "page.js", "page.en.js"].contains(where: name.hasSuffix)
      outputs.append(Output(name: name, text: text, isForMachines: isForMachines))
    }
    return outputs
  }

  /// The words of a page or a workbook without its tags; nil of a folder.
  private static func text(of path: String) throws -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { return nil }
    let isPacked = path.hasSuffix(".xlsx") || path.hasSuffix(".docx")
    let bytes = isPacked ? try unpacked(path) : try Data(contentsOf: URL(fileURLWithPath: path))
    let text = String(decoding: bytes, as: UTF8.self)
    guard isPacked || path.hasSuffix(".html") || path.hasSuffix(".xml") else { return text }
    let bare = text.replacing(try Regex("(?s)<(style|script).*?</(style|script)>"), with: " ")
    return bare.replacing(try Regex("<[^>]*>"), with: "\n").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&#10;", with: "\n")
  }

  private static func unpacked(_ path: String) throws -> Data {
    let out = path + ".parts"
    let run = try Program.run(
      ["-p", path, "xl/sharedStrings.xml", "xl/worksheets/*", "xl/comments*", "word/document.xml"],
      executable: "/usr/bin/unzip")
    try? FileManager.default.removeItem(atPath: out)
    return Data(run.output.utf8)
  }

  private static func city() throws -> Folder {
    let folder = try Folder()
    let sample = ["sample", "--out", "city", "--members", "200", "--periods", "2", "--defects", "0.2", "--seed", "7"]
    let made = try Program.run(sample, in: folder.path)
    try #require(made.status == 0, "\(made.errors)")
    for period in periods {
      _ = try Program.run(["--no-progress", "import", "--period", period, "city/" + period], in: folder.path)
    }
    return folder
  }

  @Test func everyTextIsOneForItsReader() throws {
    let (folder, codes) = (try Self.city(), try Self.codes())
    for language in ["zh-Hans", "en"] { try check(try Self.outputs(folder, language), language, codes) }
  }

  private func check(_ outputs: [Output], _ language: String, _ codes: Set<String>) throws {
    #expect(outputs.count > 60)
    for output in outputs {
      for line in output.text.split(whereSeparator: \.isNewline).map(String.init) {
        let place = "\(output.name): \(line.prefix(200))"
        #expect(try !line.contains(Regex("⟨(?!U\\+[0-9A-F]+⟩|[0-9]+⟩)")), "a key: \(place)")
        guard !output.isForMachines else { continue }
        #expect(try !line.contains(Regex(#"\{[a-z][A-Za-z-]*(\||\})"#)), "a placeholder: \(place)")
        #expect(try !line.contains(Regex(#"[0-9] %"#)), "a blank before %: \(place)")
        if language == "en" { try Self.requireEnglish(line, place) } else { try Self.requireChinese(line, place) }
        if Self.isForClerks(output.name) {
          let words = Set(line.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
          #expect(words.isDisjoint(with: codes), "a rule ID: \(place)")
        }
      }
    }
  }

  /// Tables as CSV are for programs as well, and say the code of a finding beside its title; so does the list of a marked
  /// copy.
  private static func isForClerks(_ name: String) -> Bool {
    !["csv", "marked-", "explain", "xlsx"].contains(where: name.contains)
  }

  /// Three small words in a row are a sentence, or part of one.
  private static func requireChinese(_ line: String, _ place: String) throws {
    let isUsage = line.contains("league-census ") || line.contains("default:") || line.contains("--")
    #expect(
      try isUsage || !line.contains(Regex(#"(^|[^\w/.-])[A-Za-z][a-z']+ ([a-z'-]+ ){2,}[a-z]+"#)), "English: \(place)")
  }

  /// Full-width signs stand in names and titles that are quoted, and nowhere between or behind English words.
  private static func requireEnglish(_ line: String, _ place: String) throws {
    // A line without words of two letters is quoted: a row of the sender’s.
    guard try line.contains(Regex("[A-Za-z]{2}")) else { return }
    #expect(
      try !line.contains(Regex("[A-Za-z0-9%)] ?[，。；：、！？]|[，。；：、！？] ?[A-Za-z(]")) || line.contains("《")
        || line.contains(Regex("[《〈“].*[，。；：、].*[》〉”]")) || isHeadings(line), "full-width: \(place)")
  }

  /// A list of standard headings, as 14-28周岁青年数 is one.
  private static func isHeadings(_ line: String) -> Bool { line.contains("周岁") || line.contains("是否同级党委") }

  private static func codes() throws -> Set<String> {
    let packs = Program.root + "/Sources/Policy/Packs/ningbo-2019"
    let checks = try FileManager.default.contentsOfDirectory(atPath: packs + "/checks").map { String($0.dropLast(5)) }
    let findings = try ["findings-roster", "findings-store"].flatMap { name in
      try String(contentsOfFile: "\(packs)/messages/\(name).yaml", encoding: .utf8).split(separator: "\n")
        .filter { $0.hasSuffix(":") && !$0.hasPrefix(" ") && $0.contains("-") }.map { String($0.dropLast()) }
    }
    return Set(checks + findings)
  }
}
