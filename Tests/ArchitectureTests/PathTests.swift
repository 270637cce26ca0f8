// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Who may join a path with something that is no literal: whatever comes from data goes through `FileName`.
@Suite struct PathTests {
  /// Joins that take no data: file → why. A line of another file fails the test.
  static let trusted: [String: String] = [
    "Results/Files/FileName.swift": "the one place",
    "Results/Files/FileWalker.swift": "names as the folder itself gave them, for reading",
    "Reports/Batch/BatchFolders.swift": "names as the folder gave them, for reading",
    "Policy/Loading/PackFolder.swift": "names as the pack's folder gave them, for reading",
    "Policy/Loading/PackFolder+Unread.swift": "names as the pack's folder gave them, for reading",
    "Policy/Loading/PackCache.swift": "a hash of the program's own, or a name as the folder gave it",
    "Policy/Loading/PackAssembly.swift": "the key of an entry in a message, no path",
    "Policy/PackLoader.swift": "names as the pack's folder gave them",
    "Policy/BatchPlan.swift": "paths that the operator wrote into the plan",
    "Policy/Loading/WorkspaceOverlays.swift": "the names of its own three files",
    "CensusStore/Trail/Workspace+Trail.swift": "names as the workspace's folder gave them, for reading",
    "CensusStore/Keeping/Shredder.swift": "names as the workspace's folders gave them",
    "CensusStore/Keeping/FileCopy.swift": "names as the folder gave them, to look at",
    "CensusStore/Keeping/SealedPackage.swift": "the three parts the program itself names",
    "CensusStore/Keeping/Workspace+Backup.swift": "names as the workspace's folder gave them",
    "CensusStore/Keeping/Workspace+Restore.swift": "names that Manifest.read found to lie inside, under its signature",
    "CensusStore/Keeping/Workspace+Pending.swift": "names that Manifest.isInside let pass",
    "CensusStore/Keeping/Originals.swift": "a hash of the program's own, or a name as the folder gave it",
    "CensusStore/Reading/TallyCache.swift": "a period and a version number, spelled by their types",
    "CensusStore/SuperJournals.swift": "names as the workspace's folder gave them",
    "CensusStore/Catalogue.swift": "a period and a version number, spelled by their types",
    "Comparison/Bridges/Fraction.swift": "a fraction",
    "Pipeline/Compare/CompareRun+Tables.swift": "a fraction",
    "Pipeline/RecountRun.swift": "a fraction",
    "Reports/OSCAL/OSCALReport.swift": "names of its own documents",
    "Results/Tables/ResultWorkbook.swift": "a random name of the program's own in the temporary folder",
    "Results/Documents/CoverageDocument.swift": "a fraction",
    "Reports/Batch/BatchReports.swift": "names of its own stamp, which only says what need not be written again",
    "Pipeline/SealedPack.swift":
      "names of the workspace's own overlays, and of a sealed pack, which are checked",
    "Reports/Batch/BatchRun+Index.swift": "a path spelled before and the name of a page",
    "Reports/Papers/PaperFiles.swift": "a random name of the program's own in the temporary folder",
    "Reports/ReportPlan.swift": "pages whose names FileName spelled",
    "Reports/Pages/TaskPage.swift": "a fraction",
    "Reports/UnitGrid.swift": "a fraction",
    "Reports/ReportRun.swift": "the page above a folder of the program's own",
    "Results/Files/ReportMark.swift": "the program's own mark",
    "SheetReading/Bytes/InputFile.swift": "the number of a descriptor",
    "SheetReading/Archive/ArchiveCopy.swift": "the number of a descriptor",
    "SheetReading/OOXML/OfficePackage.swift": "parts within an archive",
    "SheetReading/OOXML/WorkbookPackage.swift": "parts within an archive",
    "Desk/Server/DeskServer.swift": "the address it listens on",
    "Desk/Pages/AccountsPage.swift": "an address with a number",
    "Desk/Pages/UploadPage.swift": "addresses with an ID of the desk's own",
    "Desk/Routes/OfficeRoutes.swift": "an address whose parts Form.encoded spelled",
    "Desk/Routes/HomeRoutes.swift": "an address with a period",
    "Desk/Live/KeptReport.swift": "an address with a period",
    "Desk/Routes/ReportRoutes.swift": "addresses whose parts Form.encoded spelled",
    "Desk/Routes/SubmissionRoutes.swift": "addresses with a number",
    "Desk/Routes/AccessRoutes.swift": "an address with a number",
    "Desk/Routes/DownloadRoutes.swift": "addresses with an ID of the desk's own",
    "Desk/Routes/WorkRoutes.swift": "addresses with a number",
    "Desk/Downloads/TableLinks.swift": "an address whose parts Form.encoded spelled",
    "Desk/Work/WorkPage.swift": "addresses with a number, and a hash of the program's own",
    "league-census/Commands/SampleCommand.swift": "folders of the program's own stories",
  ]
  /// Constants of the program, which look like data to a search.
  static let constants = [
    "UnitMappingFile.fileName", "WorkspaceOverlays.waiversFile", "WorkspaceOverlays.claimsFile", "claimsFile",
    "waiversFile", "VocabularyOverlay.fileName", "CompareRun.folderName", "BatchReports.stampName", "fileName",
    "Workspace.deskFile", "Letterhead.fileName", "Workspace.deskFolder",
  ]
  static let modules = [
    "Results", "Pipeline", "Intake", "Reports", "CensusStore", "Policy", "ReportWriting", "Comparison", "league-census",
    "SheetReading", "Desk", "DeskStore",
  ]

