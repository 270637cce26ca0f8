// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Glibc
import Tabular

/// What every C callback gets: where the handler lies, and what the parser itself has seen.
struct SAXFrame {
  typealias Text = UnsafePointer<UInt8>

  var handler: UnsafeMutableRawPointer
  /// The parser context, to stop it.
  var context: xmlParserCtxtPtr?
  var failure: WorkbookError?
  var hasEnded = false
  /// Set while libxml2 gets start tags of which the handler knows.
  var isReplay = false

  /// The open elements that libxml2 knows of.
  private var depth = 0
  /// The names of each namespace scope, outermost first; more scopes within each other are not learned.
  let names = UnsafeMutablePointer<NameScope>.allocate(capacity: scopeLimit)
  private var scopes = 0
  private var scopesMade = 0
  /// How many elements were open where a scope began that has no place.
  private var unknownDepth: Int?

  private var nameCount = NameCount()
  /// Declarations of namespaces that hold at the place reached, and the elements that made them.
  private var declarations: [(depth: Int, count: Int)] = []
  private var declared = 0

  private static let scopeLimit = 4
  /// Handlers refuse what is deeper.
  private static let depthLimit = 150

  init(handler: UnsafeMutableRawPointer) { self.handler = handler }

  func free() {
    for index in 0..<scopesMade { names[index].free() }
    names.deinitialize(count: scopesMade)
    names.deallocate()
  }

  /// The names in force; only where `knowsNames`.
  var scope: UnsafeMutablePointer<NameScope> { names + (scopes - 1) }
  var knowsNames: Bool { scopes > 0 && unknownDepth == nil && depth < SAXFrame.depthLimit }

  /// How many bytes there are up to the first `>` behind `count` bytes; all when there is none.
  static func nextTagEnd(_ start: Text, _ end: Text, atLeast count: Int) -> Int {
    guard end - start > count, let found = memchr(start + count, Int32(UInt8(ascii: ">")), end - start - count) else {
      return end - start
    }
    return UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
  }

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
    _ pointer: UnsafeMutableRawPointer?, _: Handler.Type, _ local: Text?, _ prefix: Text?, _ uri: Text?,
    _ namespaces: Int32, _ count: Int32, _ values: UnsafeMutablePointer<Text?>?
  ) {
    guard let frame = of(pointer), let local else { return }
    let element = SAXElement(local: local, uri: uri, attributeCount: Int(count), values: values)
    frame.pointee.begin(element, prefix, declares: namespaces > 0)
    frame.pointee.count(element, Int(namespaces))
    if frame.pointee.failure != nil { return xmlStopParser(frame.pointee.context) }
    if frame.pointee.isReplay { return }
    let handler = frame.pointee.handler.assumingMemoryBound(to: Handler.self)
    handler.pointee.start(element)
    if handler.pointee.hasFailed { xmlStopParser(frame.pointee.context) }
  }

  @inline(__always)
  static func end<Handler: SAXHandler>(_ pointer: UnsafeMutableRawPointer?, _: Handler.Type) {
    guard let frame = of(pointer) else { return }
    frame.pointee.handler.assumingMemoryBound(to: Handler.self).pointee.end()
    frame.pointee.leave()
  }

  @inline(__always)
  static func text<Handler: SAXHandler>(
    _ pointer: UnsafeMutableRawPointer?, _: Handler.Type, _ text: Text?, _ count: Int32
  ) {
    guard let frame = of(pointer) else { return }
    let bytes = UnsafeBufferPointer(start: text, count: Int(count))
    frame.pointee.handler.assumingMemoryBound(to: Handler.self).pointee.text(bytes)
  }

  // MARK: What names mean

  /// Learns how the names of an element are spelled, and notes where namespaces are declared.
  private mutating func begin(_ element: SAXElement, _ prefix: Text?, declares: Bool) {
    if declares || depth == 0 {
      if scopes < SAXFrame.scopeLimit {
        if scopes == scopesMade {
          (names + scopes).initialize(to: NameScope())
          scopesMade += 1
        }
        (names + scopes).pointee.begin(at: depth)
        scopes += 1
      } else if unknownDepth == nil {
        unknownDepth = depth
      }
    }
    depth += 1
    guard knowsNames else { return }
    scope.pointee.elements.learn(spelled(element.local, prefix, element.uri))
    guard let values = element.values else { return }
    for index in 0..<element.attributeCount {
      let entry = values + index * 5
      if let local = entry[0] { scope.pointee.attributes.learn(spelled(local, entry[1], entry[2])) }
    }
  }

  /// Counts names and declarations against their limits.
  private mutating func count(_ element: SAXElement, _ namespaces: Int) {
    nameCount.note(element.local)
    if let values = element.values {
      for index in 0..<element.attributeCount { if let name = values[index * 5] { nameCount.note(name) } }
    }
    if nameCount.isTooLarge { failure = .tooMany("names", ReadingLimits.names) }
    guard namespaces > 0 else { return }
    declarations.append((depth, namespaces))
    declared += namespaces
    if declared > ReadingLimits.namespaces { failure = .tooMany("namespaces", ReadingLimits.namespaces) }
  }

  private mutating func leave() {
    guard depth > 0 else { return }
    if let last = declarations.last, last.depth == depth {
      declared -= last.count
      declarations.removeLast()
    }
    depth -= 1
    if unknownDepth == depth { unknownDepth = nil }
    if scopes > 0, scope.pointee.depth == depth { scopes -= 1 }
  }

  private func spelled(_ local: Text, _ prefix: Text?, _ uri: Text?) -> SpelledNames.Name {
    let spelled = prefix.flatMap { xmlDictQLookup(context?.pointee.dict, $0, local) } ?? local
    return SpelledNames.Name(
      spelled: spelled, length: Int(xmlStrlen(spelled)), local: local, uri: uri)
  }
}
