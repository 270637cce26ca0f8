// SPDX-License-Identifier: Apache-2.0

/// What a run through the file finds out for the next.
struct SpreadsheetMLSurvey {
  var sheets = 0
  var hasSettings = false
  var hasActiveSheet = false
  var hasStyles = false
  /// The rows and columns that a table must be said to have, by sheet.
  var sizes: [Int: (rows: Int, columns: Int)] = [:]
  var styles = SpreadsheetMLStyleBook(SpreadsheetMLStyles())
}
