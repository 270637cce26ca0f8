// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Reports

/// The headers that every answer carries, those of paths that are none too.
struct Cover: RouterMiddleware {
  typealias Context = DeskContext

  let desk: Desk

  func handle(
    _ request: Request, context: DeskContext, next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch is HTTPError {
      // No route has this path.
      response = try await nowhere(request, context)
    }
    let policy =
      "default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; img-src 'self'; "
      + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    response.headers[HTTPField.Name("Content-Security-Policy")!] = policy
    response.headers[HTTPField.Name("X-Content-Type-Options")!] = "nosniff"
    response.headers[HTTPField.Name("X-Frame-Options")!] = "DENY"
    response.headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"
    response.headers[HTTPField.Name("Cross-Origin-Opener-Policy")!] = "same-origin"
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    if desk.settings.tls != nil {
      response.headers[HTTPField.Name("Strict-Transport-Security")!] = "max-age=31536000"
    }
    return response
  }

  /// The answer where no route has this path, or none with this method.
  private func nowhere(_ request: Request, _ context: DeskContext) async throws -> Response {
    var route = Route.get("**", .anybody) { _ in throw Refusal.notFound }
    let path = request.uri.path
    if path.hasPrefix("/api/") { route.operation = Operation(id: "none", answer: .nothing) }
    let gate = Gate(desk: desk, route: route)
    var response = try await Refused(gate: gate, request: request, peer: context.peer).page(of: Refusal.notFound)
    let methods = RouteTable.methods(of: path)
    guard response.status == .notFound, !methods.isEmpty else { return response }
    response.status = .methodNotAllowed
    response.headers[.allow] = methods.joined(separator: ", ")
    return response
  }
}
