// SPDX-License-Identifier: Apache-2.0

import CensusStore
import DeskStore
import Foundation
import HTTPTypes
import Testing

@testable import Desk

/// What programs read and hand in, held against the document that says so.
@Suite struct APITests {
  /// A program that shows a token and reads JSON.
  private struct Client {
    let browser: Browser
    let token: String?

    func send(_ method: String, _ path: String, type: String = "application/json", body: String = "") async throws
      -> (status: Int, json: Any, answer: Answer)
    {
      var headers = ["Content-Type": type]
      if let token { headers["Authorization"] = "Bearer " + token }
      let answer = try await browser.send(method, "/api/v1" + path, headers: headers, body: Array(body.utf8))
      let json = try? JSONSerialization.jsonObject(with: Data(answer.bytes), options: .fragmentsAllowed)
      return (answer.status, json ?? NSNull(), answer)
    }
  }

  private static func client(_ rig: DeskRig, _ name: String, _ role: Role, unit: String? = nil) throws -> Client {
    let account = try rig.add(name, role, unit: unit)
    return Client(
      browser: Browser(port: rig.port), token: try rig.desk.store.addAccessToken("tests", of: account.id).text)
  }

  private static func document(_ client: Client) async throws -> [String: Any] {
    try #require(try await client.send("GET", "/openapi.json").json as? [String: Any])
  }

  @Test func theDocumentIsTheTableOfRoutes() async throws {
    let rig = try await DeskRig(imported: false)
    let client = Client(browser: Browser(port: rig.port), token: nil)
    let document = try await Self.document(client)
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    let told = Set(paths.flatMap { path, methods in methods.keys.map { $0.uppercased() + " " + path } })
    let served = Set(
      RouteTable.routes.filter { $0.operation != nil }.map { route in
        route.method.rawValue + " " + route.path.replacing(/:(\w+)/) { "{\($0.1)}" }
      })
    #expect(told == served)
    // Words are there for everything in it.
    for language in ["zh", "en"] {
      let text = try await client.browser.get("/api/v1/openapi.json", headers: ["Accept-Language": language]).text
      #expect(!text.contains("⟨") && !text.contains("desk.api."))
    }
    for path in paths.keys {
      let answer = try await client.send("PATCH", String(path.dropFirst("/api/v1".count)))
      #expect(answer.status == 405 && answer.answer.header("allow") != nil, "\(path)")
    }
    #expect(try await client.send("GET", "/nowhere").status == 404)
    await rig.close()
  }

  @Test func everyAddressAnswersAsDocumented() async throws {
    let rig = try await DeskRig()
    let (own, _) = try DeskTown.units()
    let client = try Self.client(rig, "haishu", .department, unit: own)
    let document = try await Self.document(client)
    let shapes = Shapes(document: document)
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    for (path, methods) in paths {
      guard let get = methods["get"], !path.contains("{upload}") else { continue }
      let filled = path.replacing("{period}", with: "2019-Q2").replacing("{unit}", with: own)
        .replacing("{measure}", with: "counted-members")
      let (status, json, answer) = try await client.send("GET", String(filled.dropFirst("/api/v1".count)))
      #expect(status == 200 && answer.header("content-type") == "application/json", "\(path): \(answer.text)")
      #expect(shapes.faults(of: json, in: get, status: 200) == [], "\(path)")
      #expect(answer.text.firstMatch(of: /\d{17}[\dX]/) == nil, "\(path)")
      if filled != path {
        let missing = filled.replacing("2019-Q2", with: "1999-Q2")
        let refused = try await client.send("GET", String(missing.dropFirst("/api/v1".count)))
        #expect(refused.status == 404, "\(missing)")
        #expect(shapes.faults(of: refused.json, in: get, status: 404) == [], "\(missing)")
      }
    }
    #expect(try await client.send("GET", "/periods/2019-Q2/units?limit=0").status == 400)
    #expect(try await client.send("GET", "/periods/2019-Q2/findings?state=x").status == 400)
    let units = try await client.send("GET", "/periods/2019-Q2/units?limit=2&offset=1").json as? [[String: Any]]
    #expect(units?.count == 2)
    await rig.close()
  }

