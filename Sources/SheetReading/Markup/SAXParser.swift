// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Tabular

/// What a format makes of the events of the XML parser. Its methods run inside the parser, so they cannot throw: they
/// set `failure`, and the parser is stopped.
protocol SAXHandler {
  mutating func start(_ element: SAXElement)
  mutating func end()
  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
  /// Called after each piece of the file, within or between elements: the place to look at what grows.
  mutating func endPiece()
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
  mutating func endPiece() {}
}

/// libxml2 as a whole.
enum MarkupLibrary {
  /// Sets up what all its parsers share.
  static func prepareForThreads() { xmlInitParser() }
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

/// libxml2's push parser with the events that matter wired to a handler; entities and the network are off. What is plain
/// does not get to libxml2 at all: `PlainMarkup` reads it.
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
  /// Line ends in what libxml2 did not get to see.
  private var plainLines = 0
  private var watch = TagWatch()
  /// How many bytes libxml2 gets at least before plain markup is looked for again: more where there is little of it.
  private var stride = 0
  private let values = UnsafeMutablePointer<SAXFrame.Text?>.allocate(capacity: 5 * PlainMarkup<Handler>.attributeLimit)

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
    frame.pointee.free()
    frame.deinitialize(count: 1)
    frame.deallocate()
    values.deallocate()
  }

  /// An unfinished tag is longer only where it is none.
  private static var unfinishedLimit: Int { 4096 }

  /// Parses `bytes`, but for an unfinished tag at their end.
  ///
  /// - Parameter isWhole: whether even the unfinished tag is to be parsed, as nothing is to be shown again.
  /// - Returns: how many bytes at the end must be shown again with more behind them.
  /// - Throws: the handler's failure, or a `WorkbookError` with the line at which the XML is damaged.
  func parse(_ bytes: UnsafeRawBufferPointer, skippedLines: Int, isWhole: Bool) throws -> Int {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let end = base + bytes.count
    var position = base
    var stop = PlainMarkup<Handler>.Stop.other
    while position < end {
      if isBetweenTags {
        stop = try passPlain(&position, end, skippedLines)
        if stop == .unfinished, !isWhole, end - position <= SAXParser.unfinishedLimit { return end - position }
      }
      guard position < end else { break }
      let count = SAXFrame.nextTagEnd(position, end, atLeast: stop == .end ? 0 : stride)
      try feed(position, count, skippedLines)
      position += count
    }
    return 0
  }

  /// Whether libxml2 has taken all it got and stands inside an element, where text or a tag may follow.
  private var isBetweenTags: Bool {
    guard let input = context.pointee.input, context.pointee.instate == XML_PARSER_CONTENT else { return false }
    return input.pointee.cur == input.pointee.end && context.pointee.inputNr == 1 && context.pointee.wellFormed != 0
      && frame.pointee.knowsNames
  }

  /// Reads plain markup as far as it goes.
  private func passPlain(
    _ position: inout SAXFrame.Text, _ end: SAXFrame.Text, _ skippedLines: Int
  ) throws -> PlainMarkup<Handler>.Stop {
    var plain = PlainMarkup(position, end, scope: frame.pointee.scope, handler: state, values: values)
    let stop = plain.run()
    plainLines += plain.lines
    if stop == .failed { try check(0, skippedLines, isEnd: false) }
    // libxml2 has to know what it is inside of; the handler knows already.
    frame.pointee.isReplay = true
    defer { frame.pointee.isReplay = false }
    for index in 0..<plain.depth {
      let open = plain.openElement(index)
      try feed(open.tag, open.tagLength, skippedLines)
    }
    if plain.position - position >= 256 {
      stride = 0
    } else if stop == .other {
      stride = min(stride * 2 + 16, 4096)
    }
    position = plain.position
    return stop
  }

  private func feed(_ bytes: SAXFrame.Text, _ count: Int, _ skippedLines: Int) throws {
    guard watch.pass(bytes, count) else {
      throw (watch.failure ?? WorkbookError("workbook-damaged")).at(line: line(skippedLines))
    }
    let characters = UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self)
    try check(xmlParseChunk(context, characters, Int32(count), 0), skippedLines, isEnd: false)
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
      undeclaredPrefix = max(1, Int(context.pointee.lastError.line)) + skippedLines + plainLines
    }
    guard code != 0, context.pointee.wellFormed == 0 || !SAXFrame.isForgiven(code) else { return }
    let error = context.pointee.lastError
    let place = Int(error.line) + skippedLines + plainLines
    if isEnd { throw WorkbookError("workbook-truncated", line: place) }
    if code == Int32(XML_ERR_INVALID_CHAR.rawValue) || code == Int32(XML_ERR_INVALID_ENCODING.rawValue) {
      throw WorkbookError("workbook-encoding", line: place)
    }
    throw WorkbookError("workbook-damaged", line: place)
  }

  /// The line up to which the file was parsed.
  func line(_ skippedLines: Int) -> Int { Int(xmlSAX2GetLineNumber(context)) + skippedLines + plainLines }
}
