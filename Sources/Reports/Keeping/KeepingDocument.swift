// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import CensusStore
import Findings
package import Results

/// What the keeping verbs tell, as JSON and in words; of persons only where their rows stand.
package struct KeepingDocument: Sendable {
  /// The words, and the language they are told in.
  package var context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// A backup or a package as one object: kind, time, hash of the manifest, head of the trail, files.
  ///
  /// - Throws: nothing: every manifest can be spelled as JSON.
  package func json(_ manifest: Manifest) throws -> String {
    JSONWriter.object([
      ("kind", JSONWriter.quoted(manifest.kind.rawValue)), ("subject", JSONWriter.quoted(manifest.subject)),
      ("made", JSONWriter.quoted(manifest.made)), ("manifest", JSONWriter.quoted(try manifest.sha256)),
      ("trailCount", String(manifest.trailCount)), ("trailHead", JSONWriter.quoted(manifest.trailHead)),
      ("withKey", String(manifest.hasKey)),
      (
        "files",
        list(
          manifest.files.map {
            JSONWriter.object([
              ("name", JSONWriter.quoted($0.name)), ("bytes", String($0.bytes)),
              ("sha256", JSONWriter.quoted($0.sha256)),
            ])
          })
      ),
    ]) + "\n"
  }

  /// A restore as one object.
  ///
  /// - Parameter aside: where the workspace that was there stands now; null where none was.
  /// - Throws: nothing: every manifest can be spelled as JSON.
  package func json(_ plan: RestorePlan, aside: String?) throws -> String {
    JSONWriter.object([
      ("made", JSONWriter.quoted(plan.manifest.made)), ("manifest", JSONWriter.quoted(try plan.manifest.sha256)),
      ("versions", list(plan.versions.map { JSONWriter.quoted($0) })),
      ("lostSeals", list(plan.lostSeals.map { JSONWriter.quoted($0) })), ("aside", JSONWriter.quoted(aside)),
    ]) + "\n"
  }

  /// - Parameter isOfOtherKey: whether people of the period are known by another workspace's pseudonyms.
  package func json(_ version: PeriodVersion, isOfOtherKey: Bool) -> String {
    JSONWriter.object([
      ("period", JSONWriter.quoted(version.period.description)), ("version", String(version.number)),
      ("sealedBy", JSONWriter.quoted(version.sealedBy)), ("sealedAt", JSONWriter.quoted(version.sealedAt)),
      ("sha256", JSONWriter.quoted(version.sha256)), ("otherKey", String(isOfOtherKey)),
    ]) + "\n"
  }

  /// A purge as one object: the versions that go, and how many originals and dismissals with them.
  package func json(_ plan: PurgePlan) -> String {
    JSONWriter.object([
      (
        "versions",
        list(
          plan.versions.map {
            JSONWriter.object([
              ("period", JSONWriter.quoted($0.period.description)), ("version", String($0.number)),
              ("sealed", String($0.isSealed)),
            ])
          })
      ),
      ("originals", String(plan.originals)), ("dismissals", String(plan.dismissals)),
    ]) + "\n"
  }

  /// An erasure as one object: rows that went, rows of sealed versions that stay, and what may be the same person.
  package func json(_ plan: ErasePlan) -> String {
    JSONWriter.object([
      ("erased", list(plan.open.flatMap { found in found.rows.map { json($0, found.version) } })),
      ("sealed", list(plan.sealed.flatMap { found in found.rows.map { json($0, found.version) } })),
      ("originals", list(plan.originals.sorted().map { JSONWriter.quoted($0) })),
      (
        "probable",
        list(
          plan.probable.map {
            JSONWriter.object([
              ("kind", JSONWriter.quoted($0.kind.rawValue)), ("place", JSONWriter.quoted($0.place.description)),
            ])
          })
      ),
    ]) + "\n"
  }

  /// Where the rows stand, line by line.
  package func text(_ plan: ErasePlan) -> String {
    var lines: [String] = []
    for (key, found) in [("erase.row", plan.open), ("erase.sealed", plan.sealed)] {
      lines += found.flatMap { found in
        found.rows.map { row in
          context.text(
            key,
            [
              "period": "\(found.version.period) v\(found.version.number)", "file": row.file, "sheet": row.sheet,
              "row": String(row.row),
            ])
        }
      }
    }
    lines += plan.originals.sorted().map { context.text("erase.original", ["value": $0]) }
    lines += plan.probable.map { context.text("erase.probable", ["value": $0.place.description]) }
    return lines.joined(separator: "\n")
  }

  private func json(_ row: PersonRow, _ version: PeriodVersion) -> String {
    JSONWriter.object([
      ("period", JSONWriter.quoted(version.period.description)), ("version", String(version.number)),
      ("kind", JSONWriter.quoted(row.kind.rawValue)), ("file", JSONWriter.quoted(row.file)),
      ("sheet", JSONWriter.quoted(row.sheet)), ("row", String(row.row)),
    ])
  }

  private func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }
}
