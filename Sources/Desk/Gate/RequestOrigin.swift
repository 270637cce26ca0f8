// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The two ends of a connection.
struct Peer: Sendable, Hashable {
  /// The number of who connected; empty where there is none.
  var remote: String
  /// The number that was connected to.
  var local: String

  init(_ channel: any Channel) {
    remote = channel.remoteAddress?.ipAddress ?? ""
    local = channel.localAddress?.ipAddress ?? ""
  }

  var isFromHere: Bool { remote == "::1" || remote.hasPrefix("127.") || remote.hasPrefix("::ffff:127.") }
}

/// By which name the desk was called, and from where the request comes.
struct RequestOrigin: Sendable {
  /// `desk.example.cn:8443`, as the request names it, in small letters.
  let authority: String
  let isSecure: Bool
  /// The number of who asks: of a proxy on this machine, the one it names.
  let address: String
  /// Whether the name is one of the desk's.
  let isKnownHost: Bool
  /// Whether a form was sent from a page of the desk, as far as the browser tells.
  let isOwn: Bool

  init(request: Request, peer: Peer, settings: DeskSettings) {
    let headers = request.headers
    authority = (request.head.authority ?? headers[HTTPField.Name("Host")!] ?? "").lowercased()
    let trusted = settings.isBehindProxy && peer.isFromHere
    let scheme = trusted ? headers[HTTPField.Name("X-Forwarded-Proto")!]?.lowercased() : nil
    isSecure = settings.tls != nil || scheme == "https"
    let forwarded = trusted ? headers[HTTPField.Name("X-Forwarded-For")!] : nil
    // The last one is what the proxy itself saw; those before it are hearsay.
    address = forwarded?.split(separator: ",").last.map { String($0).trimmed } ?? peer.remote
    let host = RequestOrigin.host(authority)
    let numbers: Set<String> = peer.isFromHere ? ["localhost", "127.0.0.1", "::1", peer.local] : [peer.local]
    isKnownHost = !host.isEmpty && (settings.names.contains(host) || numbers.contains(host) || host == settings.host)
    isOwn = RequestOrigin.isOwn(headers, (isSecure ? "https://" : "http://") + authority)
  }

  /// Old browsers send no `Origin` with forms of their own site; the proof within the form stands for all.
  private static func isOwn(_ headers: HTTPFields, _ own: String) -> Bool {
    if let site = headers[HTTPField.Name("Sec-Fetch-Site")!], site != "same-origin", site != "none" { return false }
    if let origin = headers[.origin] { return origin.lowercased() == own }
    if let referer = headers[.referer]?.lowercased() { return referer == own || referer.hasPrefix(own + "/") }
    return true
  }

  /// Without the port, and without the brackets of a number of IPv6.
  static func host(_ authority: String) -> String {
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }
}
