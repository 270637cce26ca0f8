// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Spells tallies in few bytes: whole numbers seven bits to a byte (LEB128), organisations by their distance.
struct TallyWriter {
  private(set) var bytes: [UInt8] = []

  static func block(of tally: Tally) -> [UInt8] {
    var writer = TallyWriter()
    writer.append(text: tally.measure)
    writer.append(tally.hasRecords ? 1 : 0)
    writer.append(entries: tally.entries)
    writer.append(UInt64(tally.bySector.count))
    for (sector, entries) in tally.bySector.sorted(by: { $0.key < $1.key }) {
      writer.append(text: sector)
      writer.append(entries: entries)
    }
    writer.append(UInt64(tally.undecided.count))
    var last = 0
    for node in tally.undecided {
      writer.append(UInt64(node - last))
      last = node
    }
    return writer.bytes
  }

  mutating func append(text: String) { append(bytes: Array(text.utf8)) }

  mutating func append(bytes more: [UInt8]) {
    append(UInt64(more.count))
    bytes += more
  }

  private mutating func append(entries: [Tally.Entry]) {
    append(UInt64(entries.count))
    var last = 0
    for entry in entries {
      append(UInt64(entry.node - last))
      // The sign stands in the last bit, so that small numbers of either sign are short.
      append(UInt64(bitPattern: entry.count &<< 1 ^ entry.count &>> 63))
      last = entry.node
    }
  }

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

/// Reads what `TallyWriter` wrote.
struct TallyReader {
  /// The bytes end too soon, or a number is none.
  struct Damaged: Error {}

  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func tallies(_ wanted: Set<[UInt8]>) throws -> [[UInt8]: Tally] {
    var found: [[UInt8]: Tally] = [:]
    while !rest.isEmpty {
      let definition = Array(try block())
      let body = try block()
      guard wanted.contains(definition) else { continue }
      var reader = TallyReader(body)
      found[definition] = try reader.tally()
    }
    return found
  }

  /// Everything as it is spelled.
  mutating func blocks() throws -> [[UInt8]: [UInt8]] {
    var found: [[UInt8]: [UInt8]] = [:]
    while !rest.isEmpty {
      let definition = Array(try block())
      found[definition] = Array(try block())
    }
    return found
  }

  mutating func text() throws -> String { String(decoding: try block(), as: UTF8.self) }

  private mutating func tally() throws -> Tally {
    let measure = try text()
    let hasRecords = try number() == 1
    var tally = Tally(measure: measure, entries: try entries(), hasRecords: hasRecords)
    for _ in 0..<(try count()) {
      let sector = try text()
      tally.bySector[sector] = try entries()
    }
    var node = 0
    for _ in 0..<(try count()) {
      node += Int(try number())
      tally.undecided.append(node)
    }
    return tally
  }

  private mutating func entries() throws -> [Tally.Entry] {
    let count = try count()
    var entries: [Tally.Entry] = []
    entries.reserveCapacity(count)
    // There are millions of these: straight from the bytes.
    let read = try rest.withUnsafeBufferPointer { bytes in
      var (node, place) = (0, 0)
      for _ in 0..<count {
        node += Int(try TallyReader.number(bytes, &place))
        let folded = try TallyReader.number(bytes, &place)
        guard node <= Int(Int32.max) else { throw Damaged() }
        entries.append(Tally.Entry(node: node, count: Int64(folded >> 1) ^ -Int64(folded & 1)))
      }
      return place
    }
    rest = rest.dropFirst(read)
    return entries
  }

  @inline(__always)
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) throws -> UInt64 {
    var (number, shift) = (UInt64(0), UInt64(0))
    while place < bytes.count, shift < 64 {
      let byte = bytes[place]
      place += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    throw Damaged()
  }

  private mutating func block() throws -> ArraySlice<UInt8> {
    let length = try count()
    defer { rest = rest.dropFirst(length) }
    return rest.prefix(length)
  }

  /// A number of things that take a byte at least.
  private mutating func count() throws -> Int {
    guard let count = Int(exactly: try number()), count <= rest.count else { throw Damaged() }
    return count
  }

  private mutating func number() throws -> UInt64 {
    var place = 0
    let number = try rest.withUnsafeBufferPointer { try TallyReader.number($0, &place) }
    rest = rest.dropFirst(place)
    return number
  }
}
