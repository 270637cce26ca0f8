// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// What an address for programs takes and gives. The OpenAPI document is made of these, and requests are held against them.
struct Operation: Sendable {
  /// A part of the query.
  struct Field: Sendable {
    let name: String
    let schema: JSONValue
    /// Least and most, where it is a whole number.
    var range: ClosedRange<Int>?
    /// The values there are, where it is one of a few.
    var values: [String] = []

    static let limit = Field(name: "limit", schema: Schema.whole(1, 1_000, usual: 100), range: 1...1_000)
    static let offset = Field(
      name: "offset", schema: Schema.whole(0, 10_000_000, usual: 0), range: 0...10_000_000)
  }

  /// What comes out.
  enum Answer: Sendable {
    case json(JSONValue)
    /// A file to keep.
    case file
    case nothing
  }

  /// Its name in the document, and the end of the keys of its words: `desk.api.…`.
  let id: String
  var query: [Field] = []
  var status = 200
  let answer: Answer
  /// Shape of the JSON that comes with the request; nil where none does.
  var input: JSONValue?
  /// Refusals besides those that follow from access, path, query and body.
  var refusals: Set<Int> = []
}

extension Route {
  /// An address for programs.
  static func api(
    _ method: HTTPRequest.Method, _ path: String, _ access: Access, _ operation: Operation, _ scope: Scope = .none,
    body: Body = .none, _ answer: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    Route(
      method: method, path: "/api/v1" + path, access: access, scope: scope, body: body, operation: operation,
      answer: answer)
  }

  /// Names of what varies in the path, in order.
  var names: [String] { path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) } }

  /// Every status that the document says it may answer with, besides that of success.
  var refusals: [Int] {
    guard let operation else { return [] }
    var statuses = operation.refusals
    if access != .anybody { statuses.formUnion([401, 403]) }
    if !names.isEmpty { statuses.insert(404) }
    if !operation.query.isEmpty { statuses.insert(400) }
    if body != .none { statuses.formUnion([400, 413, 415]) }
    return statuses.sorted()
  }
}
