// SPDX-License-Identifier: Apache-2.0

import Tabular

/// How the bytes of an encrypted Office package become the package.
protocol PackageCipher {
  /// Nil where the bytes of `EncryptionInfo` are of another kind, name what is not read, or want another password than
  /// the fixed one.
  init?(info: [UInt8]) throws

  /// A piece of the package, which begins at a whole multiple of 4096 bytes.
  func opened(_ bytes: [UInt8], segment: Int) -> [UInt8]?
}

/// Workbooks that Excel encrypted without asking for a password.
enum EncryptedPackage {
  private static let infoLimit = 1 << 16

  /// The package within a compound file, in a file without a name.
  ///
  /// - Throws: `workbook-encrypted` where the fixed password does not open it, `workbook-truncated-archive`, `workbook-spool`.
  static func open(_ container: CompoundFile) throws -> InputFile {
    guard let stream = try container.stream("EncryptionInfo"), stream.size <= infoLimit,
      let package = try container.stream("EncryptedPackage")
    else { throw WorkbookError("workbook-encrypted") }
    var info: [UInt8] = []
    guard try stream.read(stream.size, at: 0, into: &info), let cipher = try cipher(info) else {
      throw WorkbookError("workbook-encrypted")
    }
    let spool = try PackageSpool(package, cipher)
    return try InputFile { try spool.read(into: $0) }
  }

  private static func cipher(_ info: [UInt8]) throws -> (any PackageCipher)? {
    try AgileCipher(info: info) ?? StandardCipher(info: info)
  }
}

/// The decrypted bytes of a package, piece by piece.
private final class PackageSpool {
  /// Agile encryption begins anew every so many bytes.
  private static let segment = 4096
  private static let prefix = 8

  private let stream: CompoundStream
  private let cipher: any PackageCipher
  private let size: Int
  private var next = 0

  init(_ stream: CompoundStream, _ cipher: any PackageCipher) throws {
    self.stream = stream
    self.cipher = cipher
    var head: [UInt8] = []
    guard try stream.read(PackageSpool.prefix, at: 0, into: &head) else {
      throw WorkbookError("workbook-truncated-archive")
    }
    // What is stated is not believed where fewer bytes are there.
    size = min(Int(LittleEndian.u32(head, 0)), stream.size - PackageSpool.prefix)
    guard LittleEndian.u32(head, 4) == 0, size > 0 else { throw CompoundFile.damage("EncryptedPackage") }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled + PackageSpool.segment <= buffer.count, next * PackageSpool.segment < size {
      let start = next * PackageSpool.segment
      let rest = stream.size - PackageSpool.prefix - start
      let whole = min(PackageSpool.segment, rest) / BlockCipher.blockSize * BlockCipher.blockSize
      var bytes: [UInt8] = []
      guard try stream.read(whole, at: PackageSpool.prefix + start, into: &bytes),
        let plain = cipher.opened(bytes, segment: next)
      else { throw CompoundFile.damage("EncryptedPackage") }
      let used = min(plain.count, size - start)
      buffer[filled..<filled + used].copyBytes(from: plain[..<used])
      filled += used
      next += 1
    }
    return filled
  }
}
