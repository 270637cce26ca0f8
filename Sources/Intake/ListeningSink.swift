// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings

/// What was heard of a file while it was read: whether it holds anything, and why not.
final class HeardFindings {
  /// Enough to say why nothing was read.
  private static let limit = 200

  private(set) var findings: [Finding] = []
  private var records = 0
  private var tables = 0
  /// Whether the table read last lost rows, or was never filled in.
  private var losesRows = false
  /// Tables that say that there is nobody: headings alone, or totals and notes below them.
  private var emptyTables = 0

  /// Whether nothing was read: no record, and no list that says that there is nobody.
  var holdsNothing: Bool {
    endTable()
    return records == 0 && emptyTables == 0
  }

  /// Whether something in it looked like a list: without that it is a text or a page that lies beside the lists.
  var looksLikeList: Bool {
    findings.contains { !$0.code.hasPrefix("workbook-") && !["sheet-without-table", "sheet-empty"].contains($0.code) }
  }

  func begin(_ sheet: RecognisedSheet) {
    endTable()
    if sheet.kind != nil { tables += 1 }
  }

  func take(_ count: Int) { records += count }

  func setAside(_ row: SetAsideRow) {
    if !SetAsideRow.reasonsWithoutRecord.contains(row.reason) { losesRows = true }
  }

  func found(_ finding: Finding) {
    if findings.count < HeardFindings.limit { findings.append(finding) }
  }

  private func endTable() {
    if tables > 0, !losesRows { emptyTables += 1 }
    (tables, losesRows) = (0, false)
  }
}

/// Hands on what is read, and listens.
final class ListeningSink: RosterSink {
  private let sink: FileSink
  private let heard: HeardFindings

  init(_ sink: FileSink, _ heard: HeardFindings) { (self.sink, self.heard) = (sink, heard) }

  func recognised(_ sheet: RecognisedSheet) throws {
    heard.begin(sheet)
    try sink.recognised(sheet)
  }

  func take(_ batch: RecordBatch, sheet: RecognisedSheet) throws {
    heard.take(batch.count)
    try sink.take(batch, sheet: sheet)
  }

  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) throws {
    heard.setAside(row)
    try sink.setAside(row, sheet: sheet)
  }

  func found(_ finding: Finding) throws {
    heard.found(finding)
    try sink.found(finding)
  }
}
