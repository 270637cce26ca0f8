// SPDX-License-Identifier: Apache-2.0

package import Tabular

/// Recognises what a file is by its content, never by its name, and opens it.
package enum WorkbookOpener {
  /// - Parameters:
  ///   - path: the file to read.
  ///   - chunkSize: how many bytes are read at a time; the cells do not depend on it.
  /// - Throws: `WorkbookError` when the file is no workbook, empty, encrypted or of a format that is not read.
  package static func open(path: String, chunkSize: Int = 65_536) throws -> any Workbook {
    let probe = try FileProbe(path: path, chunkSize: chunkSize)
    for format in WorkbookFormats.all {
      if let workbook = try format.open(probe) { return workbook }
    }
    throw try WorkbookFormats.refusal(of: probe)
  }

  /// To be called before several threads open workbooks: what the libraries share is set up once.
  package static func prepareForThreads() { MarkupLibrary.prepareForThreads() }

  /// The same of a file that is open already and stays open while the workbook is read.
  ///
  /// - Throws: what `open(path:chunkSize:)` throws.
  package static func open(_ file: InputFile) throws -> any Workbook {
    HeldWorkbook(base: try open(path: file.path), file: file)
  }
}
