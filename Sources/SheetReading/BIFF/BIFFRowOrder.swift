// SPDX-License-Identifier: Apache-2.0

/// Finds the rows of a binary sheet whose file holds them out of order, as programs write that keep rows in the order in
/// which they were made: the merged cells first, the heading last.
struct BIFFRowOrder {
  /// Records that stand among rows and their cells.
  private static let ofRows: Set<UInt16> = [
    BIFFRecord.formula, BIFFRecord.labelShared, BIFFRecord.label, BIFFRecord.richString, BIFFRecord.number,
    BIFFRecord.rk, BIFFRecord.multipleRK, BIFFRecord.boolOrError, BIFFRecord.string, BIFFRecord.continuation,
    BIFFRecord.rowBlock, BIFFRecord.blank, BIFFRecord.multipleBlank, BIFFRecord.array, BIFFRecord.sharedFormula,
  ]

  /// The first row of each stretch of rows and cells, and where it begins.
  private var starts: [(row: Int, offset: Int)] = []
  private var isAtRow = false
  private var isOrdered = true
  /// Where the records behind the rows begin.
  private var end: Int?

  /// Notes a record whose head was read.
  mutating func note(_ reader: BIFFReader, of stream: CompoundStream) throws {
    defer { isAtRow = reader.type == BIFFRecord.row }
    guard reader.type == BIFFRecord.row else {
      if !starts.isEmpty, end == nil, !BIFFRowOrder.ofRows.contains(reader.type) { end = reader.bodyOffset - 4 }
      return
    }
    var body: [UInt8] = []
    guard !isAtRow, try stream.read(2, at: reader.bodyOffset, into: &body) else { return }
    stream.cipher?.open(&body, at: reader.bodyOffset, of: reader.type)
    let row = Int(LittleEndian.u16(body, 0))
    if let last = starts.last, last.row > row { isOrdered = false }
    starts.append((row, reader.bodyOffset - 4))
  }

  /// Where to go on instead of the places the records lead to, so that rows come in order; empty where they do anyway.
  var jumps: [Int: Int] {
    guard !isOrdered, let end, let first = starts.first, starts.allSatisfy({ $0.offset < end }) else { return [:] }
    let ends = starts.dropFirst().map(\.offset) + [end]
    let sorted = zip(starts, ends).enumerated().sorted { ($0.element.0.row, $0.offset) < ($1.element.0.row, $1.offset) }
    var jumps: [Int: Int] = [:]
    var place = first.offset
    for (_, (start, end)) in sorted {
      jumps[place] = start.offset
      place = end
    }
    jumps[place] = end
    return jumps
  }
}
