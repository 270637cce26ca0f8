// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Glibc

/// A ZIP file whose parts are stored as they are (PKWARE APPNOTE 6.3, method 0), with no time of any clock: the same parts
/// give the same bytes. Any program opens it; read back is only what was written so.
enum StoredArchive {
  struct Part {
    var name: String
    /// Where its bytes begin, and how many they are.
    var offset: UInt64
    var size: UInt64
    fileprivate var crc: UInt32
    fileprivate var header: UInt64
  }

  private static let localMark: UInt32 = 0x0403_4B50
  private static let centralMark: UInt32 = 0x0201_4B50
  private static let endMark: UInt32 = 0x0605_4B50
  /// 1980-01-01, the first day the format knows.
  private static let noDay: UInt16 = 0x21
  private static let utf8Names: UInt16 = 0x800
  private static let block = 1 << 20
  /// Sizes and places are 32 bits; the form for larger files is not written.
  static let limit: UInt64 = 0xFFFF_0000
  /// The number of parts is 16 bits.
  static let partLimit = 65_000

  /// - Parameter parts: names and the files whose bytes they hold.
  /// - Throws: `WorkspaceError`: `package-too-large`, `file-unreadable`, `workspace-unwritable`.
  static func write(_ parts: [(name: String, path: String)], to target: String) throws {
    guard parts.count <= partLimit else { throw WorkspaceError("package-too-large", facts: ["value": target]) }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": target]) }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      var written: [Part] = []
      for part in parts { written.append(try add(part.name, part.path, to: output)) }
      let start = try output.offset()
      try output.write(contentsOf: Data(directory(of: written, start: start)))
      try output.synchronize()
      try output.close()
    } catch let error as WorkspaceError {
      throw error
    } catch {
      throw WorkspaceError(errno == ENOSPC ? "workspace-full" : "workspace-unwritable", facts: ["path": target])
    }
  }

  private static func add(_ name: String, _ path: String, to output: FileHandle) throws -> Part {
    guard let input = FileCopy.regular(path) else { throw WorkspaceError("file-unreadable", facts: ["path": path]) }
    defer { try? input.close() }
    let size = try input.seekToEnd()
    try input.seek(toOffset: 0)
    let header = try output.offset()
    guard header + size < limit else { throw WorkspaceError("package-too-large", facts: ["value": name]) }
    var part = Part(
      name: name, offset: header + 30 + UInt64(name.utf8.count), size: size, crc: 0, header: header)
    try output.write(contentsOf: Data(local(part)))
    var crc = CRC32()
    while let bytes = try input.read(upToCount: block), !bytes.isEmpty {
      crc.update(bytes)
      try output.write(contentsOf: bytes)
    }
    part.crc = crc.value
    // The checksum is known now; its place is in front of the bytes.
    try output.seek(toOffset: header)
    try output.write(contentsOf: Data(local(part)))
    try output.seekToEnd()
    return part
  }

  private static func common(_ part: Part) -> [UInt8] {
    little(UInt16(20)) + little(utf8Names) + little(UInt16(0)) + little(UInt16(0)) + little(noDay) + little(part.crc)
      + little(UInt32(part.size)) + little(UInt32(part.size)) + little(UInt16(part.name.utf8.count))
      + little(UInt16(0))
  }

  private static func local(_ part: Part) -> [UInt8] { little(localMark) + common(part) + Array(part.name.utf8) }

  private static func central(_ part: Part) -> [UInt8] {
    little(centralMark) + little(UInt16(20)) + common(part) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(0))
      + little(UInt32(0)) + little(UInt32(part.header)) + Array(part.name.utf8)
  }

  /// What stands behind the last part: the list of them all.
  private static func directory(of parts: [Part], start: UInt64) -> [UInt8] {
    let list = parts.flatMap(central)
    return list + end(count: parts.count, size: UInt64(list.count), start: start)
  }

  private static func end(count: Int, size: UInt64, start: UInt64) -> [UInt8] {
    little(endMark) + little(UInt16(0)) + little(UInt16(0)) + little(UInt16(count)) + little(UInt16(count))
      + little(UInt32(size)) + little(UInt32(start)) + little(UInt16(0))
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// The parts of an archive that this program wrote, read from its front: nothing stands between them.
  ///
  /// - Throws: `WorkspaceError("package-unreadable")` for anything else.
  static func parts(of file: FileHandle) throws -> [Part] {
    let unreadable = WorkspaceError("package-unreadable")
    do {
      let length = try file.seekToEnd()
      var parts: [Part] = []
      var place: UInt64 = 0
      while parts.count <= partLimit {
        try file.seek(toOffset: place)
        guard let head = try file.read(upToCount: 30), head.count == 30 else { throw unreadable }
        if number(head, 0, 4) == UInt64(centralMark) {
          // Other programs read the list behind the parts: it must say what the parts say.
          try file.seek(toOffset: place)
          let list = try file.readToEnd().map { Array($0) }
          guard list == directory(of: parts, start: place) else { throw unreadable }
          return parts
        }
        let (size, nameLength) = (number(head, 22, 4), number(head, 26, 2))
        guard number(head, 0, 4) == UInt64(localMark), number(head, 8, 2) == 0, number(head, 18, 4) == size,
          number(head, 28, 2) == 0, nameLength < 256, let name = try file.read(upToCount: Int(nameLength)),
          let text = String(bytes: name, encoding: .utf8), Manifest.isInside(text)
        else { throw unreadable }
        let part = Part(
          name: text, offset: place + 30 + nameLength, size: size, crc: UInt32(number(head, 14, 4)), header: place)
        guard part.offset + size <= length, Array(head + name) == local(part) else { throw unreadable }
        parts.append(part)
        place = part.offset + size
      }
      throw unreadable
    } catch let error as WorkspaceError {
      throw error
    } catch {
      throw unreadable
    }
  }

  private static func number(_ bytes: Data, _ place: Int, _ length: Int) -> UInt64 {
    (0..<length).reduce(0) { $0 | UInt64(bytes[bytes.startIndex + place + $1]) << UInt64(8 * $1) }
  }

  /// Hands the bytes of a part on, block by block.
  static func read(_ part: Part, of file: FileHandle, _ body: (Data) throws -> Void) throws {
    try file.seek(toOffset: part.offset)
    var left = part.size
    while left > 0 {
      guard let bytes = try file.read(upToCount: Int(min(left, UInt64(block)))), !bytes.isEmpty else {
        throw WorkspaceError("package-unreadable")
      }
      try body(bytes)
      left -= UInt64(bytes.count)
    }
  }
}

/// CRC-32 as ZIP files carry it (ISO-HDLC, polynomial 0xEDB88320).
struct CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  private var state: UInt32 = .max

  var value: UInt32 { ~state }

  mutating func update(_ bytes: Data) {
    CRC32.table.withUnsafeBufferPointer { table in
      for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
    }
  }
}
