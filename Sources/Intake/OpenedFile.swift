// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Results
import SheetReading
import Tabular

/// A workbook that was opened, with what there is to say of its file.
struct OpenedFile {
  let draft: FileDraft
  private let input: InputFile
  private let workbook: any Workbook

  /// - Throws: `WorkbookError` where it is no workbook or cannot be read.
  init(_ file: WorkbookFile) throws { try self.init(file.open(), named: file.name) }

  /// - Parameter name: the file as it is shown to people.
  /// - Throws: `WorkbookError` where it is no workbook or cannot be read.
  init(_ input: InputFile, named name: String) throws {
    self.input = input
    let digest = try FileDigest.sha256(input)
    workbook = try WorkbookOpener.open(input)
    draft = FileDraft(
      name: name, sha256: digest, format: workbook.format, encoding: workbook.encoding, byteCount: input.byteCount)
  }

  /// See `FileIntake.read`.
  ///
  /// - Throws: what that throws; `WorkbookError` where the file changed in the meantime.
  func read(
    with intake: FileIntake, branch: String?, into sink: some RosterSink, told: (_ rows: Int) throws -> Void
  ) throws {
    try intake.read(workbook, named: draft.name, branch: branch, into: sink, told: told)
    try input.requireUnchanged()
  }
}
