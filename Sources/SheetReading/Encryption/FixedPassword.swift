// SPDX-License-Identifier: Apache-2.0

/// The password that Excel itself takes when only the structure of a workbook is protected: it stands in [MS-OFFCRYPTO]
/// 2.3.6.1 and keeps nobody out. No other is ever tried.
enum FixedPassword {
  /// In UTF-16, as keys are made from it.
  static let bytes: [UInt8] = "VelvetSweatshop".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
}

extension LittleEndian {
  static func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
}
