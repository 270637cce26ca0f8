// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Tabular

/// What a format makes of the events of the XML parser. Its methods run inside the parser, so they cannot throw: they
/// set `failure`, and the parser is stopped.
protocol SAXHandler {
  mutating func start(_ element: SAXElement)
  mutating func end()
  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Looked at after every start tag: a flag, so that it costs nothing.
  var hasFailed: Bool { get }
  var failure: WorkbookError? { get }
  /// How many times its packed size a part may grow that this handler reads; less for what is kept in memory.
  static var ratioLimit: UInt64 { get }
  /// The C functions that lead here. Each handler spells them for itself: a C function cannot be made from generic code.
  static var events: SAXEvents { get }
}

extension SAXHandler {
  static var ratioLimit: UInt64 { 100 }
}

/// The C functions by which libxml2 hands out elements and text.
struct SAXEvents {
  var start: startElementNsSAX2Func
  var end: endElementNsSAX2Func
  var text: charactersSAXFunc
}

/// A start tag; all pointers are valid only within the call.
struct SAXElement {
  typealias Text = UnsafePointer<UInt8>

  let local: Text
  let uri: Text?
  let attributeCount: Int
  let values: UnsafeMutablePointer<Text?>?

  /// Gives name, namespace and value of every attribute.
  @inline(__always)
  func forEachAttribute(_ body: (Text, Text?, UnsafeBufferPointer<UInt8>) -> Void) {
    guard let values else { return }
    // libxml2 gives five pointers for each attribute: name, prefix, namespace, start and end of the value.
    for index in 0..<attributeCount {
      let entry = values + index * 5
      guard let key = entry[0], let from = entry[3], let to = entry[4] else { continue }
      body(key, entry[2], UnsafeBufferPointer(start: from, count: to - from))
    }
  }
}

/// libxml2's push parser with the events that matter wired to a handler; entities and the network are off.
///
/// A class because it owns the parser context and the memory its callbacks write to.
final class SAXParser<Handler: SAXHandler> {
  private let frame: UnsafeMutablePointer<SAXFrame>
  /// The handler, to be looked at between two calls of `parse`; behind a pointer of its own, so that each event costs no
  /// exclusivity check.
  let state: UnsafeMutablePointer<Handler>
  private let context: xmlParserCtxtPtr
  /// The line of the first prefix that no declaration explains; it was forgiven.
  private(set) var undeclaredPrefix: Int?

  init(_ handler: Handler) throws {
    state = .allocate(capacity: 1)
    state.initialize(to: handler)
    frame = .allocate(capacity: 1)
    frame.initialize(to: SAXFrame(handler: UnsafeMutableRawPointer(state)))
    var callbacks = SAXFrame.callbacks(Handler.events)
    guard let made = xmlCreatePushParserCtxt(&callbacks, UnsafeMutableRawPointer(frame), nil, 0, nil) else {
      throw WorkbookError("workbook-unreadable")
    }
    context = made
    xmlCtxtUseOptions(made, Int32(XML_PARSE_NONET.rawValue))
    xmlSwitchEncoding(made, XML_CHAR_ENCODING_UTF8)
    frame.pointee.context = made
  }

  deinit {
    xmlFreeParserCtxt(context)
    state.deinitialize(count: 1)
    state.deallocate()
    frame.deinitialize(count: 1)
    frame.deallocate()
  }

