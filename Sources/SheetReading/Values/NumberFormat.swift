// SPDX-License-Identifier: Apache-2.0

/// Tells from a number format whether it shows a date or a time (ECMA-376 part 1, 18.8.31).
enum NumberFormat {
  /// Built-in format numbers of .xlsx and .xls that show dates (46 is a duration), the East Asian ones among them (ECMA-376 part 1, 18.8.30).
  static func isBuiltInDate(_ number: Int) -> Bool {
    switch number {
    case 14...22, 27...36, 45, 47, 50...58, 71...81: true
    default: false
    }
  }

  /// The names that SpreadsheetML has for some formats.
  private static let names: [String: Bool] = [
    "General": false, "General Number": false, "General Date": true, "Long Date": true, "Medium Date": true,
    "Short Date": true, "Long Time": true, "Medium Time": true, "Short Time": true, "Currency": false,
    "Euro Currency": false, "Fixed": false, "Standard": false, "Percent": false, "Scientific": false, "Yes/No": false,
    "True/False": false, "On/Off": false, "": false, "@": false,
  ]

  /// True when a sign for year, month, day, hour or second stands in `code` outside quotes and brackets.
  static func isDate(_ code: String) -> Bool {
    if let known = names[code] { return known }
    var signs = Array(code.unicodeScalars)[...]
    while let sign = signs.popFirst() {
      switch sign {
      case "\"": signs = signs.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": signs = signs.dropFirst()
      case "[":
        let inside = signs.prefix { $0 != "]" }
        // A duration: 36:00 is no time of any day.
        if isElapsed(inside) { return false }
        signs = signs.dropFirst(inside.count + 1)
      case "G", "g":
        // General, in the middle of a format.
        if signs.starts(with: "eneral".unicodeScalars) { signs = signs.dropFirst(6) }
      case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S": return true
      default: break
      }
    }
    return false
  }

  /// [h], [mm], [ss]: time that goes on beyond a day.
  private static func isElapsed(_ inside: ArraySlice<Unicode.Scalar>) -> Bool {
    !inside.isEmpty && inside.allSatisfy { "hHmMsS".unicodeScalars.contains($0) }
  }
}
