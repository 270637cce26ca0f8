// SPDX-License-Identifier: Apache-2.0

import DeskStore
import HTTPTypes
import Hummingbird
import NIOCore
import Reports

/// What is the same for everybody, and what watches the server.
enum ServiceRoutes {
  static let routes: [Route] = [
    .get("/static/desk.css", .anybody) { StaticFile.style.response(to: $0) },
    .get("/static/desk.js", .anybody) { StaticFile.script.response(to: $0) },
    .get("/static/page.js", .anybody) { StaticFile.pages.response(to: $0) },
    // Browsers ask for one; there is none to show.
    .get("/favicon.ico", .anybody) { _ in Response(status: .noContent, headers: [.cacheControl: "max-age=86400"]) },
    .get("/health", .anybody) { visit in
      _ = try await visit.desk.workers.read { [store = visit.desk.store] in try store.uploadIDs() }
      return plain("ok\n")
    },
    .get("/metrics", .anybody) { visit in
      // For who watches the machine, from the machine itself.
      let isForwarded = visit.request.headers[HTTPField.Name("X-Forwarded-For")!] != nil
      guard visit.peer.isFromHere, !isForwarded else { throw Refusal.notFound }
      return plain(visit.desk.metrics.text)
    },
  ]

  static func plain(_ text: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
