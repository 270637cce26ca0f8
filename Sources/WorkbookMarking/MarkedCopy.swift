// SPDX-License-Identifier: Apache-2.0

/// A marked copy of a workbook, ready to be written.
package protocol MarkedCopy {
  /// The ending that a file of this type has: `xlsx`, `xlsm`, `xml` …
  var ending: String { get }

  /// Writes the marked copy; the same workbook and marks give the same bytes.
  ///
  /// - Parameter descriptor: of an empty file that can be read and written.
  /// - Throws: when the copy cannot be written; what stands in the file is then worth nothing.
  func write(to descriptor: Int32) throws
}

/// A marked copy cannot be written.
struct MarkedCopyFailure: Error {}
