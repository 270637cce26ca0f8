// SPDX-License-Identifier: Apache-2.0

import Pipeline
import Reports

/// Takes a body of `multipart/form-data` (RFC 7578) apart as it comes in, in memory for one boundary and one part's headers.
struct MultipartParser: Sendable {
  enum Event: Sendable, Hashable {
    /// A part begins: the field's name, and of a file the name that its sender gave.
    case part(name: String, file: String?)
    case bytes([UInt8])
    /// The part is over.
    case end
  }

  enum Failure: Error, Sendable, Hashable { case malformed }

  private enum State { case preamble, headers, body, done }

  /// Headers of one part.
  static let longestHead = 8 << 10

  private let delimiter: [UInt8]
  private var state = State.preamble
  private var waiting: [UInt8]
  /// Whether the last boundary was seen.
  var isDone: Bool { state == .done }

  /// - Returns: nil for a boundary that is none.
  init?(contentType: String) {
    guard contentType.lowercased().hasPrefix("multipart/form-data"),
      let boundary = MultipartParser.parameters(of: contentType)["boundary"], (1...70).contains(boundary.utf8.count),
      boundary.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    delimiter = Array("\r\n--\(boundary)".utf8)
    // The first boundary has no line before it.
    waiting = [0x0D, 0x0A]
  }

  /// What the next bytes bring.
  mutating func parse(_ bytes: some Sequence<UInt8>) throws(Failure) -> [Event] {
    waiting.append(contentsOf: bytes)
    var events: [Event] = []
    while try step(&events) {}
    return events
  }

  /// - Returns: whether there may be more to find in what is waiting.
  private mutating func step(_ events: inout [Event]) throws(Failure) -> Bool {
    switch state {
    case .done:
      waiting = []
      return false
    case .preamble, .body:
      guard let place = ByteRun.first(delimiter, in: waiting) else {
        // The delimiter may have begun.
        let safe = max(0, waiting.count - delimiter.count + 1)
        if safe > 0 { give(safe, &events) }
        return false
      }
      // What follows says whether it is the last.
      let after = place + delimiter.count
      guard waiting.count >= after + 2 else {
        if place > 0 { give(place, &events) }
        return false
      }
      give(place, &events)
      if state == .body { events.append(.end) }
      let isLast = waiting[delimiter.count] == 0x2D && waiting[delimiter.count + 1] == 0x2D
      let isNext = waiting[delimiter.count] == 0x0D && waiting[delimiter.count + 1] == 0x0A
      guard isLast || isNext else { throw .malformed }
      waiting.removeFirst(delimiter.count + 2)
      state = isLast ? .done : .headers
      return true
    case .headers:
      guard let end = ByteRun.first([0x0D, 0x0A, 0x0D, 0x0A], in: waiting) else {
        guard waiting.count <= MultipartParser.longestHead else { throw .malformed }
        return false
      }
      guard end <= MultipartParser.longestHead else { throw .malformed }
      events.append(try MultipartParser.part(waiting[..<end]))
      waiting.removeFirst(end + 4)
      state = .body
      return true
    }
  }

  private mutating func give(_ count: Int, _ events: inout [Event]) {
    if state == .body, count > 0 { events.append(.bytes(Array(waiting[..<count]))) }
    waiting.removeFirst(count)
  }
}

extension MultipartParser {
  private static func part(_ head: ArraySlice<UInt8>) throws(Failure) -> Event {
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else { continue }
      let value = String(line[line.index(after: colon)...])
      let parameters = parameters(of: value)
      guard value.trimmed.lowercased().hasPrefix("form-data"), let name = parameters["name"] else { break }
      return .part(name: name, file: parameters["filename"])
    }
    throw .malformed
  }

  /// `name="value"; other=value`, as browsers spell them: `%22` for a quotation mark within.
  static func parameters(of header: String) -> [String: String] {
    var result: [String: String] = [:]
    var rest = Substring(header.drop { $0 != ";" })
    while rest.first == ";" {
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let name = rest.prefix { $0 != "=" && $0 != ";" }
      rest = rest.dropFirst(name.count)
      guard rest.first == "=" else { continue }
      rest = rest.dropFirst()
      var value = ""
      if rest.first == "\"" {
        rest = rest.dropFirst()
        var isEscaped = false
        while let sign = rest.popFirst(), isEscaped || sign != "\"" {
          // Only a quotation mark is ever escaped so: old names hold backslashes.
          if sign == "\\", rest.first == "\"", !isEscaped { isEscaped = true; continue }
          value.append(sign)
          isEscaped = false
        }
        rest = rest.drop { $0 != ";" }
      } else {
        value = String(rest.prefix { $0 != ";" })
        rest = rest.drop { $0 != ";" }
      }
      let key = name.trimmed.lowercased()
      if result[key] == nil {
        result[key] = value.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
      }
    }
    return result
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimmed }
}

/// Where bytes stand in others.
enum ByteRun {
  static func first(_ run: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= run.count, let head = run.first else { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      run.withUnsafeBufferPointer { run in
        var start = 0
        let last = bytes.count - run.count
        while start <= last {
          guard let next = bytes[start...last].firstIndex(of: head) else { return nil }
          if (1..<run.count).allSatisfy({ bytes[next + $0] == run[$0] }) { return next }
          start = next + 1
        }
        return nil
      }
    }
  }
}
