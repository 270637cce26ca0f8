// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// What a server answered.
struct Answer: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  var bytes: [UInt8]

  var text: String { String(decoding: bytes, as: UTF8.self) }
  func header(_ name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }
  func all(_ name: String) -> [String] { headers.filter { $0.name == name.lowercased() }.map(\.value) }

  /// The proof of the first form on the page.
  var proof: String? {
    text.firstMatch(of: /name="proof" value="([0-9a-f]+)"/).map { String($0.1) }
  }
}

struct BrowserFailure: Error { var reason: String }

/// A client that speaks HTTP/1.1 over a socket of its own and keeps cookies: nothing is done for it that a hostile one would not do.
actor Browser {
  let port: Int
  private(set) var cookies: [String: String] = [:]
  private var proof: String?

  init(port: Int) { self.port = port }

  func set(cookie name: String, to value: String?) { cookies[name] = value }

  func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    try await send("GET", path, headers: headers)
  }

  /// Sends a form with the proof of the page seen last, unless another is given.
  func post(
    _ path: String, _ fields: [String: String] = [:], proof given: String? = nil, headers: [String: String] = [:]
  ) async throws -> Answer {
    var fields = fields
    fields["proof"] = given ?? proof ?? ""
    let body = fields.map { Browser.encoded($0.key) + "=" + Browser.encoded($0.value) }.joined(separator: "&")
    var all = ["Content-Type": "application/x-www-form-urlencoded"]
    all.merge(headers) { $1 }
    return try await send("POST", path, headers: all, body: Array(body.utf8))
  }

  /// Sends files as a browser's form does.
  func upload(
    _ path: String, _ fields: [(String, String)], files: [(name: String, bytes: [UInt8])], proof given: String? = nil
  ) async throws -> Answer {
    let boundary = "----desk\(UInt64.random(in: 0 ... .max))"
    var body: [UInt8] = []
    for (name, value) in [("proof", given ?? proof ?? "")] + fields {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    for file in files {
      let head =
        "Content-Disposition: form-data; name=\"files\"; filename=\"\(file.name)\"\r\nContent-Type: text/xml\r\n\r\n"
      body += Array("--\(boundary)\r\n\(head)".utf8) + file.bytes + [13, 10]
    }
    body += Array("--\(boundary)--\r\n".utf8)
    return try await send(
      "POST", path, headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"], body: body)
  }

  func send(_ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []) async throws
    -> Answer
  {
    var all = ["Host": "127.0.0.1:\(port)", "Connection": "close", "Accept-Language": "en"]
    if !cookies.isEmpty { all["Cookie"] = cookies.map { $0.key + "=" + $0.value }.joined(separator: "; ") }
    if method != "GET" { all["Content-Length"] = String(body.count) }
    all.merge(headers) { $1 }
    let head = "\(method) \(path) HTTP/1.1\r\n" + all.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n"
    let answer = try Answer(try await Wire.exchange(Array(head.utf8) + body, port: port))
    for cookie in answer.all("set-cookie") { keep(cookie) }
    if let found = answer.proof { proof = found }
    return answer
  }

  private func keep(_ cookie: String) {
    let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
    let isGone = cookie.contains("Max-Age=0")
    cookies[String(pair[0])] = isGone || pair.count < 2 ? nil : String(pair[1])
  }

  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}

/// Bytes to a port of this machine and back, on a thread that may wait.
enum Wire {
  static func exchange(_ bytes: [UInt8], port: Int) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try exchangeNow(bytes, port: port) }) }
    }
  }

  static func connect(port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var limit = timeval(tv_sec: 300, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw BrowserFailure(reason: "nobody listens on \(port)") }
    return descriptor
  }

  private static func exchangeNow(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
    let descriptor = try connect(port: port)
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      // A server that refuses closes while we are sending; its answer is there all the same.
      guard count > 0 else { break }
      sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return answer
  }
}

extension Answer {
  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { throw BrowserFailure(reason: "no answer: \(text.prefix(80))") }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw BrowserFailure(reason: "no status: \(lines[0])")
    }
    let headers = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      return (name: parts[0].lowercased(), value: parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
    }
    let head = text[..<end.upperBound].utf8.count
    var body = Array(bytes[head...])
    if headers.contains(where: { $0.name == "transfer-encoding" }) { body = Answer.unchunked(body) }
    self.init(status: status, headers: Array(headers), bytes: body)
  }

  private static func unchunked(_ bytes: [UInt8]) -> [UInt8] {
    var (result, rest): ([UInt8], ArraySlice<UInt8>) = ([], bytes[...])
    while let end = rest.firstIndex(of: 13),
      let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0, rest.count > size
    {
      let start = end + 2
      result += rest[start..<start + size]
      rest = rest[(start + size + 2)...]
    }
    return result
  }
}
