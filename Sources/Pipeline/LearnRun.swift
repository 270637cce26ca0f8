// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Policy
import Roster
import SheetReading
import Tabular

/// `vocabulary learn`: proposes spellings for the unknown headings of workbooks, as YAML to edit and keep.
package struct LearnRun: Sendable {
  package var desk: Desk

  package init(desk: Desk) { self.desk = desk }

  /// Where the workspace keeps its spellings.
  package var keptPath: String { desk.workspaceDirectory + "/" + VocabularyOverlay.fileName }

  /// The text of a `vocabulary.yaml`: the spellings that the workspace keeps already, then what is proposed. Values of the
  /// sheets never stand in it.
  ///
  /// - Throws: `PipelineError`, `WorkbookError`; `PackError` for a file of the workspace that cannot be read.
  package func yaml(_ paths: [String]) throws -> String {
    var learner = HeadingLearner(vocabulary: PreparedVocabulary(desk.pack.vocabulary))
    for file in try WorkbookFiles.collect(paths).files {
      let cursor = try WorkbookOpener.open(file.open()).rows()
      var batch = RowBatch()
      while try cursor.next(into: &batch) { learner.read(batch) }
    }
    return spelled(learner, beside: try VocabularyOverlay.spellings(atPath: keptPath))
  }

  /// Adds what is proposed to the workspace's file; the spellings that stand there stay, comments do not.
  ///
  /// - Returns: the text written.
  /// - Throws: as `yaml`; `PipelineError("out-unwritable")`.
  @discardableResult
  package func keep(_ paths: [String]) throws -> String {
    let text = try yaml(paths)
    let draft = keptPath + ".new"
    try PrivateFiles.makeFolder(desk.workspaceDirectory)
    let file = try PrivateFiles.create(draft, for: keptPath)
    try file.write(Array(text.utf8))
    try file.close()
    guard rename(draft, keptPath) == 0 else { throw PipelineError("out-unwritable", facts: ["path": keptPath]) }
    return text
  }

  private func spelled(_ learner: HeadingLearner, beside kept: [String: [String: [String]]]) -> String {
    var text = "# " + desk.text("learn.head") + "\n"
    let proposals = Dictionary(grouping: learner.proposals, by: \.kind.rawValue)
    for kind in Set(proposals.keys).union(kept.keys).sorted() {
      text += "\(kind):\n"
      let fields = Dictionary(grouping: proposals[kind] ?? [], by: \.field)
      for field in Set(fields.keys).union((kept[kind] ?? [:]).keys).sorted() {
        text += "  \(field):\(fields[field].map { "  # " + $0[0].standard } ?? "")\n"
        for spelling in kept[kind]?[field] ?? [] {
          text += "    - \(JSONWriter.quoted(spelling))  # \(desk.text("learn.kept"))\n"
        }
        text += unique(fields[field] ?? []).map(line).joined()
      }
    }
    let names = Set(learner.unexplained.map { PersonalNumbers.masked($0.heading, as: .naming) }).sorted()
    if !names.isEmpty {
      text += "# " + desk.text("learn.unexplained", ["headings": names.joined(separator: "、")]) + "\n"
    }
    return text
  }

  private func line(_ proposal: HeadingProposal) -> String {
    let values =
      proposal.values.map { desk.text("learn.values", ["share": String($0)]) } ?? desk.text("learn.no-values")
    return "    - \(JSONWriter.quoted(PersonalNumbers.masked(proposal.heading, as: .naming)))  # "
      + desk.text("learn.spelling", ["share": String(proposal.spelling)]) + values + "\n"
  }

  /// The same heading of several sheets once.
  private func unique(_ proposals: [HeadingProposal]) -> [HeadingProposal] {
    var seen: Set<String> = []
    return proposals.filter { seen.insert($0.heading).inserted }.sorted { $0.heading < $1.heading }
  }
}
