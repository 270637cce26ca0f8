// SPDX-License-Identifier: Apache-2.0

import CLibZip
import Glibc
import Tabular

/// A ZIP file whose parts are read as streams; nothing is ever unpacked to disk, so names in it can point nowhere.
///
/// A class because it owns the archive.
final class ZipArchive {
  /// More parts than any workbook has; a list of millions is an attack.
  private static let partLimit = 20_000

  private let archive: OpaquePointer
  /// Index of each part by its name in comparable form: slashes forward, letters small.
  private let partByName: [String: UInt64]
  /// Names as they stand in the archive, in its order.
  let names: [String]

  /// - Throws: `WorkbookError` for a file that is no whole archive, or one with too many parts.
  init(path: String) throws {
    var code: Int32 = 0
    guard let opened = zip_open(NativePath.terminated(path), ZIP_RDONLY, &code) else { throw ZipArchive.failure(code) }
    archive = opened
    let count = zip_get_num_entries(opened, 0)
    guard count <= ZipArchive.partLimit else {
      zip_discard(opened)
      throw WorkbookError("workbook-archive-bomb", facts: ["value": String(count)])
    }
    names = (0..<UInt64(max(0, count))).map { index in
      zip_get_name(opened, index, 0).map { String(cString: $0) } ?? ""
    }
    // Of two parts of one name the later counts, as the archive's own directory has it.
    partByName = Dictionary(names.enumerated().map { (ZipArchive.comparable($1), UInt64($0)) }) { $1 }
  }

  deinit { zip_discard(archive) }

  private static func failure(_ code: Int32) -> WorkbookError {
    switch code {
    case ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_NOENT: WorkbookError("workbook-unreadable")
    case ZIP_ER_NOZIP: WorkbookError("workbook-truncated-archive")
    default: WorkbookError("workbook-damaged-archive", facts: ["part": "ZIP"])
    }
  }

  private static func comparable(_ name: String) -> String {
    let slashed = name.replacing("\\", with: "/").lowercased()
    return slashed.hasPrefix("/") ? String(slashed.dropFirst()) : slashed
  }

  func holds(_ name: String) -> Bool { partByName[ZipArchive.comparable(name)] != nil }

  /// The name of a part as the archive spells it; nil when there is none.
  func spelling(_ name: String) -> String? { partByName[ZipArchive.comparable(name)].map { names[Int($0)] } }

  /// Opens a part, forgiving the case of letters and backslashes in its name; nil when there is none.
  ///
  /// - Parameter ratioLimit: how many times its packed size the part may grow; what packs better is a bomb, unless it
  ///   is small: ten thousand blank rows pack to nothing.
  /// - Throws: `WorkbookError("workbook-encrypted")`, or `workbook-damaged-archive` for a part that cannot be opened.
  func part(_ name: String, ratioLimit: UInt64 = 100) throws -> ZipPart? {
    guard let index = partByName[ZipArchive.comparable(name)] else { return nil }
    return try part(at: index, name: name, ratioLimit: ratioLimit, alwaysAllowed: 8 << 20)
  }

  /// Opens a part by its place in the archive.
  ///
  /// - Parameter alwaysAllowed: how many bytes it may hold however well they are packed.
  func part(at index: UInt64, name: String, ratioLimit: UInt64, alwaysAllowed: UInt64) throws -> ZipPart {
    var stat = zip_stat_t()
    guard zip_stat_index(archive, index, 0, &stat) == 0 else {
      throw WorkbookError("workbook-damaged-archive", facts: ["part": name])
    }
    if stat.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0, stat.encryption_method != UInt16(ZIP_EM_NONE) {
      throw WorkbookError("workbook-encrypted")
    }
    guard let file = zip_fopen_index(archive, index, 0) else {
      throw WorkbookError("workbook-damaged-archive", facts: ["part": name])
    }
    return ZipPart(
      archive: self, file: file, name: name, statedSize: stat.size,
      limit: max(alwaysAllowed, stat.comp_size.multipliedReportingOverflow(by: ratioLimit).partialValue))
  }

  /// The name of a part as its bytes stand in the archive.
  func rawName(_ index: UInt64) -> [UInt8] {
    guard let name = zip_get_name(archive, index, UInt32(ZIP_FL_ENC_RAW)) else { return [] }
    return Array(UnsafeBufferPointer(start: name, count: strlen(name)).lazy.map { UInt8(bitPattern: $0) })
  }

  /// What all parts take together, packed; more than the archive itself where they lie over each other.
  var packedSize: UInt64 {
    names.indices.reduce(0) { sum, index in
      var stat = zip_stat_t()
      guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0 else { return sum }
      return sum &+ stat.comp_size
    }
  }
}

/// One part of an archive as a stream of inflated bytes; its checksum is verified at its end.
///
/// A class because it owns the open part; it keeps the archive alive.
final class ZipPart: ByteSource {
  private let archive: ZipArchive
  private let file: OpaquePointer
  private let name: String
  /// Unpacked, as the archive says; not to be believed.
  let statedSize: UInt64
  private let limit: UInt64
  private var unpacked: UInt64 = 0

  fileprivate init(archive: ZipArchive, file: OpaquePointer, name: String, statedSize: UInt64, limit: UInt64) {
    self.archive = archive
    self.file = file
    self.name = name
    self.statedSize = statedSize
    self.limit = limit
  }

  deinit { zip_fclose(file) }

  /// - Throws: `workbook-damaged-archive` where inflating fails or the checksum differs, `workbook-archive-bomb` for
  ///   bytes out of all proportion to the packed ones; sizes that the archive states are not believed.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let got = zip_fread(file, buffer.baseAddress?.advanced(by: filled), UInt64(buffer.count - filled))
      guard got >= 0 else { throw WorkbookError("workbook-damaged-archive", facts: ["part": name]) }
      if got == 0 { break }
      filled += Int(got)
    }
    unpacked += UInt64(filled)
    if unpacked > limit {
      throw WorkbookError("workbook-archive-bomb", facts: ["value": String(unpacked)])
    }
    return filled
  }
}
