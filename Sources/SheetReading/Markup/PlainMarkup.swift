// SPDX-License-Identifier: Apache-2.0

/// Reads the plain markup of which spreadsheets consist nearly wholly, many times faster than the parser: elements whose
/// names and attributes the parser has met before under the same namespaces, and text.
///
/// It takes only what it knows to be well-formed, and stops before anything else: a comment, CDATA, an instruction, an
/// unknown name, odd spacing, a character that may not stand there. The parser then goes on from that place, and every
/// judgement stays its own. The handler gets the same events from both.
struct PlainMarkup<Handler: SAXHandler> {
  typealias Text = UnsafePointer<UInt8>

  enum Stop {
    /// What follows is for the parser.
    case other
    /// What follows is the end of an element that the parser began.
    case end
    /// What follows is not complete: the same place is to be shown again with more behind it.
    case unfinished
    /// The handler refused an element.
    case failed
  }

  /// An element that was begun here and is still open.
  struct OpenElement {
    var tag: Text
    var tagLength: Int
    var nameLength: Int
  }

  static var attributeLimit: Int { 12 }
  private static var depthLimit: Int { 16 }

  private let scope: UnsafeMutablePointer<NameScope>
  private let handler: UnsafeMutablePointer<Handler>
  /// Room for the attributes of one element, as `SAXElement` wants them.
  private let values: UnsafeMutablePointer<Text?>
  private let end: Text
  private(set) var position: Text
  /// Line ends passed.
  private(set) var lines = 0
  private(set) var depth = 0
  private var open: InlineArray<16, OpenElement>

  init(
    _ start: Text, _ end: Text, scope: UnsafeMutablePointer<NameScope>, handler: UnsafeMutablePointer<Handler>,
    values: UnsafeMutablePointer<Text?>
  ) {
    (position, self.end) = (start, end)
    (self.scope, self.handler, self.values) = (scope, handler, values)
    open = InlineArray(repeating: OpenElement(tag: start, tagLength: 0, nameLength: 0))
  }

  /// The elements left open at `position`, outermost first: the parser has to be told of them.
  func openElement(_ index: Int) -> OpenElement { open[index] }

  mutating func run() -> Stop {
    while true {
      if let stop = text() { return stop }
      guard end - position >= 2 else { return .unfinished }
      if let stop = position[1] == UInt8(ascii: "/") ? endTag() : startTag() { return stop }
    }
  }

  // MARK: Text

  /// Whether a byte below 0x80 is neither `<`, `&`, `]` nor a control character; tabs and line feeds are controls here.
  @inline(__always) private static func isPlain(_ byte: UInt8) -> Bool {
    let special: UInt64 = 0xFFFF_FFFF | 1 << 0x26 | 1 << 0x3C
    return byte < 64 ? special >> UInt64(byte) & 1 == 0 : byte != UInt8(ascii: "]")
  }

  /// Hands on the text up to the next tag; nil when one follows.
  @inline(__always) private mutating func text() -> Stop? {
    var at = position
    while at < end {
      let byte = at.pointee
      if byte >= 0x80 {
        let length = UTF8Sequence.length(at, end)
        guard length > 0, !PlainMarkup.isNoCharacter(at, length) else { return leave(at, length < 0) }
        at += length
      } else if PlainMarkup.isPlain(byte) || byte == 0x09 {
        at += 1
      } else if byte == UInt8(ascii: "<") {
        emit(to: at)
        return nil
      } else if byte == 0x0A {
        lines += 1
        at += 1
      } else if let stop = rareSign(&at) {
        return stop
      }
    }
    return leave(at, true)
  }

  /// U+FFFE and U+FFFF: valid UTF-8, but no characters of XML.
  @inline(__always) private static func isNoCharacter(_ at: Text, _ length: Int) -> Bool {
    length == 3 && at[0] == 0xEF && at[1] == 0xBF && at[2] >= 0xBE
  }

  @inline(__always) private mutating func emit(to at: Text) {
    if at > position { handler.pointee.text(UnsafeBufferPointer(start: position, count: at - position)) }
    position = at
  }

  private mutating func leave(_ at: Text, _ isUnfinished: Bool) -> Stop {
    emit(to: at)
    return isUnfinished ? .unfinished : .other
  }

  /// A carriage return, a bracket, a reference; moves past it, or stops before it.
  private mutating func rareSign(_ at: inout Text) -> Stop? {
    switch at.pointee {
    case 0x0D:
      // CR LF is one line end; a lone CR is left to the parser.
      guard end - at >= 2 else { return leave(at, true) }
      guard at[1] == 0x0A else { return leave(at, false) }
      emit(to: at)
      position += 1
      at += 1
    case UInt8(ascii: "]"):
      // ]]> must not stand in text.
      guard end - at >= 3 else { return leave(at, true) }
      guard at[1] != UInt8(ascii: "]") else { return leave(at, false) }
      at += 1
    case UInt8(ascii: "&"):
      emit(to: at)
      guard let (byte, length) = PlainMarkup.reference(at, end) else { return .other }
      withUnsafePointer(to: byte) { handler.pointee.text(UnsafeBufferPointer(start: $0, count: 1)) }
      position += length
      at += length
    default: return leave(at, false)
    }
    return nil
  }

