// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy
import Roster
import SheetReading
import Tabular

/// `vocabulary learn`: proposes spellings for the unknown headings of workbooks, as YAML to edit and keep.
package struct LearnRun: Sendable {
  package var desk: Desk

  package init(desk: Desk) { self.desk = desk }

  /// The text of a `vocabulary.yaml`; values of the sheets never stand in it.
  ///
  /// - Throws: `PipelineError`, `WorkbookError`.
  package func yaml(_ paths: [String]) throws -> String {
    var learner = HeadingLearner(vocabulary: PreparedVocabulary(desk.pack.vocabulary))
    for file in try WorkbookFiles.collect(paths).files {
      let cursor = try WorkbookOpener.open(file.open()).rows()
      var batch = RowBatch()
      while try cursor.next(into: &batch) { learner.read(batch) }
    }
    return spelled(learner)
  }

  private func spelled(_ learner: HeadingLearner) -> String {
    var text = "# " + desk.text("learn.head") + "\n"
    for (kind, proposals) in grouped(learner.proposals, by: \.kind.rawValue) {
      text += "\(kind):\n"
      for (field, proposals) in grouped(proposals, by: \.field) {
        text += "  \(field):  # \(proposals[0].standard)\n"
        for proposal in unique(proposals) {
          let values =
            proposal.values.map { desk.text("learn.values", ["share": String($0)]) } ?? desk.text("learn.no-values")
          text += "    - \(JSONWriter.quoted(PersonalNumbers.masked(proposal.heading, as: .naming)))  # "
          text += desk.text("learn.spelling", ["share": String(proposal.spelling)]) + values + "\n"
        }
      }
    }
    let names = Set(learner.unexplained.map { PersonalNumbers.masked($0.heading, as: .naming) }).sorted()
    if !names.isEmpty {
      text += "# " + desk.text("learn.unexplained", ["headings": names.joined(separator: "、")]) + "\n"
    }
    return text
  }

  private func grouped(
    _ proposals: [HeadingProposal], by key: (HeadingProposal) -> String
  ) -> [(String, [HeadingProposal])] {
    Dictionary(grouping: proposals, by: key).sorted { $0.key < $1.key }
  }

  /// The same heading of several sheets once.
  private func unique(_ proposals: [HeadingProposal]) -> [HeadingProposal] {
    var seen: Set<String> = []
    return proposals.filter { seen.insert($0.heading).inserted }.sorted { $0.heading < $1.heading }
  }
}
