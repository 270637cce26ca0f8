// SPDX-License-Identifier: Apache-2.0

package import Findings

/// What `Roster` made of one sheet before any record rule ran: kind, header row, what it left out, which headings it knows.
package struct RecognisedSheet: Sendable, Hashable {
  /// How sure it is that a heading means its field.
  package enum Match: String, Sendable, Hashable {
    /// The standard heading itself.
    case exact
    /// Another spelling that the vocabulary holds.
    case synonym
    /// Known once what stands in brackets is left out, or with the heading above it.
    case guessed
    /// The field stands in an earlier column already.
    case duplicate
    case unknown
  }

  /// One heading of the sheet and what it was taken for.
  package struct Heading: Sendable, Hashable {
    /// Counted from 1.
    package var column: Int
    /// As the sheet spells it.
    package var text: String
    /// Field ID, nil when unknown.
    package var field: String?
    /// How sure it is that the heading means `field`.
    package var match: Match
    /// For an unknown heading, the standard headings nearest to it.
    package var nearest: [String]

    package init(
      column: Int, text: String, field: String?, match: Match = .unknown, nearest: [String] = []
    ) {
      self.column = column
      self.text = text
      self.field = field
      self.match = match
      self.nearest = nearest
    }
  }

  /// From 0, as `RowBatch.sheetIndex`.
  package var index: Int
  /// Name of the sheet as the workbook spells it.
  package var name: String
  /// Nil when no table was recognised.
  package var kind: RecordKind?
  /// First and last row of the heading (two or three rows where headings are merged).
  package var headerRows: ClosedRange<Int>?
  /// The headings of the table, by column; empty when no table was recognised.
  package var headings: [Heading]

  package init(
    index: Int, name: String, kind: RecordKind?, headerRows: ClosedRange<Int>?, headings: [Heading]
  ) {
    self.index = index
    self.name = name
    self.kind = kind
    self.headerRows = headerRows
    self.headings = headings
  }
}

/// Takes what `Roster` reads, in sheet order; the store's import session and the dry run of `check` are such sinks.
package protocol RosterSink: AnyObject {
  /// Called once per sheet, before its first record, and at the end of a sheet in which no table was found.
  ///
  /// - Throws: what ends the reading, such as a store that is full.
  func recognised(_ sheet: RecognisedSheet) throws
  /// Records of the sheet last recognised.
  ///
  /// - Throws: what ends the reading, such as a store that is full.
  func take(_ batch: RecordBatch, sheet: RecognisedSheet) throws
  /// A row that is no record, with the reason; what stood in it is not handed on.
  ///
  /// - Throws: what ends the reading, such as a store that is full.
  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) throws
  /// Something about the file that its sender must know, at the cell where it stands.
  ///
  /// - Throws: what ends the reading, such as a store that is full.
  func found(_ finding: Finding) throws
}
