// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tabular

/// Counts the attributes of each tag before the parser gets it: libxml2 takes time with the square of their number.
///
/// Fed with everything the parser is fed with, in pieces of any size.
struct TagWatch {
  private enum State { case text, lead, tag, quoted, comment, cdata, instruction, declaration, raw }

  /// Whether it is a page: there the content of scripts is no markup.
  private let isHTML: Bool
  private var state = State.text
  /// What follows `<`, as far as it tells what begins.
  private var lead: [UInt8] = []
  private var quote: UInt8 = 0
  /// The last byte that is no blank, and whether blanks followed it.
  private var last: UInt8 = 0
  private var isAfterBlank = false
  private var attributes = 0
  private var namespaces = 0
  /// How many bytes of `xmlns` the attribute began with.
  private var matched = 0
  /// Bytes of the text, the value or the script that goes on: the parser of pages keeps all of it until it ends.
  private var length = 0
  private(set) var failure: WorkbookError?

  init(isHTML: Bool = false) { self.isHTML = isHTML }

  /// Pictures stand in pages as values.
  private static let valueLimit = 16 << 20
  private static let cdata = Array("![CDATA[".utf8)
  private static let comment = Array("!--".utf8)
  private static let xmlns = Array("xmlns".utf8)

  /// False, with `failure` set, as soon as a tag passes a limit.
  mutating func pass(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var at = start
    let end = start + count
    while at < end {
      switch state {
      case .text, .raw, .quoted:
        skip(to: state == .quoted ? quote : UInt8(ascii: "<"), &at, end, state == .quoted ? .tag : .lead)
        if failure != nil { return false }
      case .lead: readLead(&at)
      case .tag:
        readTag(at.pointee)
        if failure != nil { return false }
        at += 1
      case .comment, .cdata, .instruction, .declaration: readOther(&at)
      }
    }
    return true
  }

  private mutating func skip(
    to byte: UInt8, _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ next: State
  ) {
    guard let found = memchr(at, Int32(byte), end - at) else {
      length += end - at
      at = end
      return checkLength()
    }
    length = 0
    at += UnsafeRawPointer(found) - UnsafeRawPointer(at) + 1
    if next == .lead { lead.removeAll(keepingCapacity: true) } else { last = byte }
    state = next == .lead && state == .raw && (at < end && at.pointee != UInt8(ascii: "/")) ? .raw : next
  }

  private mutating func checkLength() {
    if state == .text {
      guard isHTML, length > ReadingLimits.refusedBytes else { return }
      let facts = ["row": "", "column": "–", "limit": String(ReadingLimits.cellUnits)]
      failure = WorkbookError("workbook-cell-too-long", facts: facts)
    } else if length > TagWatch.valueLimit {
      failure = WorkbookError("workbook-too-large")
    }
  }

  // MARK: What begins

  private mutating func readLead(_ at: inout UnsafePointer<UInt8>) {
    lead.append(at.pointee)
    at += 1
    switch lead[0] {
    case UInt8(ascii: "?"): begin(.instruction)
    case UInt8(ascii: "!"):
      if lead == TagWatch.comment { return begin(.comment) }
      if lead == TagWatch.cdata { return begin(.cdata) }
      let isOpen = TagWatch.comment.starts(with: lead) || TagWatch.cdata.starts(with: lead)
      if !isOpen { begin(lead.last == UInt8(ascii: ">") ? .text : .declaration) }
    case UInt8(ascii: ">"): begin(.text)
    default:
      // The first letter of a name.
      begin(.tag)
    }
  }

  private mutating func begin(_ next: State) {
    state = next
    (last, isAfterBlank, attributes, namespaces, matched) = (lead.last ?? 0, false, 0, 0, -1)
  }

  /// Comments, CDATA, instructions and declarations end in their own way.
  private mutating func readOther(_ at: inout UnsafePointer<UInt8>) {
    let byte = at.pointee
    at += 1
    let sign: UInt8? =
      switch state {
      case .comment: UInt8(ascii: "-")
      case .cdata: UInt8(ascii: "]")
      case .instruction: UInt8(ascii: "?")
      default: nil
      }
    guard let sign else {
      if byte == UInt8(ascii: ">") { state = .text }
      return
    }
    let wanted = state == .instruction ? 1 : 2
    if byte == sign {
      matched = min(max(matched, 0) + 1, 2)
    } else {
      if byte == UInt8(ascii: ">"), matched >= wanted { state = .text }
      matched = 0
    }
  }

  // MARK: Tags

  private mutating func readTag(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: ">"): return endTag()
    case 0x20, 0x09, 0x0A, 0x0D, 0x0C, UInt8(ascii: "/"): isAfterBlank = true
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      if last == UInt8(ascii: "=") { (quote, state) = (byte, .quoted) }
      // Attributes without a blank between them are none of XML, but of pages.
      isAfterBlank = true
    case UInt8(ascii: "="): (last, isAfterBlank) = (byte, false)
    default: readName(byte)
    }
  }

  private mutating func readName(_ byte: UInt8) {
    if isAfterBlank, last != UInt8(ascii: "=") {
      attributes += 1
      matched = 0
    } else if lead.count < 8 {
      lead.append(byte)
    }
    if matched >= 0 {
      matched = byte == TagWatch.xmlns[matched] ? matched + 1 : -1
      if matched == TagWatch.xmlns.count { (matched, namespaces) = (-1, namespaces + 1) }
    }
    (last, isAfterBlank) = (byte, false)
    if attributes > ReadingLimits.attributes { failure = .tooMany("attributes", ReadingLimits.attributes) }
    if namespaces > ReadingLimits.namespaces { failure = .tooMany("namespaces", ReadingLimits.namespaces) }
  }

  private mutating func endTag() {
    let name = isHTML ? String(decoding: lead, as: UTF8.self).lowercased() : ""
    state = name.hasPrefix("script") || name.hasPrefix("style") ? .raw : .text
  }
}
