// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Tabular

/// libxml2's push parser with the events that matter wired to a `SheetAssembler`; entities and the network are off.
///
/// A class because it owns the parser context and the state its callbacks write to.
final class SAXParser {
  /// What the callbacks work on; behind a pointer of its own, so that each event costs no exclusivity check.
  struct State {
    var assembler = SheetAssembler()
    var elements = NameTable.elements()
    var attributes = NameTable.attributes()
    /// The parser context, to stop it.
    var context: xmlParserCtxtPtr?
    var hasEnded = false
  }

  private let state: UnsafeMutablePointer<State>
  private let context: xmlParserCtxtPtr

  init() throws {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    var handler = SAXCallbacks.handler()
    guard let made = xmlCreatePushParserCtxt(&handler, UnsafeMutableRawPointer(state), nil, 0, nil) else {
      throw WorkbookError("workbook-unreadable")
    }
    context = made
    xmlCtxtUseOptions(made, Int32(XML_PARSE_NONET.rawValue))
    xmlSwitchEncoding(made, XML_CHAR_ENCODING_UTF8)
    state.pointee.context = made
  }

  deinit {
    xmlFreeParserCtxt(context)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  var hasBatch: Bool { !state.pointee.assembler.finished.isEmpty }
  var ignoredIndexes: Int { state.pointee.assembler.ignoredIndexes }

  /// Gives the oldest finished batch and takes the caller's storage for a later one.
  func takeBatch(_ batch: inout RowBatch) {
    var taken = state.pointee.assembler.finished.removeFirst()
    swap(&taken, &batch)
    if state.pointee.assembler.spare.count < 2 { state.pointee.assembler.spare.append(taken) }
  }

  func parse(_ bytes: UnsafeRawBufferPointer, skippedLines: Int) throws {
    guard bytes.count > 0 else { return }
    let code = xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 0)
    try check(code, skippedLines, isEnd: false)
  }

  func finish(skippedLines: Int) throws {
    let code = xmlParseChunk(context, nil, 0, 1)
    try check(code, skippedLines, isEnd: true)
    guard state.pointee.hasEnded, state.pointee.assembler.sawWorkbook else {
      throw WorkbookError("workbook-truncated", line: line(skippedLines))
    }
  }

  /// Namespace errors (an undeclared `ss:`) are forgiven; anything else the parser complains of ends the reading.
  private func check(_ code: Int32, _ skippedLines: Int, isEnd: Bool) throws {
    if var failure = state.pointee.assembler.failure {
      failure.line = line(skippedLines)
      throw failure
    }
    guard code != 0, context.pointee.wellFormed == 0 || !SAXParser.isForgiven(code) else { return }
    let error = context.pointee.lastError
    let place = Int(error.line) + skippedLines
    if isEnd { throw WorkbookError("workbook-truncated", line: place) }
    if code == Int32(XML_ERR_INVALID_CHAR.rawValue) || code == Int32(XML_ERR_INVALID_ENCODING.rawValue) {
      throw WorkbookError("workbook-encoding", line: place)
    }
    throw WorkbookError("workbook-damaged", line: place)
  }

  private static func isForgiven(_ code: Int32) -> Bool { (200..<210).contains(code) || code == 99 || code == 100 }

  private func line(_ skippedLines: Int) -> Int { Int(xmlSAX2GetLineNumber(context)) + skippedLines }
}

/// The C functions libxml2 calls; each gets the pointer to `SAXParser.State` that the parser was made with.
enum SAXCallbacks {
  typealias Text = UnsafePointer<UInt8>

  static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { state, local, _, uri, _, _, count, _, values in
      SAXCallbacks.start(state, local, uri, Int(count), values)
    }
    handler.endElementNs = { state, _, _, _ in SAXCallbacks.end(state) }
    handler.characters = { state, text, count in SAXCallbacks.text(state, text, count) }
    handler.ignorableWhitespace = { state, text, count in SAXCallbacks.text(state, text, count) }
    handler.cdataBlock = { state, text, count in SAXCallbacks.text(state, text, count) }
    handler.endDocument = { state in SAXCallbacks.state(state)?.pointee.hasEnded = true }
    handler.internalSubset = { state, _, _, _ in SAXCallbacks.refuse(state, "workbook-doctype") }
    handler.entityDecl = { state, _, _, _, _, _ in SAXCallbacks.refuse(state, "workbook-doctype") }
    // Errors are read from the context; nothing is printed.
    handler.serror = { _, _ in }
    return handler
  }

  private static func state(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<SAXParser.State>? {
    pointer?.assumingMemoryBound(to: SAXParser.State.self)
  }

  private static func refuse(_ pointer: UnsafeMutableRawPointer?, _ code: String) {
    guard let state = state(pointer) else { return }
    state.pointee.assembler.failure = WorkbookError(code)
    xmlStopParser(state.pointee.context)
  }

  private static func text(_ pointer: UnsafeMutableRawPointer?, _ text: Text?, _ count: Int32) {
    state(pointer)?.pointee.assembler.text(UnsafeBufferPointer(start: text, count: Int(count)))
  }

  private static func start(
    _ pointer: UnsafeMutableRawPointer?, _ local: Text?, _ uri: Text?, _ count: Int,
    _ values: UnsafeMutablePointer<Text?>?
  ) {
    guard let state = state(pointer), let local else { return }
    let name = ElementName(rawValue: state.pointee.elements.token(local, uri)) ?? .other
    var attributes = SheetAssembler.Attributes()
    if name != .other, let values {
      // libxml2 gives five pointers for each attribute: name, prefix, namespace, start and end of the value.
      for index in 0..<count {
        let entry = values + index * 5
        guard let key = entry[0], let from = entry[3], let to = entry[4] else { continue }
        let token = AttributeName(rawValue: state.pointee.attributes.token(key, entry[2])) ?? .other
        if token != .other { attributes.set(token, UnsafeBufferPointer(start: from, count: to - from)) }
      }
    }
    state.pointee.assembler.start(name, attributes)
    if state.pointee.assembler.failure != nil { xmlStopParser(state.pointee.context) }
  }

  private static func end(_ pointer: UnsafeMutableRawPointer?) {
    state(pointer)?.pointee.assembler.end()
  }
}

extension SheetAssembler.Attributes {
  mutating func set(_ name: AttributeName, _ value: UnsafeBufferPointer<UInt8>) {
    switch name {
    case .index: index = SheetAssembler.Attributes.number(value)
    case .span: span = min(max(0, SheetAssembler.Attributes.number(value) ?? 0), SheetLimits.rows)
    case .mergeAcross: mergeAcross = min(max(0, SheetAssembler.Attributes.number(value) ?? 0), SheetLimits.columns)
    case .mergeDown: mergeDown = min(max(0, SheetAssembler.Attributes.number(value) ?? 0), SheetLimits.rows)
    case .type: type = DataKind(value)
    case .name: self.name = value
    case .topCell: top = SheetAssembler.Attributes.number(value)
    case .leftCell: left = SheetAssembler.Attributes.number(value)
    case .other: break
    }
  }

  /// A whole number with blanks around it; a huge one stays huge instead of overflowing.
  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    var number = 0
    var isNegative = false
    var hasDigits = false
    for byte in text {
      if byte == UInt8(ascii: "-"), !hasDigits { isNegative = true }
      if byte == UInt8(ascii: ".") { break }
      guard byte &- 0x30 <= 9 else { continue }
      hasDigits = true
      number = min(number * 10 + Int(byte &- 0x30), 1 << 30)
    }
    return hasDigits ? (isNegative ? -number : number) : nil
  }
}
