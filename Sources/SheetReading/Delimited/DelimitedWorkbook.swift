// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Text with one record a line: CSV, TSV, and whatever else stands between the fields.
enum DelimitedFormat: WorkbookFormat {
  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    var encoding = try probe.encoding.get()
    if encoding.converter == "GB18030", try !isDecodable(probe, encoding) {
      // Neither UTF-8 nor GB18030: a western file; every byte is a character there.
      encoding = TextEncoding(name: "windows-1252", converter: "WINDOWS-1252", skipped: encoding.skipped)
    }
    if encoding.converter == nil, probe.head.contains(0) { return nil }
    let root = try? probe.root.get()
    guard root?.name == nil, root?.doctype == nil, let text = try? probe.text.get(),
      let dialect = DelimitedDialect(text)
    else { return nil }
    return DelimitedWorkbook(probe: probe, textEncoding: encoding, dialect: dialect)
  }

  private static func isDecodable(_ probe: FileProbe, _ encoding: TextEncoding) throws -> Bool {
    let source = try probe.source(encoding)
    let transcoder = try Transcoder(from: "GB18030")
    var output: [UInt8] = []
    while case let bytes = try source.take(1 << 16), !bytes.isEmpty {
      output.removeAll(keepingCapacity: true)
      do { try transcoder.convert(bytes, isLast: false, into: &output) } catch { return false }
    }
    return true
  }
}

/// A delimited file: one sheet without a name, every cell a text.
struct DelimitedWorkbook: Workbook {
  let probe: FileProbe
  let textEncoding: TextEncoding
  let dialect: DelimitedDialect

  var format: String { "csv" }
  var encoding: String { textEncoding.name }
  var writer: String? { nil }

  func rows() throws -> any RowCursor { try DelimitedCursor(self) }
}

/// What stands between the fields.
struct DelimitedDialect: Equatable {
  var delimiter: UInt8
  /// The first line only names the delimiter, as Excel writes it.
  var hasSeparatorLine = false
  /// Typed throughout with ， for a comma.
  var isFullWidth = false

  /// - Parameter text: the beginning of the file; nil when no delimiter stands in its lines alike and they are no list.
  init?(_ text: String) {
    let bare = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    if bare.prefix(4).lowercased() == "sep=", let sign = bare.dropFirst(4).utf8.first {
      (delimiter, hasSeparatorLine) = (sign, true)
      return
    }
    guard let first = bare.first(where: { !$0.isWhitespace }), !"{[".contains(first) else { return nil }
    let lines = DelimitedDialect.lines(bare)
    if DelimitedDialect.isFullWidth(lines) {
      (delimiter, isFullWidth) = (UInt8(ascii: ","), true)
      return
    }
    let counts = [UInt8]("\t,;|".utf8).map { sign in (sign, DelimitedDialect.agreement(of: sign, in: lines)) }
    guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0 || DelimitedDialect.isList(lines) else { return nil }
    delimiter = best.1 > 0 ? best.0 : UInt8(ascii: ",")
  }

  /// Whether the lines are a list of one column: short ones in hanzi, or numbers; prose and programs are none.
  private static func isList(_ lines: [Substring]) -> Bool {
    let texts = lines.map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
    func isHan(_ text: String) -> Bool { text.unicodeScalars.contains { $0.properties.isIdeographic } }
    return texts.count > 1 && texts.contains(where: isHan)
      && texts.allSatisfy { text in
        text.count <= 60 && !text.contains("。") && (isHan(text) || text.contains { $0.isNumber })
      }
  }

  /// Whether ， stands in the first line and in most others as often, and no other delimiter in the first one.
  private static func isFullWidth(_ lines: [Substring]) -> Bool {
    let counts = lines.map { $0.count { $0 == "，" } }
    guard let first = counts.first, first > 0, !(lines.first ?? "").contains(where: { "\t,;|".contains($0) }) else {
      return false
    }
    return counts.count { $0 == first } * 2 > counts.count
  }

  /// The first lines; line ends within quotes end no line.
  private static func lines(_ text: Substring) -> [Substring] {
    var isQuoted = false
    let lines = text.split(maxSplits: 30, omittingEmptySubsequences: true) { character in
      if character == "\"" { isQuoted.toggle() }
      return !isQuoted && character.isNewline
    }.prefix(30)
    // The last line of a longer file is cut where the head ends.
    return Array(lines.dropLast(text.utf8.count > 4000 && lines.count > 1 ? 1 : 0))
  }

  /// How many lines hold as many of `sign` as the first does, times that number.
  private static func agreement(of sign: UInt8, in lines: [Substring]) -> Int {
    let counts = lines.map { line in
      var isQuoted = false
      return line.utf8.count { byte in
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        return byte == sign && !isQuoted
      }
    }
    guard let first = counts.first(where: { $0 > 0 }) else { return 0 }
    let alike = counts.count { $0 == first }
    return alike * 2 > counts.count || alike > 1 ? alike * first : lines.count == 1 ? first : alike
  }
}
