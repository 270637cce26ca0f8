// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Pipeline
import Reports
import Results

/// Makes a paper; on a thread that may wait.
struct PaperMaker: Sendable {
  let desk: Desk
  let context: CommandContext
  let wish: PaperWish

  /// The file that is handed over: the paper, or an archive where there are several; nil where there is nothing to say.
  ///
  /// - Throws: what the verbs throw.
  func file() throws -> (file: ReportFile, count: Int)? {
    if wish.paper == .sample { return (sample, 1) }
    let run = try ReportRun(
      live: wish.period, context: context, outputs: Set(wish.paper.papers.map(\.output)),
      programVersion: desk.settings.programVersion)
    let files = try run.papers(wish.paper.papers, of: UnitSelection(wish.unit))
    guard let first = files.first else { return nil }
    guard files.count > 1 else { return (ReportFile(name: name(of: first.name), content: first.content), 1) }
    return (ReportFile.archive(name(of: title + ".zip"), of: files), files.count)
  }

  /// How a paper is called before it is known how many files it is.
  var title: String { context.text("desk.papers.name." + wish.paper.rawValue) }

  /// `通报-2019-Q3-330200.docx`: papers of several units and quarters may lie in one folder of whoever takes them.
  private func name(of paper: String) -> String {
    let last = paper.split(separator: "/").last.map(String.init) ?? paper
    let kind = last.split(separator: ".").last.map(String.init) ?? ""
    let parts = [title, wish.period.description, wish.unit].compactMap(\.self)
    return parts.joined(separator: "-") + "." + kind
  }

  private var sample: ReportFile {
    ReportFile.written(name(of: title + ".xlsx")) { path in
      let census = try PeriodCensus(context: context, period: wish.period)
      _ = try SampleRowsRun(census: census, size: wish.size, seed: wish.seed)
        .write(to: path, unit: UnitSelection(wish.unit))
    }
  }
}
