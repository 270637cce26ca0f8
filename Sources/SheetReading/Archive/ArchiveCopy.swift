// SPDX-License-Identifier: Apache-2.0

import CLibZip
import Glibc

/// The original cannot be read, or the copy cannot be written.
package struct ArchiveCopyFailure: Error {}

/// A copy of an archive in which some parts are replaced and others added; the packed bytes of all others stay as they are.
///
/// A class because it owns the file in which new parts wait, one after the other.
package final class ArchiveCopy {
  private let original: InputFile
  private let spool: Int32
  private var waiting = 0
  private var contents: [(name: String, bytes: Range<Int>)] = []

  /// - Throws: `WorkbookError("workbook-spool")`.
  package init(of original: InputFile) throws {
    self.original = original
    spool = try InputFile.nameless()
  }

  deinit { close(spool) }

  /// Replaces or adds a part.
  ///
  /// - Parameters:
  ///   - name: as the archive spells it; a name that is not there is added at the end.
  ///   - next: gives the bytes of the part until it gives none.
  /// - Throws: `WorkbookError("workbook-spool")` when the temporary folder is full, and what `next` throws.
  package func put(_ name: String, _ next: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    let count = try InputFile.fill(spool, next)
    contents.append((name, waiting..<(waiting + count)))
    waiting += count
  }

  /// Writes the copy; the same original and contents give the same bytes.
  ///
  /// - Parameter descriptor: of an empty file that can be read and written.
  /// - Throws: `ArchiveCopyFailure`.
  package func write(to descriptor: Int32) throws {
    let stream = CopyStream(from: original, to: descriptor)
    guard let source = zip_source_function_create(CopyStream.callback, Unmanaged.passUnretained(stream).toOpaque(), nil)
    else { throw ArchiveCopyFailure() }
    guard let archive = zip_open_from_source(source, 0, nil) else {
      zip_source_free(source)
      throw ArchiveCopyFailure()
    }
    guard contents.allSatisfy({ put($0.name, $0.bytes, into: archive) }) else {
      zip_discard(archive)
      throw ArchiveCopyFailure()
    }
    guard withExtendedLifetime(stream, { zip_close(archive) }) == 0 else {
      zip_discard(archive)
      throw ArchiveCopyFailure()
    }
  }

  /// Parts bear no time of their own: the same content must give the same bytes.
  private func put(_ name: String, _ bytes: Range<Int>, into archive: OpaquePointer) -> Bool {
    let path = "/proc/self/fd/\(spool)"
    guard let source = zip_source_file(archive, path, UInt64(bytes.lowerBound), Int64(bytes.count)) else {
      return false
    }
    let place = zip_name_locate(archive, name, UInt32(ZIP_FL_ENC_GUESS))
    let index =
      place >= 0
      ? (zip_file_replace(archive, UInt64(place), source, 0) == 0 ? place : -1)
      : zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_GUESS))
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    return zip_file_set_dostime(archive, UInt64(index), 0, 1 << 5 | 1, 0) == 0
  }
}

/// What libzip reads the original through and writes the copy through.
///
/// A class because libzip holds it by its address.
private final class CopyStream {
  private let original: InputFile
  private let descriptor: Int32
  private var readPlace = 0
  private var writePlace = 0
  private var error = zip_error_t()

  init(from original: InputFile, to descriptor: Int32) {
    self.original = original
    self.descriptor = descriptor
    zip_error_init(&error)
  }

  static let callback: zip_source_callback = { state, data, count, command in
    guard let state else { return -1 }
    let stream = Unmanaged<CopyStream>.fromOpaque(state).takeUnretainedValue()
    return stream.answer(command, UnsafeMutableRawBufferPointer(start: data, count: data == nil ? 0 : Int(count)))
  }

  private static let commands: Int64 = [
    ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
    ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE,
    ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_REMOVE,
    ZIP_SOURCE_SUPPORTS,
  ].reduce(0) { $0 | 1 << Int64($1.rawValue) }

  private func answer(_ command: zip_source_cmd_t, _ data: UnsafeMutableRawBufferPointer) -> Int64 {
    switch command {
    case ZIP_SOURCE_SUPPORTS: return CopyStream.commands
    case ZIP_SOURCE_STAT: return state(into: data)
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&error, data.baseAddress, UInt64(data.count))
    case ZIP_SOURCE_OPEN: return move(&readPlace, to: 0)
    case ZIP_SOURCE_READ: return read(into: data)
    case ZIP_SOURCE_SEEK: return seek(&readPlace, of: original.byteCount, data)
    case ZIP_SOURCE_TELL: return Int64(readPlace)
    case ZIP_SOURCE_BEGIN_WRITE: return move(&writePlace, to: 0)
    case ZIP_SOURCE_WRITE: return write(data)
    case ZIP_SOURCE_SEEK_WRITE: return seek(&writePlace, of: Int(lseek(descriptor, 0, SEEK_END)), data)
    case ZIP_SOURCE_TELL_WRITE: return Int64(writePlace)
    default: return 0
    }
  }

  private func state(into data: UnsafeMutableRawBufferPointer) -> Int64 {
    var stat = zip_stat_t()
    zip_stat_init(&stat)
    stat.size = UInt64(original.byteCount)
    stat.valid = UInt64(ZIP_STAT_SIZE)
    withUnsafeBytes(of: &stat) { data.copyMemory(from: $0) }
    return Int64(MemoryLayout<zip_stat_t>.size)
  }

  private func move(_ place: inout Int, to target: Int) -> Int64 {
    place = target
    return 0
  }

  private func seek(_ place: inout Int, of size: Int, _ data: UnsafeMutableRawBufferPointer) -> Int64 {
    let target = zip_source_seek_compute_offset(
      UInt64(place), UInt64(size), data.baseAddress, UInt64(data.count), &error)
    return target < 0 ? -1 : move(&place, to: Int(target))
  }

  private func read(into data: UnsafeMutableRawBufferPointer) -> Int64 {
    let got = original.read(at: readPlace, into: data)
    guard got >= 0 else { return fail(ZIP_ER_READ) }
    readPlace += got
    return Int64(got)
  }

  private func write(_ data: UnsafeMutableRawBufferPointer) -> Int64 {
    var done = 0
    while done < data.count {
      let put = pwrite(descriptor, data.baseAddress?.advanced(by: done), data.count - done, off_t(writePlace + done))
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { return fail(ZIP_ER_WRITE) }
      done += put
    }
    writePlace += done
    return Int64(done)
  }

  private func fail(_ code: Int32) -> Int64 {
    zip_error_set(&error, code, errno)
    return -1
  }
}
