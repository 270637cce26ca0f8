// SPDX-License-Identifier: Apache-2.0

/// How what is put into an XML Spreadsheet 2003 file is spelled at a place.
struct SpreadsheetMLNames {
  static let spreadsheet = "urn:schemas-microsoft-com:office:spreadsheet"
  static let excel = "urn:schemas-microsoft-com:office:excel"

  /// Declares what new elements need: no prefix for the elements, `ss:` for their attributes. "" where the file does.
  let declaration: String

  init(_ scope: MarkupScope) {
    let isUsual = scope.space("".utf8) == .spreadsheet && scope.space("ss".utf8) == .spreadsheet
    declaration =
      isUsual ? "" : " xmlns=\"\(SpreadsheetMLNames.spreadsheet)\" xmlns:ss=\"\(SpreadsheetMLNames.spreadsheet)\""
  }

  /// Behind the other attributes of a tag of the sender's.
  static func added(_ name: String, _ value: String, _ scope: MarkupScope) -> String {
    if let prefix = scope.prefix(of: .spreadsheet) { return " \(prefix):\(name)=\"\(value)\"" }
    return " xmlns:lc=\"\(spreadsheet)\" lc:\(name)=\"\(value)\""
  }
}

extension MarkupTag {
  /// An attribute as the reader takes it: of the namespace of SpreadsheetML, or without a prefix.
  ///
  /// - Throws: `MarkingRefusal` for one that is given twice, or in other letters than Excel knows.
  func given(_ local: StaticString, _ scope: MarkupScope) throws -> Attribute? {
    var found: Attribute?
    for attribute in attributes {
      guard self.local(of: attribute.name).count == local.utf8CodeUnitCount else { continue }
      let prefix = prefix(of: attribute.name)
      guard prefix.isEmpty || scope.space(prefix) == .spreadsheet else { continue }
      let (name, spelling) = (
        String(describing: local), String(decoding: self.local(of: attribute.name), as: UTF8.self)
      )
      guard spelling.lowercased() == name.lowercased() else { continue }
      guard spelling == name, found == nil else { throw MarkingRefusal() }
      found = attribute
    }
    return found
  }

  /// A whole number from 1 on; nil where it is not given.
  func count(_ local: StaticString, _ scope: MarkupScope) throws -> Int? {
    guard let attribute = try given(local, scope) else { return nil }
    let text = spelled(attribute)
    guard let number = Int(text), text.utf8.count < 10, number >= 0 else { throw MarkingRefusal() }
    return number
  }

  /// A name that others point at; nil where it is not given.
  func name(_ local: StaticString, _ scope: MarkupScope) throws -> String? {
    guard let attribute = try given(local, scope) else { return nil }
    let text = spelled(attribute)
    // The same name may be spelled otherwise elsewhere.
    guard !text.contains("&") else { throw MarkingRefusal() }
    return text
  }
}
