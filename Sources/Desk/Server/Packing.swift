// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Whether an answer goes out compressed.
///
/// Whoever watches the line sees how long an encrypted answer is. Where what they put into a page is compressed together with a
/// secret, the length tells them of the secret (BREACH). So a page is compressed only where nobody else could put anything
/// into it by a link: a page that was asked for without a query, that was there, and not from a page of elsewhere; and the
/// proof of its forms is masked anew on each page.
enum Packing {
  /// Below it, headers weigh more than what is won.
  static let least = 1_000

  /// Whether the browser takes it.
  static func isTaken(by request: Request) -> Bool {
    (request.headers[.acceptEncoding] ?? "").lowercased().split(separator: ",").contains { part in
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
      guard pieces.first == "gzip" || pieces.first == "*" else { return false }
      return pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } != 0
    }
  }

  /// Whether a page of this request may be compressed.
  static func suits(_ request: Request) -> Bool {
    guard request.method == .get, request.uri.query == nil else { return false }
    guard let site = request.headers[HTTPField.Name("Sec-Fetch-Site")!] else { return true }
    return site == "same-origin" || site == "none"
  }

  /// The answer with these bytes, compressed where that may be.
  static func page(_ bytes: [UInt8], _ status: HTTPResponse.Status, _ headers: HTTPFields, _ request: Request)
    -> Response
  {
    var headers = headers
    headers[.vary] = "Accept-Encoding"
    var bytes = bytes
    if status == .ok, bytes.count >= least, suits(request), isTaken(by: request),
      let packed = Gzip.packed(bytes, .fast)
    {
      bytes = packed
      headers[.contentEncoding] = "gzip"
    }
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
