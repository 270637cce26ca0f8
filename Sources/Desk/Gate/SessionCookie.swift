// SPDX-License-Identifier: Apache-2.0

import DeskStore
import Findings
import HTTPTypes
import Hummingbird

/// The cookies of the desk: the session, the visitor who has none yet, the language.
///
/// With TLS their names begin with `__Host-`, so that no other host of the domain can set them.
struct SessionCookie: Sendable {
  let session: Token?
  let visitor: Token?
  let language: Language?
  private let isSecure: Bool

  init(request: Request, isSecure: Bool) {
    self.isSecure = isSecure
    var values: [Substring: Substring] = [:]
    for header in request.headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { continue }
        values[parts[0].drop { $0 == " " }] = parts[1]
      }
    }
    func value(_ name: String) -> String? { values[SessionCookie.name(name, isSecure)[...]].map(String.init) }
    session = value("desk").flatMap(Token.init)
    visitor = value("visitor").flatMap(Token.init)
    language = value("language").flatMap(Language.init(rawValue:))
  }

  private static func name(_ name: String, _ isSecure: Bool) -> String { isSecure ? "__Host-" + name : name }

  /// The header that sets a cookie, or takes it away where it has no value.
  static func header(_ name: String, _ value: String?, isSecure: Bool, seconds: Int? = nil) -> String {
    let age = value == nil ? "; Max-Age=0" : seconds.map { "; Max-Age=\($0)" } ?? ""
    return SessionCookie.name(name, isSecure) + "=" + (value ?? "") + "; Path=/; HttpOnly; SameSite=Lax" + age
      + (isSecure ? "; Secure" : "")
  }
}

/// The language that a browser asks for: the first of those the desk speaks.
enum AcceptedLanguage {
  static func of(_ request: Request) -> Language {
    let wanted = (request.headers[.acceptLanguage] ?? "").split(separator: ",").map { part -> (String, Double) in
      let pieces = part.split(separator: ";")
      let quality = pieces.dropFirst().first.flatMap { Double($0.drop { $0 != "=" }.dropFirst()) } ?? 1
      return (String(pieces.first ?? "").trimmed.lowercased(), quality)
    }
    for (tag, _) in wanted.enumerated().sorted(by: { left, right in
      left.element.1 == right.element.1 ? left.offset < right.offset : left.element.1 > right.element.1
    }).map(\.element) {
      if tag.hasPrefix("zh") { return .chinese }
      if tag.hasPrefix("en") { return .english }
    }
    return .chinese
  }
}
