// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Desk

/// Bodies of forms with files, whole, in pieces, and such as nobody sends.
@Suite struct MultipartTests {
  private static let type = "multipart/form-data; boundary=b0undary"

  private static func parts(_ events: [MultipartParser.Event]) -> [(name: String, file: String?, bytes: [UInt8])] {
    var parts: [(name: String, file: String?, bytes: [UInt8])] = []
    for event in events {
      switch event {
      case .part(let name, let file): parts.append((name, file, []))
      case .bytes(let bytes): parts[parts.count - 1].bytes += bytes
      case .end: break
      }
    }
    return parts
  }

  private static func body(_ parts: [(head: String, bytes: [UInt8])]) -> [UInt8] {
    parts.flatMap { Array("--b0undary\r\n\($0.head)\r\n\r\n".utf8) + $0.bytes + [13, 10] }
      + Array("--b0undary--\r\n".utf8)
  }

  @Test func partsAreTakenApart() throws {
    var parser = try #require(MultipartParser(contentType: Self.type))
    let events = try parser.parse(
      Self.body([
        ("Content-Disposition: form-data; name=\"proof\"", Array("abc".utf8)),
        (
          "content-disposition: form-data; name=\"files\"; filename=\"a;b \\\"c\\\".xml\"\r\nContent-Type: text/xml",
          [1, 13, 10, 45, 45, 2]
        ),
        ("Content-Disposition: form-data; name=\"empty\"", []),
      ]))
    let parts = Self.parts(events)
    #expect(parts.map(\.name) == ["proof", "files", "empty"])
    #expect(parts.map(\.file) == [nil, "a;b \"c\".xml", nil])
    #expect(parts.map(\.bytes) == [Array("abc".utf8), [1, 13, 10, 45, 45, 2], []])
    #expect(parser.isDone)
  }

  /// However a body is cut, the parts are the same; contents are made of what boundaries are made of.
  @Test func everyCutGivesTheSame() throws {
    var dice = RandomSeed.dice("multipart")
    let signs = Array("\r\n-b0undary".utf8)
    for _ in 0..<400 {
      let contents = (0..<Int.random(in: 1...4, using: &dice)).map { _ in
        (0..<Int.random(in: 0...60, using: &dice)).map { _ in signs.randomElement(using: &dice)! }
      }.filter { ByteRun.first(Array("\r\n--b0undary".utf8), in: [13, 10] + $0) == nil }
      let body = Self.body(contents.map { ("Content-Disposition: form-data; name=\"x\"; filename=\"y\"", $0) })
      var parser = try #require(MultipartParser(contentType: Self.type))
      var events: [MultipartParser.Event] = []
      var rest = body[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...9, using: &dice))
        events += try parser.parse(piece)
        rest = rest.dropFirst(piece.count)
      }
      #expect(parser.isDone)
      #expect(Self.parts(events).map(\.bytes) == contents)
    }
  }

  /// Whatever comes, it ends: refused or taken apart, and never with more bytes than came.
  @Test func noiseIsRefusedOrTakenApart() throws {
    var dice = RandomSeed.dice("multipart-noise")
    let words = [
      "--b0undary", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=\"", "\"", ";", "filename=", "--", "x",
      "\0", "ÿ",
    ]
    for _ in 0..<2_000 {
      let body = (0..<Int.random(in: 0...30, using: &dice)).flatMap { _ in
        Array(words.randomElement(using: &dice)!.utf8)
      }
      var parser = try #require(MultipartParser(contentType: Self.type))
      guard let events = try? parser.parse(body) else { continue }
      let count = events.reduce(0) { if case .bytes(let bytes) = $1 { $0 + bytes.count } else { $0 } }
      #expect(count <= body.count)
    }
  }

  @Test func longHeadsAndStrangeBoundariesAreRefused() throws {
    var parser = try #require(MultipartParser(contentType: Self.type))
    let long = "--b0undary\r\nX: " + String(repeating: "x", count: MultipartParser.longestHead + 1)
    #expect(throws: MultipartParser.Failure.malformed) { try parser.parse(Array(long.utf8)) }
    for type in [
      "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x",
      "multipart/form-data; boundary=" + String(repeating: "x", count: 71), "multipart/form-data; boundary=\"a b\"",
    ] {
      #expect(MultipartParser(contentType: type) == nil, "\(type)")
    }
  }

  @Test(arguments: [
    ("C:\\Users\\wang\\a.xlsx", "a.xlsx"), ("../../etc/passwd", "passwd"), ("..", ""), ("/", ""),
    ("a\u{202E}fdp.xml", "afdp.xml"),
    ("a\r\nSet-Cookie: x.xml", "aSet-Cookie: x.xml"), ("  海曙.xml ", "海曙.xml"),
  ])
  func namesLoseTheirFolders(sent: String, kept: String) { #expect(SentName.plain(sent) == kept) }

  @Test func longNamesKeepTheirEnding() {
    let name = SentName.plain(String(repeating: "名", count: 300) + ".xlsx")
    #expect(name.count == 120 && name.hasSuffix(".xlsx"))
  }
}
