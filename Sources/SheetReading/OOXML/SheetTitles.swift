// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The names of the sheets of an .xlsx, without a look at their rows.
package enum SheetTitles {
  /// - Returns: nil for a file of another format, or one that cannot be read.
  package static func of(_ file: InputFile) -> [String]? {
    guard let probe = try? FileProbe(path: file.path, chunkSize: 65_536),
      let workbook = try? XLSXFormat.open(probe) as? XLSXWorkbook
    else { return nil }
    return workbook.sheets.map(\.name)
  }
}
