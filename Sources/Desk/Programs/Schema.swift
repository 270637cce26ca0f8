// SPDX-License-Identifier: Apache-2.0

/// Shapes of JSON as OpenAPI 3.1 writes them (JSON Schema 2020-12).
enum Schema {
  static let text = JSONValue.object([("type", .text("string"))])
  static let number = JSONValue.object([("type", .text("integer"))])
  static let flag = JSONValue.object([("type", .text("boolean"))])
  static let textOrNull = JSONValue.object([("type", .texts(["string", "null"]))])
  static let numberOrNull = JSONValue.object([("type", .texts(["integer", "null"]))])
  static let moment = JSONValue.object([("type", .text("string")), ("format", .text("date-time"))])
  static let period = JSONValue.object([
    ("type", .text("string")), ("pattern", .text("^(192[2-9]|19[3-9][0-9]|[2-9][0-9]{3})-Q[1-4]$")),
  ])

  static func whole(_ least: Int, _ most: Int, usual: Int? = nil) -> JSONValue {
    let range: [(String, JSONValue)] = [
      ("type", .text("integer")), ("minimum", .number(least)), ("maximum", .number(most)),
    ]
    return .object(range + (usual.map { [("default", .number($0))] } ?? []))
  }

  static func one(of values: [String]) -> JSONValue {
    .object([("type", .text("string")), ("enum", .texts(values))])
  }

  static func list(_ items: JSONValue) -> JSONValue { .object([("type", .text("array")), ("items", items)]) }

  /// An object with all these members at least.
  static func object(_ members: [(String, JSONValue)], isOpen: Bool = false) -> JSONValue {
    let closed: [(String, JSONValue)] = isOpen ? [] : [("additionalProperties", .flag(false))]
    return .object(
      [("type", .text("object")), ("required", .texts(members.map(\.0))), ("properties", .object(members))] + closed)
  }

  static func orNull(_ schema: JSONValue) -> JSONValue {
    .object([("anyOf", .list([schema, .object([("type", .text("null"))])]))])
  }

  /// One of the shapes that stand under `components`.
  static func named(_ name: String) -> JSONValue {
    .object([("$ref", .text("#/components/schemas/" + name))])
  }
}

extension Schema {
  /// The shapes that several answers share.
  static let shared: [(String, JSONValue)] = [
    (
      "Problem",
      object([("type", text), ("title", text), ("status", number), ("detail", text)])
    ),
    ("Upload", upload),
    (
      "Submission",
      object(
        [
          ("submission", number), ("unit", textOrNull), ("about", textOrNull), ("by", textOrNull),
          ("receivedAt", text), ("state", text), ("files", number), ("events", list(object([], isOpen: true))),
        ], isOpen: true)
    ),
  ]

  private static var upload: JSONValue {
    let file = object([("number", number), ("name", text), ("bytes", number), ("sha256", text)])
    let cause = object([("severity", text), ("title", text), ("remedy", text), ("places", list(text))])
    let result = object([
      ("readable", flag), ("records", number), ("errors", number), ("warnings", number), ("read", list(text)),
      ("causes", list(cause)), ("changes", list(text)), ("marked", list(text)), ("unclear", numberOrNull),
    ])
    return object([
      ("id", text), ("period", period), ("unit", textOrNull),
      ("state", one(of: ["checking", "checked", "failed", "storing", "received"])), ("made", moment),
      ("files", list(file)), ("failure", textOrNull), ("submissions", list(number)), ("result", orNull(result)),
    ])
  }
}