  @Test(arguments: modules) func nothingElseJoinsPathsWithData(module: String) throws {
    let folder = ImportTests.sources.appendingPathComponent(module)
    let files = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
    for file in files where file.hasSuffix(".swift") && Self.trusted["\(module)/\(file)"] == nil {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for line in text.split(separator: "\n") where Self.joinsData(String(line)) {
        Issue.record("\(module)/\(file) joins a path with data: \(line)")
      }
    }
  }

  /// Whether a line joins a path with something that is neither a literal nor a constant of the program.
  static func joinsData(_ line: String) -> Bool {
    // Expressions take minutes for all sources; nearly no line holds what each of them asks for.
    guard line.utf8.contains(UInt8(ascii: "/")) || line.contains("append") else { return false }
    guard ["/\\(", #""/""#, "appending"].contains(where: line.contains) else { return false }
    guard !line.drop(while: \.isWhitespace).hasPrefix("//") else { return false }
    let patterns: [Regex<(Substring, Substring)>] = [
      /\+ "\/" \+ ([A-Za-z_.$0-9(]+)/, /"\/\\\(([^)]+)\)/, /\)\/\\\(([^)]+)\)/,
      /appendingPathComponent\(([^"\s][^)]*)\)/,
      /appending\((?:path|component): ([^"\s][^)]*)\)/, /appendingPathComponent\("[^"]*\\\(([^)]+)\)/,
      /"[^" ]*\/\\\(([^)]+)\)[^"]*"/,
    ]
    return patterns.contains { pattern in
      line.matches(of: pattern).contains { !constants.contains(String($0.1)) }
    }
  }

  @Test(arguments: [
    #"let path = folder + "/" + unit.code"#, #"let path = "\(folder)/\(unit.code).csv""#,
    #"x.appendingPathComponent(file.name)"#,
    #"ReportFile(name: "evidence/\(indicator.id).csv", text: text)"#, #"url.appending(path: name)"#,
  ])
  func aForbiddenJoinIsSeen(line: String) { #expect(Self.joinsData(line)) }

  @Test(arguments: [
    #"directory + "/workspace.sqlite""#, #"desk.workspaceDirectory + "/" + UnitMappingFile.fileName"#,
    #"FileName.path(folder, code)"#,
  ])
  func aConstantIsNone(line: String) { #expect(!Self.joinsData(line)) }
}
