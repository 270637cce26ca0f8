// SPDX-License-Identifier: Apache-2.0

import Glibc
import ReportModel
import Roster
import SheetReading
import Tabular
import WorkbookMarking

/// What is known of a workbook once it was read through: its sheets, merged cells, and where its marks go.
struct MarkedOutline {
  struct Sheet {
    /// As findings name it.
    var shown: String
    var name: String
    var isHidden: Bool
    var merges: [MergedRange]
    /// The first filled column of rows that are marked as a whole.
    var firstColumns: [Int: Int] = [:]
    /// Of its rows: their numbers, marks, cells.
    var digest: Int
  }

  /// What the reader says of a package that Excel opens nevertheless.
  private static let harmless: Set<String> = ["workbook-formula-without-value", "workbook-cell-long"]
  /// Row of the headings of a list of findings.
  private static let listRow: Int32 = 3

  private(set) var sheets: [Sheet] = []
  /// The list of findings of an earlier marking.
  private(set) var formerList: Int?
  /// False where the reader mended something: the file itself is not fit to be handed on.
  private(set) var isSound = true

  /// - Parameters:
  ///   - rows: those marked as a whole, by the name of the sheet in findings.
  ///   - lists: the headings of a list of findings, in each language.
  /// - Throws: `WorkbookError`.
  init(of workbook: any Workbook, rows: [String: Set<Int>], lists: [[String]]) throws {
    let cursor = try workbook.rows()
    var batch = RowBatch()
    var isList = false
    var firstColumns: [Int: Int] = [:]
    var digest = RowDigest()
    while try cursor.next(into: &batch) {
      let shown = PersonalNumbers.masked(batch.sheetName, as: .naming)
      let wanted = rows[shown] ?? []
      digest.take(batch)
      for row in batch.rows {
        if wanted.contains(Int(row.number)) {
          firstColumns[Int(row.number)] = batch.cells(of: row).first.map { Int($0.column) }
        }
        if row.number == MarkedOutline.listRow { isList = lists.contains(batch.cells(of: row).map(batch.text)) }
      }
      guard batch.endsSheet else { continue }
      if isList { formerList = sheets.count }
      let isHidden = batch.visibility != .visible
      sheets.append(
        Sheet(
          shown: shown, name: batch.sheetName, isHidden: isHidden, merges: batch.merges, firstColumns: firstColumns,
          digest: digest.value))
      (isList, firstColumns, digest) = (false, [:], RowDigest())
    }
    isSound = cursor.repairs.allSatisfy { MarkedOutline.harmless.contains($0.code) }
  }

  /// The cell to colour: of merged cells the first, of a row the first that is filled.
  func anchor(row: Int, column: Int?, of sheet: Int, merges: [Int: [MergedRange]]) -> MarkedWorkbook.Anchor {
    let column = column ?? sheets[sheet].firstColumns[row] ?? 1
    let merge = merges[row]?.first { ($0.firstColumn...$0.lastColumn).contains(column) }
    return MarkedWorkbook.Anchor(row: merge?.firstRow ?? row, column: merge?.firstColumn ?? column)
  }

  /// The merges of a sheet that reach into some rows, by row.
  func merges(of sheet: Int, into rows: Set<Int>) -> [Int: [MergedRange]] {
    let ordered = rows.sorted()
    var result: [Int: [MergedRange]] = [:]
    for merge in sheets[sheet].merges where merge.lastRow >= merge.firstRow && merge.lastColumn >= merge.firstColumn {
      let from = ordered.partitioningIndex { $0 >= merge.firstRow }
      for row in ordered[from...].prefix(while: { $0 <= merge.lastRow }) { result[row, default: []].append(merge) }
    }
    return result
  }
}

extension MarkedOutline {
  /// Whether a marked copy is read as its original is: the same sheets, rows and cells beside the list of findings.
  ///
  /// - Throws: what writing the copy throws, and `WorkbookError` where the temporary folder is full.
  package func agrees(with copy: any MarkedCopy) throws -> Bool {
    let file = try InputFile { path in
      let descriptor = open(path, O_RDWR | O_CLOEXEC)
      defer { close(descriptor) }
      try copy.write(to: descriptor)
    }
    guard let other = try? MarkedOutline(of: WorkbookOpener.open(file), rows: [:], lists: []) else { return false }
    func kept(_ outline: MarkedOutline, but list: Int) -> [[Int]] {
      outline.sheets.enumerated().filter { $0.offset != list }.map {
        [$1.isHidden ? 1 : 0, $1.digest, $1.merges.hashValue]
      }
    }
    return kept(self, but: formerList ?? -1) == kept(other, but: formerList ?? sheets.count)
  }
}

/// Tells rows of one run of the program apart.
private struct RowDigest {
  private var hasher = Hasher()

  mutating func take(_ batch: RowBatch) {
    for row in batch.rows {
      hasher.combine(row.number)
      hasher.combine(row.flags.rawValue)
      for cell in batch.cells(of: row) {
        hasher.combine(cell.column)
        hasher.combine(cell.kind)
        batch.bytes[Int(cell.start)..<Int(cell.start + cell.length)].withUnsafeBytes { hasher.combine(bytes: $0) }
      }
    }
  }

  var value: Int { hasher.finalize() }
}

extension [Int] {
  /// The first index of which `belongs` holds, in an ordered list.
  fileprivate func partitioningIndex(where belongs: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
