// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Findings
package import Policy
import Results

/// `pack document`: writes the reference pages of a pack into a folder.
package struct PackDocumentRun {
  /// Name and text of each page; the same packs give the same bytes.
  package let files: [ReferencePages.File]

  /// - Parameter base: where given, one page is written, of what the pack changes in this one.
  package init(pack: PolicyPack, since base: PolicyPack? = nil, language: Language) {
    guard let base else {
      files = ReferencePages(pack: pack, language: language).files + PackDocumentRun.judging(pack, language)
      return
    }
    let changes = PackDifferencesDocument(from: base, to: pack, language: language)
    files = [ReferencePages.File(name: "Changes-\(pack.id).md", text: changes.markdown)]
  }

  /// `assess --how` as a page, on the first census day on which the pack is in force.
  private static func judging(_ pack: PolicyPack, _ language: Language) -> [ReferencePages.File] {
    let quarter = pack.effectiveFrom.flatMap { first in Period("\(first.year)-Q\((first.month + 2) / 3)") }
    guard let day = quarter?.censusDay else { return [] }
    let context = CommandContext(workspaceDirectory: "", pack: pack, language: language)
    return [ReferencePages.File(name: "Judging.md", text: JudgingDocument(context: context, on: day).markdown())]
  }

  /// Writes the pages over those of the same name.
  ///
  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(to folder: String) throws {
    let target = ReportFolder(path: folder, progress: .silent)
    _ = try target.write(files.map { ReportFile(name: FileName($0.name).text, text: $0.text) })
  }
}
