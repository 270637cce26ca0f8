// SPDX-License-Identifier: Apache-2.0

import CensusModel
import DeskStore
import Findings
import HTTPTypes
import Hummingbird
import Pipeline
import Reports

/// Lets a request in or not: name of the host, origin, session, role, unit, form, in this order; the same for every route.
struct Gate: Sendable {
  static let formLimit = 64 << 10

  let desk: Desk
  let route: Route

  /// - Throws: `Refusal`.
  func admit(_ request: Request, _ peer: Peer, _ parameters: [String: String]) async throws -> Visit {
    let origin = RequestOrigin(request: request, peer: peer, settings: desk.settings)
    guard origin.isKnownHost else { throw Refusal.malformed }
    if route.method == .post, route.operation == nil, !origin.isOwn { throw Refusal.foreignForm }
    let visit = try await self.visit(request, peer, origin, parameters)
    try await admit(visit)
    switch route.body {
    case .form: return try await withForm(visit)
    case .json: return try await withBytes(visit)
    case .none, .upload: return visit
    }
  }

  /// Who asks and in which language, whether or not the route lets them in: pages of refusals need it too.
  func visit(_ request: Request, _ peer: Peer, _ origin: RequestOrigin, _ parameters: [String: String]) async throws
    -> Visit
  {
    if route.operation != nil { return try await programVisit(request, peer, origin, parameters) }
    let cookies = SessionCookie(request: request, isSecure: origin.isSecure)
    let session = cookies.session
    let account = try await session.asyncFlatMap { token in
      try await desk.workers.read { [desk] in try desk.store.account(of: token, desk.settings.times) }
    }
    let language =
      account?.language.flatMap(Language.init(rawValue:)) ?? cookies.language ?? AcceptedLanguage.of(request)
    return Visit(
      desk: desk, request: request, parameters: parameters, query: Form(request.uri.query ?? ""), account: account,
      token: account == nil ? cookies.visitor ?? Token() : session ?? Token(), language: language,
      address: origin.address, peer: peer)
  }

  /// Programs show a token of their own; no cookie counts, so that no page of elsewhere can act in a browser's name.
  private func programVisit(
    _ request: Request, _ peer: Peer, _ origin: RequestOrigin, _ parameters: [String: String]
  ) async throws -> Visit {
    let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
    let token = parts.count == 2 && parts[0].lowercased() == "bearer" ? Token(String(parts[1])) : nil
    let account = try await token.asyncFlatMap { token in
      try await desk.workers.read { [desk] in try desk.store.account(ofAccess: token) }
    }
    return Visit(
      desk: desk, request: request, parameters: parameters, query: Form(request.uri.query ?? ""), account: account,
      token: Token(), language: AcceptedLanguage.of(request), address: origin.address, peer: peer)
  }

  private func admit(_ visit: Visit) async throws {
    if case .roles(let roles) = route.access {
      guard let account = visit.account else { throw Refusal.signIn }
      guard roles.contains(account.role) else { throw Refusal.forbidden }
    }
    switch route.scope {
    case .none: break
    case .unit:
      let period = try visit.parameters["period"].map { text in
        guard let period = Period(text) else { throw Refusal.notFound }
        return period
      }
      guard try await visit.sees(visit.parameter("unit"), in: period) else { throw Refusal.notFound }
    case .upload:
      let id = try visit.parameter("upload")
      let upload = try await desk.workers.read { [desk] in try desk.store.upload(id) }
      guard let upload, upload.account == visit.account?.id else { throw Refusal.notFound }
    case .download:
      let id = try visit.parameter("download")
      let download = try await desk.workers.read { [desk] in try desk.store.download(id) }
      guard let download, download.account == visit.account?.id else { throw Refusal.notFound }
    case .work:
      guard let id = Int64(try visit.parameter("work")) else { throw Refusal.notFound }
      let item = try await desk.workers.read { [desk] in try desk.store.work(id) }
      guard let item, try await visit.sees(item.unit, in: Period(item.period)) else { throw Refusal.notFound }
    case .submission:
      guard let number = Int(try visit.parameter("submission")) else { throw Refusal.notFound }
      let found = try await desk.workers.read { [desk] in try? SubmissionOwner(number, in: desk.workspace) }
      guard let found, try await visit.sees(found.unit, in: found.period) else { throw Refusal.notFound }
    }
  }

  private func withForm(_ visit: Visit) async throws -> Visit {
    guard visit.request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
    else {
      throw Refusal.malformed
    }
    let bytes = try await bytes(of: visit.request)
    var visit = visit
    visit.form = Form(String(decoding: bytes, as: UTF8.self))
    guard let proof = visit.form.raw("proof"), visit.token.isProved(by: proof) else { throw Refusal.foreignForm }
    return visit
  }

  private func withBytes(_ visit: Visit) async throws -> Visit {
    let type = visit.request.headers[.contentType]?.lowercased().prefix { $0 != ";" }
    guard type == "application/json" else { throw Refusal.unsupported }
    var visit = visit
    visit.bytes = try await bytes(of: visit.request)
    return visit
  }

  private func bytes(of request: Request) async throws -> [UInt8] {
    try await Deadline.within(seconds: desk.settings.limits.formSeconds) {
      var bytes: [UInt8] = []
      for try await buffer in request.body {
        bytes.append(contentsOf: buffer.readableBytesView)
        guard bytes.count <= Gate.formLimit else { throw Refusal.tooLarge }
      }
      return bytes
    }
  }
}

extension Optional where Wrapped: Sendable {
  func asyncFlatMap<Result>(_ body: (Wrapped) async throws -> Result?) async throws -> Result? {
    guard let self else { return nil }
    return try await body(self)
  }
}
