// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Pipeline
import Reports
import Results

/// Answers one request to one route: lets it in, asks the route, turns what goes wrong into a page.
struct Answering: Sendable {
  let desk: Desk
  let route: Route

  func answer(_ request: Request, _ context: DeskContext) async throws -> Response {
    let gate = Gate(desk: desk, route: route)
    var parameters: [String: String] = [:]
    for (name, value) in context.parameters { parameters[String(name)] = PathPart.decoded(value) }
    let rest = context.parameters.getCatchAll()
    if !rest.isEmpty { parameters["**"] = rest.map(PathPart.decoded).joined(separator: "/") }
    let begun = ContinuousClock.now
    var response: Response
    do {
      let visit = try await gate.admit(request, context.peer, parameters)
      response = try await route.answer(visit)
    } catch {
      response = try await Refused(gate: gate, request: request, peer: context.peer).page(of: error)
    }
    let time = begun.duration(to: .now)
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    desk.metrics.answered(response.status.code, in: seconds)
    desk.log.info(
      "answered",
      metadata: [
        "method": "\(route.method.rawValue)", "route": "\(route.path)", "status": "\(response.status.code)",
        "ms": "\(Int(seconds * 1000))",
      ])
    return response
  }
}

/// A part of a path as it is meant: `%20` is a blank, and `+` is a plus.
enum PathPart {
  static func decoded(_ text: Substring) -> String { Form.decoded(String(text).replacing("+", with: "%2B")) }
}

/// The page that says why a request got no answer of its own.
struct Refused: Sendable {
  let gate: Gate
  let request: Request
  let peer: Peer

  func page(of error: any Error) async throws -> Response {
    let origin = RequestOrigin(request: request, peer: peer, settings: gate.desk.settings)
    guard origin.isKnownHost else { return Response(status: .misdirectedRequest) }
    let visit = try await gate.visit(request, peer, origin, [:])
    if gate.route.operation != nil { return problem(of: error, visit) }
    switch error {
    case Refusal.signIn:
      return request.method == .get ? .redirect("/sign-in") : RefusalPage(visit: visit).response(.forbidden, "sign-in")
    case Refusal.notFound: return RefusalPage(visit: visit).response(.notFound, "not-found")
    case Refusal.forbidden: return RefusalPage(visit: visit).response(.forbidden, "forbidden")
    case Refusal.foreignForm: return RefusalPage(visit: visit).response(.forbidden, "foreign-form")
    case Refusal.malformed: return RefusalPage(visit: visit).response(.badRequest, "malformed")
    case Refusal.tooLarge: return RefusalPage(visit: visit).response(.contentTooLarge, "too-large")
    case Refusal.tooSlow: return RefusalPage(visit: visit).response(.requestTimeout, "too-slow")
    case Refusal.unsupported: return RefusalPage(visit: visit).response(.unsupportedMediaType, "malformed")
    case Refusal.conflict(let key):
      return RefusalPage(visit: visit).response(.conflict, sentence: visit.context.text(key))
    case Refusal.tooMany(let seconds):
      var response = RefusalPage(visit: visit).response(.tooManyRequests, "too-many", ["seconds": String(seconds)])
      response.headers[.retryAfter] = String(seconds)
      return response
    case Refusal.incomplete(let key, let facts):
      return RefusalPage(visit: visit).response(.badRequest, sentence: visit.context.text(key, facts))
    default: return stopped(error, visit)
    }
  }

  /// The same for a program.
  private func problem(of error: any Error, _ visit: Visit) -> Response {
    let problem = Problem(visit: visit)
    switch error {
    case Refusal.signIn: return problem.response(.unauthorized, visit.text("api.no-token"))
    case Refusal.notFound: return problem.response(.notFound, visit.text("refusal.not-found"))
    case Refusal.forbidden: return problem.response(.forbidden, visit.text("refusal.forbidden"))
    case Refusal.malformed, Refusal.foreignForm:
      return problem.response(.badRequest, visit.text("refusal.malformed"))
    case Refusal.tooLarge: return problem.response(.contentTooLarge, visit.text("refusal.too-large"))
    case Refusal.tooSlow: return problem.response(.requestTimeout, visit.text("refusal.too-slow"))
    case Refusal.unsupported: return problem.response(.unsupportedMediaType, visit.text("refusal.malformed"))
    case Refusal.conflict(let key): return problem.response(.conflict, visit.context.text(key))
    case Refusal.incomplete(let key, let facts):
      let statuses: [String: HTTPResponse.Status] = [
        "desk.accounts.unit-unknown": .notFound, "desk.upload.too-many": .conflict,
      ]
      return problem.response(statuses[key] ?? .badRequest, visit.context.text(key, facts))
    default:
      let page = stopped(error, visit)
      guard let failure = CommandFailure(error) else {
        return problem.response(page.status, visit.text("refusal.broken"))
      }
      return problem.response(page.status, visit.context.render([failure.finding])[0].message)
    }
  }

  /// A sentence of the pack where the error has one; else only that something went wrong: its text may hold anything.
  private func stopped(_ error: any Error, _ visit: Visit) -> Response {
    if let failure = CommandFailure(error) {
      // Of a unit or a period that is not there, there is no page.
      let isMissing = ["unit-unknown", "period-missing", "id-unknown", "tree-empty", "submission-unknown"]
        .contains(failure.finding.code)
      let rendered = visit.context.render([failure.finding])[0]
      let sentence = [rendered.message, rendered.remedy].filter { !$0.isEmpty }.joined(separator: "\n")
      if isMissing { return RefusalPage(visit: visit).response(.notFound, sentence: sentence) }
      return RefusalPage(visit: visit).response(.conflict, sentence: sentence)
    }
    visit.desk.log.error("failed", metadata: ["route": "\(gate.route.path)", "error": "\(type(of: error))"])
    visit.desk.metrics.add("errors")
    return RefusalPage(visit: visit).response(.internalServerError, "broken")
  }
}
