// SPDX-License-Identifier: Apache-2.0

import Assessment
import Findings
import Papers
import Policy
import ReportModel
import Results

extension PaperSheet {
  /// A result as a sheet: the rows and words that every other format has.
  init(_ name: String, lines: [String] = [], of table: ResultTable, _ context: CommandContext) {
    let headings = table.headings(for: .xlsx)
    let columns = headings.map { PaperColumn($0.title ?? context.text("compare.column.\($0.key)")) }
    self.init(name, lines: lines, columns: columns) { add in
      try table.forEachRow(as: .xlsx) { cells in try add(cells.map { PaperCell($0, context) }) }
    }
  }
}

extension PaperCell {
  /// A cell of a result, numbers as numbers.
  init(_ cell: ResultCell, _ context: CommandContext) {
    switch cell {
    case .number(let number): self.init(.number(number))
    case .hundredths(let value): self.init(.points(value))
    case .percent(let value): self.init(.percent(value))
    case .nothing, .absent, .object, .list: self.init(.nothing)
    case .code(let code, _), .term(let code, _):
      self.init(.text(cell.shown(context)), tone: Mark(rawValue: code).flatMap(PaperTone.init))
    case .text, .fraction, .texts, .flag: self = .text(cell.shown(context))
    }
  }

  /// A verdict in words and colour.
  init(_ verdict: Verdict, _ voice: ReportVoice) {
    let mark = voice.mark(verdict)
    self.init(.text(voice.label(of: mark)), tone: PaperTone(mark))
  }
}

extension PaperTone {
  init?(_ mark: Mark) {
    switch mark {
    case .met, .reached: self = .good
    case .partlyMet: self = .fair
    case .notMet, .error, .short: self = .bad
    case .notApplicable, .notEvaluable: self = .quiet
    }
  }
}
