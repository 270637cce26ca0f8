// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The merged cells of a binary sheet, which stand behind its rows ([MS-XLS] 2.4.168).
enum BIFFMerges {
  /// Those of the substream at `offset`, found by the heads of its records alone; what is damaged is left to the reading.
  ///
  /// - Parameter order: gets the records; none of a sheet with an index, whose rows are in order.
  static func ahead(
    of stream: CompoundStream, at offset: Int, noting order: inout BIFFRowOrder
  ) throws -> [MergedRange] {
    var merges: [MergedRange] = []
    var reader = BIFFReader(stream, at: offset)
    var depth = 0
    repeat {
      guard (try? reader.skip()) != nil else { return merges }
      switch reader.type {
      case BIFFRecord.begin: depth += 1
      case BIFFRecord.end: depth -= 1
      case BIFFRecord.index where depth == 1:
        if let place = try lastRowBlock(stream, reader) { reader = BIFFReader(stream, at: place) }
      case BIFFRecord.mergedCells where depth == 1:
        var body: [UInt8] = []
        guard try stream.read(reader.offset - reader.bodyOffset, at: reader.bodyOffset, into: &body) else {
          return merges
        }
        stream.cipher?.open(&body, at: reader.bodyOffset, of: reader.type)
        merges += ranges(body)
      default: break
      }
      if depth == 1 { try order.note(reader, of: stream) }
    } while depth > 0 && merges.count <= ReadingLimits.merges
    return merges
  }

  /// Where the last block of rows ends, by the index at the head of the sheet ([MS-XLS] 2.4.144); nil where it names none.
  private static func lastRowBlock(_ stream: CompoundStream, _ index: BIFFReader) throws -> Int? {
    var place: [UInt8] = []
    guard index.offset - index.bodyOffset >= 20, try stream.read(4, at: index.offset - 4, into: &place) else {
      return nil
    }
    stream.cipher?.open(&place, at: index.offset - 4, of: index.type)
    let offset = Int(LittleEndian.u32(place, 0))
    guard offset > index.offset else { return nil }
    var block = BIFFReader(stream, at: offset)
    guard (try? block.skip()) != nil, block.type == BIFFRecord.rowBlock else { return nil }
    return offset
  }

  static func ranges(_ body: [UInt8]) -> [MergedRange] {
    guard body.count >= 2 else { return [] }
    return (0..<min(Int(LittleEndian.u16(body, 0)), (body.count - 2) / 8)).map { index in
      let corner = (0..<4).map { Int(LittleEndian.u16(body, 2 + 8 * index + 2 * $0)) + 1 }
      return MergedRange(firstRow: corner[0], firstColumn: corner[2], lastRow: corner[1], lastColumn: corner[3])
    }
  }
}
