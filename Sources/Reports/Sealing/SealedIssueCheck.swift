// SPDX-License-Identifier: Apache-2.0

import CensusStore
import Foundation
import Pipeline
import Policy
import Results

/// Issues the report of a sealed period again: the program that sealed it must give the same bytes, another one the same
/// figures.
struct SealedIssueCheck {
  var context: CommandContext
  let seal: Seal
  let database: PeriodDatabase

  /// - Throws: `PackError` where this program does not understand the sealed pack any more.
  func result(programVersion: String) throws -> (state: VerifyState, detail: String) {
    var context = context
    context.pack = try SealedPack.load(database.packFiles(), id: seal.packID)
    // The report names the program that made it; what it says must not depend on which one makes it again.
    let report = try SealedReport(
      census: PeriodCensus(context: context, database: database), programVersion: seal.programVersion)
    let issue = try report.issued()
    let names = Set(issue.hashes.keys).union(seal.issue.hashes.keys)
    let differing = names.filter { issue.hashes[$0] != seal.issue.hashes[$0] }.sorted()
    let facts = [
      "files": differing.joined(separator: ", "), "sealed": seal.programVersion, "program": programVersion,
    ]
    func text(_ key: String) -> String { self.context.text("verify.\(key)", facts) }
    guard !differing.isEmpty else { return (.good, "") }
    guard seal.programVersion != programVersion else { return (.broken, text("fault.report-bytes")) }
    return Figures(seal.issue.figures).areIn(Figures(issue.figures))
      ? (.good, text("figures-equal")) : (.broken, text("fault.report-figures"))
  }
}

/// The figures of an `indicators.json`, by what they are figures of.
private struct Figures {
  private let values: [String: String]

  /// Bytes that are no such file hold no figures.
  init(_ bytes: [UInt8]) {
    let list = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? []
    func spelled(_ entry: [String: Any], _ members: [String]) -> String {
      members.map { name in
        let value = entry[name] ?? NSNull()
        return (value as? [String: String])?.map { "\($0.key)=\($0.value)" }.joined() ?? "\(value)"
      }.joined(separator: "\u{0}")
    }
    values = Dictionary(
      list.map {
        (
          spelled($0, ["period", "unit", "group", "indicator"]),
          spelled($0, ["state", "numerator", "denominator", "value"])
        )
      }
    ) { first, _ in first }
  }

  /// Whether every one of them is there, with the same value; a newer program may have more.
  func areIn(_ others: Figures) -> Bool {
    !values.isEmpty && values.allSatisfy { others.values[$0.key] == $0.value }
  }
}
