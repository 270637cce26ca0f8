// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Tabular

/// One file, opened once: what is hashed is what is read, whatever happens to its name in the meantime.
///
/// A class because it owns the descriptor.
package final class InputFile: Sendable {
  /// More than any sender hands in; what is spooled stops there.
  private static let spoolLimit = 4 << 30

  private let descriptor: Int32
  private let opened: State

  private struct State: Equatable {
    var size, seconds, nanoseconds: Int

    init(_ descriptor: Int32) throws {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw WorkbookError("workbook-unreadable") }
      size = Int(status.st_size)
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  /// - Parameter path: as `NativePath` spells it.
  /// - Throws: `WorkbookError("workbook-unreadable")`, or `workbook-not-a-file` for what is no regular file.
  package init(path: String) throws {
    descriptor = try FileBytes.descriptor(path)
    opened = try State(descriptor)
  }

  /// A file without a name, with what `next` gives until it gives nothing; gone with this object.
  ///
  /// - Throws: `WorkbookError("workbook-spool")` when the temporary folder is full, and what `next` throws.
  package init(spooling next: (UnsafeMutableRawBufferPointer) throws -> Int) throws {
    descriptor = try InputFile.nameless()
    do {
      try InputFile.fill(descriptor, next)
      opened = try State(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// A file without a name, with what `write` puts under the path it is given; gone with this object.
  ///
  /// - Throws: `WorkbookError("workbook-spool")` when the temporary folder is full, and what `write` throws.
  package init(writing write: (_ path: String) throws -> Void) throws {
    descriptor = try InputFile.nameless()
    do {
      try write("/proc/self/fd/\(descriptor)")
      opened = try State(descriptor)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// The descriptor of an empty file without a name.
  static func nameless() throws -> Int32 {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("league-census-XXXXXX").path
    var template = NativePath.terminated(path)
    let made = mkstemp(&template)
    guard made >= 0 else { throw WorkbookError("workbook-spool") }
    _ = fcntl(made, F_SETFD, FD_CLOEXEC)
    unlink(template)
    return made
  }

  deinit { close(descriptor) }

  /// - Returns: how many bytes were written.
  @discardableResult
  static func fill(_ descriptor: Int32, _ next: (UnsafeMutableRawBufferPointer) throws -> Int) throws -> Int {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var total = 0
    while case let count = try buffer.withUnsafeMutableBytes(next), count > 0 {
      total += count
      guard total <= spoolLimit else { throw WorkbookError("workbook-too-large") }
      var start = 0
      while start < count {
        let written = buffer[start..<count].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw WorkbookError("workbook-spool") }
        start += written
      }
    }
    return total
  }

  /// Standard input as a file, read to its end.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`, `workbook-spool` when the temporary folder is full,
  ///   `workbook-too-large`.
  package static func standardInput() throws -> InputFile {
    try InputFile { buffer in
      while true {
        let got = Glibc.read(STDIN_FILENO, buffer.baseAddress, buffer.count)
        if got < 0, errno == EINTR { continue }
        guard got >= 0 else { throw WorkbookError("workbook-unreadable") }
        return got
      }
    }
  }

  /// A path that leads to this very file while the object lives.
  package var path: String { "/proc/self/fd/\(descriptor)" }

  /// Size in bytes when it was opened.
  package var byteCount: Int { opened.size }

  /// Hands out the whole file piece by piece.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`.
  package func read(_ body: (UnsafeRawBufferPointer) -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    while case let count = buffer.withUnsafeMutableBytes({ pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }),
      count != 0
    {
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw WorkbookError("workbook-unreadable") }
      buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      offset += count
    }
  }

  /// Fills `buffer` with what stands at `offset`; fewer bytes at the end, -1 when the file cannot be read.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    var filled = 0
    while filled < buffer.count {
      let got = pread(
        descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(offset + filled))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { return -1 }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// - Throws: `WorkbookError("workbook-changed")` when somebody wrote to the file since it was opened.
  package func requireUnchanged() throws {
    guard try State(descriptor) == opened else { throw WorkbookError("workbook-changed") }
  }

  /// The first bytes, at most `count`.
  func head(_ count: Int) throws -> [UInt8] { try FileBytes.head(path: path, count: count) }
}

/// A workbook that keeps its file open as long as somebody reads it.
struct HeldWorkbook: Workbook {
  let base: any Workbook
  let file: InputFile

  var format: String { base.format }
  var encoding: String { base.encoding }
  var writer: String? { base.writer }

  func rows() throws -> any RowCursor { HeldCursor(base: try base.rows(), file: file) }

  private final class HeldCursor: RowCursor {
    private let base: any RowCursor
    private let file: InputFile

    init(base: any RowCursor, file: InputFile) {
      self.base = base
      self.file = file
    }

    func next(into batch: inout RowBatch) throws -> Bool { try base.next(into: &batch) }
    var repairs: [WorkbookRepair] { base.repairs }
  }
}
