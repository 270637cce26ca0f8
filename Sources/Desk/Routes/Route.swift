// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Hummingbird
import Pipeline
import Reports

/// One address of the desk: who may call it, on what, and what answers. The router is made of these and of nothing else.
struct Route: Sendable {
  /// Who gets in.
  enum Access: Sendable, Hashable {
    /// Also who has not signed in.
    case anybody
    case roles(Set<Role>)

    static let everyone = Access.roles(Set(Role.allCases))
    static let readers = Access.roles([.office, .inspector, .department])
  }

  /// What of the census the address names: it must lie below the unit of the account, or there is no such page.
  enum Scope: Sendable, Hashable {
    case none
    /// `:unit` in the period `:period`, or in the latest.
    case unit
    /// `:upload`, which must be the account's own.
    case upload
    /// `:download`, which must be the account's own.
    case download
    /// `:work`, whose unit counts.
    case work
    /// `:submission`, whose unit counts.
    case submission
  }

  /// What comes with the request.
  enum Body: Sendable, Hashable { case none, form, upload, json }

  let method: HTTPRequest.Method
  /// With `:name` for what varies, and `**` at its end for what follows.
  let path: String
  let access: Access
  var scope = Scope.none
  var body = Body.none
  /// What it is for programs; nil of a page.
  var operation: Operation?
  let answer: @Sendable (Visit) async throws -> Response

  static func get(
    _ path: String, _ access: Access, _ scope: Scope = .none,
    _ answer: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    Route(method: .get, path: path, access: access, scope: scope, answer: answer)
  }

  static func post(
    _ path: String, _ access: Access, _ scope: Scope = .none, body: Body = .form,
    _ answer: @escaping @Sendable (Visit) async throws -> Response
  ) -> Route {
    Route(method: .post, path: path, access: access, scope: scope, body: body, answer: answer)
  }
}
