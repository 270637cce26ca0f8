// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Who may import whom: design of the module map, checked on the `import` lines of every source file.
///
/// The compiler would let a transitive import pass; this does not.
@Suite struct ImportTests {
  static let allowed: [String: Set<String>] = [
    "Basics": [],
    "Findings": [],
    "Encryption": ["Crypto"],
    "Tabular": ["Basics", "Findings"],
    "SheetReading": ["Basics", "Tabular", "CLibXML2", "CLibZip", "Crypto", "CryptoExtras"],
    "Conditions": [],
    "CensusModel": ["Basics", "Conditions", "Findings"],
    "Roster": ["Tabular", "CensusModel", "Findings"],
    "Policy": ["Basics", "CensusModel", "Conditions", "Findings", "Yams", "Crypto"],
    "CensusStore": ["Basics", "Encryption", "CensusModel", "Conditions", "Findings", "GRDB", "GRDBSQLite", "Crypto"],
    "Indicators": ["Basics", "CensusModel", "Policy"],
    "Assessment": ["Basics", "CensusModel", "Policy", "Indicators"],
    "Comparison": ["Basics", "CensusModel", "Conditions", "Policy", "Indicators", "Findings"],
    "Recount": ["Basics", "CensusModel", "Conditions", "Policy"],
    "ReportModel": ["Findings"],
    "ReportWriting": ["ReportModel", "CXLSXWriter"],
    "Papers": ["Basics", "ReportModel", "ReportWriting", "SheetReading"],
    "WorkbookMarking": ["SheetReading", "Tabular", "ReportModel"],
    "SampleRosters": ["CensusModel"],
    "Results": [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Roster", "Policy", "CensusStore", "Indicators",
      "Assessment", "Comparison", "ReportModel", "ReportWriting", "Crypto",
    ],
    "Pipeline": [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "Indicators", "Assessment", "Comparison", "Recount", "Results", "Crypto",
    ],
    "Intake": [
      "Basics", "Findings", "Tabular", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "ReportModel", "ReportWriting", "WorkbookMarking", "Results", "Pipeline",
    ],
    "Reports": [
      "Basics", "Findings", "SheetReading", "CensusModel", "Conditions", "Roster", "Policy", "CensusStore",
      "Indicators",
      "Assessment",
      "Comparison", "ReportModel", "ReportWriting", "Papers", "Results", "Pipeline", "Intake", "Crypto",
    ],
    "league-census": [
      "Basics", "Findings", "CensusModel", "Policy", "CensusStore", "Indicators", "Assessment", "Results", "Pipeline",
      "Intake", "Reports", "SampleRosters", "Desk", "DeskStore", "ArgumentParser",
    ],
    "DeskStore": ["Basics", "Encryption", "GRDB", "Crypto", "CryptoExtras"],
    "Desk": [
      "Basics", "Findings", "CensusModel", "Policy", "CensusStore", "ReportModel", "ReportWriting",
      "Results", "Pipeline", "Intake", "Reports", "DeskStore", "CZlib", "Crypto", "Hummingbird", "HummingbirdCore",
      "HummingbirdTLS", "HTTPTypes", "Logging",
      "NIOCore", "NIOPosix",
      "NIOSSL",
    ],
    "CensusBenchmark": ["CensusModel", "SampleRosters"],
  ]
  static let systemLibraries: Set<String> = ["CLibXML2", "CLibZip", "CXLSXWriter", "CZlib"]
  /// What comes with the toolchain.
  static let toolchain: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch", "FoundationXML"]

  static let sources = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources")

  @Test func everyModuleHasARule() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
    let swiftModules = folders.filter { !$0.hasPrefix(".") && !Self.systemLibraries.contains($0) }
    #expect(Set(swiftModules) == Set(Self.allowed.keys))
  }

  @Test(arguments: allowed.keys.sorted()) func importsOnlyWhatItMaySee(module: String) throws {
    let folder = Self.sources.appendingPathComponent(module)
    let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    let swiftFiles = files.filter { $0.hasSuffix(".swift") }
    try #require(!swiftFiles.isEmpty)
    let permitted = Self.allowed[module, default: []].union(Self.toolchain)
    for file in swiftFiles {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for imported in Self.imports(in: text) where !permitted.contains(imported) {
        Issue.record("\(module)/\(file) imports \(imported), which \(module) must not see")
      }
    }
  }

  /// SQL stands in `CensusStore` and in `DeskStore` alone: elsewhere a condition is an expression, and nobody puts a statement together. The
  /// language of conditions has words of its own, which only its module spells; the benchmark fills the same tables without the program.
  @Test func sqlStandsInTheStoresAlone() throws {
    let files = try #require(FileManager.default.enumerator(atPath: Self.sources.path)).compactMap { $0 as? String }
    let others = files.filter {
      $0.hasSuffix(".swift")
        && !["CensusStore/", "DeskStore/", "Conditions/", "CensusBenchmark/"].contains(where: $0.hasPrefix)
    }
    try #require(others.count > 300)
    for file in others {
      let text = try String(contentsOf: Self.sources.appendingPathComponent(file), encoding: .utf8)
      guard Self.wordsOfSQL.contains(where: { text.range(of: $0) != nil }) else { continue }
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      where Self.holdsSQL(line) {
        Issue.record("\(file):\(number + 1) holds SQL: \(line)")
      }
    }
  }

  @Test(arguments: [
    #"let sql = "SELECT id FROM member""#, "  sqlite3_step(statement)", #"of: "COALESCE(completed, applied, 0)""#,
  ]) func sqlIsSeen(line: String) {
    #expect(Self.holdsSQL(line[...]))
  }

  private static let wordsOfSQL = ["SELECT ", "INSERT INTO", "DELETE FROM", "PRAGMA ", "COALESCE(", "sqlite3_"]

  /// Comments may tell of SQL.
  private static func holdsSQL(_ line: Substring) -> Bool {
    let code = line.prefix { $0 != "/" }
    if code.range(of: "sqlite3_") != nil { return true }
    guard let quote = code.firstIndex(of: "\"") else { return false }
    return wordsOfSQL.contains { code[quote...].range(of: $0) != nil }
  }

  @Test func aForbiddenImportIsSeen() {
    let text = "// import X\nimport GRDB\n@testable import Roster\npackage import struct Policy.PolicyPack\n"
    #expect(Self.imports(in: text) == ["GRDB", "Roster", "Policy"])
  }

  /// The modules named by the `import` declarations of a source text.
  static func imports(in text: String) -> [String] {
    let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "func", "var", "let", "typealias"]
    return text.split(separator: "\n").compactMap { line in
      var words = line.split(separator: " ")[...]
      guard let position = words.firstIndex(of: "import"),
        words[..<position].allSatisfy({ $0.first?.isLetter == true || $0.hasPrefix("@") })
      else { return nil }
      words = words[(position + 1)...]
      if let first = words.first, kinds.contains(first) { words = words.dropFirst() }
      return words.first.map { String($0.prefix { $0 != "." }) }
    }
  }
}
