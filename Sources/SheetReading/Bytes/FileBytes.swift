// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tabular

/// A file read from front to back in pieces; a class because it owns the descriptor.
final class FileBytes: ByteSource {
  private let descriptor: Int32

  /// - Throws: `WorkbookError("workbook-unreadable")`, or `workbook-not-a-file` for a pipe, a device or a folder, at once.
  init(path: String) throws { descriptor = try FileBytes.descriptor(path) }

  deinit { close(descriptor) }

  /// Opens a regular file for reading, and nothing else: without waiting for what may never come through a pipe.
  static func descriptor(_ path: String) throws -> Int32 {
    let opened = Glibc.open(NativePath.terminated(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard opened >= 0 else { throw WorkbookError("workbook-unreadable") }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw WorkbookError("workbook-not-a-file")
    }
    return opened
  }

  /// Fills `buffer` as far as the file goes; 0 at its end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let got = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw WorkbookError("workbook-unreadable") }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// Bytes from any place of the file; fewer at its end.
  func bytes(at offset: Int, count: Int) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let got = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
    guard got >= 0 else { throw WorkbookError("workbook-unreadable") }
    return got == count ? buffer : Array(buffer[..<got])
  }

  func size() throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw WorkbookError("workbook-unreadable") }
    return Int(status.st_size)
  }

  /// The first bytes of a file, at most `count`.
  static func head(path: String, count: Int) throws -> [UInt8] {
    try FileBytes(path: path).take(count)
  }
}