  /// One of the five named references, or a number below 128; others are left to the parser.
  private static func reference(_ at: Text, _ end: Text) -> (byte: UInt8, length: Int)? {
    let known: [(StaticString, UInt8)] = [
      ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27), ("&#10;", 0x0A),
      ("&#13;", 0x0D), ("&#39;", 0x27), ("&#34;", 0x22), ("&#38;", 0x26), ("&#60;", 0x3C), ("&#62;", 0x3E),
    ]
    for (text, byte) in known where end - at >= text.utf8CodeUnitCount {
      if SpelledNames.areEqual(at, text.utf8Start, text.utf8CodeUnitCount) { return (byte, text.utf8CodeUnitCount) }
    }
    return nil
  }

  // MARK: Tags

  @inline(__always) private mutating func endTag() -> Stop? {
    guard depth > 0 else { return .end }
    let (tag, length) = (open[depth - 1].tag, open[depth - 1].nameLength)
    guard end - position >= length + 3 else { return .unfinished }
    guard position[length + 2] == UInt8(ascii: ">"), isName(position + 2, tag + 1, length) else { return .other }
    handler.pointee.end()
    depth -= 1
    position += length + 3
    return nil
  }

  @inline(__always) private func isName(_ one: Text, _ other: Text, _ length: Int) -> Bool {
    if end - one >= RepeatedTags.longest, length <= RepeatedTags.longest {
      return RepeatedTags.areEqual(one, other, length)
    }
    return SpelledNames.areEqual(one, other, length)
  }

  @inline(__always) private mutating func startTag() -> Stop? {
    guard depth < PlainMarkup.depthLimit else { return .other }
    guard end - position >= RepeatedTags.longest, let known = scope.pointee.tags.tag(at: position) else {
      return newTag()
    }
    let element = SAXElement(
      local: known.pointee.local, uri: known.pointee.uri, attributeCount: known.pointee.attributeCount,
      values: known.pointee.values)
    return begin(element, known.pointee.nameLength, known.pointee.length)
  }

  private mutating func newTag() -> Stop? {
    let start = position + 1
    guard start.pointee != UInt8(ascii: "!"), start.pointee != UInt8(ascii: "?") else { return .other }
    var at = start
    while at < end, at.pointee != 0x20, at.pointee != UInt8(ascii: ">"), at.pointee != UInt8(ascii: "/") { at += 1 }
    guard at < end else { return .unfinished }
    let nameLength = at - start
    guard let slot = scope.pointee.elements.slot(of: start, nameLength), let name = scope.pointee.elements[slot] else {
      return .other
    }
    var count = 0
    if let stop = attributes(&at, &count) { return stop }
    at += at.pointee == UInt8(ascii: "/") ? 2 : 1
    let element = SAXElement(local: name.local, uri: name.uri, attributeCount: count, values: values)
    if end - position >= RepeatedTags.longest {
      scope.pointee.tags.keep(position, at - position, nameLength: nameLength, element)
    }
    return begin(element, nameLength, at - position)
  }

  /// Hands on an element whose tag stands at `position`.
  @inline(__always) private mutating func begin(_ element: SAXElement, _ nameLength: Int, _ length: Int) -> Stop? {
    let tag = position
    position += length
    handler.pointee.start(element)
    if tag[length - 2] == UInt8(ascii: "/") {
      handler.pointee.end()
    } else {
      open[depth] = OpenElement(tag: tag, tagLength: length, nameLength: nameLength)
      depth += 1
    }
    return handler.pointee.hasFailed ? .failed : nil
  }

  /// Reads attributes up to the `>` or `/>` of a tag.
  @inline(__always) private func attributes(_ at: inout Text, _ count: inout Int) -> Stop? {
    // The slots of the names that were given: none may be given twice.
    var given: UInt64 = 0
    while at < end {
      switch at.pointee {
      case UInt8(ascii: ">"): return nil
      case UInt8(ascii: "/"):
        guard end - at >= 2 else { return .unfinished }
        return at[1] == UInt8(ascii: ">") ? nil : .other
      case 0x20: at += 1
      default: return .other
      }
      while at < end, at.pointee == 0x20 { at += 1 }
      guard at < end else { break }
      if at.pointee == UInt8(ascii: ">") || at.pointee == UInt8(ascii: "/") { continue }
      if let stop = attribute(&at, &count, &given) { return stop }
    }
    return .unfinished
  }

  @inline(__always)
  private func attribute(_ at: inout Text, _ count: inout Int, _ given: inout UInt64) -> Stop? {
    let start = at
    while at < end, at.pointee != UInt8(ascii: "="), at.pointee > 0x20, at.pointee != UInt8(ascii: ">") { at += 1 }
    guard end - at >= 2 else { return .unfinished }
    let quote = at[1]
    guard at.pointee == UInt8(ascii: "="), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
      count < PlainMarkup.attributeLimit, let slot = scope.pointee.attributes.slot(of: start, at - start),
      given >> UInt64(slot) & 1 == 0, let name = scope.pointee.attributes[slot]
    else { return .other }
    given |= 1 << UInt64(slot)
    at += 2
    let value = at
    while at < end, at.pointee != quote {
      if at.pointee >= 0x80 {
        let length = UTF8Sequence.length(at, end)
        guard length > 0, !PlainMarkup.isNoCharacter(at, length) else { return length < 0 ? .unfinished : .other }
        at += length
      } else {
        guard PlainMarkup.isPlain(at.pointee) || at.pointee == UInt8(ascii: "]") else { return .other }
        at += 1
      }
    }
    guard at < end else { return .unfinished }
    let entry = values + count * 5
    (entry[0], entry[1], entry[2], entry[3], entry[4]) = (name.local, nil, name.uri, value, at)
    count += 1
    at += 1
    return nil
  }
}
