// SPDX-License-Identifier: Apache-2.0

import Tabular

/// What a workbook may hold: far more than anybody needs, far less than would hurt. What passes one is refused in a
/// sentence that names the limit. Rows and columns: `SheetLimits`.
enum ReadingLimits {
  /// Of one element.
  static let attributes = 1_000
  /// Distinct names of elements and attributes in one document.
  static let names = 10_000
  /// Namespace declarations that hold at one place.
  static let namespaces = 100
  static let sheets = 10_000
  /// Of one sheet.
  static let merges = 1_000_000
  /// As Excel counts the length of a text: UTF-16 units, so that 𠮷 is two.
  static let cellUnits = 32_767
  /// Longer texts are read and told of, but for those that would fill memory.
  static let refusedUnits = 10 * cellUnits
  /// A text of more bytes has more units, whatever its signs are.
  static let refusedBytes = 3 * refusedUnits

  /// The UTF-16 units of UTF-8 text: a lead byte is one, that of four bytes two.
  static func units(_ text: ArraySlice<UInt8>) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : $1 >= 0xF0 ? 2 : 1) }
  }
}

extension WorkbookError {
  /// - Parameter what: the last part of the message code: `sheets`, `attributes`, …
  static func tooMany(_ what: String, _ limit: Int) -> WorkbookError {
    WorkbookError("workbook-too-many-\(what)", facts: ["limit": String(limit)])
  }

  /// The same, noticed in a line.
  func at(line: Int) -> WorkbookError {
    var error = self
    error.line = line
    return error
  }
}
