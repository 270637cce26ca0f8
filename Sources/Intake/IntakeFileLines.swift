// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import Results

/// What became of the files of `check` and `import`: one line for all that were read, one for those that were not.
package struct IntakeFileLines {
  /// How many files that were read are named; of more, their sheets are counted by kind.
  private static let shownFiles = 6

  private let context: CommandContext
  private let files: [FileReport]
  private let sheets: [String: [SheetReport]]

  /// Of what a `check` or an `import` gave.
  package init(_ result: IntakeResult, context: CommandContext) {
    self.context = context
    files = result.files
    sheets = Dictionary(grouping: result.sheets, by: \.file)
  }

  /// A line for each outcome that files had. Every file that was not read is named.
  package var summary: [(text: String, isRefusal: Bool)] {
    let read = files.filter { $0.outcome == .stored }
    let few = read.map { $0.file + context.text("output.file-sheets", ["sheets": kinds(of: [$0])]) }
    let isMany = read.count > IntakeFileLines.shownFiles
    let facts = ["count": String(read.count), "files": isMany ? kinds(of: read) : list(few)]
    let key = isMany ? "output.files-counted" : "output.files-read"
    let others = [
      line("output.files-unchanged", files.filter { $0.outcome == .unchanged }, most: IntakeFileLines.shownFiles),
      line("output.files-paper", files.filter(\.isPaper)), line("output.files-refused", files.filter(\.isRefused)),
    ]
    let lines = [read.isEmpty ? nil : context.text(key, facts)] + others
    return lines.enumerated().compactMap { index, text in text.map { ($0, index == lines.count - 1) } }
  }

  /// Every file with all that was recognised in it.
  package var all: [(text: String, isRefusal: Bool)] {
    files.flatMap { file in
      let own = sheets(file).map(describe)
      let head = file.file + "  " + outcome(file)
      // Most files hold one sheet: one line says it.
      let lines = own.count == 1 ? [head + "  " + own[0]] : [head] + own.map { "  " + $0 }
      return lines.map { ($0, file.isRefused) }
    }
  }

  private func sheets(_ file: FileReport) -> [SheetReport] { sheets[file.file] ?? [] }

  private func list(_ words: [String]) -> String { words.joined(separator: context.text("list.separator")) }

  private func line(_ key: String, _ files: [FileReport], most: Int = .max) -> String? {
    let more = files.count > most ? ["…"] : []
    let names = list(files.prefix(most).map(\.file) + more)
    return files.isEmpty ? nil : context.text(key, ["count": String(files.count), "files": names])
  }

  // MARK: Sheets

  private func name(_ sheet: SheetReport) -> String {
    // The one sheet of a delimited file has no name.
    sheet.name.isEmpty ? context.text("output.sheet-unnamed") : sheet.name
  }

  private func counted(_ kind: RecordKind, records: Int, aside: Int) -> String {
    let facts = ["kind": context.text("kind.\(kind.rawValue)"), "records": String(records), "aside": String(aside)]
    return context.text(aside > 0 ? "output.kind-aside" : "output.kind", facts)
  }

  /// Records of each kind in all the files, and by name the sheets of which nothing was read.
  private func kinds(of files: [FileReport]) -> String {
    let all = files.flatMap(sheets)
    let known = Dictionary(grouping: all.filter { $0.kind != nil }) { $0.kind! }
    let counts = known.sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, sheets in
      counted(kind, records: sheets.reduce(0) { $0 + $1.records }, aside: sheets.reduce(0) { $0 + $1.setAside })
    }
    let unknown = all.filter { $0.kind == nil }.map { (files.count > 1 ? $0.file + " ▸ " : "") + name($0) }
    let words = unknown.isEmpty ? nil : context.text("output.sheets-unknown", ["sheets": list(unknown)])
    return [counts.isEmpty ? nil : list(counts), words].compactMap(\.self).joined(
      separator: context.text("place.and-sheet"))
  }

  private func describe(_ sheet: SheetReport) -> String {
    guard let kind = sheet.kind else { return context.text("output.sheet-unknown", ["sheet": name(sheet)]) }
    let facts: [String: String] = [
      "sheet": name(sheet), "kind": context.text("kind.\(kind.rawValue)"), "records": String(sheet.records),
      "aside": String(sheet.setAside), "header": sheet.headerRow.map { String($0) } ?? "–",
      "matched": String(sheet.matchedHeadings), "unknown": String(sheet.unknownHeadings.count),
    ]
    return context.text("output.sheet", facts)
  }

  private func outcome(_ file: FileReport) -> String {
    switch file.outcome {
    case .stored: context.text("output.file-read")
    case .unchanged: context.text("output.file-unchanged")
    case .refused: context.text(file.isPaper ? "output.file-paper" : "output.file-refused")
    }
  }
}
