// SPDX-License-Identifier: Apache-2.0

import Basics

/// Rows of a workbook, pulled in order, sheet after sheet.
///
/// A class because it owns a parser or a file; used from one thread at a time.
package protocol RowCursor: AnyObject {
  /// Fills `batch` with the next rows of the current sheet. A batch never spans two sheets; every sheet, also an
  /// empty one, ends with a batch whose `endsSheet` is true.
  ///
  /// - Returns: false after the last sheet; `batch` is then empty.
  /// - Throws: a `WorkbookError` when the file is damaged, truncated or hostile. Rows handed out before stay valid,
  ///   but the file as a whole must not be used.
  func next(into batch: inout RowBatch) throws -> Bool

  /// What was repaired or doubtful up to now; complete after the last batch.
  var repairs: [WorkbookRepair] { get }
}

/// A workbook that was recognised and opened; reading it is up to its cursor.
package protocol Workbook {
  /// A format name of the contract: `spreadsheetml-2003`, `xlsx`, …
  var format: String { get }
  /// The encoding the bytes are in (`utf-8`, `gb18030`, `utf-16le` …), by evidence and not by claim.
  var encoding: String { get }
  /// The program that probably wrote the file, in its own words; nil when nothing tells.
  var writer: String? { get }
  /// A new cursor at the first row of the first sheet.
  ///
  /// - Throws: a `WorkbookError` when the first part of the file cannot be read.
  func rows() throws -> any RowCursor
}

/// Something the reader mended, to be shown as a finding: a message code and its place in the file.
package struct WorkbookRepair: Sendable, Hashable {
  /// The pack's finding code for what was mended: `workbook-index-ignored`.
  package var code: String
  /// Line of the file's text or markup, from 1; nil where it has none or the repair is of the file as a whole.
  package var line: Int?
  /// Values for the `{placeholders}` of the message; no text of a cell.
  package var facts: [String: String]

  package init(code: String, line: Int? = nil, facts: [String: String] = [:]) {
    self.code = code
    self.line = line
    self.facts = facts
  }
}

/// Why a workbook cannot be read: a message code of the pack (`workbook-truncated` …) and the facts its sentence needs.
package struct WorkbookError: CodedError, Sendable, Hashable, CustomStringConvertible {
  /// The pack's finding code for why it cannot be read.
  package var code: String
  /// Line of the file's text or markup where reading stopped, from 1; nil for binary formats and the file as a whole.
  package var line: Int?
  /// Offset in the file, in bytes from 0, where that is what is known; nil else.
  package var byte: Int?
  /// Values for the `{placeholders}` of the message; no text of a cell.
  package var facts: [String: String]

  package init(_ code: String, line: Int? = nil, byte: Int? = nil, facts: [String: String] = [:]) {
    self.code = code
    self.line = line
    self.byte = byte
    self.facts = facts
  }

  package var description: String {
    let place = [line.map { "line \($0)" }, byte.map { "byte \($0)" }].compactMap { $0 }.joined(separator: ", ")
    let known = facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return [code, place, known].filter { !$0.isEmpty }.joined(separator: "; ")
  }
}
