// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Results
import Roster
import SheetReading
package import Tabular

/// Reads one workbook into a sink: bytes → rows → records, batch by batch, memory constant in file size.
struct FileIntake: Sendable {
  let vocabulary: PreparedVocabulary
  let pseudonymiser: any Pseudonymiser
  let names: NameStorage
  let censusDay: CalendarDay?
  var choices = RosterChoices()

  /// - Parameters:
  ///   - name: the file as it is shown to people.
  ///   - branch: the unit that hands in, where it is a branch.
  ///   - told: gets the number of rows read so far, after every batch.
  /// - Throws: `WorkbookError` when the file is damaged or no workbook; what the sink took before must be undone.
  func read(
    _ workbook: any Workbook, named name: String, branch: String?, into sink: some RosterSink,
    told: (_ rows: Int) throws -> Void
  ) throws {
    var reader = RosterReader(
      vocabulary: vocabulary, pseudonymiser: pseudonymiser, names: names, censusDay: censusDay, file: name,
      branch: branch, choices: choices)
    let cursor = try workbook.rows()
    var batch = RowBatch()
    var rows = 0
    while try cursor.next(into: &batch) {
      try reader.read(batch, into: sink)
      rows += batch.rows.count
      try told(rows)
    }
    for repair in cursor.repairs {
      // One cause, one sentence: that of the column says more.
      if repair.code == "workbook-formula-without-value",
        reader.sheetsToldOfFormulas.contains(repair.facts["sheet"] ?? "")
      {
        continue
      }
      try sink.found(Finding(repair, file: name))
    }
  }
}

extension Finding {
  /// A repair as a finding: the line becomes a fact.
  package init(_ repair: WorkbookRepair, file: String) {
    var facts = repair.facts
    if let line = repair.line { facts["line"] = String(line) }
    self.init(repair.code, at: Place(file: file), facts: facts)
  }
}