  /// - Throws: the handler's failure, or a `WorkbookError` with the line at which the XML is damaged.
  func parse(_ bytes: UnsafeRawBufferPointer, skippedLines: Int) throws {
    guard bytes.count > 0 else { return }
    let code = xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 0)
    try check(code, skippedLines, isEnd: false)
  }

  /// Tells the parser that no byte follows; throws `workbook-truncated` when the document is not complete.
  func finish(skippedLines: Int) throws {
    let code = xmlParseChunk(context, nil, 0, 1)
    try check(code, skippedLines, isEnd: true)
    guard frame.pointee.hasEnded else { throw WorkbookError("workbook-truncated", line: line(skippedLines)) }
  }

  /// Namespace errors (an undeclared `ss:`) are forgiven; anything else the parser complains of ends the reading.
  private func check(_ code: Int32, _ skippedLines: Int, isEnd: Bool) throws {
    if var failure = frame.pointee.failure ?? state.pointee.failure {
      failure.line = line(skippedLines)
      throw failure
    }
    // The code of a namespace error does not outlast the chunk, the flag does.
    if context.pointee.nsWellFormed == 0, undeclaredPrefix == nil {
      undeclaredPrefix = max(1, Int(context.pointee.lastError.line)) + skippedLines
    }
    guard code != 0, context.pointee.wellFormed == 0 || !SAXFrame.isForgiven(code) else { return }
    let error = context.pointee.lastError
    let place = Int(error.line) + skippedLines
    if isEnd { throw WorkbookError("workbook-truncated", line: place) }
    if code == Int32(XML_ERR_INVALID_CHAR.rawValue) || code == Int32(XML_ERR_INVALID_ENCODING.rawValue) {
      throw WorkbookError("workbook-encoding", line: place)
    }
    throw WorkbookError("workbook-damaged", line: place)
  }

  /// The line up to which the file was parsed.
  func line(_ skippedLines: Int) -> Int { Int(xmlSAX2GetLineNumber(context)) + skippedLines }
}

/// What every C callback gets: where the handler lies, and what the parser itself has seen.
struct SAXFrame {
  typealias Text = UnsafePointer<UInt8>

  var handler: UnsafeMutableRawPointer
  /// The parser context, to stop it.
  var context: xmlParserCtxtPtr?
  var failure: WorkbookError?
  var hasEnded = false

  static func isForgiven(_ code: Int32) -> Bool { (200..<210).contains(code) || code == 99 || code == 100 }

  static func callbacks(_ events: SAXEvents) -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = events.start
    handler.endElementNs = events.end
    handler.characters = events.text
    handler.ignorableWhitespace = events.text
    handler.cdataBlock = events.text
    handler.endDocument = { frame in SAXFrame.of(frame)?.pointee.hasEnded = true }
    handler.internalSubset = { frame, _, _, _ in SAXFrame.refuse(frame) }
    handler.entityDecl = { frame, _, _, _, _, _ in SAXFrame.refuse(frame) }
    // Errors are read from the context; nothing is printed.
    handler.serror = { _, _ in }
    return handler
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SAXFrame>? {
    pointer?.assumingMemoryBound(to: SAXFrame.self)
  }

  private static func refuse(_ pointer: UnsafeMutableRawPointer?) {
    guard let frame = of(pointer) else { return }
    frame.pointee.failure = WorkbookError("workbook-doctype")
    xmlStopParser(frame.pointee.context)
  }

  // MARK: What the callbacks of a handler call

  @inline(__always)
  static func start<Handler: SAXHandler>(
    _ pointer: UnsafeMutableRawPointer?, _: Handler.Type, _ local: Text?, _ uri: Text?, _ count: Int32,
    _ values: UnsafeMutablePointer<Text?>?
  ) {
    guard let frame = of(pointer), let local else { return }
    let handler = frame.pointee.handler.assumingMemoryBound(to: Handler.self)
    handler.pointee.start(SAXElement(local: local, uri: uri, attributeCount: Int(count), values: values))
    if handler.pointee.hasFailed { xmlStopParser(frame.pointee.context) }
  }

  @inline(__always)
  static func end<Handler: SAXHandler>(_ pointer: UnsafeMutableRawPointer?, _: Handler.Type) {
    guard let frame = of(pointer) else { return }
    frame.pointee.handler.assumingMemoryBound(to: Handler.self).pointee.end()
  }

  @inline(__always)
  static func text<Handler: SAXHandler>(
    _ pointer: UnsafeMutableRawPointer?, _: Handler.Type, _ text: Text?, _ count: Int32
  ) {
    guard let frame = of(pointer) else { return }
    let bytes = UnsafeBufferPointer(start: text, count: Int(count))
    frame.pointee.handler.assumingMemoryBound(to: Handler.self).pointee.text(bytes)
  }
}
