// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Pipeline
import Reports
import Results

/// The OpenAPI 3.1 document of the addresses for programs, made from the table of routes: what is not in it is not served, and
/// what is served is in it.
struct OpenAPI {
  let routes: [Route]
  let context: CommandContext
  let version: String

  private func text(_ key: String) -> String { context.text("desk.api." + key) }

  var document: JSONValue {
    .object([
      ("openapi", .text("3.1.0")),
      (
        "info",
        .object([("title", .text(text("title"))), ("version", .text(version)), ("description", .text(text("about")))])
      ),
      ("servers", .list([.object([("url", .text("/"))])])),
      ("paths", .object(paths)),
      (
        "components",
        .object([
          (
            "securitySchemes",
            .object([("token", .object([("type", .text("http")), ("scheme", .text("bearer"))]))])
          ), ("schemas", .object(Schema.shared)),
        ])
      ),
    ])
  }

  private var paths: [(String, JSONValue)] {
    var order: [String] = []
    var operations: [String: [(String, JSONValue)]] = [:]
    for route in routes {
      guard let operation = route.operation else { continue }
      let path =
        "/"
        + route.path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
        .joined(separator: "/")
      if operations[path] == nil { order.append(path) }
      operations[path, default: []].append((route.method.rawValue.lowercased(), described(route, operation)))
    }
    return order.map { ($0, .object(operations[$0] ?? [])) }
  }

  private func described(_ route: Route, _ operation: Operation) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("operationId", .text(operation.id)), ("summary", .text(text(operation.id))),
      ("security", .list(route.access == .anybody ? [] : [.object([("token", .list([]))])])),
    ]
    let parameters =
      route.names.map { parameter($0, in: "path", OpenAPI.schema(ofPath: $0), isNeeded: true) }
      + operation.query.map { parameter($0.name, in: "query", $0.schema, isNeeded: false) }
    if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
    if let body = body(route, operation) { members.append(("requestBody", body)) }
    members.append(("responses", .object(responses(route, operation))))
    return .object(members)
  }

  private func parameter(_ name: String, in place: String, _ schema: JSONValue, isNeeded: Bool) -> JSONValue {
    .object([
      ("name", .text(name)), ("in", .text(place)), ("required", .flag(isNeeded)),
      ("description", .text(text("field." + name))), ("schema", schema),
    ])
  }

  private static func schema(ofPath name: String) -> JSONValue {
    switch name {
    case "period": Schema.period
    case "submission", "number": Schema.whole(1, 1_000_000_000)
    case "upload": .object([("type", .text("string")), ("format", .text("uuid"))])
    default: .object([("type", .text("string")), ("minLength", .number(1))])
    }
  }

  private func body(_ route: Route, _ operation: Operation) -> JSONValue? {
    let content: (String, JSONValue)
    switch route.body {
    case .none, .form: return nil
    case .json: content = ("application/json", operation.input ?? Schema.object([]))
    case .upload:
      let file = JSONValue.object([("type", .text("string")), ("format", .text("binary"))])
      content = (
        "multipart/form-data",
        .object([
          ("type", .text("object")), ("required", .texts(["period", "files"])), ("additionalProperties", .flag(false)),
          (
            "properties",
            .object([
              ("period", Schema.period), ("unit", .object([("type", .text("string")), ("minLength", .number(1))])),
              (
                "files",
                .object([
                  ("type", .text("array")), ("items", file), ("minItems", .number(1)),
                ])
              ),
            ])
          ),
        ])
      )
    }
    return .object([
      ("required", .flag(true)), ("content", .object([(content.0, .object([("schema", content.1)]))])),
    ])
  }

  private func responses(_ route: Route, _ operation: Operation) -> [(String, JSONValue)] {
    func response(_ words: String, _ type: String? = nil, _ schema: JSONValue? = nil) -> JSONValue {
      let content = type.map { type in
        [("content", JSONValue.object([(type, .object(schema.map { [("schema", $0)] } ?? []))]))]
      }
      return .object([("description", .text(words))] + (content ?? []))
    }
    let success: JSONValue =
      switch operation.answer {
      case .json(let schema): response(text(operation.id), "application/json", schema)
      case .file:
        response(
          text(operation.id), "application/octet-stream",
          .object([("type", .text("string")), ("format", .text("binary"))]))
      case .nothing: response(text(operation.id))
      }
    return [(String(operation.status), success)]
      + route.refusals.map { status in
        (
          String(status),
          response(text("refusal.\(status)"), "application/problem+json", Schema.named("Problem"))
        )
      }
  }
}