  @Test func aProgramHandsIn() async throws {
    let rig = try await DeskRig()
    let (own, foreign) = try DeskTown.units()
    let client = try Self.client(rig, "haishu", .department, unit: own)
    let shapes = Shapes(document: try await Self.document(client))
    let file = try #require(try DeskTown.files(of: own).first { $0.name.contains("团员") })
    let text = String(decoding: file.bytes, as: UTF8.self) + "<!-- again -->"
    func body(_ unit: String, _ period: String = "2019-Q2") -> String {
      "--x\r\nContent-Disposition: form-data; name=\"period\"\r\n\r\n\(period)\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"unit\"\r\n\r\n\(unit)\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(file.name)\"\r\n\r\n\(text)\r\n--x--\r\n"
    }
    let form = "multipart/form-data; boundary=x"
    #expect(try await client.send("POST", "/uploads", type: form, body: body(foreign)).status == 404)
    #expect(try await client.send("POST", "/uploads", type: form, body: body(own, "x")).status == 400)
    #expect(try await client.send("POST", "/uploads", type: "text/plain", body: "x").status == 415)
    let odd = body(own).replacing("name=\"unit\"", with: "name=\"units\"")
    #expect(try await client.send("POST", "/uploads", type: form, body: odd).status == 400)
    let sent = try await client.send("POST", "/uploads", type: form, body: body(own))
    #expect(sent.status == 201 && shapes.faults(of: sent.json, against: "Upload") == [], "\(sent.answer.text)")
    let id = try #require((sent.json as? [String: Any])?["id"] as? String)
    var now = sent
    while (now.json as? [String: Any])?["state"] as? String == "checking" {
      try await Task.sleep(for: .milliseconds(50))
      now = try await client.send("GET", "/uploads/" + id)
    }
    #expect(shapes.faults(of: now.json, against: "Upload") == [])
    let result = try #require((now.json as? [String: Any])?["result"] as? [String: Any])
    #expect(result["readable"] as? Bool == true)
    #expect(try await client.send("POST", "/uploads/\(id)/hand-in", body: "{\"intent\": \"x\"}").status == 400)
    #expect(try await client.send("POST", "/uploads/\(id)/hand-in", type: "text/plain", body: "{}").status == 415)
    let intent = (result["unclear"] as? Int).map { String($0) } ?? "told"
    let asked = try await client.send("POST", "/uploads/\(id)/hand-in", body: "{\"intent\": \"\(intent)\"}")
    #expect(asked.status == 202)
    while (now.json as? [String: Any])?["state"] as? String != "received" {
      try await Task.sleep(for: .milliseconds(50))
      now = try await client.send("GET", "/uploads/" + id)
    }
    #expect(((now.json as? [String: Any])?["submissions"] as? [Int])?.count == 1)
    #expect(try await client.send("DELETE", "/uploads/" + id).status == 409)
    // Another account has no such upload.
    let other = try Self.client(rig, "other", .department, unit: foreign)
    #expect(try await other.send("GET", "/uploads/" + id).status == 404)
    await rig.close()
  }

  @Test func tokensAreMadeAndEndedOnTheAccountPage() async throws {
    let rig = try await DeskRig(imported: false)
    let browser = try await rig.signedIn("office", .office)
    let page = try await browser.post("/account/tokens", ["program": "statistics"])
    let token = try #require(page.text.firstMatch(of: /secret">([\w-]{43})</).map { String($0.1) })
    let client = Client(browser: Browser(port: rig.port), token: token)
    #expect(try await client.send("GET", "/me").status == 200)
    // The database knows its hash alone.
    let stored = try Data(contentsOf: URL(fileURLWithPath: rig.desk.workspace.directory + "/" + Workspace.deskFile))
    #expect(stored.range(of: Data(token.utf8)) == nil)
    let account = try await browser.get("/account")
    #expect(account.text.contains("statistics") && !account.text.contains(token))
    let revoke = try #require(account.text.firstMatch(of: /\/account\/tokens\/\d+\/revoke/).map { String($0.0) })
    #expect(try await browser.post(revoke).status == 303)
    let refused = try await client.send("GET", "/me")
    #expect(refused.status == 401 && refused.answer.header("www-authenticate") == "Bearer")
    // A session is none of a program's.
    #expect(try await browser.get("/api/v1/me").status == 401)
    let trail = try rig.desk.workspace.auditTrail().map(\.action)
    #expect(trail.contains("token-add") && trail.contains("token-revoke"))
    await rig.close()
  }
}

/// Holds JSON against the shapes of an OpenAPI document: as much of JSON Schema as the desk's has.
private struct Shapes {
  let document: [String: Any]

  func faults(of json: Any, in operation: [String: Any], status: Int) -> [String] {
    let response = (operation["responses"] as? [String: [String: Any]])?[String(status)]
    guard let content = response?["content"] as? [String: [String: Any]],
      let schema = content.values.first?["schema"] as? [String: Any]
    else { return ["\(status) has no shape"] }
    return faults(json, schema, "$")
  }

  func faults(of json: Any, against name: String) -> [String] {
    faults(json, ["$ref": "#/components/schemas/" + name], "$")
  }

  private func faults(_ json: Any, _ schema: [String: Any], _ place: String) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last {
      let all = (document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]
      return all?[String(name)].map { faults(json, $0, place) } ?? ["\(place): no \(name)"]
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      return choices.contains { faults(json, $0, place).isEmpty } ? [] : ["\(place): none of the choices"]
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    guard types.contains(where: { Shapes.isOf($0, json) }) else { return ["\(place): not \(types)"] }
    var found: [String] = []
    if let values = schema["enum"] as? [String], !values.contains(json as? String ?? "") {
      found.append("\(place): \(json)")
    }
    if let pattern = schema["pattern"] as? String, let text = json as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(place): \(text)")
    }
    if let object = json as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        found.append("\(place).\(name): missing")
      }
      for (name, value) in object {
        if let property = properties[name] {
          found += faults(value, property, "\(place).\(name)")
        } else if schema["additionalProperties"] as? Bool == false {
          found.append("\(place).\(name): not documented")
        }
      }
    }
    if let list = json as? [Any], let items = schema["items"] as? [String: Any] {
      for (index, value) in list.enumerated() { found += faults(value, items, "\(place)[\(index)]") }
    }
    return found
  }

  private static func isOf(_ type: String, _ json: Any) -> Bool {
    switch type {
    case "string": json is String
    case "integer": (json as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    case "boolean": json is Bool
    case "null": json is NSNull
    case "array": json is [Any]
    case "object": json is [String: Any]
    default: false
    }
  }
}
