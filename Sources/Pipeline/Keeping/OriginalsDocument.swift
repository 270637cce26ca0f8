// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore

/// The files that came in, with whether their originals are kept, in every spelling.
package struct OriginalsDocument: Sendable {
  private let desk: Desk
  private let originals: [KeptOriginal]

  package init(desk: Desk, period: Period?) throws {
    self.desk = desk
    originals = try desk.workspace().originals(of: period)
  }

  package func json() -> String {
    JSONWriter.array(
      originals.map { original in
        JSONWriter.object([
          ("period", JSONWriter.quoted(original.period.description)), ("submission", String(original.submission)),
          ("file", JSONWriter.quoted(original.file)), ("sha256", JSONWriter.quoted(original.sha256)),
          ("bytes", String(original.byteCount)), ("kept", String(original.isKept)),
        ])
      })
  }

  package func csv() -> String {
    CSVWriter.byteOrderMark + CSVWriter.line(header) + originals.map { CSVWriter.line(cells($0)) }.joined()
  }

  package func text() -> String {
    guard !originals.isEmpty else { return desk.text("originals.none") }
    var table = TextTable([.left, .right, .left, .right, .left, .left])
    table.add(header)
    for original in originals { table.add(cells(original)) }
    return table.text
  }

  private var header: [String] {
    ["period", "submission", "file", "bytes", "kept", "sha256"].map { desk.text("originals.\($0)") }
  }

  private func cells(_ original: KeptOriginal) -> [String] {
    [
      original.period.description, String(original.submission), original.file, String(original.byteCount),
      desk.text(original.isKept ? "originals.yes" : "originals.no"), original.sha256,
    ]
  }
}
