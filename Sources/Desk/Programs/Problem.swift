// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import NIOCore
import Pipeline
import Reports
import Results

/// Why a program gets no answer (RFC 9457): the sentence that a page would show.
struct Problem: Sendable {
  let visit: Visit

  func response(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
    let body = JSONValue.object([
      ("type", .text("about:blank")), ("title", .text(visit.text("api.refusal.\(status.code)"))),
      ("status", .number(status.code)), ("detail", .text(sentence)),
    ])
    var response = APIAnswer.response(body, status)
    response.headers[.contentType] = "application/problem+json"
    if status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer" }
    return response
  }
}

/// JSON as the answer to a program.
enum APIAnswer {
  static func response(_ value: JSONValue, _ status: HTTPResponse.Status = .ok) -> Response {
    response(text: value.spelled + "\n", status)
  }

  static func response(text: String, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
