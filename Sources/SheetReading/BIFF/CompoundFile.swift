// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tabular

/// The streams of a compound file ([MS-CFB]): a small file system in which .xls keeps its workbook.
///
/// Every number in it is checked against the size of the file; chains that run in circles end as damage.
final class CompoundFile {
  struct Entry {
    var name: String
    var start: UInt32
    var size: Int
  }

  private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  private static let miniSectorSize = 64
  private static let lastSector: UInt32 = 0xFFFF_FFFA
  private static let noStream: UInt32 = 0xFFFF_FFFF

  private let file: FileBytes
  private let sectorSize: Int
  private let sectorCount: Int
  private let miniCutoff: Int
  private var table: [UInt32] = []
  private var miniTable: [UInt32] = []
  /// The sectors of the stream that holds all small streams.
  private var miniSectors: [UInt32] = []
  private(set) var entries: [Entry] = []

  /// Whether a file begins like one.
  static func isOne(_ head: [UInt8]) -> Bool { head.starts(with: signature) }

  /// - Throws: `workbook-truncated-archive` where sectors are missing, `workbook-damaged-archive` where they make no sense.
  init(path: String) throws {
    file = try FileBytes(path: path)
    let header = try file.bytes(at: 0, count: 512)
    guard header.count == 512, CompoundFile.isOne(header) else { throw WorkbookError("workbook-truncated-archive") }
    let shift = Int(LittleEndian.u16(header, 30))
    guard shift == 9 || shift == 12 else { throw CompoundFile.damage("header") }
    sectorSize = 1 << shift
    sectorCount = max(0, (try file.size() + sectorSize - 1) / sectorSize - 1)
    miniCutoff = Int(LittleEndian.u32(header, 56))
    try readTable(header)
    try readDirectory(header)
  }

  static func damage(_ part: String) -> WorkbookError {
    WorkbookError("workbook-damaged-structure", facts: ["part": part])
  }

  // MARK: Tables

  private func sector(_ number: UInt32) throws -> [UInt8] {
    guard Int(number) < sectorCount else { throw WorkbookError("workbook-truncated-archive") }
    let bytes = try file.bytes(at: (Int(number) + 1) * sectorSize, count: sectorSize)
    // The last sector of a file may be cut behind its last byte in use.
    return bytes.count == sectorSize ? bytes : bytes + repeatElement(0, count: sectorSize - bytes.count)
  }

  private func readTable(_ header: [UInt8]) throws {
    var places = (0..<109).map { LittleEndian.u32(header, 76 + 4 * $0) }
    var next = LittleEndian.u32(header, 68)
    var steps = 0
    while next < CompoundFile.lastSector {
      let more = try sector(next)
      let count = sectorSize / 4 - 1
      places += (0..<count).map { LittleEndian.u32(more, 4 * $0) }
      next = LittleEndian.u32(more, 4 * count)
      steps += 1
      guard steps <= sectorCount else { throw CompoundFile.damage("DIFAT") }
    }
    for place in places where place < CompoundFile.lastSector {
      let part = try sector(place)
      for index in 0..<(sectorSize / 4) { table.append(LittleEndian.u32(part, 4 * index)) }
      // More entries than sectors are of no use, and a header may name the same sector over and over.
      if table.count > sectorCount + sectorSize { break }
    }
  }

  /// The sectors of a chain, in order.
  private func chain(from start: UInt32, in table: [UInt32]) throws -> [UInt32] {
    var sectors: [UInt32] = []
    var next = start
    while next < CompoundFile.lastSector {
      guard Int(next) < table.count, sectors.count < table.count else { throw CompoundFile.damage("FAT") }
      sectors.append(next)
      next = table[Int(next)]
    }
    return sectors
  }

  private func readDirectory(_ header: [UInt8]) throws {
    let directory = try chain(from: LittleEndian.u32(header, 48), in: table)
    var root: Entry?
    for number in directory {
      let bytes = try sector(number)
      for start in stride(from: 0, to: sectorSize, by: 128) {
        guard let (entry, type) = CompoundFile.entry(bytes, start) else { continue }
        if type == 5 { root = root ?? entry }
        if type == 2 { entries.append(entry) }
      }
    }
    guard let root else { throw CompoundFile.damage("directory") }
    let miniStart = LittleEndian.u32(header, 60)
    if miniStart < CompoundFile.lastSector {
      for number in try chain(from: miniStart, in: table) {
        let part = try sector(number)
        for index in 0..<(sectorSize / 4) { miniTable.append(LittleEndian.u32(part, 4 * index)) }
      }
    }
    if root.start < CompoundFile.lastSector { miniSectors = try chain(from: root.start, in: table) }
  }

