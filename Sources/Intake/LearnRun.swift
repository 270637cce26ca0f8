// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
package import Policy
package import Results
import Roster
import SheetReading
import Tabular

/// `vocabulary learn`: proposes spellings for the unknown headings of workbooks, as YAML to edit and keep.
package struct LearnRun: Sendable {
  /// Gives the words known so far and the workspace that learns.
  package var context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// The text of a `vocabulary.yaml`; values of the sheets never stand in it.
  ///
  /// - Throws: `PipelineError`, `WorkbookError`.
  package func yaml(_ paths: [String]) throws -> String { spelled(try learner(paths)) }

  private func learner(_ paths: [String], for sender: String? = nil) throws -> HeadingLearner {
    var learner = HeadingLearner(vocabulary: PreparedVocabulary(context.pack.vocabulary(for: sender)))
    for file in try WorkbookFiles.collect(paths).files {
      do {
        try read(file, into: &learner)
      } catch is WorkbookError where file.isFromFolder {
        // What lies beside the lists teaches nothing; `check` says what it is.
        continue
      }
    }
    return learner
  }

  private func read(_ file: WorkbookFile, into learner: inout HeadingLearner) throws {
    let cursor = try WorkbookOpener.open(file.open()).rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) { learner.read(batch) }
  }

  /// Adds what is proposed to the workspace's `vocabulary.yaml`; whatever stands there stays, remarks behind an entry and at
  /// the top as well.
  ///
  /// - Parameter sender: for whose files alone the spellings hold, as given with `--unit`; nil for everybody's.
  /// - Returns: the spellings that were added.
  /// - Throws: `PackError` for a file that cannot be read, `PipelineError("out-unwritable")`, `WorkbookError`.
  package func keep(_ paths: [String], for sender: String?) throws -> [HeadingSpelling] {
    let learner = try learner(paths, for: sender)
    let path = context.workspaceDirectory + "/" + VocabularyOverlay.fileName
    var (all, ofSenders) = try VocabularyOverlay.kept(path, context.pack.vocabulary)
    let known = Set(all).union(sender.flatMap { ofSenders[$0] } ?? [])
    let proposed = learner.proposals.map { proposal in
      HeadingSpelling(
        kind: proposal.kind, field: proposal.field, text: PersonalNumbers.masked(proposal.heading, as: .naming))
    }
    var seen = known
    let added = proposed.filter { seen.insert($0).inserted }
    guard !added.isEmpty else { return [] }
    if let sender { ofSenders[sender, default: []] += added } else { all += added }
    let old = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let text = KeptVocabulary(old: old, head: context.text("learn.head")).text(all, ofSenders)
    _ = try ReportFolder(path: context.workspaceDirectory, progress: .silent).write([
      ReportFile(name: VocabularyOverlay.fileName, bytes: Array(text.utf8))
    ])
    return added
  }

  private func spelled(_ learner: HeadingLearner) -> String {
    var text = "# " + context.text("learn.head") + "\n"
    for (kind, proposals) in grouped(learner.proposals, by: \.kind.rawValue) {
      text += "\(kind):\n"
      for (field, proposals) in grouped(proposals, by: \.field) {
        text += "  \(field):  # \(proposals[0].standard)\n"
        for proposal in unique(proposals) {
          let values =
            proposal.values.map { context.text("learn.values", ["share": String($0)]) }
            ?? context.text("learn.no-values")
          text += "    - \(JSONWriter.quoted(PersonalNumbers.masked(proposal.heading, as: .naming)))  # "
          text += context.text("learn.spelling", ["share": String(proposal.spelling)]) + values + "\n"
        }
      }
    }
    let names = Set(learner.unexplained.map { PersonalNumbers.masked($0.heading, as: .naming) }).sorted()
    if !names.isEmpty {
      text +=
        "# " + context.text("learn.unexplained", ["headings": names.joined(separator: context.text("place.and"))])
        + "\n"
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

/// Spells `vocabulary.yaml` anew with the remarks of the old one.
private struct KeptVocabulary {
  private var head: [Substring]
  /// Remark by the text it stands behind.
  private var remarks: [String: Substring] = [:]

  init(old: String, head: String) {
    let lines = old.split(separator: "\n", omittingEmptySubsequences: false)
    self.head = Array(lines.prefix { $0.hasPrefix("#") })
    if self.head.isEmpty { self.head = ["# " + head[...]] }
    for line in lines {
      guard let sign = line.range(of: "  #"), let start = line.firstIndex(of: "-") else { continue }
      let text = line[line.index(after: start)..<sign.lowerBound].trimmingCharacters(in: .whitespaces)
      remarks[text.trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))] = line[sign.lowerBound...]
    }
  }

  func text(_ all: [HeadingSpelling], _ ofSenders: [String: [HeadingSpelling]]) -> String {
    var lines = head.map(String.init) + block(all, indent: "")
    if !ofSenders.isEmpty { lines.append("senders:") }
    for (sender, spellings) in ofSenders.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(JSONWriter.quoted(sender)):")
      lines += block(spellings, indent: "    ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func block(_ spellings: [HeadingSpelling], indent: String) -> [String] {
    var lines: [String] = []
    for (kind, own) in Dictionary(grouping: spellings, by: \.kind.rawValue).sorted(by: { $0.key < $1.key }) {
      lines.append("\(indent)\(kind):")
      for (field, own) in Dictionary(grouping: own, by: \.field).sorted(by: { $0.key < $1.key }) {
        lines.append("\(indent)  \(field):")
        lines += own.map { "\(indent)    - \(JSONWriter.quoted($0.text))" + (remarks[$0.text].map(String.init) ?? "") }
      }
    }
    return lines
  }
}
