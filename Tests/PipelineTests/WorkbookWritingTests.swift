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
import Testing

/// A folder that goes away with its test.
private final class Folder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("writing-" + UUID().uuidString).path
  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func files(_ below: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + below).sorted().map { "\(path)/\(below)/\($0)" }
  }
}

private let quarter = Period("2019-Q2")!

private func context(_ folder: Folder) throws -> CommandContext {
  CommandContext(workspaceDirectory: folder.path + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
}

/// Cells of each sheet as "name row.column kind text".
private func cells(_ path: String) throws -> [String: [String]] {
  let cursor = try WorkbookOpener.open(path: path).rows()
  var batch = RowBatch()
  var sheets: [String: [String]] = [:]
  while try cursor.next(into: &batch) {
    for row in batch.rows {
      sheets[batch.sheetName, default: []] += batch.cells(of: row).map {
        "\(row.number).\($0.column) \($0.kind) \(batch.text(of: $0))"
      }
    }
  }
  return sheets
}

@Suite struct MarkedWorkbookTests {
  private func mark(_ folder: Folder, into marked: String) throws -> IntakeResult {
    let rosters = folder.path + "/rosters"
    if !FileManager.default.fileExists(atPath: rosters) {
      try SampleCity(.init(members: 400, seed: 5, periods: [quarter], defects: 0.1)).write(to: rosters)
    }
    return try CheckRun(context: context(folder), period: quarter, annotate: folder.path + "/" + marked).run([rosters])
  }

  /// Every sheet of the sender comes back cell for cell, IDs as text; the first sheet lists every finding.
  @Test func theSendersSheetsComeBackWhole() throws {
    let folder = try Folder()
    let result = try mark(folder, into: "marked")
    #expect(result.marked.count == result.files.count { if case .refused = $0.outcome { false } else { true } })
    var listed = 0
    for path in result.marked {
      var copy = try cells(path)
      let list = copy.removeValue(forKey: "问题清单") ?? []
      listed += Set(list.compactMap { $0.split(separator: ".").first }.compactMap { Int($0) }.filter { $0 > 3 }).count
      let name = (path as NSString).lastPathComponent.replacing("（已标注·含个人信息）", with: "")
      #expect(try copy == cells("\(folder.path)/rosters/2019-Q2/\(name)"))
    }
    let named = result.findings.count { $0.finding.place?.file.hasSuffix(".xml") == true }
    let empty =
      result.marked.count - Set(result.findings.compactMap(\.finding.place?.file).filter { $0.hasSuffix(".xml") }).count
    // A workbook without a finding says so in one line.
    #expect(listed == named + empty)
  }

  /// One list beside the copies holds every finding of every file once, the gravest first; one file alone needs none.
  @Test func aFolderHasOneListOfAllFindings() throws {
    let folder = try Folder()
    let result = try mark(folder, into: "marked")
    let path = try #require(result.overview)
    let list = try #require(try cells(path)["问题清单"])
    let rows = Dictionary(grouping: list) { Int($0.prefix { $0 != "." }) ?? 0 }
    #expect(rows.keys.count { $0 > 3 } == result.findings.count && result.findings.count > 20)
    let levels = list.filter { $0.contains(".1 string ") }.compactMap { cell in
      ["错误", "警告", "提示"].firstIndex { cell.hasSuffix(".1 string " + $0) }
    }
    #expect(levels == levels.sorted() && Set(levels).count > 1)
    for finding in result.findings { #expect(list.contains { $0.hasSuffix(finding.message) }, "\(finding.message)") }

    let single = folder.path + "/one"
    let sent = try #require(result.files.first { $0.file.hasSuffix(".xml") }).file
    let alone = try CheckRun(context: context(folder), period: quarter, annotate: single).run([
      folder.path + "/rosters/2019-Q2/" + (sent as NSString).lastPathComponent
    ])
    #expect(alone.overview == nil && alone.marked.count == 1)
  }

  /// Marks survive: comments and fills stand in the parts of the file, at the cells of the findings.
  @Test func badCellsAreCommented() throws {
    let folder = try Folder()
    let result = try mark(folder, into: "marked")
    let finding = try #require(result.findings.first { $0.finding.code == "id-checksum" })
    let place = try #require(finding.finding.place)
    let stem = ((place.file as NSString).lastPathComponent as NSString).deletingPathExtension
    let path = try #require(result.marked.first { $0.contains(stem) })
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let cell = try #require(
      text.firstMatch(of: #/<Cell[^>]* ss:StyleID="lc_error[^>]*>(?:(?!</Cell>).)*校验位(?:(?!</Cell>).)*/#))
    #expect(cell.output.contains("ss:Author=\"league-census\"") && cell.output.contains(finding.remedy))
  }

  @Test func theSameCheckGivesTheSameBytes() throws {
    let folder = try Folder()
    let first = try mark(folder, into: "one").marked
    let second = try mark(folder, into: "two").marked
    for (one, two) in zip(first, second) {
      #expect(try Data(contentsOf: URL(fileURLWithPath: one)) == Data(contentsOf: URL(fileURLWithPath: two)))
    }
  }

  /// The marked copies may be corrected and handed in by name: their list of findings is passed over.
  @Test func markedCopiesReadLikeTheOriginals() throws {
    let folder = try Folder()
    let marked = try mark(folder, into: "marked")
    let before = marked.findings.filter { $0.finding.place?.file.hasSuffix(".xml") == true }
    let after = try CheckRun(context: context(folder), period: quarter).run(marked.marked).findings
    func counts(_ findings: [RenderedFinding]) -> [String: Int] {
      Dictionary(grouping: findings, by: \.finding.code).mapValues(\.count)
    }
    #expect(counts(after) == counts(before))
  }
}

@Suite struct TemplateTests {
  /// Its examples are nobody's figures: handed in as it came, it is no submission.
  @Test func theTemplateAsItCameIsNoSubmission() throws {
    let folder = try Folder()
    let context = try context(folder)
    try TemplateRun(context: context, kinds: RecordKind.known).write(to: folder.path + "/t.xlsx")
    let result = try ImportRun(context: context, period: quarter).run([folder.path + "/t.xlsx"])
    #expect(Set(result.findings.map(\.finding.code)) == ["file-without-records", "rows-examples"])
    let examples = result.findings.filter { $0.finding.code == "rows-examples" }
    #expect(Set(examples.compactMap(\.finding.place?.sheet)).count == RecordKind.known.count)
    #expect(try Workspace.open(at: context.workspaceDirectory).submissions(of: quarter).isEmpty)
  }

  /// Made by one pack and handed in under another: told once, whatever the language of its notes; the mark is no row.
  @Test(arguments: [Language.chinese, .english]) func aTemplateOfAnotherPackIsTold(language: Language) throws {
    let folder = try Folder()
    var own = try context(folder)
    own.language = language
    var former = own
    former.pack.vocabulary.templateMark = TemplateMark(pack: "ningbo-2018", version: "0.7")
    let path = folder.path + "/t.xlsx"
    try TemplateRun(context: unmarked(former), kinds: [.member]).write(to: path)
    let check = CheckRun(context: unaware(try context(folder)), period: quarter)
    let told = try check.run([path])
    let findings = told.findings.filter { $0.finding.code == "template-of-another-pack" }
    #expect(findings.count == 1 && told.sheets.reduce(0) { $0 + $1.records } == 1)
    #expect(findings.first?.message.contains("ningbo-2018:0.7") == true)
    #expect(findings.first?.message.contains("ningbo-2019:") == true)
    try TemplateRun(context: unmarked(own), kinds: [.member]).write(to: path)
    #expect(try !check.run([path]).findings.contains { $0.finding.code == "template-of-another-pack" })
  }

  @Test func aMarkIsFoundInTheTextAroundIt() {
    let mark = TemplateMark(pack: "ningbo-2019", version: "1.0")
    #expect(TemplateMark(in: "样表标识：\(mark.text)。请勿改动") == mark)
    #expect(TemplateMark(in: "league-census-template:") == nil && TemplateMark(in: "填写说明") == nil)
  }

  @Test func theTemplateFilledInImportsWithoutAFinding() throws {
    let folder = try Folder()
    let context = try context(folder)
    try TemplateRun(context: unmarked(context), kinds: RecordKind.known).write(to: folder.path + "/t.xlsx")
    let result = try ImportRun(context: unaware(context), period: quarter).run([folder.path + "/t.xlsx"])
    #expect(result.findings == [])
    #expect(Set(result.sheets.compactMap(\.kind)) == Set(RecordKind.known))
    #expect(result.sheets.allSatisfy { $0.unknownHeadings.isEmpty })
    #expect(result.sheets.filter { $0.kind == .member }.map(\.records) == [1])
  }

  @Test(arguments: RecordKind.known) func eachKindAloneIsRecognised(kind: RecordKind) throws {
    let folder = try Folder()
    try TemplateRun(context: unmarked(context(folder)), kinds: [kind]).write(to: folder.path + "/t.xlsx")
    let result = try CheckRun(context: unaware(context(folder)), period: quarter).run([folder.path + "/t.xlsx"])
    #expect(result.sheets.compactMap(\.kind) == [kind])
  }

  /// Writes the examples as a person writes rows: without the mark by which they are known.
  private func unmarked(_ context: CommandContext) -> CommandContext {
    var context = context
    context.pack.vocabulary.rows.exampleMark = ""
    return context
  }

  /// Reads such rows as those of a person, not as the examples of the template.
  private func unaware(_ context: CommandContext) -> CommandContext {
    var context = context
    for sheet in context.pack.vocabulary.sheets.indices {
      for field in context.pack.vocabulary.sheets[sheet].fields.indices {
        context.pack.vocabulary.sheets[sheet].fields[field].example = ""
        context.pack.vocabulary.sheets[sheet].fields[field].moreExamples = []
      }
    }
    return context
  }
}

@Suite struct LayoutTests {
  /// The same city as .xlsx gives the same figures as in SpreadsheetML.
  @Test func theFormatOfTheRostersChangesNoFigure() throws {
    let folder = try Folder()
    let xlsx = SampleFormat(fileExtension: "xlsx") { path, sheet, title, headings in
      try Adapter(file: RosterWorkbook(path: path + ".xlsx", sheet: sheet, title: title, headings: headings))
    }
    let plan = SampleCity.Plan(members: 300, seed: 11, periods: [quarter], format: xlsx)
    try SampleCity(plan).write(to: folder.path + "/x")
    let context = try context(folder)
    _ = try ImportRun(context: context, period: quarter).run([folder.path + "/x"])
    let figures = try IndicatorsRun(census: PeriodCensus(context: context, period: quarter)).document(units: .all)
      .json()
    #expect(try figures == SampleImport(members: 300, seed: 11).indicators())
  }

  private struct Adapter: SampleSheet {
    let file: RosterWorkbook
    var row: Int { file.row }
    func add(_ cells: [String]) { file.add(cells) }
    func write() throws { try file.write() }
  }
}
