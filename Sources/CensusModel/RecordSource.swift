// SPDX-License-Identifier: Apache-2.0

/// The records of a period as they are kept, for those who count them by themselves: nothing joined, chosen or counted.
package protocol RecordSource {
  /// The quarter whose records they are.
  var period: Period { get }
  /// What the kinds are that the period was written with.
  var schemas: RosterSchemas { get }
  /// Hands out every record of a kind in the order of their numbers, whether it counts or not.
  ///
  /// - Parameters:
  ///   - columns: of the kind; of one that the period was written without every value is nothing.
  ///   - chosen: the numbers of the only records that are handed out; nil hands out all.
  /// - Throws: where the records cannot be read, and what `body` throws, which ends the walk.
  func records(
    of kind: RecordKind, columns: [String], only chosen: Set<Int64>?, _ body: (SourceRecord) throws -> Void) throws
  /// Which organisation each text leads to that a record may name, by number of the reference.
  ///
  /// - Throws: where they cannot be read.
  func references() throws -> [Int64: NamedOrganisation]
  /// The sheets that count, by number.
  ///
  /// - Throws: where they cannot be read.
  func sourceSheets() throws -> [Int64: SourceSheet]
}

/// One record as it is kept.
package struct SourceRecord: Sendable {
  /// Its number among the records of its kind.
  package var id: Int64
  /// Number of the sheet it stands in.
  package var sheet: Int64
  /// Row in the sheet, from 1.
  package var row: Int
  /// Whether settling let another row count in its place.
  package var isSuperseded: Bool
  /// Of an organisation its preorder number, as settled; nil of all other records.
  package var node: Int?
  /// How many superiors an organisation has, as settled; nil of all other records.
  package var depth: Int?
  /// In the order of the columns that were asked for; organisations as numbers of references.
  package var values: [RecordValue]

  /// Takes all of it as it is.
  package init(
    id: Int64, sheet: Int64, row: Int, isSuperseded: Bool, node: Int?, depth: Int?, values: [RecordValue]
  ) {
    (self.id, self.sheet, self.row, self.isSuperseded) = (id, sheet, row, isSuperseded)
    (self.node, self.depth, self.values) = (node, depth, values)
  }
}

/// A text that names an organisation, and which one settling took it for.
package struct NamedOrganisation: Sendable, Hashable {
  /// The text as the record gives it.
  package var text: String
  /// Preorder number; nil where it leads nowhere.
  package var node: Int?

  package init(text: String, node: Int?) { (self.text, self.node) = (text, node) }
}

/// Where records stand.
package struct SourceSheet: Sendable, Hashable {
  /// The file as it was named at import.
  package var file: String
  /// The number of the file in its period.
  package var fileNumber: Int64
  /// Name of the sheet.
  package var name: String
  /// What its rows are; nil where no table was recognised.
  package var kind: RecordKind?
  /// Whether rows of it were set aside that may have been records.
  package var hasRefusedRows: Bool

  /// Takes all of it as it is.
  package init(file: String, fileNumber: Int64, name: String, kind: RecordKind?, hasRefusedRows: Bool) {
    (self.file, self.fileNumber, self.name) = (file, fileNumber, name)
    (self.kind, self.hasRefusedRows) = (kind, hasRefusedRows)
  }
}
