// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
package import Results

/// What was found before, for those who want to see only what is new: in the last quarter of the workspace or, of a list
/// that its unit had handed in already, in that list.
package struct KnownFindings {
  /// The last quarter; nil where the workspace holds none, so that everything is new.
  package let former: Period?
  private let ofFormer: Set<String>
  private let lists: Set<FindingFingerprint.List>
  private let ofLists: Set<String>

  /// - Parameter period: the one whose findings are asked for.
  /// - Parameter before: the period as it was before an import; nil asks for the last quarter alone.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(context: CommandContext, period: Period, before: PeriodCensus? = nil) throws {
    let workspace = try context.workspaceIfAny()
    // Nobody is found again under the pseudonyms of another key.
    former = try workspace?.periodsOfOwnKey.last { $0 < period }
    let census = try former.map { try PeriodCensus(context: context, period: $0) }
    ofFormer = try Set(census.map { try $0.fingerprints(of: $0.findings()).map(\.text) } ?? [])
    lists = try before?.lists() ?? []
    ofLists = try Set(before.map { try $0.fingerprints(of: $0.findings()).map(\.text) } ?? [])
  }

  /// Whether a finding was there before.
  package func holds(_ fingerprint: FindingFingerprint) -> Bool {
    let isOfList = fingerprint.list.map(lists.contains) ?? false
    return (isOfList ? ofLists : ofFormer).contains(fingerprint.text)
  }
}

extension FindingFingerprint {
  /// What a unit hands in of one kind.
  package struct List: Sendable, Hashable {
    var unit: String
    var kind: RecordKind
  }
}

extension PeriodCensus {
  /// Every list that counts.
  fileprivate func lists() throws -> Set<FindingFingerprint.List> {
    let senders = try senders(of: database.sheets())
    return Set(
      try database.sheets().compactMap { sheet in
        guard let kind = sheet.kind, let unit = senders[sheet.file] else { return nil }
        return FindingFingerprint.List(unit: unit, kind: kind)
      })
  }

  /// The unit that handed each file in, by its name; where none was named, the one that the file is about.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func senders(of sheets: [SheetReport]) throws -> [String: String] {
    let units = Dictionary(uniqueKeysWithValues: try submissions().map { ($0.number, $0.unit ?? $0.about) })
    let numbers = try database.submissionsOfFiles()
    return Dictionary(
      sheets.compactMap { sheet in numbers[sheet.sha256].flatMap { units[$0] ?? nil }.map { (sheet.file, $0) } }
    ) { first, _ in first }
  }
}

extension CommandContext {
  /// The workspace; nil where there is none.
  ///
  /// - Throws: `WorkspaceError` where there is one that cannot be used.
  package func workspaceIfAny() throws -> Workspace? {
    do {
      return try workspace()
    } catch let error as WorkspaceError where error.code == "workspace-missing" {
      return nil
    }
  }
}
