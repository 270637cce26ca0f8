// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Tabular

/// libxml2's HTML push parser with its events led to `HTMLTables`.
///
/// A class because it owns the parser context and the memory its callbacks write to.
final class HTMLParser {
  private typealias Text = UnsafePointer<UInt8>

  /// What the callbacks work on, to be looked at between two calls of `parse`.
  let tables: UnsafeMutablePointer<HTMLTables>
  private let context: htmlParserCtxtPtr
  private var watch = TagWatch(isHTML: true)

  init() throws {
    tables = .allocate(capacity: 1)
    tables.initialize(to: HTMLTables())
    var handler = HTMLParser.callbacks()
    let user = UnsafeMutableRawPointer(tables)
    guard let made = htmlCreatePushParserCtxt(&handler, user, nil, 0, nil, XML_CHAR_ENCODING_UTF8) else {
      throw WorkbookError("workbook-unreadable")
    }
    context = made
    htmlCtxtUseOptions(
      made, Int32(HTML_PARSE_NONET.rawValue | HTML_PARSE_RECOVER.rawValue | HTML_PARSE_IGNORE_ENC.rawValue))
  }

  deinit {
    htmlFreeParserCtxt(context)
    tables.deinitialize(count: 1)
    tables.deallocate()
  }

  func parse(_ bytes: UnsafeRawBufferPointer) throws {
    guard bytes.count > 0, let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    guard watch.pass(start, bytes.count) else {
      throw (watch.failure ?? WorkbookError("workbook-damaged")).at(line: Int(xmlSAX2GetLineNumber(context)))
    }
    htmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 0)
    try check()
  }

  func finish() throws {
    htmlParseChunk(context, nil, 0, 1)
    try check()
    tables.pointee.finish()
  }

  /// HTML has no errors that end it; only what the tables refuse counts.
  private func check() throws {
    if var failure = tables.pointee.failure {
      failure.line = Int(xmlSAX2GetLineNumber(context))
      throw failure
    }
  }

  private static func callbacks() -> htmlSAXHandler {
    var handler = htmlSAXHandler()
    handler.startElement = { user, name, attributes in
      guard let name else { return }
      HTMLParser.tables(user)?.pointee.start(name, attributes)
    }
    handler.endElement = { user, name in
      guard let name else { return }
      HTMLParser.tables(user)?.pointee.end(name)
    }
    handler.characters = { user, text, count in HTMLParser.text(user, text, count) }
    handler.ignorableWhitespace = { user, text, count in HTMLParser.text(user, text, count) }
    handler.serror = { _, _ in }
    return handler
  }

  private static func text(_ user: UnsafeMutableRawPointer?, _ text: Text?, _ count: Int32) {
    tables(user)?.pointee.text(UnsafeBufferPointer(start: text, count: Int(count)))
  }

  private static func tables(_ user: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<HTMLTables>? {
    user?.assumingMemoryBound(to: HTMLTables.self)
  }
}
