// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import ReportModel
package import Results
import SheetReading
import Tabular

/// What this program wrote itself and what then lies among files that are handed in: the list of all findings of a folder, and
/// marked copies. Known by the headings of their list of findings, whatever their names.
package enum OwnFile: Sendable {
  case overview, copy

  /// Codes of what is told of them.
  package static let codes = ["own-files-passed-over", "own-copies-alone"]
  /// Row of the headings of a list of findings.
  private static let headingRow: Int32 = 3
  private static let languages = [Language.chinese, .english]
  /// Headings of the list in a marked copy, as its writer has them.
  private static let copyKeys = [
    "severity", "sheet", "cell", "heading", "problem", "explanation", "remedy", "code", "status",
  ]

  /// Nil for every other file. Reads rows only where a sheet is named like such a list.
  package init?(_ file: WorkbookFile, context: CommandContext) {
    let contexts = OwnFile.languages.map { context.with(language: $0) }
    let names = contexts.map { $0.text("marked.list") }
    guard let input = try? file.open(), let titles = SheetTitles.of(input),
      titles.contains(where: { title in names.contains { title.hasPrefix($0) } }),
      let cursor = try? WorkbookOpener.open(input).rows()
    else { return nil }
    func headings(_ keys: [String]) -> [[String]] {
      contexts.map { context in keys.map { context.text("marked.\($0)") } }
    }
    let (overviews, copies) = (headings(FindingsOverview.keys), headings(OwnFile.copyKeys))
    var batch = RowBatch()
    while let more = try? cursor.next(into: &batch), more {
      for row in batch.rows where row.number == OwnFile.headingRow {
        let texts = batch.cells(of: row).map(batch.text)
        if overviews.contains(texts), titles.count == 1 { self = .overview; return }
        if copies.contains(texts) { self = .copy; return }
      }
    }
    return nil
  }
}

extension FileWalk {
  /// Without what this program wrote itself, which is told in a line; a file that somebody names is read whatever it is.
  package func withoutOwnFiles(of context: CommandContext) -> FileWalk {
    var walk = self
    var own: [(file: WorkbookFile, kind: OwnFile)] = []
    walk.files.removeAll { file in
      guard file.isFromFolder, let kind = OwnFile(file, context: context) else { return false }
      own.append((file, kind))
      return true
    }
    guard !own.isEmpty else { return self }
    walk.tally.passedOver += own.count
    let stems = Set(walk.files.map { FileWalk.stem(of: $0.name) })
    let suffixes = [Language.chinese, .english].map { context.with(language: $0).text("marked.suffix") }
    func hasOriginal(_ file: WorkbookFile) -> Bool {
      let stem = FileWalk.stem(of: file.name)
      return suffixes.contains { stem.hasSuffix($0) && stems.contains(String(stem.dropLast($0.count))) }
    }
    // A copy without its original may be the only one that holds what was corrected.
    let alone = own.filter { $0.kind == .copy && !hasOriginal($0.file) }.map(\.file.name)
    let others = own.map(\.file.name).filter { !alone.contains($0) }
    walk.notes += FileWalk.note("own-files-passed-over", others) + FileWalk.note("own-copies-alone", alone)
    walk.notes.sort(by: Finding.precedes)
    return walk
  }

  private static func stem(of name: String) -> String {
    ((name as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  /// Most files that one line names.
  private static let named = 10

  private static func note(_ code: String, _ names: [String]) -> [Finding] {
    guard let first = names.first else { return [] }
    let shown = names.prefix(named).map { ($0 as NSString).lastPathComponent }.joined(separator: "、")
    let folder = first.split(separator: "/").first.map(String.init) ?? first
    return [
      Finding(
        code, at: Place(file: folder),
        facts: ["files": shown + (names.count > named ? "…" : ""), "number": String(names.count)], count: names.count)
    ]
  }
}