  private static func entry(_ bytes: [UInt8], _ start: Int) -> (Entry, UInt8)? {
    let length = Int(LittleEndian.u16(bytes, start + 64))
    guard length >= 2, length <= 64 else { return nil }
    let units = (0..<(length / 2 - 1)).map { LittleEndian.u16(bytes, start + 2 * $0) }
    let entry = Entry(
      name: String(decoding: units, as: UTF16.self), start: LittleEndian.u32(bytes, start + 116),
      size: Int(LittleEndian.u32(bytes, start + 120)))
    return (entry, bytes[start + 66])
  }

  // MARK: Streams

  /// A stream by its name, whatever the case of its letters; nil when there is none.
  func stream(_ name: String) throws -> CompoundStream? {
    guard let entry = entries.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
    let isMini = entry.size < miniCutoff
    let sectors = entry.size == 0 ? [] : try chain(from: entry.start, in: isMini ? miniTable : table)
    let size = isMini ? CompoundFile.miniSectorSize : sectorSize
    guard sectors.count * size >= entry.size else { throw WorkbookError("workbook-truncated-archive") }
    return CompoundStream(file: self, sectors: sectors, sectorSize: size, size: entry.size, isMini: isMini)
  }

  fileprivate func bytes(ofSector number: UInt32, isMini: Bool) throws -> [UInt8] {
    guard isMini else { return try sector(number) }
    let offset = Int(number) * CompoundFile.miniSectorSize
    guard offset / sectorSize < miniSectors.count else { throw WorkbookError("workbook-truncated-archive") }
    let whole = try sector(miniSectors[offset / sectorSize])
    return Array(whole[(offset % sectorSize)..<(offset % sectorSize + CompoundFile.miniSectorSize)])
  }
}

/// The bytes of one stream, from any place on.
final class CompoundStream {
  private let file: CompoundFile
  private let sectors: [UInt32]
  private let sectorSize: Int
  private let isMini: Bool
  let size: Int
  /// What its records are decrypted with; nil where they stand in clear.
  var cipher: BIFFCipher?
  private var cached: (index: Int, bytes: [UInt8]) = (-1, [])

  fileprivate init(file: CompoundFile, sectors: [UInt32], sectorSize: Int, size: Int, isMini: Bool) {
    self.file = file
    self.sectors = sectors
    self.sectorSize = sectorSize
    self.size = size
    self.isMini = isMini
  }

  /// Appends `count` bytes from `offset` on to `output`; false when the stream ends before.
  func read(_ count: Int, at offset: Int, into output: inout [UInt8]) throws -> Bool {
    guard offset >= 0, offset + count <= size else { return false }
    var (place, left) = (offset, count)
    while left > 0 {
      let index = place / sectorSize
      if cached.index != index { cached = (index, try file.bytes(ofSector: sectors[index], isMini: isMini)) }
      let start = place % sectorSize
      let end = min(sectorSize, start + left)
      output.append(contentsOf: cached.bytes[start..<end])
      place += end - start
      left -= end - start
    }
    return true
  }
}

/// Numbers as Intel machines write them; what lies beyond the bytes is 0.
enum LittleEndian {
  @inline(__always) static func u16(_ bytes: [UInt8], _ start: Int) -> UInt16 {
    guard start + 2 <= bytes.count else { return 0 }
    return UInt16(bytes[start]) | UInt16(bytes[start + 1]) << 8
  }

  @inline(__always) static func u32(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    UInt32(u16(bytes, start)) | UInt32(u16(bytes, start + 2)) << 16
  }

  @inline(__always) static func double(_ bytes: [UInt8], _ start: Int) -> Double {
    Double(bitPattern: UInt64(u32(bytes, start)) | UInt64(u32(bytes, start + 4)) << 32)
  }
}
